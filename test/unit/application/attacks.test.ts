import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readZip, writeZip } from '../../../src/formats/zip/index.ts';
import { sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import {
  type HistoryDocument,
  signApplication,
  verifyApplication,
  verifyApplicationHistory,
  verifyReceipt,
} from '../../../src/sign/application/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { runs } from '../../support/property.ts';
import { judgeOptions, repack, testPki } from '../asic/fixtures.ts';
import { applicationInput, later, verify } from './fixtures.ts';
import { type Scene, scene } from './scene.ts';

const entriesOf = async (file: Uint8Array): Promise<Map<string, Uint8Array>> => {
  const zip = await readZip(sourceFromBytes(file));
  const entries = new Map<string, Uint8Array>();
  for (const entry of zip.entries) entries.set(entry.name, await zip.read(entry));
  return entries;
};

describe('attacks on two applications', () => {
  let pki: TestPki;
  let one: Map<string, Uint8Array>;
  let first: Uint8Array;
  let other: Map<string, Uint8Array>;
  beforeAll(async () => {
    pki = await testPki('P-256');
    first = (await signApplication(await applicationInput(pki))).file;
    one = await entriesOf(first);
    const second = await applicationInput(pki, {
      id: 'SQ-2026-0002',
      form: { 申请人: '测试人甲', 数量: 5 },
      attachments: [
        { name: '身份证明.pdf', data: utf8('%PDF-1.7\n%另一份') },
        { name: '情况说明.txt', data: utf8('另一份说明') },
      ],
    });
    other = await entriesOf((await signApplication(second)).file);
  });

  it('no file of one passes in the other, alone or with all but one', async () => {
    const names = [...one.keys()].filter((name) => name !== 'mimetype');
    for (const name of names) {
      const { conclusion } = await verify(pki, await repack(first, { [name]: other.get(name)! }));
      expect(conclusion, name).toBe('not-acceptable');
      const rest = Object.fromEntries(names.filter((n) => n !== name).map((n) => [n, other.get(n)!]));
      expect((await verify(pki, await repack(first, rest))).conclusion, `all but ${name}`).toBe(
        'not-acceptable',
      );
    }
  });

  it('files that change places, names or case are refused', async () => {
    const [a, b] = ['attachments/身份证明.pdf', 'attachments/情况说明.txt'];
    const swapped = await verify(pki, await repack(first, { [a]: one.get(b)!, [b]: one.get(a)! }));
    expect(swapped.reasons).toEqual(expect.arrayContaining(['HASH_FAILURE', 'APPLICATION_DIGEST_MISMATCH']));
    const renamed = await verify(
      pki,
      await repack(first, { [b]: null, 'attachments/说明.txt': one.get(b)! }),
    );
    expect(renamed.reasons).toContain('APPLICATION_FILE_MISSING');
    expect(renamed.reasons).toContain('APPLICATION_FILE_UNLISTED');
    const hidden = await repack(first, { 'meta-inf/x.txt': utf8('x') });
    expect((await verify(pki, hidden)).conclusion).toBe('not-acceptable');
  });

  it('two entries of one name are no container', async () => {
    const entries = [...one].map(([name, data]) => ({ name, data, stored: true }));
    const twin = { name: 'form.jsoN', data: utf8('{}'), stored: true };
    const file = writeZip([...entries.filter(({ name }) => name !== 'form.json'), twin]);
    // The writer refuses a name twice: the twin gets it in the bytes.
    const doubled = writeZip([...entries, { ...twin, name: 'form2json' }]);
    for (let i = 0; i + 9 <= doubled.length; i++) {
      if (new TextDecoder('latin1').decode(doubled.subarray(i, i + 9)) === 'form2json')
        doubled.set(utf8('form.json'), i);
    }
    for (const forged of [file, doubled]) {
      const { conclusion } = await verify(pki, forged);
      expect(conclusion).toBe('not-acceptable');
    }
  });

  it('a container that is cut anywhere is refused', async () => {
    for (let length = 0; length < first.length; length += 97)
      expect((await verify(pki, first.subarray(0, length))).conclusion, `${length}`).toBe('not-acceptable');
  });

  it('a form or manifest beyond 4 MiB is not read', async () => {
    const huge = utf8(`{"甲":"${'x'.repeat(5 * 1024 * 1024)}"}`);
    for (const name of ['form.json', 'application.json'])
      expect((await verify(pki, await repack(first, { [name]: huge }))).conclusion).toBe('not-acceptable');
    const form = { 甲: 'x'.repeat(5 * 1024 * 1024) };
    await expect(signApplication(await applicationInput(pki, { form }))).rejects.toMatchObject({
      code: 'APPLICATION_INVALID',
    });
  });
});

describe('documents with one bit changed', () => {
  let pki: TestPki;
  let life: Scene;
  beforeAll(async () => {
    pki = await testPki('P-256');
    life = await scene(pki);
  });

  it('never say something else and pass', async () => {
    const options = { ...(await judgeOptions(pki)), at: later(5) };
    const whole = await verifyApplicationHistory(life.documents, options);
    const said = JSON.stringify(whole.entries.map(({ report }) => Object.values(report).find(isContent)));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(life.documents.length - 1),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(7),
        async (n, where, bit) => {
          const documents: HistoryDocument[] = [...life.documents];
          const bytes = (documents[n]!.file as Uint8Array).slice();
          bytes[Math.min(bytes.length - 1, Math.floor(where * bytes.length))]! ^= 1 << bit;
          documents[n] = { ...documents[n]!, file: bytes };
          const report = await verifyApplicationHistory(documents, options);
          // The last document has no follower that holds its digest: there the content must be the same.
          if (n < documents.length - 1) expect(report.conclusion).toBe('invalid');
          else if (report.conclusion === 'valid')
            expect(
              JSON.stringify(report.entries.map((entry) => Object.values(entry.report).find(isContent))),
            ).toBe(said);
        },
      ),
      runs(40),
    );
  });

  it('or cut short never throw', async () => {
    const judging = { ...(await judgeOptions(pki)), at: later(5) };
    const receipt = life.asked.file;
    for (let length = 0; length < receipt.length; length += 61) {
      const report = await verifyReceipt(receipt.subarray(0, length), {
        ...judging,
        application: life.application,
      });
      expect(report.conclusion).toBe('invalid');
    }
    const none = await verifyApplication(new Uint8Array(0), judging);
    expect(none.conclusion).toBe('not-acceptable');
  });
});

const isContent = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'schema' in value && !('tool' in value);
