import { createPrivateKey, sign as nodeSign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { der } from '../../../src/foundation/asn1/index.ts';
import { concatBytes, fromLatin1, latin1, sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';
import { createTestPki, type TestPki } from '../../../src/testing/index.ts';
import { buildPdf } from '../pdf/build-pdf.ts';

const NOW = new Date('2026-11-23T08:00:00Z');
const SIZE = 6_000;
let pki: TestPki;
beforeAll(async () => {
  pki = await createTestPki({ algorithm: 'RSA', now: NOW });
});

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const inspectOne = async (file: Uint8Array) => (await inspectPdf(sourceFromBytes(file))).signatures[0]!;

/** A signed file written by hand: `range` names what is signed, `value` makes /Contents of it. */
async function handmade(
  entries: string,
  range: (gap: readonly [number, number], size: number) => readonly number[],
  value: (covered: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): Promise<Uint8Array> {
  const blank = ' '.repeat(60);
  const draft = latin1(
    buildPdf({
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> >>',
      2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
      4: '<< /FT /Sig /T (old) /V 5 0 R >>',
      5: `<< /Type /Sig /Filter /Adobe.PPKLite ${entries} /ByteRange [${blank}] /Contents <${'0'.repeat(2 * SIZE)}> >>`,
    }),
  );
  const start = draft.indexOf('/Contents <') + '/Contents '.length;
  const gap = [start, start + 2 * SIZE + 2] as const;
  const numbers = range(gap, draft.length);
  const ranged = fromLatin1(draft.replace(blank, numbers.join(' ').padEnd(blank.length)));
  const covered = concatBytes(
    ...numbers.flatMap((from, i) => (i % 2 === 0 ? ranged.subarray(from, from + numbers[i + 1]!) : [])),
  );
  const contents = hex(await value(covered)).padEnd(2 * SIZE, '0');
  return fromLatin1(latin1(ranged).replace('0'.repeat(2 * SIZE), contents));
}

const whole = ([start, end]: readonly [number, number], size: number): number[] => [
  0,
  start,
  end,
  size - end,
];
const rsa =
  (hash: string) =>
  (covered: Uint8Array): Uint8Array => {
    const key = createPrivateKey({ key: Buffer.from(pki.signer.pkcs8), format: 'der', type: 'pkcs8' });
    return der.octetString(new Uint8Array(nodeSign(hash, covered, key)));
  };
const plain = (hash: string, cert = `/Cert <${hex(pki.signer.certificate)}>`): Promise<Uint8Array> =>
  handmade(`/SubFilter /adbe.x509.rsa_sha1 ${cert}`, whole, rsa(hash));

describe('adbe.x509.rsa_sha1', () => {
  it('is verified, with the digest that the value names', async () => {
    for (const [hash, algorithm, weaknesses] of [
      ['sha1', 'RS1', ['SHA-1']],
      ['sha256', 'RS256', []],
      ['sha512', 'RS512', []],
    ] as const) {
      const found = await inspectOne(await plain(hash));
      expect([found.cryptography, found.coverage, found.modification, found.formatFailure]).toEqual([
        'intact',
        'whole-file',
        'none',
        undefined,
      ]);
      expect(found.algorithm).toBe(algorithm);
      expect(found.weaknesses).toEqual(weaknesses);
      expect(found.signerCertificate).toEqual(pki.signer.certificate);
    }
  });

  it('takes a list of certificates, the first of which is the signer’s', async () => {
    const chain = pki.signer.chain.map((one) => `<${hex(one)}>`).join(' ');
    const found = await inspectOne(await plain('sha256', `/Cert [${chain}]`));
    expect([found.cryptography, found.certificates]).toEqual(['intact', pki.signer.chain]);
    const turned = [...pki.signer.chain]
      .reverse()
      .map((one) => `<${hex(one)}>`)
      .join(' ');
    expect((await inspectOne(await plain('sha256', `/Cert [${turned}]`))).cryptography).toBe('broken');
  });

  it('with SHA-1 does not pass today, with SHA-256 it may', async () => {
    const judge = async (file: Uint8Array) => {
      const options = { at: NOW, trust: { signers: [pki.root.certificate] }, revocation: 'none' } as const;
      return (await verify(file, options)).conclusion.indication;
    };
    const chain = pki.signer.chain.map((one) => `<${hex(one)}>`).join(' ');
    expect(await judge(await plain('sha256', `/Cert [${chain}]`))).toBe('TOTAL_PASSED');
    expect(await judge(await plain('sha1', `/Cert [${chain}]`))).not.toBe('TOTAL_PASSED');
  });

  it('is broken when a byte changed, or the certificate is another', async () => {
    const good = await plain('sha256');
    const changed = fromLatin1(latin1(good).replace('[0 0 595 842]', '[0 0 595 843]'));
    expect((await inspectOne(changed)).cryptography).toBe('broken');
    const other = `/Cert <${hex(pki.sealSigner.certificate)}>`;
    expect((await inspectOne(await plain('sha256', other))).cryptography).toBe('broken');
  });

  it('without a readable certificate or value is malformed', async () => {
    for (const cert of ['', '/Cert <00>', '/Cert 7', '/Cert []']) {
      const found = await inspectOne(await plain('sha256', cert));
      expect([found.cryptography, found.formatFailure]).toEqual(['not-checked', 'FORMAT_FAILURE']);
    }
    const entries = `/SubFilter /adbe.x509.rsa_sha1 /Cert <${hex(pki.signer.certificate)}>`;
    const found = await inspectOne(await handmade(entries, whole, () => Uint8Array.of(0x30, 0)));
    expect([found.cryptography, found.formatFailure]).toEqual(['not-checked', 'FORMAT_FAILURE']);
  });

  it('is not checked under a key that is no RSA key', async () => {
    const ec = await createTestPki({ algorithm: 'P-256', now: NOW });
    const found = await inspectOne(await plain('sha256', `/Cert <${hex(ec.signer.certificate)}>`));
    expect(found.cryptography).toBe('not-checked');
  });
});

describe('a /ByteRange of another shape', () => {
  const cms = async (covered: Uint8Array): Promise<Uint8Array> => {
    const signer = await pki.signer.signer();
    return (await signCms({ signer, content: { bytes: covered }, detached: true, claimedTime: NOW })).cms;
  };
  const entries = '/SubFilter /adbe.pkcs7.detached';

  it('is hashed for what it names, covers a part, and is malformed', async () => {
    const shapes = [
      ([start]: readonly [number, number]) => [0, start],
      ([start, end]: readonly [number, number], size: number) => [1, start - 1, end, size - end],
      ([start, end]: readonly [number, number], size: number) => [0, 9, 9, start - 9, end, size - end],
    ];
    for (const shape of shapes) {
      const file = await handmade(entries, shape, cms);
      const found = await inspectOne(file);
      expect([found.cryptography, found.coverage, found.formatFailure]).toEqual([
        ...['intact', 'partial', 'FORMAT_FAILURE'],
      ]);
      const trust = { signers: [pki.root.certificate] };
      const report = await verify(file, { at: NOW, trust, revocation: 'none' });
      expect(report.conclusion.indication).toBe('TOTAL_FAILED');
      const changed = fromLatin1(latin1(file).replace('[0 0 595 842]', '[0 0 595 843]'));
      expect((await inspectOne(changed)).cryptography).toBe('broken');
    }
  });

  it('that cannot be hashed with any meaning is not checked', async () => {
    for (const numbers of [
      [0],
      [0, 99_999_999],
      [100, 10, 50, 10],
      [0, -1],
      Array.from({ length: 18 }, () => 0),
    ]) {
      const found = await inspectOne(await handmade(entries, () => numbers, cms));
      expect([found.coverage, found.formatFailure]).toEqual(['none', 'FORMAT_FAILURE']);
      expect(found.cryptography).toBe('not-checked');
    }
  });
});
