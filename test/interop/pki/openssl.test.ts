import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toBase64 } from '../../../src/foundation/core/index.ts';
import {
  createTestPki,
  type TestAlgorithm,
  type TestIdentity,
  type TestPki,
} from '../../../src/testing/index.ts';
import { requireTool, tool } from '../../support/tools.ts';

const now = new Date('2026-11-23T04:00:00Z');
const at = String(now.getTime() / 1000);
const DISTID = ['-vfyopt', 'distid:1234567812345678'];

interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

describe.skipIf(tool('openssl') === undefined).each<TestAlgorithm>(['P-256', 'RSA', 'SM2'])(
  'OpenSSL on the test PKI with %s',
  (algorithm) => {
    let folder: string;
    let pki: TestPki;
    const file = (name: string): string => join(folder, name);
    const write = (name: string, ...blocks: string[]): string => {
      writeFileSync(file(name), blocks.join(''));
      return file(name);
    };
    const openssl = (...args: string[]): Outcome => {
      const { status, stdout, stderr } = spawnSync(requireTool('openssl'), args, { encoding: 'utf8' });
      return { status, output: stdout + stderr };
    };

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'yinxin-pki-'));
      pki = await createTestPki({ algorithm, now });
      write('root.pem', certificate(pki.root));
      write('intermediate.pem', certificate(pki.intermediate));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    /** `-vfyopt distid` reaches the one certificate named last: SM2 chains are checked link by link. */
    const issuersFor = (identity: TestIdentity): string[] => {
      if (algorithm !== 'SM2') return ['-CAfile', file('root.pem'), '-untrusted', file('intermediate.pem')];
      const issuer = identity === pki.intermediate ? 'root.pem' : 'intermediate.pem';
      return [...DISTID, '-partial_chain', '-trusted', file(issuer)];
    };
    const verify = (identity: TestIdentity, ...options: string[]): Outcome => {
      const leaf = write('leaf.pem', certificate(identity));
      return openssl('verify', '-x509_strict', '-attime', at, ...issuersFor(identity), ...options, leaf);
    };

    it('accepts every certificate of the cast under -x509_strict', () => {
      const { signer, sealSigner, sealMaker, licenseIssuer, statusIssuer, ocspResponder, encryptionOnly } =
        pki;
      for (const one of [
        pki.intermediate,
        signer,
        sealSigner,
        sealMaker,
        licenseIssuer,
        statusIssuer,
        ocspResponder,
        encryptionOnly,
      ]) {
        expect(verify(one)).toMatchObject({ status: 0 });
      }
      expect(verify(pki.tsa, '-purpose', 'timestampsign')).toMatchObject({ status: 0 });
      expect(verify(pki.ocspResponder, '-purpose', 'ocsphelper')).toMatchObject({ status: 0 });
      expect(verify(pki.signer, '-purpose', 'timestampsign').status).not.toBe(0);
    });

    it('finds each fault of a faulty certificate', async () => {
      expect(verify(pki.expired).output).toContain('certificate has expired');
      const leaf = { name: '测试人庚' };
      const forged = await pki.issue({ ...leaf, faults: { signedBy: pki.sealMaker.key } });
      expect(verify(forged).output).toContain('signature failure');
      const unknown = await pki.issue({
        ...leaf,
        extensions: { further: [{ oid: '1.2.3.4', critical: true, value: Uint8Array.of(5, 0) }] },
      });
      expect(verify(unknown).output).toContain('unhandled critical extension');
      const early = await pki.issue({ ...leaf, notBefore: new Date('2027-01-01T00:00:00Z') });
      expect(verify(early).output).toContain('certificate is not yet valid');
    });

    it('reads reason and time of a revocation as they were given', async () => {
      const revokedAt = new Date('2026-10-01T00:00:00Z');
      const crl = await pki.crl({
        revoked: [{ certificate: pki.signer, at: revokedAt, reason: 'superseded' }],
      });
      const { output } = openssl('crl', '-noout', '-text', '-in', write('one.pem', pem('X509 CRL', crl)));
      expect(output).toContain('Oct  1 00:00:00 2026 GMT');
      expect(output).toContain('Superseded');
      expect(output.replaceAll(':', '').toLowerCase()).toContain(pki.signer.serialNumber.toString(16));
    });

    // OpenSSL takes no distid for CAs, CRLs, OCSP and timestamps: sm2-values.test.ts checks those by `pkeyutl`.
    if (algorithm !== 'SM2')
      describe('beyond one certificate', () => {
        it('refuses a CA below a pathLenConstraint of 0, and an issuer that is no CA', async () => {
          const subCa = await pki.issue({ name: '下级 CA', ca: true });
          const below = await pki.issue({ name: '测试人辛', issuer: subCa });
          write('sub.pem', certificate(subCa));
          expect(verify(below, '-untrusted', file('sub.pem')).output).toContain(
            'path length constraint exceeded',
          );
          write('signer.pem', certificate(pki.signer));
          const forged = await pki.issue({ name: '测试人壬', issuer: pki.signer });
          expect(verify(forged, '-untrusted', file('signer.pem')).status).not.toBe(0);
        });

        it('checks revocation against the CRLs of the PKI', async () => {
          const { crls } = await pki.validationData();
          const good = write('crls.pem', ...crls.map((crl) => pem('X509 CRL', crl)));
          const both = ['-crl_check_all', '-CRLfile'];
          expect(verify(pki.signer, ...both, good)).toMatchObject({ status: 0 });
          const crl = await pki.crl({
            revoked: [
              { certificate: pki.signer, at: new Date('2026-10-01T00:00:00Z'), reason: 'keyCompromise' },
            ],
          });
          const bad = write('revoked.pem', pem('X509 CRL', crls[0]!), pem('X509 CRL', crl));
          expect(verify(pki.signer, ...both, bad).output).toContain('certificate revoked');
          expect(verify(pki.sealSigner, ...both, bad)).toMatchObject({ status: 0 });
          const stale = await pki.crl({ thisUpdate: new Date('2026-01-01T00:00:00Z') });
          write('stale.pem', pem('X509 CRL', crls[0]!), pem('X509 CRL', stale));
          expect(verify(pki.signer, ...both, file('stale.pem')).output).toContain('CRL has expired');
        });

        it('verifies the signature of a CRL', async () => {
          const crl = write('crl.pem', pem('X509 CRL', await pki.crl()));
          const check = (ca: string) => openssl('crl', '-noout', '-verify', '-CAfile', file(ca), '-in', crl);
          expect(check('intermediate.pem').output).toContain('verify OK');
          expect(check('root.pem').output).not.toContain('verify OK');
        });

        it('accepts OCSP responses of each status, and finds a corrupt one', async () => {
          const ask = async (
            options: Omit<Parameters<TestPki['ocsp']>[0], 'certificate'>,
          ): Promise<string> => {
            writeFileSync(file('response.der'), await pki.ocsp({ certificate: pki.signer, ...options }));
            write('leaf.pem', certificate(pki.signer));
            const names = ['-issuer', file('intermediate.pem'), '-cert', file('leaf.pem')];
            const trust = ['-CAfile', file('root.pem'), '-verify_other', file('intermediate.pem')];
            return openssl('ocsp', '-respin', file('response.der'), ...names, ...trust, '-attime', at).output;
          };
          expect(await ask({})).toMatch(/: good[\s\S]*Response verify OK/);
          expect(await ask({ status: 'unknown', responderId: 'name' })).toMatch(/: unknown[\s\S]*verify OK/);
          const revoked = await ask({
            status: { revokedAt: new Date('2026-10-01T00:00:00Z'), reason: 'superseded' },
          });
          expect(revoked).toMatch(/: revoked[\s\S]*superseded[\s\S]*verify OK/);
          expect(await ask({ corruptSignature: true })).toContain('Response Verify Failure');
          expect(await ask({ responder: pki.intermediate })).toMatch(/: good[\s\S]*verify OK/);
          expect(await ask({ responder: pki.signer })).not.toContain('Response verify OK');
        });

        it('accepts timestamps, and refuses those that answer something else', async () => {
          writeFileSync(file('data.txt'), '盖章之前的文件');
          const query = [
            'ts',
            '-query',
            '-data',
            file('data.txt'),
            '-sha256',
            '-cert',
            '-out',
            file('request.tsq'),
          ];
          expect(openssl(...query).status).toBe(0);
          const stamp = async (options: Parameters<TestPki['timestampAuthority']>[0]): Promise<Outcome> => {
            const request = new Uint8Array(readFileSync(file('request.tsq')));
            writeFileSync(file('reply.tsr'), await pki.timestampAuthority(options).request(request));
            const trust = [
              '-CAfile',
              file('root.pem'),
              '-untrusted',
              file('intermediate.pem'),
              '-attime',
              at,
            ];
            return openssl(
              'ts',
              '-verify',
              '-queryfile',
              file('request.tsq'),
              '-in',
              file('reply.tsr'),
              ...trust,
            );
          };
          expect(await stamp({})).toMatchObject({
            status: 0,
            output: expect.stringContaining('Verification: OK'),
          });
          const text = openssl('ts', '-reply', '-in', file('reply.tsr'), '-text').output;
          expect(text).toContain('Nov 23 04:00:00 2026 GMT');
          expect(text).toContain('Accuracy: 0x01 seconds');
          expect((await stamp({ wrong: 'imprint' })).status).not.toBe(0);
          expect((await stamp({ wrong: 'nonce' })).status).not.toBe(0);
          expect((await stamp({ corruptSignature: true })).status).not.toBe(0);
          expect((await stamp({ identity: pki.signer })).status).not.toBe(0);
          expect((await stamp({ refuse: 'timeNotAvailable' })).output).toContain('timeNotAvailable');
        });
      });

    it('reads the private keys', () => {
      const key = write('key.pem', pem('PRIVATE KEY', pki.signer.pkcs8));
      const spki = execFileSync(requireTool('openssl'), ['pkey', '-in', key, '-pubout', '-outform', 'DER']);
      expect(new Uint8Array(spki)).toEqual(pki.signer.key.spki);
    });
  },
);

function certificate(identity: TestIdentity): string {
  return pem('CERTIFICATE', identity.certificate);
}

function pem(label: string, der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g)!;
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
