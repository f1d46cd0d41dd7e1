/** What a text must look like. Check characters are computed; whether a code was ever assigned is not known. */
export type FormPattern =
  /** 公民身份号码, GB 11643. */
  | 'resident-id'
  /** 统一社会信用代码, GB 32100. */
  | 'uscc'
  /** 行政区划代码, GB/T 2260: six digits. */
  | 'region-code'
  /** A mobile number of mainland China: eleven digits. */
  | 'mobile'
  /** 邮政编码: six digits. */
  | 'postal-code'
  | 'email';

/** One value of a code list. */
export interface FormCode {
  readonly code: string;
  readonly name: string;
}

interface FieldBase {
  readonly key: string;
  /** For people. */
  readonly title?: string;
  /** Unset: the field may be absent. A required text has at least one character that is no blank. */
  readonly required?: boolean;
}

/** A text. */
export interface TextField extends FieldBase {
  readonly type: 'text';
  /** In characters (code points), not bytes. */
  readonly minLength?: number;
  /** In characters (code points), not bytes. */
  readonly maxLength?: number;
  readonly pattern?: FormPattern;
  /** Unset: one line. */
  readonly multiline?: boolean;
}

/** A number; `integer` without a fraction. Bounds are inclusive. */
export interface NumberField extends FieldBase {
  readonly type: 'integer' | 'number';
  readonly min?: number;
  readonly max?: number;
}

/** A date `YYYY-MM-DD` of the calendar. Bounds are inclusive. */
export interface DateField extends FieldBase {
  readonly type: 'date';
  readonly min?: string;
  readonly max?: string;
}

/** One code of a list (字典项). */
export interface CodeField extends FieldBase {
  readonly type: 'code';
  readonly codes: readonly FormCode[];
}

/** Yes or no, as `true` and `false`. */
export interface BooleanField extends FieldBase {
  readonly type: 'boolean';
  /** The one value allowed, for declarations (告知承诺) that must be made. */
  readonly equals?: boolean;
}

/** Fields of their own below one key. */
export interface GroupField extends FieldBase {
  readonly type: 'group';
  readonly fields: readonly FormField[];
}

/** Rows of equal fields. */
export interface ListField extends FieldBase {
  readonly type: 'list';
  readonly fields: readonly FormField[];
  readonly minItems?: number;
  /** Unset: 1,000. */
  readonly maxItems?: number;
}

/** A field of a form. */
export type FormField =
  | TextField
  | NumberField
  | DateField
  | CodeField
  | BooleanField
  | GroupField
  | ListField;

/** The form of a matter, as the catalog describes it. A field that it does not name is not allowed. */
export interface FormSchema {
  readonly id: string;
  readonly version: string;
  readonly fields: readonly FormField[];
}

/** What is wrong with one field. */
export type FormFaultCode =
  | 'FORM_FIELD_MISSING'
  | 'FORM_FIELD_UNKNOWN'
  | 'FORM_FIELD_TYPE'
  | 'FORM_FIELD_LENGTH'
  | 'FORM_FIELD_PATTERN'
  | 'FORM_FIELD_CODE'
  | 'FORM_FIELD_RANGE'
  | 'FORM_FIELD_ITEMS';

/** A fault of a form. Never holds the value: it may be personal data. */
export interface FormFault {
  readonly code: FormFaultCode;
  /** Keys down to the field, `成员[2].姓名`; empty for the form as a whole. */
  readonly field: string;
  readonly detail: string;
}
