export { formFaults } from './check-form.ts';
export { type FormSchemaFault, formSchemaFaults } from './check-schema.ts';
export type {
  BooleanField,
  CodeField,
  DateField,
  FormCode,
  FormFault,
  FormFaultCode,
  FormField,
  FormPattern,
  FormSchema,
  GroupField,
  ListField,
  NumberField,
  TextField,
} from './form-schema.ts';
