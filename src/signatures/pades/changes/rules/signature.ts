import { isPdfArray, nameOf, PdfDict, PdfString } from '../../../../formats/pdf/index.ts';
import type { Rule } from '../step.ts';

/**
 * A signature dictionary comes with the signing and never changes again. Whether the signature is any good is judged by
 * itself; here it must be one, since a field whose value nobody verifies is a picture.
 */
export const judgeSignature: Rule = (step, role, before, after) => {
  if (role.kind !== 'signature') return;
  const { field } = role;
  if (before !== undefined) {
    step.forbid('SIGNATURE_CHANGED', `field "${field.name}": its signature was changed or taken away`);
    return;
  }
  const type = after instanceof PdfDict ? nameOf(step.after.resolve(after.get('Type'))) : undefined;
  const isTyped =
    type === 'Sig' || type === 'DocTimeStamp' || (after instanceof PdfDict && !after.get('Type'));
  const isFormed =
    after instanceof PdfDict &&
    after.get('Contents') instanceof PdfString &&
    isPdfArray(step.after.resolve(after.get('ByteRange')));
  if (!isTyped || !isFormed) {
    step.forbid('SIGNATURE_ADDED', `field "${field.name}": its new value is no signature`);
  } else if (type === 'DocTimeStamp') {
    const detail = `document timestamp added in "${field.name}"`;
    step.note({ level: 'ltv-update', code: 'TIMESTAMP_ADDED', detail });
  } else {
    const detail = `signature added in "${field.name}"`;
    step.note({ level: 'form-fill', code: 'SIGNATURE_ADDED', detail, field: field.name });
  }
};
