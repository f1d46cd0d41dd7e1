import { describe, expect, it } from 'vitest';
import type { Signer } from '../../../src/foundation/core/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import { NOW, testPki } from './cases.ts';

describe('the certificate of a signer', () => {
  it('is read anew when the same array holds other bytes', async () => {
    const pki = await testPki('P-256');
    const local = await pki.signer.signer();
    const info = await local.info();
    const announced = pki.signer.certificate.slice();
    const signer: Signer = { ...local, info: async () => ({ ...info, chain: [announced] }) };
    const sign = () =>
      signCms({ signer, content: { bytes: new Uint8Array(3) }, detached: false, claimedTime: NOW });

    const first = await sign();
    expect(first.certificate.raw).toEqual(pki.signer.certificate);

    announced.fill(0);
    await expect(sign()).rejects.toMatchObject({ code: 'CERTIFICATE_INVALID' });

    // And again when the right ones come back.
    announced.set(pki.signer.certificate);
    expect((await sign()).cms).toEqual(first.cms);
  });

  it('is refused at a time outside its dates, also when it was good before', async () => {
    const pki = await testPki('P-256');
    const signer = await pki.signer.signer();
    const at = (claimedTime: Date) =>
      signCms({ signer, content: { bytes: new Uint8Array(3) }, detached: false, claimedTime });
    await at(NOW);
    await expect(at(new Date('2099-01-01T00:00:00Z'))).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' });
  });
});
