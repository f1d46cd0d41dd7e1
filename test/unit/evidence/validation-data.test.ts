import { describe, expect, it } from 'vitest';
import { equalBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import { withValidationData } from '../../../src/foundation/evidence/index.ts';
import {
  checkTimestampToken,
  obtainTimestamp,
  parseTimestampToken,
} from '../../../src/foundation/pki/index.ts';
import { day, tsaAt, world } from './world.ts';

describe('validation data in a token', () => {
  it('leaves what is signed as it is, and is added once', async () => {
    const { pki, tsas } = await world();
    const value = digest('sha256', utf8('样张'));
    const token = await obtainTimestamp(await tsaAt(0, day('2026-07-01')), 'sha256', value);
    const data = {
      certificates: [pki.intermediate.certificate, pki.ocspResponder.certificate],
      crls: [await pki.crl({ issuer: pki.root })],
      ocspResponses: [await pki.ocsp({ certificate: tsas[0] })],
    };
    const enriched = withValidationData(token, data);
    const before = parseTimestampToken(token);
    const { signedData } = parseTimestampToken(enriched);
    expect(signedData.version).toBe(5);
    expect(signedData.crls).toEqual(data.crls);
    expect(signedData.ocspResponses).toEqual(data.ocspResponses);
    expect(signedData.certificates).toHaveLength(
      new Set(
        [...before.signedData.certificates, ...data.certificates].map((c) => Buffer.from(c).toString('hex')),
      ).size,
    );
    expect(equalBytes(signedData.eContent!, before.signedData.eContent!)).toBe(true);
    const check = await checkTimestampToken(parseTimestampToken(enriched), () => value);
    expect(check).toMatchObject({ cryptography: 'intact' });
    expect(check.formatFailure).toBeUndefined();
    expect(equalBytes(withValidationData(enriched, data), enriched)).toBe(true);
    expect(withValidationData(token, {})).toBe(token);
  });
});
