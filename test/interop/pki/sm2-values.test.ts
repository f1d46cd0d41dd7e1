import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOctetString, der, implicitAs, readSequence, TAG } from '../../../src/foundation/asn1/index.ts';
import { toBase64 } from '../../../src/foundation/core/index.ts';
import { parseCertificate, parseCrl, parseOcspResponse } from '../../../src/foundation/x509/index.ts';
import { createTestPki, type TestIdentity, type TestPki } from '../../../src/testing/index.ts';
import { requireTool, tool } from '../../support/tools.ts';

describe.skipIf(tool('openssl') === undefined)(
  'SM2 values of the test PKI, by openssl pkeyutl with distid',
  () => {
    let folder: string;
    let pki: TestPki;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'yinxin-sm2-'));
      pki = await createTestPki({ algorithm: 'SM2', now: new Date('2026-11-23T04:00:00Z') });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    /** Right over the data, and wrong over other data: the tool does check. */
    const expectSignedBy = (signer: TestIdentity, data: Uint8Array, value: Uint8Array): void => {
      const file = (name: string): string => join(folder, name);
      const lines = toBase64(signer.key.spki).match(/.{1,64}/g)!;
      writeFileSync(
        file('key.pem'),
        ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n'),
      );
      writeFileSync(file('value'), value);
      const verify = (bytes: Uint8Array): number | null => {
        writeFileSync(file('data'), bytes);
        const scheme = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];
        const inputs = ['-pubin', '-inkey', file('key.pem'), '-in', file('data'), '-sigfile', file('value')];
        return spawnSync(requireTool('openssl'), ['pkeyutl', '-verify', ...scheme, ...inputs]).status;
      };
      expect(verify(data)).toBe(0);
      expect(verify(data.slice(1))).toBe(1);
    };

    it('of certificates are right', () => {
      for (const identity of [pki.root, pki.intermediate, pki.signer, pki.tsa]) {
        const { tbs, signature } = parseCertificate(identity.certificate);
        expectSignedBy(identity.issuer ?? identity, tbs, signature);
      }
    });

    it('of CRLs and OCSP responses are right', async () => {
      const crl = parseCrl(await pki.crl());
      expectSignedBy(pki.intermediate, crl.tbs, crl.signature);
      const { basic } = parseOcspResponse(await pki.ocsp({ certificate: pki.signer }));
      expectSignedBy(pki.ocspResponder, basic!.tbs, basic!.signature);
    });

    it('of signers are right', async () => {
      const data = new TextEncoder().encode('待签内容');
      const { value } = await (await pki.signer.signer()).sign({ kind: 'message', data });
      expectSignedBy(pki.signer, data, value);
    });

    it('of timestamps are right over the signed attributes', async () => {
      const imprint = der.sequence(
        der.sequence(der.oid('1.2.156.10197.1.401')),
        der.octetString(new Uint8Array(32)),
      );
      const response = await pki
        .timestampAuthority()
        .request(der.sequence(der.integer(1), imprint, der.boolean(true)));
      const reader = readSequence(response);
      reader.next('status');
      const token = reader.sequence('token');
      token.next('contentType');
      const signedData = readSequence(token.next('content').content);
      for (const field of ['version', 'digestAlgorithms', 'encapContentInfo', 'certificates'])
        signedData.next(field);
      const signerInfo = signedData.set('signerInfos').sequence('signerInfo');
      for (const field of ['version', 'sid', 'digestAlgorithm']) signerInfo.next(field);
      const attributes = implicitAs(signerInfo.next('signedAttrs'), TAG.set).raw;
      signerInfo.next('signatureAlgorithm');
      expectSignedBy(pki.tsa, attributes, asOctetString(signerInfo.next('signature')));
    });
  },
);
