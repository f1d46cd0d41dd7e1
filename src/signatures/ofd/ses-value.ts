import { resolveLocation } from '../../formats/ofd/index.ts';
import {
  type Check,
  type Cryptography,
  equalBytes,
  formatTime,
  isYinxinError,
  type NotChecked,
  type SubIndication,
} from '../../foundation/core/index.ts';
import { type DigestName, digest, parsePublicKey, sm2ZValue } from '../../foundation/crypto/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import { parseCertificate } from '../../foundation/x509/index.ts';
import {
  criticalChecks,
  quirk,
  readSesSignature,
  type SesSignature,
  type SesValueResult,
  sealFacts,
  sesCheck,
  sesNotChecked,
  sesTimestamp,
  signerValue,
  worse,
} from '../ses/index.ts';
import { compareTimes, signatureDateTime } from './claimed-time.ts';
import { emptyFacts, failed, malformedFacts, passed, unchecked, type ValueContext } from './frame.ts';

const CLAUSE = 'GB/T 38540-2020 7.3';

/**
 * Facts of an electronic seal on an OFD (电子签章, GB/T 38540-2020 7.3, GM/T 0031): the signer's value over TBS_Sign, dataHash
 * over Signature.xml, the property information, the seal inside against the seal file, the maker's value over the
 * seal, the signer in its list, a timestamp over the value. Whom to believe, and at what time, is for `judge`.
 */
export async function inspectSesValue(context: ValueContext): Promise<SignatureFacts[]> {
  let signature: SesSignature;
  try {
    signature = readSesSignature(context.value, context.seals);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    const check = failed('SES_STRUCTURE', error.message, 'GB/T 38540-2020 7.1');
    return [{ ...malformedFacts(context.id, check), kind: 'seal' }];
  }
  const facts = await sealedFacts(signature, context);
  return [facts, ...(await sesTimestamp(signature, facts))];
}

async function sealedFacts(signature: SesSignature, context: ValueContext): Promise<SignatureFacts> {
  const { seal, signerCertificate } = signature;
  const value = signerValue(signature, context.seals);
  const hash = checkDataHash(signature, value.hash, context.file.bytes);
  const { placements, checks: geometry } = await context.placements(seal.picture);
  const stampChecks = [...geometry, ...appearanceChecks(signature, context)];
  const found = sealFacts(seal, signerCertificate, placements, context.seals);
  const demands = [
    ...propertyChecks(signature.propertyInfo, context.file.name),
    ...sealFileChecks(signature, context),
  ];
  const critical = criticalChecks(signature.criticalExtensions);
  const formatFailure: SubIndication | undefined = demands.some(({ status }) => status === 'failed')
    ? 'FORMAT_FAILURE'
    : [...critical, ...stampChecks].some(({ status }) => status === 'failed')
      ? 'SIG_CONSTRAINTS_FAILURE'
      : found.formatFailure;
  const claimed = signature.time ?? signatureDateTime(context.file.signatureDateTime);
  return {
    ...emptyFacts(context.id),
    kind: 'seal',
    format: `SES-${signature.structure}`,
    cryptography: worse(value.cryptography, hash.cryptography),
    // Copies: facts must not keep the whole file alive.
    signerCertificate: signerCertificate.slice(),
    certificates: seal.certificates.map((certificate) => certificate.slice()),
    ...(value.algorithm === undefined ? {} : { algorithm: value.algorithm }),
    algorithms: [...value.algorithms, ...found.algorithms],
    weaknesses: [...new Set([...value.weaknesses, ...found.weaknesses])],
    ...(claimed === undefined ? {} : { claimedTime: claimed }),
    seal: found.facts,
    ...(formatFailure === undefined ? {} : { formatFailure }),
    checks: [
      sesCheck('SIGNATURE_VALUE', value.cryptography, value.detail),
      hash.check,
      ...demands,
      ...signature.quirks,
      ...value.quirks,
      ...critical,
      ...found.checks,
      ...stampChecks,
      ...compareTimes(signature.time, context.file.signatureDateTime),
      ...outsideSeal(signature),
    ],
    notChecked: notCheckedOf(signature, value),
  };
}

