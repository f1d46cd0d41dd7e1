import type { Der } from '../../foundation/asn1/index.ts';
import { type CmsAttribute, type SignedData, singleValue } from '../../foundation/cms/index.ts';
import { type Check, equalBytes, isYinxinError, type SubIndication } from '../../foundation/core/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import {
  fieldProperty,
  ID_AA_ELECTRONIC_SEAL,
  ID_AA_SES_SIGNATURE,
  inspectSes,
  parseSeal,
  quirk,
  readSesSignature,
  type SesSignature,
  sealFacts,
  sesNotChecked,
  worse,
} from '../ses/index.ts';
import type { SignatureContext } from './context.ts';
import { placementsOf } from './field-pictures.ts';
import { knownPictures } from './known-pictures.ts';
import { type AppearanceFindings, checkAppearance } from './seal-picture.ts';

const CLAUSE = 'GB/T 38540-2020 7.1';

/**
 * A signature that carries an SES signature as signed attribute is a seal (电子签章): its facts gain the seal's, and four
 * things must bind both together: dataHash is the digest of the signed bytes, the property information names the field,
 * the SES signer is the signer of the CMS, the picture on the pages is the one in the seal. An attribute that is no
 * readable SES signature, or comes twice, makes the signature malformed. Seals that nobody signed are told and bind
 * nothing.
 */
export async function withSeal(
  facts: SignatureFacts,
  { signerInfos }: SignedData,
  context: SignatureContext,
): Promise<SignatureFacts> {
  if (facts.kind !== 'signature') return facts;
  const signed = signerInfos.flatMap(({ signedAttributes }) => signedAttributes?.list ?? []);
  const sealed = singleValue(signed, ID_AA_SES_SIGNATURE);
  const old = singleValue(signed, ID_AA_ELECTRONIC_SEAL);
  const unsigned = signerInfos.flatMap(({ unsignedAttributes }) => unsignedAttributes);
  const plain = withUnsigned(facts, unsigned);
  if (sealed === 'absent' && old === 'absent') return plain;
  const twice = sealed === 'duplicate' || old === 'duplicate' || (sealed !== 'absent' && old !== 'absent');
  if (twice || signerInfos.length !== 1) return malformed(plain, 'one seal belongs to one signature');
  try {
    if (sealed !== 'absent') return await withSes(plain, sealed, context);
    return await withSealAlone(plain, old as Der, context);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return malformed(plain, error.message);
  }
}

async function withSes(
  facts: SignatureFacts,
  value: Der,
  context: SignatureContext,
): Promise<SignatureFacts> {
  const signature = readSesSignature(value.raw);
  const { covered, digests } = context;
  const pictures = await context.pictures(knownPictures(signature.seal.picture));
  const found = await inspectSes(signature, {
    digestOf: (hash) => digests.ofSignature(covered.signature, hash),
    propertyInfo: fieldProperty(covered.signature.fieldName),
    placements: placementsOf(pictures),
    what: 'the signed bytes and the field',
  });
  const appearance = checkAppearance(pictures, signature.seal.picture);
  const signer = signerCheck(signature, facts.signerCertificate);
  const bound = found.namesThis && signer.status === 'passed';
  return sealed(facts, appearance, {
    cryptography: worse(facts.cryptography, found.cryptography),
    seal: found.seal.facts,
    algorithms: [...(facts.algorithms ?? []), ...found.algorithms],
    weaknesses: [...new Set([...(facts.weaknesses ?? []), ...found.weaknesses])],
    formatFailure: bound ? found.formatFailure : 'FORMAT_FAILURE',
    checks: [...found.checks, signer, ...timestampQuirk(signature)],
    notChecked: sesNotChecked(signature),
  });
}

/** The older form: the attribute is the seal itself; the CMS alone binds it to the file. */
async function withSealAlone(
  facts: SignatureFacts,
  value: Der,
  context: SignatureContext,
): Promise<SignatureFacts> {
  const seal = parseSeal(value.raw);
  const pictures = await context.pictures(knownPictures(seal.picture));
  const found = sealFacts(seal, facts.signerCertificate, placementsOf(pictures));
  const detail =
    'the signature carries the seal alone, without an SES signature: the older form of this library';
  return sealed(facts, checkAppearance(pictures, seal.picture), {
    cryptography: facts.cryptography,
    seal: found.facts,
    algorithms: [...(facts.algorithms ?? []), ...found.algorithms],
    weaknesses: [...new Set([...(facts.weaknesses ?? []), ...found.weaknesses])],
    formatFailure: found.formatFailure,
    checks: [quirk('SEAL_WITHOUT_SES_SIGNATURE', detail, CLAUSE), ...found.checks],
    notChecked: [],
  });
}

interface Sealing
  extends Pick<SignatureFacts, 'cryptography' | 'algorithms' | 'weaknesses' | 'checks' | 'notChecked'> {
  readonly seal: SignatureFacts['seal'];
  readonly formatFailure: SubIndication | undefined;
}

function sealed(
  facts: SignatureFacts,
  appearance: AppearanceFindings,
  { seal, formatFailure, checks, notChecked, ...axes }: Sealing,
): SignatureFacts {
  const failure = worstOf([facts.formatFailure, formatFailure, appearance.formatFailure]);
  return {
    ...facts,
    ...axes,
    kind: 'seal',
    ...(seal === undefined ? {} : { seal }),
    ...(failure === undefined ? {} : { formatFailure: failure }),
    checks: [...facts.checks, ...checks, ...appearance.checks],
    notChecked: [...facts.notChecked, ...notChecked, ...appearance.notChecked],
  };
}

/** FORMAT_FAILURE before what leaves a signature undecided. */
export function worstOf(failures: readonly (SubIndication | undefined)[]): SubIndication | undefined {
  return failures.find((one) => one === 'FORMAT_FAILURE') ?? failures.find((one) => one !== undefined);
}

function signerCheck(signature: SesSignature, certificate: Uint8Array | undefined): Check {
  const same = certificate !== undefined && equalBytes(signature.signerCertificate, certificate);
  return {
    code: 'SES_SIGNER',
    status: same ? 'passed' : 'failed',
    detail: same
      ? 'the signer of the seal is the signer of the file'
      : 'the seal was put on by another than the signer of the file',
    clause: CLAUSE,
  };
}

/** The CMS around it has a timestamp of its own; one in the SES signature would prove nothing about the CMS. */
function timestampQuirk({ timestamp, timeToken }: SesSignature): Check[] {
  if (timestamp === undefined && timeToken === undefined) return [];
  const detail = 'the timestamp inside the SES signature was not looked at: that of the CMS counts';
  return [quirk('SES_TIMESTAMP_PASSED_OVER', detail, CLAUSE)];
}

/** A seal beside the signature that nothing binds to it: anybody can put it there. */
function withUnsigned(facts: SignatureFacts, unsigned: readonly CmsAttribute[]): SignatureFacts {
  const seals = [ID_AA_SES_SIGNATURE, ID_AA_ELECTRONIC_SEAL];
  if (!unsigned.some(({ oid }) => seals.includes(oid))) return facts;
  const detail =
    'an electronic seal stands among the unsigned attributes: it binds nothing, and this is no seal';
  return { ...facts, checks: [...facts.checks, quirk('SEAL_BINDING_UNSIGNED', detail, CLAUSE)] };
}

function malformed(facts: SignatureFacts, detail: string): SignatureFacts {
  const check: Check = { code: 'SEAL_STRUCTURE', status: 'failed', detail, clause: CLAUSE };
  return { ...facts, kind: 'seal', formatFailure: 'FORMAT_FAILURE', checks: [...facts.checks, check] };
}
