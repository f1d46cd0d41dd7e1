import {
  type FormFault,
  type FormSchema,
  formFaults,
  type JsonValue,
  YinxinError,
} from '../../foundation/core/index.ts';

/** APPLICATION_INVALID with every wrong field in `details.faults`, before anybody signs. */
export function assertForm(form: JsonValue, schema: FormSchema): void {
  const faults: readonly FormFault[] = formFaults(form, schema);
  const [first] = faults;
  if (first === undefined) return;
  throw new YinxinError(
    'APPLICATION_INVALID',
    `the form does not fit its schema in ${faults.length} place(s), the first: ${first.field} ${first.detail}`,
    { details: { faults } },
  );
}
