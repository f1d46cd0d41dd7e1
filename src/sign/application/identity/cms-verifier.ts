import { toHex, YinxinError } from '../../../foundation/core/index.ts';
import { digest } from '../../../foundation/crypto/index.ts';
import type { JudgeOptions } from '../../../foundation/validation/index.ts';
import { openStatement } from '../statement.ts';
import { readClaims } from './claims.ts';
import { readStrictJson } from './strict-json.ts';
import type { IdentityAnswer, IdentityFault, IdentityVerifier } from './verifier.ts';

/** An identity provider that signs CMS. */
export interface CmsIdentityProvider {
  /** `iss` in its evidence. */
  readonly issuer: string;
  /** Its certificates, DER: pinned, for a chain to a general CA makes no identity provider. */
  readonly certificates: readonly Uint8Array[];
}

/** Options of {@link cmsIdentityVerifier}: providers, and what judging their certificates needs. */
export interface CmsIdentityOptions extends Omit<JudgeOptions, 'at'> {
  readonly providers: readonly CmsIdentityProvider[];
}

/**
 * Verifies evidence in the form of a CMS with the claims inside as JSON (UTF-8). The signature is judged by `judge` with
 * trust and revocation as given; the signer's certificate must be one that is pinned. JWS evidence is left undecided.
 */
export function cmsIdentityVerifier(options: CmsIdentityOptions): IdentityVerifier {
  const issuers = new Map(
    options.providers.flatMap(({ issuer, certificates }) =>
      certificates.map((der) => [toHex(digest('sha256', der)), issuer] as const),
    ),
  );
  return {
    async authenticate({ form, data }, at) {
      if (form !== 'cms') return { status: 'undecided', detail: 'the evidence is no CMS' };
      try {
        return await authenticate(data, { ...options, at }, issuers);
      } catch (error) {
        if (!(error instanceof YinxinError) || error.code === 'IO_FAILED') throw error;
        return refused('IDENTITY_MALFORMED', error.message);
      }
    },
  };
}

async function authenticate(
  data: Uint8Array,
  options: JudgeOptions,
  issuers: ReadonlyMap<string, string>,
): Promise<IdentityAnswer> {
  const { report, content } = await openStatement(data, options);
  if ('fault' in content) return refused('IDENTITY_MALFORMED', content.fault.message);
  const { indication, subIndications } = report.conclusion;
  const signers = report.signatures.filter(
    ({ kind, parent }) => kind === 'signature' && parent === undefined,
  );
  const [signer] = signers;
  const issuer = signer?.signer == null ? undefined : issuers.get(signer.signer.certificateSha256);
  if (indication === 'TOTAL_FAILED')
    return refused('IDENTITY_SIGNATURE', `the signature does not hold: ${subIndications.join(', ')}`);
  if (signers.length !== 1 || issuer === undefined)
    return refused('IDENTITY_KEY_UNKNOWN', 'it is not signed by the one pinned certificate of a provider');
  if (indication !== 'TOTAL_PASSED') {
    return { status: 'undecided', detail: `the signature is ${indication}: ${subIndications.join(', ')}` };
  }
  const claims = readClaims(readStrictJson(content.bytes));
  if (claims.issuer !== issuer)
    return refused('IDENTITY_ISSUER', 'the certificate belongs to another provider than the evidence names');
  return { status: 'authentic', claims, by: `CMS ${signer?.algorithm}, ${signer?.signer?.subject}` };
}

const refused = (code: IdentityFault, detail: string): IdentityAnswer => ({
  status: 'refused',
  code,
  detail,
});
