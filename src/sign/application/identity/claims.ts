import { type JsonValue, YinxinError } from '../../../foundation/core/index.ts';

/** What an identity provider signed. Names in the token follow RFC 7519 and OpenID Connect where those have one. */
export interface IdentityClaims {
  /** `iss`. */
  readonly issuer: string;
  /** `aud`: for whom the evidence was made. */
  readonly audience: readonly string[];
  /** `sub` and `sub_type`: code of the person, and its type (GB/T 36903 appendix A). */
  readonly subject: { readonly code: string; readonly codeType: string };
  /** `amr`. */
  readonly methods: readonly string[];
  /** `acr`. */
  readonly assuranceLevel: string;
  /** `auth_time`: when the person was identified. */
  readonly identifiedAt: Date;
  /** `nbf`, or `iat` without it. */
  readonly validFrom: Date;
  /** `exp`. */
  readonly validTo: Date;
  /** `application`: digests of what was applied for, hex; at least one. */
  readonly application: { readonly sha256?: string; readonly sm3?: string };
}

/** Reads claims; what a provider says beyond them is passed over. Throws APPLICATION_INVALID. */
export function readClaims(value: JsonValue): IdentityClaims {
  const fields = objectOf(value, 'the claims');
  const issuedAt = time(fields, 'iat');
  return {
    issuer: text(fields, 'iss'),
    audience: texts(fields, 'aud'),
    subject: { code: text(fields, 'sub'), codeType: text(fields, 'sub_type') },
    methods: texts(fields, 'amr'),
    assuranceLevel: text(fields, 'acr'),
    identifiedAt: time(fields, 'auth_time'),
    validFrom: fields.has('nbf') ? time(fields, 'nbf') : issuedAt,
    validTo: time(fields, 'exp'),
    application: digests(fields),
  };
}

type Fields = ReadonlyMap<string, JsonValue>;

function objectOf(value: JsonValue | undefined, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(`${what} are no object`);
  return new Map(Object.entries(value));
}

function text(fields: Fields, name: string): string {
  const value = fields.get(name);
  if (typeof value !== 'string' || value === '') throw invalid(`${name} is no text`);
  return value;
}

/** One text, or a list of them. */
function texts(fields: Fields, name: string): string[] {
  const value = fields.get(name);
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  const found = list.filter((item): item is string => typeof item === 'string' && item !== '');
  if (found.length === 0 || found.length !== list.length) throw invalid(`${name} names nobody`);
  return found;
}

/** Seconds since 1970 (NumericDate). */
function time(fields: Fields, name: string): Date {
  const value = fields.get(name);
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0 || value > 253_402_300_799)
    throw invalid(`${name} is no time in seconds`);
  return new Date(value * 1000);
}

function digests(fields: Fields): IdentityClaims['application'] {
  const given = objectOf(fields.get('application'), 'the digests of the application');
  const hex = (name: 'sha256' | 'sm3'): { readonly [P in 'sha256' | 'sm3']?: string } => {
    const value = given.get(name);
    if (value === undefined) return {};
    if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value))
      throw invalid(`${name} is no digest in hex`);
    return { [name]: value };
  };
  const found = { ...hex('sha256'), ...hex('sm3') };
  if (Object.keys(found).length === 0) throw invalid('no digest of an application is named');
  return found;
}

function invalid(message: string): YinxinError {
  return new YinxinError('APPLICATION_INVALID', `the identity evidence is malformed: ${message}`);
}
