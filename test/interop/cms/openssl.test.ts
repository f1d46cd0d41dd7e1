import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { certificatesOfSigner, parseSignedData } from '../../../src/foundation/cms/index.ts';
import { sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { inspectCms, signCms } from '../../../src/signatures/cades/index.ts';
import { requireTool, tool } from '../../support/tools.ts';
import { NOW, testPki, verdict } from '../../unit/cades/cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'yinxin-cms-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const pem = (label: string, bytes: Uint8Array): Uint8Array =>
  utf8(`-----BEGIN ${label}-----\n${Buffer.from(bytes).toString('base64')}\n-----END ${label}-----\n`);
const openssl = (...args: string[]): { status: number | null; text: string } => {
  const run = spawnSync(requireTool('openssl'), args, { encoding: 'utf8' });
  return { status: run.status, text: run.stdout + run.stderr };
};

const CONTENT = utf8('电子证照申请\n');
const SECONDS = String(NOW.getTime() / 1000);

describe.skipIf(tool('openssl') === undefined)('CMS and OpenSSL', () => {
  it.each([
    ['RSA', 'RS256'],
    ['RSA', 'PS256'],
    ['P-256', 'ES256'],
  ] as const)(
    'openssl cms -verify -cades accepts our %s (%s), attached and detached',
    async (kind, algorithm) => {
      const pki = await testPki(kind);
      const root = file('root.pem', pem('CERTIFICATE', pki.root.certificate));
      const signer = await pki.signer.signer(algorithm);
      for (const detached of [false, true]) {
        const { cms } = await signCms({ signer, content: { bytes: CONTENT }, detached, claimedTime: NOW });
        const at = [
          '-attime',
          SECONDS,
          '-CAfile',
          root,
          '-purpose',
          'any',
          '-cades',
          '-binary',
          '-inform',
          'DER',
        ];
        const beside = detached ? ['-content', file('content.bin', CONTENT)] : [];
        const out = join(folder, 'out.bin');
        const { status, text } = openssl(
          'cms',
          '-verify',
          ...at,
          '-in',
          file('a.p7s', cms),
          ...beside,
          '-out',
          out,
        );
        expect(text).toContain('Verification successful');
        expect(status).toBe(0);
        expect(new Uint8Array(readFileSync(out))).toEqual(CONTENT);
      }
    },
  );

  it.each(['RSA', 'P-256'] as const)(
    'we accept what openssl cms -sign -cades makes with %s',
    async (kind) => {
      const pki = await testPki(kind);
      const args = [
        '-signer',
        file('signer.pem', pem('CERTIFICATE', pki.signer.certificate)),
        '-inkey',
        file('key.pem', pem('PRIVATE KEY', pki.signer.pkcs8)),
        '-certfile',
        file('ca.pem', pem('CERTIFICATE', pki.intermediate.certificate)),
        '-in',
        file('content.bin', CONTENT),
      ];
      for (const [more, baseline] of [
        [['-cades', '-nodetach'], true],
        [['-noattr', '-nodetach'], false],
        [['-keyid', '-nodetach'], false],
      ] as const) {
        const out = join(folder, 'theirs.p7s');
        execFileSync(requireTool('openssl'), [
          'cms',
          '-sign',
          '-binary',
          '-outform',
          'DER',
          ...more,
          ...args,
          '-out',
          out,
        ]);
        const facts = await inspectCms(sourceFromBytes(new Uint8Array(readFileSync(out))));
        expect(facts.signatures[0]).toMatchObject({ cryptography: 'intact', baselineAttributes: baseline });
        const judged = await verdict(facts, pki);
        expect(judged.conclusion.indication).toBe('TOTAL_PASSED');
      }
    },
  );

  it('refuses streamed BER by name', async () => {
    const pki = await testPki('P-256');
    const out = join(folder, 'ber.p7s');
    execFileSync(requireTool('openssl'), [
      'cms',
      '-sign',
      '-binary',
      '-stream',
      '-nodetach',
      '-outform',
      'DER',
      '-out',
      out,
      '-signer',
      file('signer.pem', pem('CERTIFICATE', pki.signer.certificate)),
      '-inkey',
      file('key.pem', pem('PRIVATE KEY', pki.signer.pkcs8)),
      '-in',
      file('content.bin', CONTENT),
    ]);
    const facts = await inspectCms(sourceFromBytes(new Uint8Array(readFileSync(out))));
    expect(facts.signatures[0]).toMatchObject({
      formatFailure: 'FORMAT_FAILURE',
      cryptography: 'not-checked',
    });
    expect(facts.signatures[0]!.checks[0]!.code).toBe('CMS_BER');
  });

  it('OpenSSL finds the SM2 value over our signed attributes right, with the standard identifier', async () => {
    const pki = await testPki('SM2');
    const signer = await pki.signer.signer();
    const { cms } = await signCms({ signer, content: { bytes: CONTENT }, detached: false, claimedTime: NOW });
    const parsed = parseSignedData(cms);
    const info = parsed.signerInfos[0]!;
    const [certificate] = certificatesOfSigner(info, parsed.certificates);
    const key = file('sm2.pem', pem('PUBLIC KEY', certificate!.spki));
    const verify = (attributes: Uint8Array): string =>
      openssl(
        'pkeyutl',
        '-verify',
        '-rawin',
        '-digest',
        'sm3',
        '-pkeyopt',
        'distid:1234567812345678',
        '-pubin',
        '-inkey',
        key,
        '-in',
        file('attributes.bin', attributes),
        '-sigfile',
        file('value.bin', info.signature),
      ).text;
    expect(verify(info.signedAttributes!.encoded)).toContain('Signature Verified Successfully');
    const other = info.signedAttributes!.encoded.slice();
    other[other.length - 1]! ^= 1;
    expect(verify(other)).toContain('Failure');
  });

  it('OpenSSL reads our timestamp request and we verify its answer', async () => {
    const pki = await testPki('P-256');
    const { buildTimeStampReq, parseTimeStampResp, verifyTimestamp } = await import(
      '../../../src/foundation/pki/index.ts'
    );
    const { digest } = await import('../../../src/foundation/crypto/index.ts');
    const request = file(
      'r.tsq',
      buildTimeStampReq('sha256', digest('sha256', CONTENT), { nonce: utf8('12345678') }),
    );
    expect(openssl('ts', '-query', '-in', request, '-text').text).toContain('Hash Algorithm: sha256');
    const config = [
      '[tsa]',
      'default_tsa = t',
      '[t]',
      `serial = ${join(folder, 'serial')}`,
      'signer_digest = sha256',
      'default_policy = 1.2.3.4',
      'digests = sha256',
      'accuracy = secs:1',
      'ess_cert_id_alg = sha256',
    ].join('\n');
    writeFileSync(join(folder, 'serial'), '01\n');
    const response = join(folder, 'r.tsr');
    const made = openssl(
      'ts',
      '-reply',
      '-config',
      file('ts.cnf', utf8(`${config}\n`)),
      '-queryfile',
      request,
      '-signer',
      file('tsa.pem', pem('CERTIFICATE', pki.tsa.certificate)),
      '-inkey',
      file('tsa.key', pem('PRIVATE KEY', pki.tsa.pkcs8)),
      '-out',
      response,
    );
    expect(made.text).toContain('Response has been generated');
    const { token } = parseTimeStampResp(new Uint8Array(readFileSync(response)));
    const { crls } = await pki.validationData();
    const report = await verifyTimestamp(token!, {
      data: CONTENT,
      trustAnchors: [pki.root.certificate],
      intermediates: [pki.intermediate.certificate],
      at: NOW,
      revocation: 'require',
      crls,
    });
    // The token carries the time of this machine; only then the authority's own dates could object.
    expect(report.token.cryptography).toBe('intact');
    expect(report.path!.status).toBe('valid');
    const other = await verifyTimestamp(token!, {
      data: utf8('other'),
      trustAnchors: [pki.root.certificate],
      at: NOW,
      revocation: 'none',
    });
    expect(other).toMatchObject({ status: 'invalid', subIndication: 'HASH_FAILURE' });
  });
});
