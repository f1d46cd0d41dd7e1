import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import type { RevocationFetcher } from '../../../src/foundation/pki/index.ts';
import { extendPdf, signPdf } from '../../../src/sign/pdf/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { buildPdf, MINIMAL } from '../pdf/build-pdf.ts';
import { NOW, scene } from './long-term-scene.ts';

const SOON = new Date(NOW.getTime() + 60_000);

describe('what is fetched is believed only as far as it is signed', () => {
  const fetching = async (revocationFetcher: RevocationFetcher) => {
    const { pki, signed, options } = await scene();
    const validationData = { crls: [await pki.crl({ issuer: pki.root })] };
    return extendPdf({ ...options, validationData, revocationFetcher, file: signed, level: 'B-LT' });
  };

  it('takes nothing malformed, of another issuer, forged or of another certificate', async () => {
    const pki = await createTestPki({ algorithm: 'P-256', now: NOW });
    const other = await createTestPki({ algorithm: 'P-256', now: NOW, seed: 'another' });
    const answers: readonly Uint8Array[] = [
      new Uint8Array(0),
      utf8('<html>not found</html>'),
      await other.crl(),
      await pki.crl({ signedBy: other.root.key }),
      await pki.crl({ corruptSignature: true }),
      await pki.ocsp({ certificate: pki.sealSigner }),
      await pki.ocsp({ certificate: pki.signer, signedBy: other.root.key }),
      pki.ocspError('tryLater'),
    ];
    for (const answer of answers) {
      const fetcher = { crl: async () => answer, ocsp: async () => answer };
      await expect(fetching(fetcher)).rejects.toMatchObject({ code: 'VALIDATION_DATA_MISSING' });
    }
  });

  it('names a port that throws anything', async () => {
    const fetcher = {
      crl: () => Promise.reject(new TypeError('x')),
      ocsp: () => {
        throw new RangeError('y');
      },
    };
    await expect(fetching(fetcher)).rejects.toMatchObject({ code: 'VALIDATION_DATA_MISSING' });
  });

  it('asks each place once', async () => {
    const asked: string[] = [];
    const none = (url: string) => {
      asked.push(url);
      return Promise.reject(new Error('none'));
    };
    await fetching({ crl: none, ocsp: none }).catch(() => undefined);
    // The responder is asked about two certificates, the CRL is one.
    expect(asked.filter((url) => url.endsWith('.crl'))).toHaveLength(1);
    expect(asked.filter((url) => url.endsWith('/ocsp'))).toHaveLength(2);
  });
});

describe('what earlier signatures demand', () => {
  it('a lock of all fields permits an extension', async () => {
    const { signed, options, trust } = await scene('P-256', { lock: { action: 'All' } });
    const { file } = await extendPdf({ ...options, file: signed, level: 'B-LTA' });
    const crls = options.validationData!.crls!;
    const report = await verify(file, { at: SOON, trust, revocation: 'require', crls });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.signatures[0]!.modification).toBe('ltv-update');
  });

  it('extends forty signatures in a row, one chain fetched once', async () => {
    const { pki, options, trust } = await scene();
    const signer = await pki.signer.signer();
    let file: Uint8Array = buildPdf(MINIMAL);
    for (let i = 0; i < 40; i++) file = await signPdf({ file, signer, claimedTime: NOW });
    let asked = 0;
    const revocationFetcher: RevocationFetcher = {
      crl: (url) => {
        asked++;
        return pki.crl({ issuer: url.includes('root') ? pki.root : pki.intermediate });
      },
      ocsp: () => Promise.reject(new Error('none')),
    };
    const extended = await extendPdf({
      ...options,
      validationData: {},
      revocationFetcher,
      file,
      level: 'B-LTA',
    });
    expect(extended.added).toMatchObject({ crls: 2, documentTimestamps: 1 });
    expect(asked).toBe(2);
    const crls = options.validationData!.crls!;
    const report = await verify(extended.file, { at: SOON, trust, revocation: 'require', crls });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
  });
});