interface HashResult {
  readonly cryptography: Cryptography;
  readonly check: Check;
}

/** dataHash is the digest of Signature.xml as stored, by the digest of the signer's algorithm. */
function checkDataHash(signature: SesSignature, hash: DigestName | undefined, xml: Uint8Array): HashResult {
  const answer = (cryptography: Cryptography, detail: string): HashResult => ({
    cryptography,
    check: sesCheck('SES_DATA_HASH', cryptography, detail),
  });
  if (hash === undefined) return answer('not-checked', 'the digest of the signature algorithm is not known');
  if (equalBytes(signature.dataHash, digest(hash, xml))) {
    return answer('intact', 'the data hash is that of Signature.xml');
  }
  return isPrefixedHash(signature, xml)
    ? answer(
        'broken',
        'the data hash of Signature.xml was made with the prefix Z of SM2, which the standard does not have',
      )
    : answer('broken', 'the data hash is not that of Signature.xml');
}

/** Some products hash SM3(Z ‖ M) where SM3(M) belongs. It is refused; the words tell why. */
function isPrefixedHash(signature: SesSignature, xml: Uint8Array): boolean {
  try {
    const { primitive } = parsePublicKey(parseCertificate(signature.signerCertificate).spki);
    if (primitive?.type !== 'sm2') return false;
    return equalBytes(signature.dataHash, digest('sm3', sm2ZValue(primitive.point), xml));
  } catch (error) {
    if (isYinxinError(error)) return false;
    throw error;
  }
}

/** propertyInfo names the Signature.xml that was signed, absolute: elsewhere the same signature says another thing. */
function propertyChecks(propertyInfo: string, name: string): Check[] {
  if (resolveLocation(propertyInfo, '') !== name) {
    return [failed('SES_PROPERTY_INFO', 'the signature was made for another Signature.xml', CLAUSE)];
  }
  const right = passed('SES_PROPERTY_INFO', 'the signature names this Signature.xml', CLAUSE);
  if (propertyInfo.startsWith('/')) return [right];
  return [
    right,
    quirk('SES_PROPERTY_INFO_FORM', 'the path of Signature.xml is not written absolute', CLAUSE),
  ];
}

function sealFileChecks(signature: SesSignature, { sealFile }: ValueContext): Check[] {
  if (sealFile === undefined) return [];
  const same = sealFile.bytes !== undefined && equalBytes(sealFile.bytes, signature.seal.raw);
  if (same) return [passed('SES_SEAL_FILE', `${sealFile.name} is the seal of the signature`, CLAUSE)];
  return [failed('SES_SEAL_FILE', `${sealFile.name} is not the seal that was signed with`, CLAUSE)];
}

/** The picture that the stamps show is the seal's own, to the octet: whoever sees another one sees another seal. */
function appearanceChecks({ seal }: SesSignature, { stampImage }: ValueContext): Check[] {
  if (stampImage === undefined) return [];
  const { name, bytes } = stampImage;
  const same = bytes !== undefined && equalBytes(bytes, seal.picture.data);
  if (same) return [passed('SEAL_APPEARANCE', `${name} is the picture in the seal`, CLAUSE)];
  return [failed('SEAL_APPEARANCE', `the stamps show ${name}, which is not the picture in the seal`, CLAUSE)];
}

/** A claim against a claim: what is proved about the time is for `judge`. */
function outsideSeal({ time, seal }: SesSignature): Check[] {
  if (time === undefined || (time >= seal.validFrom && time <= seal.validTo)) return [];
  const detail = `the claimed time ${formatTime(time)} lies outside the validity of the seal`;
  return [quirk('SES_CLAIMED_TIME_OUTSIDE_SEAL', detail, CLAUSE)];
}

function notCheckedOf(signature: SesSignature, value: SesValueResult): NotChecked[] {
  const out: NotChecked[] = [];
  if (value.cryptography === 'not-checked') out.push(unchecked('ALGORITHM_UNSUPPORTED', value.detail));
  return [...out, ...sesNotChecked(signature)];
}
