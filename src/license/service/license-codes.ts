import { type VerifyLicenseQrOptions, verifyLicenseQr } from '../qr/index.ts';
import type { LicenseCodeResolver } from './ports.ts';

/**
 * Resolves the code that stands on a license: signed by a listed issuer, for its type and time. Validity and status are
 * told by the service from its store; a code of a license that ended still leads to it.
 */
export function licenseCodes(options: Omit<VerifyLicenseQrOptions, 'at' | 'disclosed'>): LicenseCodeResolver {
  return async (code, at) => {
    const { cryptography, trust, payload } = await verifyLicenseQr(code, { ...options, at });
    return cryptography === 'intact' && trust === 'trusted' ? payload?.identifier : undefined;
  };
}

/** Asks several resolvers, the first that knows the code answers. */
export function anyCodes(...resolvers: readonly LicenseCodeResolver[]): LicenseCodeResolver {
  return async (code, at) => {
    for (const resolve of resolvers) {
      const identifier = await resolve(code, at);
      if (identifier !== undefined) return identifier;
    }
    return undefined;
  };
}
