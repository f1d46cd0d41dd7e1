import { asOid, type Der, der, isUniversal, sequenceOf, TAG } from '../asn1/index.ts';

/** AlgorithmIdentifier (RFC 5280, 4.1.1.2) as it stood in the file. */
export interface AlgorithmIdentifier {
  readonly oid: string;
  /** DER of the parameters; absent when the field is absent. */
  readonly parameters?: Uint8Array;
  readonly raw: Uint8Array;
}

/** Reads an AlgorithmIdentifier; DER_INVALID for anything else. Nothing is looked up here. */
export function parseAlgorithmIdentifier(value: Der): AlgorithmIdentifier {
  const reader = sequenceOf(value, 'AlgorithmIdentifier');
  const oid = asOid(reader.expect(TAG.oid, 'algorithm'));
  const parameters = reader.done ? undefined : reader.next().raw;
  reader.end();
  return parameters === undefined ? { oid, raw: value.raw } : { oid, parameters, raw: value.raw };
}

/** DER of an AlgorithmIdentifier; without `parameters` the field is absent. */
export function algorithmIdentifier(oid: string, parameters?: Uint8Array | 'null'): Uint8Array {
  if (parameters === undefined) return der.sequence(der.oid(oid));
  return der.sequence(der.oid(oid), parameters === 'null' ? der.null() : parameters);
}

/** True when parameters are absent or exactly NULL (05 00). */
export function isNullOrAbsent(parameters: Uint8Array | undefined): boolean {
  return parameters === undefined || (parameters.length === 2 && parameters[0] === 5 && parameters[1] === 0);
}

/** The object identifier inside a value, if it is one. */
export function oidIn(value: Der | undefined): string | undefined {
  return value !== undefined && isUniversal(value, TAG.oid) ? asOid(value) : undefined;
}
