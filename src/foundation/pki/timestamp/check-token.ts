import { CheckList, certificatesOfSigner, checkSignerInfo, type DigestOf } from '../../cms/index.ts';
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

/** What a token proves by itself: that this authority signed this digest. Nothing about believing it. */
export interface TimestampCheck {
  /** `intact`: the authority's value is right and the imprint is that of the data. */
  readonly cryptography: Cryptography;
  /** The data was there and its digest compared. */
  readonly contentFound: boolean;
  readonly genTime: Date;
  readonly algorithm?: string;
  readonly weaknesses: readonly string[];
  /** Value, key, digests and the imprint, for `judgeAlgorithms`. */
  readonly algorithms: readonly AlgorithmUse[];
  readonly certificate?: Certificate;
  readonly formatFailure?: SubIndication;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

const CLAUSE = 'RFC 3161 2.4.2';

/**
 * Checks a token: CMS value over TSTInfo, signing certificate (ESSCertID or v2, RFC 5816), imprint against the data,
 * time within the authority's certificate. `digestOf` answers with the digest of the stamped data by name.
 * Not checked: the chain and the purpose of the authority (see `verifyTimestamp` and `validatePath`).
 */
export async function checkTimestampToken(
  token: TimestampToken,
  digestOf: DigestOf,
  extraCertificates: readonly Uint8Array[] = [],
): Promise<TimestampCheck> {
  const { signedData, info } = token;
  const signer = signedData.signerInfos[0]!;
  const content = signedData.eContent!;
  const [certificate] = certificatesOfSigner(signer, [...signedData.certificates, ...extraCertificates]);
  const cms = await checkSignerInfo({
    signer,
    signedData,
    ...(certificate === undefined ? {} : { certificate }),
    digestOf: (hash) => digest(hash, content),
    content: () => content,
  });
  const list = new CheckList();
  const imprint = await checkImprint(token, digestOf, list);
  if (cms.signingCertificate === undefined && certificate !== undefined) {
    list.failed(
      'TSA_SIGNING_CERTIFICATE',
      'the token does not name its signing certificate',
      CLAUSE,
      'SIG_CONSTRAINTS_FAILURE',
    );
  }
  if (certificate !== undefined) checkTimeInDates(info.genTime, certificate, list);
  if (info.criticalExtensions.length > 0) {
    const detail = `unknown critical extension ${info.criticalExtensions.join(', ')}`;
    list.failed('TST_CRITICAL_EXTENSION', detail, CLAUSE, 'SIG_CONSTRAINTS_FAILURE');
  }
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

function checkTimeInDates(genTime: Date, certificate: Certificate, list: CheckList): void {
  if (genTime >= certificate.notBefore && genTime <= certificate.notAfter) return;
  const detail = `${formatTime(genTime)} lies outside the dates of the authority's certificate`;
  list.failed('TSA_CERTIFICATE_DATES', detail, 'RFC 3161 4', 'SIG_CONSTRAINTS_FAILURE');
}

function worse(a: Cryptography, b: Cryptography): Cryptography {
  if (a === 'broken' || b === 'broken') return 'broken';
  return a === 'not-checked' || b === 'not-checked' ? 'not-checked' : 'intact';
}

function withImprint(uses: readonly AlgorithmUse[], hash: DigestName | undefined): readonly AlgorithmUse[] {
  const known = hash === undefined || uses.some((use) => use.kind === 'digest' && use.digest === hash);
  return known ? uses : [...uses, { kind: 'digest', digest: hash }];
}
