import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { openPdf, readSignatures } from '../../../src/formats/pdf/index.ts';
import { readDerPrefix } from '../../../src/foundation/asn1/index.ts';
import { concatBytes, sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { extendPdf, signPdf } from '../../../src/sign/pdf/index.ts';
import { createTestPki, type TestPki } from '../../../src/testing/index.ts';
import { tool } from '../../support/tools.ts';
import { buildPdf, MINIMAL } from '../../unit/pdf/build-pdf.ts';
import { NOW } from '../../unit/sign/long-term-scene.ts';

const qpdf = tool('qpdf');
const pdfsig = tool('pdfsig');
const openssl = tool('openssl');
const mutool = tool('mutool');
const LEVELS = ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const;

describe.skipIf(qpdf === undefined || pdfsig === undefined)('levels, judged by pdfsig and qpdf', () => {
  let folder: string;
  let pki: TestPki;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-long-term-'));
    pki = await createTestPki({ algorithm: 'RSA', now: NOW });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const common = async () => {
    const trust = { signers: [pki.root.certificate] };
    const validationData = await pki.validationData();
    const tsa = pki.timestampAuthority();
    const signing = { claimedTime: NOW, tsa, longTerm: { trust, validationData } };
    return { signing, extending: { at: NOW, trust, validationData, tsa } };
  };

  const write = (name: string, file: Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, file);
    return path;
  };

  const judged = (path: string): { readonly valid: number; readonly dss: boolean; readonly text: string } => {
    expect(spawnSync(qpdf!, ['--check', path]).status).toBe(0);
    const text = String(execFileSync(pdfsig!, ['-nocert', path], { stdio: 'pipe' }));
    expect(text).not.toMatch(/Signature is Invalid|Digest Mismatch|Unknown validation failure/);
    return { valid: text.match(/Signature is Valid/g)?.length ?? 0, dss: text.includes('DSS'), text };
  };

  /** A table after a table, a stream after a stream, and both (object streams among them). */
  const styles = (): Readonly<Record<string, Uint8Array>> => {
    const plain = write('plain.pdf', buildPdf(MINIMAL));
    const converted = (...options: readonly string[]): Uint8Array =>
      new Uint8Array(execFileSync(qpdf!, [...options, plain, '-']));
    return {
      table: buildPdf(MINIMAL),
      streams: converted('--object-streams=generate'),
      linearized: converted('--linearize'),
    };
  };

  it.each(LEVELS)('takes %s in every cross-reference style, at once and extended', async (level) => {
    const { signing, extending } = await common();
    const signer = await pki.signer.signer();
    for (const [style, file] of Object.entries(styles())) {
      const atOnce = await signPdf({ ...signing, signer, file, level });
      const timestamps = level === 'B-LTA' ? 1 : 0;
      expect(judged(write(`${style}-${level}.pdf`, atOnce)).text.match(/Signature #/g)).toHaveLength(
        1 + timestamps,
      );
      if (level === 'B-B') continue;
      const bare = await signPdf({ ...signing, signer, file, level: 'B-B' });
      const extended = await extendPdf({ ...extending, file: bare, level });
      expect(judged(write(`${style}-${level}-extended.pdf`, extended.file)).valid).toBeGreaterThan(0);
    }
  });

  it('takes one to five signatures with extensions between', async () => {
    const { signing, extending } = await common();
    const signers = [pki.signer, pki.sealSigner, pki.sealMaker, pki.licenseIssuer, pki.statusIssuer];
    let file = buildPdf(MINIMAL);
    for (const [i, identity] of signers.entries()) {
      const signer = await identity.signer();
      file = await signPdf({ ...signing, signer, file, level: i % 2 === 0 ? 'B-T' : 'B-B' });
      const level = (['B-LT', 'B-LTA', 'B-T'] as const)[i % 3]!;
      file = (await extendPdf({ ...extending, file, level, vri: i === 1 })).file;
      const { valid } = judged(write(`five-${i + 1}.pdf`, file));
      expect(valid).toBeGreaterThanOrEqual(i + 1);
    }
  });

  it('extends an encrypted file with its password, and what is added is encrypted too', async () => {
    const { signing, extending } = await common();
    const plain = write('open.pdf', buildPdf(MINIMAL));
    const encryption = ['--encrypt', 'user', 'owner', '256', '--'];
    const file = new Uint8Array(execFileSync(qpdf!, [...encryption, plain, '-']));
    const password = 'owner';
    const bare = await signPdf({
      ...signing,
      signer: await pki.signer.signer(),
      file,
      password,
      level: 'B-B',
    });
    await expect(extendPdf({ ...extending, file: bare, level: 'B-LTA' })).rejects.toMatchObject({
      code: 'PDF_ENCRYPTED',
    });
    const extended = await extendPdf({ ...extending, file: bare, password, level: 'B-LTA', vri: true });
    expect(extended.level).toBe('B-LTA');
    const path = write('encrypted.pdf', extended.file);
    expect(spawnSync(qpdf!, ['--password=owner', '--check', path]).status).toBe(0);
    const report = await verify(extended.file, {
      at: new Date(NOW.getTime() + 60_000),
      trust: { ...extending.trust, timestamps: extending.trust.signers },
      revocation: 'require',
      crls: extending.validationData.crls,
      password,
    });
    expect(report.signatures.map(({ indication }) => indication)).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED']);
  });

  it.skipIf(openssl === undefined)(
    'holds timestamps that openssl ts verifies over the bytes of the file',
    async () => {
      const { signing } = await common();
      const file = await signPdf({
        ...signing,
        signer: await pki.signer.signer(),
        file: buildPdf(MINIMAL),
        level: 'B-LTA',
      });
      const opened = await openPdf(sourceFromBytes(file));
      const stamp = (await opened.read(readSignatures)).signatures.at(-1)!;
      expect(stamp.type).toBe('DocTimeStamp');
      const { gapStart, gapEnd, end } = stamp.range!;
      const data = write('stamped.bin', concatBytes(file.subarray(0, gapStart), file.subarray(gapEnd, end)));
      const token = write('token.der', readDerPrefix(stamp.contents).raw);
      const pem = (name: string, der: Uint8Array): string =>
        write(
          name,
          Buffer.from(
            `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
              .toString('base64')
              .match(/.{1,64}/g)!
              .join('\n')}\n-----END CERTIFICATE-----\n`,
          ),
        );
      const root = pem('root.pem', pki.root.certificate);
      const above = pem('above.pem', pki.intermediate.certificate);
      const verify = (bytes: string) =>
        spawnSync(openssl!, [
          ...['ts', '-verify', '-in', token, '-token_in', '-data', bytes],
          ...['-CAfile', root, '-untrusted', above],
          ...['-attime', String(NOW.getTime() / 1000)],
        ]);
      const good = verify(data);
      expect(`${good.stdout}${good.stderr}`).toContain('Verification: OK');
      expect(verify(write('other.bin', buildPdf(MINIMAL))).status).not.toBe(0);
    },
  );

  it.skipIf(mutool === undefined)('draws the same page before and after', async () => {
    const { signing } = await common();
    const before = write('before.pdf', buildPdf(MINIMAL));
    const signer = await pki.signer.signer();
    const after = write(
      'after.pdf',
      await signPdf({ ...signing, signer, file: buildPdf(MINIMAL), level: 'B-LTA' }),
    );
    const drawn = (path: string): Buffer =>
      execFileSync(mutool!, ['draw', '-q', '-o', '-', '-F', 'png', path, '1']);
    expect(drawn(after).equals(drawn(before))).toBe(true);
  });
});
