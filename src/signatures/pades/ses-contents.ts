import { type Check, isYinxinError, type NotChecked } from '../../foundation/core/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import {
  fieldProperty,
  inspectSes,
  readSesSignature,
  type SesSignature,
  sesNotChecked,
  sesTimestamp,
} from '../ses/index.ts';
import type { SignatureContext } from './context.ts';
import { placementsOf } from './field-pictures.ts';
import { emptyFacts } from './file-facts.ts';
import { knownPictures } from './known-pictures.ts';
import { worstOf } from './seal.ts';
import { checkAppearance } from './seal-picture.ts';

const CLAUSE = 'GB/T 38540-2020 7.3';

/**
 * Facts of a seal whose SES_Signature is /Contents itself (/SubFilter /GM.sm2seal, as one vendor writes it; no standard
 * is known): value, dataHash over the bytes of /ByteRange, property information, seal, picture, the token over the value.
 * The digest binds the field and its name already; property information of another convention leaves the seal undecided.
 */
export async function sesContentsFacts(context: SignatureContext): Promise<SignatureFacts[]> {
  const empty = emptyFacts(context, 'not-checked');
  let signature: SesSignature;
  try {
    signature = readSesSignature(context.cms);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    const check: Check = { code: 'SES_STRUCTURE', status: 'failed', detail: error.message, clause: CLAUSE };
    return [{ ...empty, kind: 'seal', formatFailure: 'FORMAT_FAILURE', checks: [check] }];
  }
  const facts = await sealedFacts(signature, context, empty);
  return [facts, ...(await sesTimestamp(signature, facts))];
}

async function sealedFacts(
  signature: SesSignature,
  context: SignatureContext,
  empty: SignatureFacts,
): Promise<SignatureFacts> {
  const { covered, digests } = context;
  const { seal } = signature;
  const pictures = await context.pictures(knownPictures(seal.picture));
  const found = await inspectSes(signature, {
    digestOf: (hash) => digests.ofSignature(covered.signature, hash),
    propertyInfo: fieldProperty(covered.signature.fieldName),
    placements: placementsOf(pictures),
    what: 'the signed bytes and the field',
  });
  const appearance = checkAppearance(pictures, seal.picture);
  const formatFailure = worstOf([
    found.formatFailure,
    appearance.formatFailure,
    found.namesThis ? undefined : 'SIG_CONSTRAINTS_FAILURE',
  ]);
  const { value } = found;
  return {
    ...empty,
    kind: 'seal',
    format: `SES-${signature.structure}`,
    cryptography: found.cryptography,
    signerCertificate: signature.signerCertificate.slice(),
    certificates: seal.certificates.map((certificate) => certificate.slice()),
    ...(value.algorithm === undefined ? {} : { algorithm: value.algorithm }),
    algorithms: found.algorithms,
    weaknesses: found.weaknesses,
    ...(signature.time === undefined ? {} : { claimedTime: signature.time }),
    seal: found.seal.facts,
    ...(formatFailure === undefined ? {} : { formatFailure }),
    checks: [...found.checks, ...appearance.checks],
    notChecked: [...appearance.notChecked, ...unchecked(signature, found.value.cryptography)],
  };
}

function unchecked(signature: SesSignature, value: SignatureFacts['cryptography']): NotChecked[] {
  const out: NotChecked[] = [];
  if (value === 'not-checked') {
    out.push({ code: 'ALGORITHM_UNSUPPORTED', detail: 'the algorithm of the seal is not supported' });
  }
  return [...out, ...sesNotChecked(signature)];
}
