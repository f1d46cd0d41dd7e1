import { describe, expect, it } from 'vitest';
import { readZip, writeZip } from '../../../src/formats/zip/index.ts';
import { concatBytes, fromUtf8, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { inspectAsic } from '../../../src/signatures/asic/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import { judgeOptions, NOW, repack, sampleAsic, testPki, verdictOf } from './fixtures.ts';

const inspect = (file: Uint8Array) => inspectAsic(sourceFromBytes(file));
const failedCodes = async (file: Uint8Array): Promise<string[]> => {
  const facts = await inspect(file);
  return [...facts.checks, ...facts.signatures.flatMap((s) => s.checks)]
    .filter((c) => c.status === 'failed')
    .map((c) => c.code);
};

describe.each(['P-256', 'SM2', 'RSA'] as const)('ASiC-E signed with %s', (algorithm) => {
  it('is intact, covers the whole file and passes', async () => {
    const pki = await testPki(algorithm);
    const file = await sampleAsic(pki, { tsa: pki.timestampAuthority() });
    const facts = await inspect(file);
    expect(facts.format).toBe('asic');
    expect(facts.signatures.map((s) => [s.kind, s.cryptography, s.coverage, s.modification])).toEqual([
      ['signature', 'intact', 'whole-file', 'not-applicable'],
      ['timestamp', 'intact', 'whole-file', 'not-applicable'],
    ]);
    expect(await verdictOf(file, await judgeOptions(pki))).toBe('TOTAL_PASSED');
  });

  it('names the digest of the key’s world in the manifest', async () => {
    const zip = await readZip(sourceFromBytes(await sampleAsic(await testPki(algorithm))));
    const manifest = fromUtf8(await zip.read(zip.find('META-INF/ASiCManifest001.xml')!));
    expect(manifest).toContain(algorithm === 'SM2' ? 'urn:oid:1.2.156.10197.1.401' : 'xmlenc#sha256');
    expect(manifest).toContain('URI="attachments/%E8%AF%B4%E6%98%8E%201%25.txt"');
  });
});

describe('an ASiC-E container', () => {
  it('begins with mimetype, stored, and holds nothing unexpected', async () => {
    const file = await sampleAsic(await testPki('P-256'));
    expect(fromUtf8(file.subarray(30, 69))).toBe('mimetypeapplication/vnd.etsi.asic-e+zip');
    const zip = await readZip(sourceFromBytes(file));
    expect(zip.entries.map((e) => e.name)).toEqual([
      'mimetype',
      '表单.json',
      'attachments/说明 1%.txt',
      'META-INF/ASiCManifest001.xml',
      'META-INF/signature001.p7s',
    ]);
  });

  it.each(['mimetype', 'MIMETYPE', 'META-INF/x', 'meta-inf/x', '../x'])(
    'refuses a file named %s',
    async (name) => {
      const pki = await testPki('P-256');
      const files = [{ name, data: utf8('x'), mediaType: 'text/plain' }];
      await expect(sampleAsic(pki, { files })).rejects.toThrow(
        expect.objectContaining({ name: 'YinxinError' }),
      );
    },
  );

  it('is broken by a changed, missing or swapped file, with HASH_FAILURE', async () => {
    const pki = await testPki('P-256');
    const options = await judgeOptions(pki);
    const file = await sampleAsic(pki);
    const changed = await repack(file, { '表单.json': utf8('{"甲":2}') });
    const missing = await repack(file, { '表单.json': null });
    const swapped = await repack(file, {
      '表单.json': utf8('说明'),
      'attachments/说明 1%.txt': utf8('{"甲":1}'),
    });
    for (const bad of [changed, missing, swapped]) {
      expect((await inspect(bad)).signatures[0]!.cryptography).toBe('broken');
      expect(await verdictOf(bad, options)).toContain('TOTAL_FAILED HASH_FAILURE');
    }
    expect(await failedCodes(changed)).toContain('ASIC_DIGEST_MISMATCH');
    expect(await failedCodes(missing)).toContain('ASIC_DIGEST_TARGET_MISSING');
  });

  it('is broken, not malformed, when the bytes of a stored file are damaged in place', async () => {
    const pki = await testPki('P-256');
    const file = (await sampleAsic(pki)).slice();
    const zip = await readZip(sourceFromBytes(file));
    file[zip.find('表单.json')!.dataOffset + 2]! ^= 1;
    expect(await verdictOf(file, await judgeOptions(pki))).toContain('TOTAL_FAILED HASH_FAILURE');
  });

  it('is only partly covered by a signature that leaves a file out', async () => {
    const pki = await testPki('P-256');
    const file = await repack(await sampleAsic(pki), { 'extra.txt': utf8('x') });
    const [signature] = (await inspect(file)).signatures;
    expect([signature!.cryptography, signature!.coverage]).toEqual(['intact', 'partial']);
    expect(signature!.checks.filter((c) => c.code === 'ASIC_FILE_NOT_COVERED').map((c) => c.detail)).toEqual([
      expect.stringContaining('extra.txt'),
    ]);
    expect(await verdictOf(file, await judgeOptions(pki))).toBe('INDETERMINATE SIG_CONSTRAINTS_FAILURE');
  });

  it('is only partly covered when bytes stand outside all entries', async () => {
    const pki = await testPki('P-256');
    const file = concatBytes(await sampleAsic(pki), utf8('trailing'));
    expect((await inspect(file)).signatures[0]!.coverage).toBe('partial');
    expect(await failedCodes(file)).toContain('ZIP_TRAILING_BYTES');
  });

  it('is a format failure with a manifest or signature that is malformed, absent, double or orphaned', async () => {
    const pki = await testPki('P-256');
    const options = await judgeOptions(pki);
    const file = await sampleAsic(pki);
    const zip = await readZip(sourceFromBytes(file));
    const manifest = await zip.read(zip.find('META-INF/ASiCManifest001.xml')!);
    const signature = await zip.read(zip.find('META-INF/signature001.p7s')!);
    const cases: Readonly<Record<string, Uint8Array | null>>[] = [
      { 'META-INF/ASiCManifest001.xml': utf8('<a/>') },
      { 'META-INF/ASiCManifest001.xml': null },
      { 'META-INF/signature001.p7s': null },
      { 'META-INF/signature001.p7s': utf8('nonsense') },
      { 'META-INF/ASiCManifest002.xml': manifest },
      { 'META-INF/signature002.p7s': signature },
    ];
    for (const change of cases) {
      const verdict = await verdictOf(await repack(file, change), options);
      expect(verdict, Object.keys(change)[0]).toContain('TOTAL_FAILED');
      expect(verdict).toContain('FORMAT_FAILURE');
    }
  });

  it('does not follow a manifest changed together with its file', async () => {
    const pki = await testPki('P-256');
    const other = await sampleAsic(pki, {
      files: [{ name: '表单.json', data: utf8('{"甲":2}'), mediaType: 'application/json' }],
    });
    const zip = await readZip(sourceFromBytes(other));
    const file = await repack(await sampleAsic(pki), {
      '表单.json': utf8('{"甲":2}'),
      'attachments/说明 1%.txt': null,
      'META-INF/ASiCManifest001.xml': await zip.read(zip.find('META-INF/ASiCManifest001.xml')!),
    });
    expect(await verdictOf(file, await judgeOptions(pki))).toMatch(/^TOTAL_FAILED/);
  });

  it('names unknown files of META-INF, and what it does not read', async () => {
    const pki = await testPki('P-256');
    const file = await repack(await sampleAsic(pki), {
      'META-INF/evil.pdf': utf8('%PDF-'),
      'META-INF/signatures.xml': utf8('<a/>'),
    });
    const facts = await inspect(file);
    expect(facts.checks.map((c) => c.code)).toEqual(['ASIC_META_INF_UNKNOWN']);
    expect(facts.signatures.flatMap((s) => s.notChecked.map((n) => n.code))).toContain('ASIC_XADES_NOT_READ');
    expect(facts.signatures.map((s) => [s.format, s.cryptography])).toEqual([
      ['CAdES', 'intact'],
      ['XAdES', 'not-checked'],
    ]);
    expect(await verdictOf(file, await judgeOptions(pki))).toMatch(/^INDETERMINATE/);
  });

  it('holds several signatures, each with its own manifest', async () => {
    const pki = await testPki('P-256');
    const first = await sampleAsic(pki);
    const zip = await readZip(sourceFromBytes(first));
    const manifest = utf8(
      fromUtf8(await zip.read(zip.find('META-INF/ASiCManifest001.xml')!)).replace(
        'signature001',
        'signature002',
      ),
    );
    const { cms } = await signCms({
      signer: await pki.sealSigner.signer(),
      content: { bytes: manifest },
      detached: true,
      claimedTime: NOW,
    });
    const both = await repack(first, {
      'META-INF/ASiCManifest002.xml': manifest,
      'META-INF/signature002.p7s': cms,
    });
    const facts = await inspect(both);
    expect(facts.signatures.map((s) => s.id)).toEqual(['signature-1', 'signature-2']);
    expect(await verdictOf(both, await judgeOptions(pki))).toBe('TOTAL_PASSED');
    const changed = await repack(both, { '表单.json': utf8('{}') });
    expect((await inspect(changed)).signatures.map((s) => s.cryptography)).toEqual(['broken', 'broken']);
  });

  it('refuses a wrong mimetype and a ZIP that is none', async () => {
    const pki = await testPki('P-256');
    const other = await repack(await sampleAsic(pki), { mimetype: utf8('application/zip') });
    await expect(inspect(other)).rejects.toMatchObject({ code: 'ASIC_INVALID' });
    await expect(inspect(utf8('PK'))).rejects.toMatchObject({ code: 'ZIP_INVALID' });
  });

  it('says SHA-1 is weak and an unknown digest was not checked', async () => {
    const pki = await testPki('P-256');
    const weak = await sampleAsic(pki, { digest: 'sha1' });
    expect((await inspect(weak)).signatures[0]!.weaknesses).toContain('SHA-1');
    const options = await judgeOptions(pki);
    expect(await verdictOf(weak, options)).toBe('INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE');
    expect(await verdictOf(weak, { ...options, allowLegacy: true })).toBe('TOTAL_PASSED');
  });
});

describe('an ASiC-S container', () => {
  const simple = async (files: Readonly<Record<string, string>>, signed: string): Promise<Uint8Array> => {
    const pki = await testPki('P-256');
    const { cms } = await signCms({
      signer: await pki.signer.signer(),
      content: { bytes: utf8(signed) },
      detached: true,
      claimedTime: NOW,
    });
    return writeZip([
      { name: 'mimetype', data: utf8('application/vnd.etsi.asic-s+zip'), stored: true },
      ...Object.entries(files).map(([name, text]) => ({ name, data: utf8(text), stored: true })),
      { name: 'META-INF/signature.p7s', data: cms, stored: true },
    ]);
  };

  it('passes over its one file, fails over another, and holds one only', async () => {
    const options = await judgeOptions(await testPki('P-256'));
    expect(await verdictOf(await simple({ 'a.txt': 'x' }, 'x'), options)).toBe('TOTAL_PASSED');
    expect(await verdictOf(await simple({ 'a.txt': 'y' }, 'x'), options)).toContain(
      'TOTAL_FAILED HASH_FAILURE',
    );
    expect(await verdictOf(await simple({ a: 'x', b: 'y' }, 'x'), options)).toContain('FORMAT_FAILURE');
  });
});
