import { CheckList, type DigestOf } from '../../foundation/cms/index.ts';
import { type Coverage, type Modification, YinxinError } from '../../foundation/core/index.ts';
import { checkTimestampToken, parseTimestampToken, type TimestampToken } from '../../foundation/pki/index.ts';
import type { Covers, SignatureFacts } from '../../foundation/validation/index.ts';

/** Where a token was found, and what it should be over. */
export interface InspectTimestampOptions {
  readonly id: string;
  readonly parent?: string;
  readonly kind: 'timestamp' | 'document-timestamp';
  /** Digest of the stamped bytes by name; `undefined` when they are not there. */
  readonly digestOf: DigestOf;
  readonly coverage: Coverage;
  readonly modification: Modification;
  /** What the token proves to have existed. */
  readonly covers?: Covers;
  /** Further certificates of the file, DER. */
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly ocspResponses?: readonly Uint8Array[];
}

/** Facts about one timestamp token. Never throws for a bad or malformed token. */
export async function inspectTimestampToken(
  bytes: Uint8Array,
  options: InspectTimestampOptions,
): Promise<SignatureFacts> {
  let token: TimestampToken;
  try {
    token = parseTimestampToken(bytes);
  } catch (error) {
    if (!(error instanceof YinxinError)) throw error;
    return malformedTimestamp(error, options);
  }
  const { signedData } = token;
  const check = await checkTimestampToken(token, options.digestOf, options.certificates);
  return {
    ...frame(options),
    cryptography: check.cryptography,
    coverage: check.contentFound ? options.coverage : 'none',
    ...(check.certificate === undefined ? {} : { signerCertificate: check.certificate.raw }),
    certificates: [...signedData.certificates, ...(options.certificates ?? [])],
    crls: [...signedData.crls, ...(options.crls ?? [])],
    ocspResponses: [...signedData.ocspResponses, ...(options.ocspResponses ?? [])],
    ...(check.algorithm === undefined ? {} : { algorithm: check.algorithm }),
    weaknesses: check.weaknesses,
    algorithms: check.algorithms,
    timestampTime: check.genTime,
    timestampInfo: token.info,
    ...(options.covers === undefined ? {} : { covers: options.covers }),
    ...(check.formatFailure === undefined ? {} : { formatFailure: check.formatFailure }),
    checks: check.checks,
    notChecked: check.notChecked,
  };
}

function frame(
  options: InspectTimestampOptions,
): Pick<SignatureFacts, 'id' | 'parent' | 'kind' | 'format' | 'modification' | 'purpose'> {
  return {
    id: options.id,
    ...(options.parent === undefined ? {} : { parent: options.parent }),
    kind: options.kind,
    format: 'RFC3161',
    modification: options.modification,
    purpose: 'timestamps',
  };
}

function malformedTimestamp(error: YinxinError, options: InspectTimestampOptions): SignatureFacts {
  const list = new CheckList();
  list.failed('TIMESTAMP_STRUCTURE', error.message, 'RFC 3161 2.4.2', 'FORMAT_FAILURE');
  return {
    ...frame(options),
    cryptography: 'not-checked',
    coverage: 'none',
    certificates: [],
    crls: [],
    ocspResponses: [],
    formatFailure: 'FORMAT_FAILURE',
    checks: list.checks,
    notChecked: [],
  };
}
