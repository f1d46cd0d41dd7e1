import type { OfdSignatureFile } from '../../formats/ofd/index.ts';
import { parseSignedData } from '../../foundation/cms/index.ts';
import {
  type Check,
  type Cryptography,
  equalBytes,
  isYinxinError,
  latin1,
  toBase64,
} from '../../foundation/core/index.ts';
import { type DigestName, digest } from '../../foundation/crypto/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import { inspectSignedData } from '../cades/index.ts';
import { quirk } from '../ses/index.ts';
import { compareTimes, signatureDateTime } from './claimed-time.ts';
import { failed, passed, type ValueContext } from './frame.ts';

const CLAUSE = 'GM/T 0099-2020 7.2.2';

/** Digests that may stand for Signature.xml; with weaker ones another file could. */
const STRONG: readonly DigestName[] = ['sm3', 'sha256', 'sha384', 'sha512'];

/**
 * Facts of a signature without seal (Type=Sign): SignedData of GB/T 35275 or RFC 5652 over the digest of Signature.xml
 * (as content: 32 octets, or their base64 text), or over Signature.xml itself (detached or attached). One entry for
 * each signer.
 */
export async function inspectCmsValue(context: ValueContext): Promise<SignatureFacts[]> {
  const { file, id } = context;
  const content = attachedContent(context.value);
  const { signatures } = await inspectSignedData(context.value, {
    ...(content === undefined
      ? { digestOf: (name) => digest(name, file.bytes), content: () => file.bytes }
      : {}),
    idPrefix: id,
    format: 'CMS',
    coverage: 'whole-file',
    modification: 'none',
    certificates: context.certificates,
    limits: context.limits,
  });
  const binding = content === undefined ? detached() : bindContent(content, file.bytes);
  return signatures.map((facts) => (facts.parent === undefined ? withFile(facts, binding, file) : facts));
}

function withFile(facts: SignatureFacts, binding: Binding, file: OfdSignatureFile): SignatureFacts {
  const claimed = facts.claimedTime ?? signatureDateTime(file.signatureDateTime);
  return {
    ...stampDemand(file),
    ...facts,
    cryptography: binding.cryptography === 'broken' ? 'broken' : facts.cryptography,
    ...(claimed === undefined ? {} : { claimedTime: claimed }),
    checks: [
      ...facts.checks,
      ...binding.checks,
      ...stampChecks(file),
      ...compareTimes(facts.claimedTime, file.signatureDateTime),
    ],
  };
}

/** The content inside a CMS; a CMS that cannot be read has none here and is reported where it is inspected. */
function attachedContent(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return parseSignedData(bytes).eContent;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

/** How the content that was signed hangs together with Signature.xml. */
interface Binding {
  readonly cryptography: Cryptography;
  readonly checks: readonly Check[];
}

function detached(): Binding {
  return { cryptography: 'intact', checks: [] };
}

function bindContent(content: Uint8Array, xml: Uint8Array): Binding {
  const code = 'OFD_CONTENT_DIGEST';
  if (equalBytes(content, xml)) {
    return { cryptography: 'intact', checks: [passed(code, 'Signature.xml itself was signed', CLAUSE)] };
  }
  for (const name of STRONG) {
    const expected = digest(name, xml);
    const right = passed(code, 'the digest of Signature.xml was signed', CLAUSE);
    if (equalBytes(content, expected)) return { cryptography: 'intact', checks: [right] };
    if (latin1(content) !== toBase64(expected)) continue;
    const detail = 'the digest of Signature.xml was signed as base64 text';
    return { cryptography: 'intact', checks: [right, quirk('OFD_CONTENT_BASE64', detail, CLAUSE)] };
  }
  return {
    cryptography: 'broken',
    checks: [failed(code, 'what was signed is not the digest of Signature.xml', CLAUSE)],
  };
}

/** What a signature without seal shows of one: stamps draw nothing, a seal file beside it draws somebody's seal. */
export function stampChecks(file: OfdSignatureFile): Check[] {
  if (file.seal !== undefined || file.stampImage !== undefined) {
    const detail = 'the signature shows a seal that is not in what was signed: it is nobody’s seal';
    return [failed('SEAL_BINDING_UNSIGNED', detail, CLAUSE)];
  }
  if (file.stamps.length === 0) return [];
  const detail = 'the signature shows stamps, but holds no seal they could be of';
  return [quirk('OFD_STAMP_WITHOUT_SEAL', detail, 'GB/T 33190-2016 18.2.3')];
}

/** A reader who sees the seal must not be told that all is well. */
export function stampDemand(file: OfdSignatureFile): Pick<SignatureFacts, 'formatFailure'> {
  const shown = file.seal !== undefined || file.stampImage !== undefined;
  return shown ? { formatFailure: 'SIG_CONSTRAINTS_FAILURE' } : {};
}
