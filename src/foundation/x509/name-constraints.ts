import { asSmallInteger, type Der, DerReader, implicitAs, readSequence, TAG } from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';
import { type GeneralName, parseGeneralName } from './general-name.ts';

/** What names a CA may certify (RFC 5280 4.2.1.10). At least one of the lists is there, and none is empty. */
export interface NameConstraints {
  readonly permitted?: readonly GeneralName[];
  readonly excluded?: readonly GeneralName[];
}

/** Subtrees in one list: the largest real ones (a CA for the domains of one state) have a few hundred. */
const MAX_SUBTREES = 4096;

/**
 * Reads nameConstraints strictly. DER_INVALID for an empty sequence or list, and for a distance: RFC 5280 uses neither
 * minimum other than 0 nor maximum, and nobody knows what they would mean. A minimum of 0 written out is a finding.
 */
export function parseNameConstraints(value: Uint8Array, findings: string[]): NameConstraints {
  const reader = readSequence(value, 'NameConstraints');
  const permitted = reader.optionalContext(0);
  const excluded = reader.optionalContext(1);
  reader.end();
  if (permitted === undefined && excluded === undefined) {
    throw new YinxinError('DER_INVALID', 'NameConstraints constrains nothing');
  }
  return {
    ...(permitted === undefined ? {} : { permitted: readSubtrees(permitted, findings) }),
    ...(excluded === undefined ? {} : { excluded: readSubtrees(excluded, findings) }),
  };
}

function readSubtrees(value: Der, findings: string[]): GeneralName[] {
  const list = new DerReader(value, 'GeneralSubtrees');
  const out: GeneralName[] = [];
  while (!list.done) {
    const subtree = list.sequence('GeneralSubtree');
    out.push(parseGeneralName(subtree.next('base')));
    const minimum = subtree.optionalContext(0);
    const maximum = subtree.optionalContext(1);
    subtree.end();
    if (maximum !== undefined) throw new YinxinError('DER_INVALID', 'GeneralSubtree with a maximum');
    if (minimum !== undefined) {
      if (asSmallInteger(implicitAs(minimum, TAG.integer)) !== 0) {
        throw new YinxinError('DER_INVALID', 'GeneralSubtree with a minimum');
      }
      findings.push('DEFAULT_VALUE_ENCODED');
    }
    if (out.length > MAX_SUBTREES) {
      throw new YinxinError('DER_INVALID', `GeneralSubtrees of more than ${MAX_SUBTREES} names`);
    }
  }
  if (out.length === 0) throw new YinxinError('DER_INVALID', 'GeneralSubtrees is empty');
  return out;
}
