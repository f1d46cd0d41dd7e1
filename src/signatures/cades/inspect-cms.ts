import { CMS_OID, type DigestOf, parseSignedData, peekContentType } from '../../foundation/cms/index.ts';
import {
  assertWithin,
  type ByteSource,
  DEFAULT_LIMITS,
  fromBase64,
  isYinxinError,
  type Limits,
  latin1,
  readAll,
} from '../../foundation/core/index.ts';
import { createHasher, type DigestName } from '../../foundation/crypto/index.ts';
import type { FileFacts } from '../../foundation/validation/index.ts';
import { inspectSignedData } from './inspect-signed-data.ts';
import { inspectTimestampToken } from './inspect-timestamp.ts';

/** Options of {@link inspectCms}. */
export interface InspectCmsOptions {
  /** Content of a detached signature. */
  readonly detached?: ByteSource;
  /** Certificates that may be the signer's, DER. */
  readonly certificates?: readonly Uint8Array[];
  readonly limits?: Limits;
}

const CHUNK = 1 << 20;
const PEM = /^-----BEGIN (CMS|PKCS7)-----\s+([A-Za-z0-9+/=\s]+)-----END \1-----\s*$/;

/**
 * Facts of a CMS file (DER or PEM), attached or detached, or of a bare timestamp token. The whole content is what was
 * signed, so coverage is the whole file wherever the content was found. Never throws for a bad signature.
 */
export async function inspectCms(source: ByteSource, options: InspectCmsOptions = {}): Promise<FileFacts> {
  const limits = options.limits ?? DEFAULT_LIMITS;
  assertWithin('inflatedBytes', source.size, limits);
  const bytes = unwrapPem(await readAll(source));
  const { detached } = options;
  const digestOf = detached === undefined ? undefined : digestOfSource(detached);
  if (isTimestampToken(bytes)) return timestampFacts(bytes, digestOf, options);
  const { signatures } = await inspectSignedData(bytes, {
    ...(digestOf === undefined ? {} : { digestOf }),
    ...(detached === undefined || detached.size > limits.inflatedBytes
      ? {}
      : { content: () => readAll(detached) }),
    idPrefix: 'signature-1',
    format: 'CMS',
    coverage: 'whole-file',
    modification: 'not-applicable',
    ...(options.certificates === undefined ? {} : { certificates: options.certificates }),
    limits,
  });
  return { format: 'cms', signatures, checks: [], notChecked: [] };
}

/** Digests of a source, read in pieces, each computed once. */
export function digestOfSource(source: ByteSource): DigestOf {
  const known = new Map<DigestName, Promise<Uint8Array>>();
  const compute = async (hash: DigestName): Promise<Uint8Array> => {
    const hasher = createHasher(hash);
    for (let at = 0; at < source.size; at += CHUNK) {
      hasher.update(await source.read(at, Math.min(CHUNK, source.size - at)));
    }
    return hasher.digest();
  };
  return (hash) => {
    const digest = known.get(hash) ?? compute(hash);
    known.set(hash, digest);
    return digest;
  };
}

function unwrapPem(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x2d) return bytes;
  const body = PEM.exec(latin1(bytes))?.[2];
  if (body === undefined) return bytes;
  try {
    return fromBase64(body.replace(/\s+/g, ''));
  } catch (error) {
    // Left as it is: the inspection then reports that it is no CMS.
    if (isYinxinError(error)) return bytes;
    throw error;
  }
}

function isTimestampToken(bytes: Uint8Array): boolean {
  if (peekContentType(bytes) !== CMS_OID.tstInfo) return false;
  try {
    return parseSignedData(bytes).eContentType === CMS_OID.tstInfo;
  } catch (error) {
    if (isYinxinError(error)) return false;
    throw error;
  }
}

async function timestampFacts(
  bytes: Uint8Array,
  digestOf: DigestOf | undefined,
  options: InspectCmsOptions,
): Promise<FileFacts> {
  const facts = await inspectTimestampToken(bytes, {
    id: 'timestamp-1',
    kind: 'document-timestamp',
    digestOf: digestOf ?? (() => undefined),
    coverage: 'whole-file',
    modification: 'not-applicable',
    ...(options.certificates === undefined ? {} : { certificates: options.certificates }),
  });
  return { format: 'timestamp', signatures: [facts], checks: [], notChecked: [] };
}
