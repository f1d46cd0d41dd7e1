import { isUniversal, readDer, TAG } from '../asn1/index.ts';
import {
  type Check,
  type Cryptography,
  equalBytes,
  type NotChecked,
  type SubIndication,
  YinxinError,
} from '../core/index.ts';
import { type AlgorithmUse, type DigestName, digestOfIdentifier } from '../crypto/index.ts';
import type { Certificate } from '../x509/index.ts';
import { readAttributes } from './attributes.ts';
import { type AttributeFindings, checkAttributes } from './check-attributes.ts';
import { CheckList } from './check-list.ts';
import { checkStructure } from './check-structure.ts';
import { checkValue, type SignedInput, type ValueResult } from './check-value.ts';
import { CMS_OID } from './oids.ts';
import type { SignedData } from './signed-data.ts';
import type { CmsSignerInfo } from './signer-info.ts';

/** Digest of the content by name; `undefined` when the content is not there. */
export type DigestOf = (hash: DigestName) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** What {@link checkSignerInfo} looks at. */
export interface SignerInfoInput {
  readonly signer: CmsSignerInfo;
  /** What holds the signer; absent for a countersignature: it covers a value, not a typed content (RFC 5652 11.4). */
  readonly signedData?: SignedData;
  readonly certificate?: Certificate;
  readonly digestOf: DigestOf;
  /** The content itself, needed where there are no signed attributes and the algorithm hashes more than it (SM2, EdDSA). */
  readonly content?: () => Uint8Array | undefined | Promise<Uint8Array | undefined>;
}

