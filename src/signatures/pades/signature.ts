import { parseSignedData } from '../../foundation/cms/index.ts';
import {
  type Check,
  type Cryptography,
  equalBytes,
  isYinxinError,
  type NotChecked,
  type ValidationData,
} from '../../foundation/core/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import { inspectSignedData } from '../cades/index.ts';
import { unpadContents } from './contents.ts';
import type { SignatureContext } from './context.ts';
import type { Covered } from './coverage.ts';
import { documentTimestampFacts } from './document-timestamp.ts';
import { emptyFacts, withFile, withProblems } from './file-facts.ts';
import { plainRsaFacts } from './plain-rsa.ts';
import type { RangeDigests } from './range-digests.ts';
import { withSeal } from './seal.ts';
import { sesContentsFacts } from './ses-contents.ts';
import { subFilterOf } from './sub-filter.ts';

/** Facts of one signature dictionary: one entry per SignerInfo, timestamps inside it as children. */
export async function inspectSignature(
  covered: Covered,
  digests: RangeDigests,
  store: ValidationData,
  id: string,
  pictures: SignatureContext['pictures'],
): Promise<SignatureFacts[]> {
  const { cms, problem } = unpadContents(covered.signature.contents);
  const kind = subFilterOf(covered.signature);
  const problems = [...covered.problems, ...(problem === undefined ? [] : [problem]), ...kind.problems];
  const context: SignatureContext = { covered, digests, store, id, pictures, cms, kind: kind.subFilter };
  try {
    const facts = await factsByKind(context);
    return facts.map((one) => withFile(one, context, problems));
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    const unreadable = { code: 'CONTENTS', detail: `/Contents cannot be read: ${error.message}` };
    return [withFile(emptyFacts(context, 'not-checked'), context, [...problems, unreadable])];
  }
}

async function factsByKind(context: SignatureContext): Promise<SignatureFacts[]> {
  switch (context.kind) {
    case 'ETSI.RFC3161':
      return documentTimestampFacts(context);
    case 'adbe.pkcs7.detached':
    case 'ETSI.CAdES.detached':
      return detachedFacts(context);
    case 'adbe.pkcs7.sha1':
      return sha1Facts(context);
    case 'adbe.x509.rsa_sha1':
      return plainRsaFacts(context);
    case 'GM.sm2seal':
      return sesContentsFacts(context);
    default:
      return unknownKindFacts(context);
  }
}

/**
 * A kind that nobody here knows is not checked: its rules may differ. But a detached CMS in /Contents has only one
 * content, the bytes of /ByteRange (ISO 32000-2 12.8.1): where its digest is not theirs, the file was changed, be it
 * only in the name of the kind.
 */
async function unknownKindFacts(context: SignatureContext): Promise<SignatureFacts[]> {
  const notChecked = [emptyFacts(context, 'not-checked', unknownSubFilter(context))];
  try {
    const facts = await detachedFacts(context);
    const changed = facts.some(({ checks }) => checks.some(isOtherDigest));
    return changed ? facts : notChecked;
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return notChecked;
  }
}

function isOtherDigest({ code, status }: Check): boolean {
  return code === 'MESSAGE_DIGEST' && status === 'failed';
}

function unknownSubFilter(context: SignatureContext): NotChecked {
  const name = context.covered.signature.subFilter ?? '(none)';
  return { code: 'SUBFILTER_UNSUPPORTED', detail: `signatures of the kind ${name} are not verified` };
}

/** The value covers the bytes outside the gap; content inside the CMS would be another document (must be absent). */
async function detachedFacts(context: SignatureContext): Promise<SignatureFacts[]> {
  const { covered, digests, id, cms } = context;
  const { signatures, signedData } = await inspectSignedData(cms, {
    digestOf: (hash) => digests.ofSignature(covered.signature, hash),
    idPrefix: id,
    format: context.kind === 'ETSI.CAdES.detached' ? 'PAdES' : 'CMS',
    coverage: covered.coverage,
    modification: covered.modification,
  });
  const complete = signatures.map((facts) => withSigningCertificate(facts, context));
  // A CMS that cannot be read is told as such.
  const read = signedData ?? parseSignedData(cms);
  const sealed = await Promise.all(complete.map((facts) => withSeal(facts, read, context)));
  if (signedData?.eContent === undefined) return sealed;
  const problem = { code: 'CONTENT_INSIDE', detail: 'the detached signature carries a content of its own' };
  return sealed.map((facts) => withProblems(facts, [problem]));
}

/** PAdES demands the signing certificate inside the CMS (ETSI EN 319 142-1 6.3 row d): none that fits is malformed. */
function withSigningCertificate(facts: SignatureFacts, context: SignatureContext): SignatureFacts {
  const demanded = context.kind === 'ETSI.CAdES.detached' && facts.parent === undefined;
  const found =
    facts.signerCertificate !== undefined && facts.formatFailure !== 'NO_SIGNING_CERTIFICATE_FOUND';
  if (!demanded || found) return facts;
  const detail = 'the signing certificate is not in the CMS, or another stands in its place';
  return withProblems(facts, [{ code: 'SIGNING_CERTIFICATE_ABSENT', detail }]);
}

/** The CMS carries the SHA-1 digest of the document as its content (ISO 32000-1, 12.8.3.3.1). */
async function sha1Facts(context: SignatureContext): Promise<SignatureFacts[]> {
  const { covered, digests, id, cms } = context;
  const actual = await digests.ofSignature(covered.signature, 'sha1');
  const { signatures, signedData } = await inspectSignedData(cms, {
    idPrefix: id,
    format: 'CMS',
    coverage: covered.coverage,
    modification: covered.modification,
  });
  const stored = signedData?.eContent;
  const document: Cryptography =
    stored === undefined || actual === undefined
      ? 'not-checked'
      : equalBytes(stored, actual)
        ? 'intact'
        : 'broken';
  const check: Check = {
    code: 'DOCUMENT_DIGEST',
    status: document === 'intact' ? 'passed' : document === 'broken' ? 'failed' : 'not-run',
    detail: 'SHA-1 digest of the document against the content of the CMS',
    clause: 'ISO 32000-1 12.8.3.3.1',
  };
  return signatures.map((facts) =>
    facts.parent === undefined
      ? {
          ...facts,
          cryptography: worse(facts.cryptography, document),
          weaknesses: [...new Set([...(facts.weaknesses ?? []), 'SHA-1'])],
          algorithms: [...(facts.algorithms ?? []), { kind: 'digest', digest: 'sha1' }],
          checks: [...facts.checks, check],
        }
      : facts,
  );
}

/** The worse of two answers on the first axis. */
function worse(a: Cryptography, b: Cryptography): Cryptography {
  if (a === 'broken' || b === 'broken') return 'broken';
  return a === 'not-checked' || b === 'not-checked' ? 'not-checked' : 'intact';
}
