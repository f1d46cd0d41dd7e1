import {
  CheckList,
  certificatesOfSigner,
  checkSignerInfo,
  type DigestOf,
  type SignerInfoCheck,
} from '../../cms/index.ts';
import {
  type Check,
  type Cryptography,
  equalBytes,
  formatTime,
  type NotChecked,
  type SubIndication,
} from '../../core/index.ts';
import { type AlgorithmUse, type DigestName, digest } from '../../crypto/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { TimestampToken } from './token.ts';
import { isNameOf } from './tsa-name.ts';
import type { TstInfo } from './tst-info.ts';

/** What a token proves by itself: that this authority signed this digest. Nothing about believing it. */
export interface TimestampCheck {
  /** `intact`: the authority's value is right and the imprint is that of the data. */
  readonly cryptography: Cryptography;
  /** The data was there and its digest compared. */
  readonly contentFound: boolean;
  readonly genTime: Date;
  readonly algorithm?: string;
  /** As in `SignerInfoCheck`, with the imprint; a verdict judges `algorithms` by date. */
  readonly weaknesses: readonly string[];
  /** Value, key, digests and the imprint, for `judgeAlgorithms`. */
  readonly algorithms: readonly AlgorithmUse[];
  readonly certificate?: Certificate;
  readonly formatFailure?: SubIndication;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

const CLAUSE = 'RFC 3161 2.4.2';

/** Certificates of one issuer and serial number that are tried: nothing signs the certificates beside a token. */
const MAX_CANDIDATES = 8;

/**
 * Checks a token: CMS value over TSTInfo, versions and content type, signing certificate (ESSCertID or v2, RFC 5816)
 * signed and matching, `tsa` among the names of the certificate, imprint against the data, time within the authority's
 * certificate, no critical extension. `digestOf` answers with the digest of the stamped data by name; a token without
 * its certificate finds it in `extraCertificates`.
 * Not checked: the chain and the purpose of the authority (see `verifyTimestamp` and `validatePath`).
 */
export async function checkTimestampToken(
  token: TimestampToken,
  digestOf: DigestOf,
  extraCertificates: readonly Uint8Array[] = [],
): Promise<TimestampCheck> {
  const { info } = token;
  const { cms, certificate } = await checkSigner(token, extraCertificates);
  const list = new CheckList();
  const imprint = await checkImprint(token, digestOf, list);
  if (certificate !== undefined) checkAuthority(info, certificate, cms, list);
  checkContent(info, list);
  const formatFailure = cms.formatFailure ?? list.formatFailure;
  return {
    cryptography: worse(cms.cryptography, imprint),
    contentFound: imprint !== 'not-checked',
    genTime: info.genTime,
    ...(cms.algorithm === undefined ? {} : { algorithm: cms.algorithm }),
    weaknesses:
      info.hash === 'sha1' || info.hash === 'md5'
        ? [...new Set([...cms.weaknesses, info.hash === 'sha1' ? 'SHA-1' : 'MD5'])]
        : cms.weaknesses,
    algorithms: withImprint(cms.algorithms, info.hash),
    ...(certificate === undefined ? {} : { certificate }),
    ...(formatFailure === undefined ? {} : { formatFailure }),
    checks: [...cms.checks, ...list.checks],
    notChecked: [...cms.notChecked, ...list.notChecked],
  };
}

interface SignerCheck {
  readonly cms: SignerInfoCheck;
  readonly certificate?: Certificate;
}

/** The signer under the certificate that fits; another of the same issuer and number beside it takes nothing away. */
async function checkSigner(token: TimestampToken, extra: readonly Uint8Array[]): Promise<SignerCheck> {
  const { signedData } = token;
  const signer = signedData.signerInfos[0]!;
  const content = signedData.eContent!;
  const check = (certificate?: Certificate): Promise<SignerInfoCheck> =>
    checkSignerInfo({
      signer,
      signedData,
      ...(certificate === undefined ? {} : { certificate }),
      digestOf: (hash) => digest(hash, content),
      content: () => content,
    });
  let first: SignerCheck | undefined;
  // What stands beside the token comes first: the caller's certificates are read only where that does not do.
  for (const source of [signedData.certificates, extra]) {
    for (const certificate of certificatesOfSigner(signer, source).slice(0, MAX_CANDIDATES)) {
      const found = { cms: await check(certificate), certificate };
      if (found.cms.cryptography === 'intact' && found.cms.signingCertificate !== undefined) return found;
      first ??= found;
    }
  }
  return first ?? { cms: await check() };
}

function checkAuthority(
  info: TstInfo,
  certificate: Certificate,
  cms: SignerInfoCheck,
  list: CheckList,
): void {
  const fail = (code: string, detail: string, clause: string): void =>
    list.failed(code, detail, clause, 'SIG_CONSTRAINTS_FAILURE');
  if (cms.signingCertificate === undefined) {
    fail(
      'TSA_SIGNING_CERTIFICATE',
      'the token does not name its signing certificate',
      'RFC 3161 2.4.2; RFC 5816',
    );
  }
  if (info.tsa !== undefined) {
    const detail = `the tsa of the token, ${info.tsa.text}, is ${certificate.subject.text}`;
    if (isNameOf(info.tsa, certificate)) list.passed('TSA_NAME', detail, CLAUSE);
    else fail('TSA_NAME', `the tsa of the token is no name of ${certificate.subject.text}`, CLAUSE);
  }
  const { genTime } = info;
  if (genTime < certificate.notBefore || genTime > certificate.notAfter) {
    const detail = `${formatTime(genTime)} lies outside the dates of the authority's certificate`;
    fail('TSA_CERTIFICATE_DATES', detail, 'RFC 3161 4');
  }
}

function checkContent(info: TstInfo, list: CheckList): void {
  for (const quirk of info.findings) list.warning(quirk, 'tolerated quirk of TSTInfo', CLAUSE);
  if (info.criticalExtensions.length === 0) return;
  const detail = `unknown critical extension ${info.criticalExtensions.join(', ')}`;
  list.failed('TST_CRITICAL_EXTENSION', detail, CLAUSE, 'SIG_CONSTRAINTS_FAILURE');
}

async function checkImprint(
  token: TimestampToken,
  digestOf: DigestOf,
  list: CheckList,
): Promise<Cryptography> {
  const { hash, hashAlgorithm, messageImprint } = token.info;
  if (hash === undefined) {
    list.skipped('ALGORITHM_UNSUPPORTED', `digest of the imprint not supported: ${hashAlgorithm.oid}`);
    return 'not-checked';
  }
  const actual = await digestOf(hash);
  if (actual === undefined) {
    list.add('MESSAGE_IMPRINT', 'not-run', 'the stamped data is not there: give it', CLAUSE);
    return 'not-checked';
  }
  if (equalBytes(actual, messageImprint)) {
    list.passed('MESSAGE_IMPRINT', 'the token is over this data', CLAUSE);
    return 'intact';
  }
  list.failed('MESSAGE_IMPRINT', 'the token is over other data', CLAUSE);
  return 'broken';
}

function worse(a: Cryptography, b: Cryptography): Cryptography {
  if (a === 'broken' || b === 'broken') return 'broken';
  return a === 'not-checked' || b === 'not-checked' ? 'not-checked' : 'intact';
}

function withImprint(uses: readonly AlgorithmUse[], hash: DigestName | undefined): readonly AlgorithmUse[] {
  const known = hash === undefined || uses.some((use) => use.kind === 'digest' && use.digest === hash);
  return known ? uses : [...uses, { kind: 'digest', digest: hash }];
}