/** What was found out about one value. No trust in it. */
export interface SignerInfoCheck {
  readonly cryptography: Cryptography;
  /** The digest of the content was there and compared (or covered by the value directly). */
  readonly contentFound: boolean;
  readonly algorithm?: string;
  /** Algorithms that had ended when the default policy was issued, by name; a verdict judges `algorithms` by date. */
  readonly weaknesses: readonly string[];
  /** Value, key and digests, for `judgeAlgorithms`; empty when nothing was computed. */
  readonly algorithms: readonly AlgorithmUse[];
  readonly formatFailure?: SubIndication;
  readonly signingTime?: Date;
  /** Version of the signing-certificate attribute that names the signer. */
  readonly signingCertificate?: 1 | 2;
  readonly hasSignedAttributes: boolean;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

/** SM2-with-SM3 where the digest belongs: met in files of GM software, and told. */
const SM2_WITH_SM3 = '1.2.156.10197.1.501';

/**
 * Checks one SignerInfo (RFC 5652 5.6, GB/T 35275): attributes, messageDigest against the content, value against the
 * key of the certificate. Never throws for a bad value. Not checked: whether anybody believes the certificate.
 */
export async function checkSignerInfo(input: SignerInfoInput): Promise<SignerInfoCheck> {
  const list = new CheckList();
  checkStructure(input.signedData, input.signer, list);
  const digestName = digestNameOf(input.signer, list);
  const digested =
    input.signer.signedAttributes === undefined
      ? await checkDirect(input, digestName, list)
      : await checkWithAttributes(input, digestName, list);
  return {
    cryptography: digested.cryptography,
    contentFound: digested.contentFound,
    ...(digested.value?.algorithm === undefined ? {} : { algorithm: digested.value.algorithm }),
    weaknesses: digested.value?.weaknesses ?? [],
    algorithms: digested.value?.algorithms ?? [],
    ...(list.formatFailure === undefined ? {} : { formatFailure: list.formatFailure }),
    ...(digested.attributes?.signingTime === undefined
      ? {}
      : { signingTime: digested.attributes.signingTime }),
    ...(digested.attributes?.signingCertificate === undefined
      ? {}
      : { signingCertificate: digested.attributes.signingCertificate }),
    hasSignedAttributes: input.signer.signedAttributes !== undefined,
    checks: list.checks,
    notChecked: list.notChecked,
  };
}

interface Digested {
  readonly cryptography: Cryptography;
  readonly contentFound: boolean;
  readonly value?: ValueResult;
  readonly attributes?: AttributeFindings;
}

function digestNameOf(signer: CmsSignerInfo, list: CheckList): DigestName | undefined {
  const { oid } = signer.digestAlgorithm;
  if (oid === SM2_WITH_SM3) {
    list.warning('SM3_DIGEST_OID', 'digestAlgorithm is written as SM2 with SM3', 'GB/T 35275-2017');
    return 'sm3';
  }
  const { digest, parametersFit } = digestOfIdentifier(signer.digestAlgorithm);
  if (digest !== undefined && !parametersFit) {
    list.failed('DIGEST_ALGORITHM', `${oid} with parameters`, 'RFC 5754 2', 'FORMAT_FAILURE');
  }
  if (digest === undefined) list.skipped('ALGORITHM_UNSUPPORTED', `digest algorithm not supported: ${oid}`);
  return digest;
}

async function checkWithAttributes(
  input: SignerInfoInput,
  digestName: DigestName | undefined,
  list: CheckList,
): Promise<Digested> {
  const { signer, certificate } = input;
  const attributes = checkAttributes(signer, input.signedData?.eContentType, certificate, list);
  const actual = digestName === undefined ? undefined : await input.digestOf(digestName);
  const digest = compareDigest(attributes.messageDigest, actual, list);
  if (certificate === undefined) return { ...withoutCertificate(digest, list), attributes };
  const data = signer.signedAttributes!.encoded;
  const value = checkValue(signer, { data }, certificate, digestName, list);
  const replaced: Cryptography = attributes.algorithmsReplaced ? 'broken' : 'intact';
  return {
    cryptography: worst(worst(value.cryptography, digest), replaced),
    contentFound: actual !== undefined,
    value,
    attributes,
  };
}

function compareDigest(
  signed: Uint8Array | undefined,
  actual: Uint8Array | undefined,
  list: CheckList,
): Cryptography {
  const clause = 'RFC 5652 5.6';
  if (signed === undefined) return 'not-checked';
  if (actual === undefined) {
    list.add('MESSAGE_DIGEST', 'not-run', 'the signed content is not there: give it', clause);
    return 'not-checked';
  }
  if (equalBytes(signed, actual)) {
    list.passed('MESSAGE_DIGEST', 'the digest of the content is the signed one', clause);
    return 'intact';
  }
  list.failed('MESSAGE_DIGEST', 'the content is not the one that was signed: its digest differs', clause);
  return 'broken';
}

/** Without signed attributes the value covers the content itself: legal for data only (RFC 5652 5.3). */
async function checkDirect(
  input: SignerInfoInput,
  digestName: DigestName | undefined,
  list: CheckList,
): Promise<Digested> {
  const type = input.signedData?.eContentType;
  if (type !== undefined && type !== CMS_OID.data && type !== CMS_OID.gmData) {
    list.failed(
      'SIGNED_ATTRIBUTES',
      `content of type ${type} needs signed attributes`,
      'RFC 5652 5.3',
      'FORMAT_FAILURE',
    );
  }
  const signed = await directInput(input, digestName);
  if (signed === undefined) {
    list.add('SIGNATURE_VALUE', 'not-run', 'the signed content is not there: give it', 'RFC 5652 5.6');
    return { cryptography: 'not-checked', contentFound: false };
  }
  if ('data' in signed && isAttributeSet(signed.data)) {
    // A value over attributes must not be passed off as a value over content (RFC 5652 ambiguity of signedAttrs).
    list.failed(
      'CONTENT_IS_ATTRIBUTES',
      'the content has the form of signed attributes',
      'RFC 5652 5.4',
      'FORMAT_FAILURE',
    );
  }
  if (input.certificate === undefined) return withoutCertificate('not-checked', list);
  const value = checkValue(input.signer, signed, input.certificate, digestName, list);
  return { cryptography: value.cryptography, contentFound: true, value };
}

async function directInput(
  input: SignerInfoInput,
  digestName: DigestName | undefined,
): Promise<SignedInput | undefined> {
  const data = await input.content?.();
  if (data !== undefined) return { data };
  const digest = digestName === undefined ? undefined : await input.digestOf(digestName);
  return digest === undefined ? undefined : { digest };
}

function isAttributeSet(content: Uint8Array): boolean {
  if (content[0] !== (TAG.set | 0x20)) return false;
  try {
    const set = readDer(content);
    return isUniversal(set, TAG.set) && readAttributes(set).some((a) => a.oid === CMS_OID.messageDigest);
  } catch (error) {
    if (error instanceof YinxinError) return false;
    throw error;
  }
}

function withoutCertificate(digest: Cryptography, list: CheckList): Digested {
  list.failed(
    'SIGNER_CERTIFICATE',
    'the signer’s certificate is not in the file: give it',
    'RFC 5652 5.3',
    'NO_SIGNING_CERTIFICATE_FOUND',
  );
  return {
    cryptography: digest === 'broken' ? 'broken' : 'not-checked',
    contentFound: digest !== 'not-checked',
  };
}

function worst(a: Cryptography, b: Cryptography): Cryptography {
  if (a === 'broken' || b === 'broken') return 'broken';
  return a === 'not-checked' || b === 'not-checked' ? 'not-checked' : 'intact';
}
