import { type VerifyPresentationOptions, verifyPresentation } from '../presentation/index.ts';
import { type LicenseQrVerdict, type VerifyLicenseQrOptions, verifyLicenseQr } from '../qr/index.ts';
import type { LicenseCodeResolver } from './ports.ts';

/**
 * Resolves the code that stands on a license: signed by a listed issuer, for its type and time. Validity and status are
 * told by the service from its store; a code of a license that ended still leads to it.
 */
export function licenseCodes(options: Omit<VerifyLicenseQrOptions, 'at' | 'disclosed'>): LicenseCodeResolver {
  return async (code, at) => identifierOf(await verifyLicenseQr(code, { ...options, at }));
}

/**
 * Resolves a presentation (亮证): made within its minute by the key that the license binds, and not seen before in
 * `memory`.
 */
export function presentationCodes(
  options: Omit<VerifyPresentationOptions, 'at' | 'memory' | 'nonce'> &
    Required<Pick<VerifyPresentationOptions, 'memory'>>,
): LicenseCodeResolver {
  return async (code, at) => {
    const verdict = await verifyPresentation(code, { ...options, at });
    const isShownNow = verdict.checks.every(
      (check) => !check.code.startsWith('PRESENTATION_') || check.status !== 'failed',
    );
    return isShownNow ? identifierOf(verdict) : undefined;
  };
}

/** Asks several resolvers; the first that knows the code answers. */
export function anyCodes(...resolvers: readonly LicenseCodeResolver[]): LicenseCodeResolver {
  return async (code, at) => {
    for (const resolve of resolvers) {
      const identifier = await resolve(code, at);
      if (identifier !== undefined) return identifier;
    }
    return undefined;
  };
}

function identifierOf({ cryptography, trust, payload }: LicenseQrVerdict): string | undefined {
  return cryptography === 'intact' && trust === 'trusted' ? payload?.identifier : undefined;
}
