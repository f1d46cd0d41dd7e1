import { describe, expect, it } from 'vitest';
import {
  certificatesOverHttp,
  revocationOverHttp,
  timestampAuthorityOverHttp,
} from '../../../src/adapters/online/index.ts';
import { verify } from '../../../src/entries/index.ts';
import { extendPdf } from '../../../src/sign/pdf/index.ts';
import { NOW, scene } from '../sign/long-term-scene.ts';
import { pkiRoutes, resolving, serve } from './local-pki.ts';

const SOON = new Date(NOW.getTime() + 60_000);

describe('extendPdf over HTTP', () => {
  const run = async (without: readonly string[] = []) => {
    const { pki, signed, trust } = await scene();
    const server = await serve(await pkiRoutes(pki, without));
    const client = resolving(server.url);
    try {
      const extended = await extendPdf({
        file: signed,
        level: 'B-LTA',
        at: NOW,
        trust,
        tsa: timestampAuthorityOverHttp({ url: `${server.url}/tsa` }),
        revocationFetcher: revocationOverHttp({ fetch: client }),
        certificateSource: certificatesOverHttp({ fetch: client }),
      });
      return { pki, trust, extended };
    } finally {
      await server.close();
    }
  };

  it('fetches what certificates name: OCSP first, CRLs where none answers', async () => {
    const { pki, trust, extended } = await run();
    // Signer by OCSP; the intermediate by the CRL of the root, whose OCSP answer is of the wrong responder.
    expect(extended.added.ocspResponses).toBe(1);
    expect(extended.added.crls).toBe(1);
    const crls = (await pki.validationData()).crls;
    const report = await verify(extended.file, { at: SOON, trust, revocation: 'require', crls });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.signatures[0]!.level).toBe('PAdES-B-LTA');
  });

  it('takes CRLs alone where there is no responder', async () => {
    const { extended } = await run(['/ocsp']);
    expect(extended.added).toMatchObject({ ocspResponses: 0, crls: 2 });
  });

  it('names where it asked in vain', async () => {
    const error = await run(['/ocsp', '/root.crl']).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'VALIDATION_DATA_MISSING' });
    const { missing } = (error as { details: { missing: { asked: { url: string; failure: string }[] }[] } })
      .details;
    expect(missing[0]!.asked).toContainEqual({
      url: 'http://pki.example.invalid/root.crl',
      failure: 'IO_FAILED',
    });
  });

  it('fetches a CA certificate that is not in the file', async () => {
    const { pki, trust } = await scene();
    const { signPdf } = await import('../../../src/sign/pdf/index.ts');
    const { buildPdf, MINIMAL } = await import('../pdf/build-pdf.ts');
    const { localSigner } = await import('../../../src/foundation/crypto/index.ts');
    // Only the signer's own certificate stands in the signature.
    const signer = await localSigner({ key: pki.signer.key.privateKey, chain: [pki.signer.certificate] });
    const file = await signPdf({ file: buildPdf(MINIMAL), signer, claimedTime: NOW });
    const server = await serve(await pkiRoutes(pki));
    const client = resolving(server.url);
    const options = {
      file,
      level: 'B-LT',
      at: NOW,
      trust,
      tsa: { request: (request: Uint8Array) => pki.timestampAuthority().request(request) },
      revocationFetcher: revocationOverHttp({ fetch: client }),
    } as const;
    try {
      // The token of the authority brings the intermediate; an authority of another CA would not.
      const extended = await extendPdf({
        ...options,
        certificateSource: certificatesOverHttp({ fetch: client }),
      });
      expect(extended.level).toBe('B-LT');
    } finally {
      await server.close();
    }
  });
});
