import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolder, openFolderTarget } from '../../../../src/adapters/files/index.ts';
import {
  type CatalogueEntry,
  type ReceiveBatchOptions,
  receiveBatch,
  type TransferBatchInput,
  type TransferItem,
  transferBatch,
  verifyTransferReceipt,
} from '../../../../src/archive/index.ts';
import { readCatalogue } from '../../../../src/archive/transfer/catalogue.ts';
import { fromUtf8, readAll, utf8 } from '../../../../src/foundation/core/index.ts';
import { createTestPki, type TestPki } from '../../../../src/testing/index.ts';
import { day, documentOf } from '../../evidence/world.ts';

const AT = day('2026-11-23');
const LATER = day('2026-11-24');
const FROM = { name: '示例市数据资源管理局（样）', code: '11339900MB00000011' };
const TO = { name: '示例市档案馆（样）', code: '11339900MB00000022' };
const CATALOGUE = '目录文件.xml';
const HANDOVER = '移交凭证.p7m';

const home = mkdtempSync(join(tmpdir(), 'yinxin-transfer-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let pki: TestPki;
let sender: ReturnType<TestPki['issue']> extends Promise<infer T> ? T : never;
let receiver: typeof sender;
beforeAll(async () => {
  pki = await createTestPki({ algorithm: 'P-256', now: AT });
  sender = await pki.issue({ name: FROM.name });
  receiver = await pki.issue({ name: TO.name });
});

const items = (count: number): TransferItem[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `2026/样张 ${i}.txt`,
    recordCode: `J001-2026-${i}`,
    title: `样张第 ${i} 号 <&">`,
    source: documentOf(i),
    metadata: { fonds_identifier: 'J001', retention_period: '永久' },
  }));

let folders = 0;
const newFolder = (): string => join(home, `batch-${folders++}`);

async function inputFor(path: string, more: Partial<TransferBatchInput> = {}): Promise<TransferBatchInput> {
  return {
    id: 'YJ-2026-001',
    from: FROM,
    to: TO,
    items: items(5),
    folder: await openFolderTarget(path),
    signer: await sender.signer(),
    tsa: pki.timestampAuthority(),
    at: AT,
    ...more,
  };
}

const believing = () => ({
  at: LATER,
  trust: { signers: [pki.root.certificate], timestamps: [pki.root.certificate] },
  revocation: 'none' as const,
});

async function received(path: string, more: Partial<ReceiveBatchOptions> = {}) {
  const taken: string[] = [];
  const take = async (entry: CatalogueEntry): Promise<void> => void taken.push(entry.path);
  const signer = await receiver.signer();
  const options = { ...believing(), receiver: TO, signer, take, ...more };
  return { ...(await receiveBatch(await openFolder(path), options)), taken };
}

describe('a batch', () => {
  it('arrives whole, and both sides have the other’s word', async () => {
    const path = newFolder();
    const made = await transferBatch(await inputFor(path));
    const { receipt, document, taken } = await received(path);
    expect(receipt).toMatchObject({ conclusion: 'accepted', reasons: [], batch: 'YJ-2026-001', to: TO });
    expect(receipt.items.map(({ status }) => status)).toEqual(Array(5).fill('accepted'));
    expect(taken).toHaveLength(5);
    const judged = await verifyTransferReceipt(document, { ...believing(), handover: made.document });
    expect(judged).toMatchObject({ conclusion: 'valid', reasons: [], receipt });
    const explanation = readFileSync(join(path, '说明文件.txt'), 'utf8');
    expect(explanation).toContain('总件数      5');
  });

  it('with one missing, one extra and one altered item is received in part, and the receipt names each', async () => {
    const path = newFolder();
    const made = await transferBatch(await inputFor(path));
    rmSync(join(path, '内容/2026/样张 1.txt'));
    writeFileSync(join(path, '内容/2026/样张 3.txt'), `${fromUtf8(documentOf(3))} `);
    writeFileSync(join(path, '内容/2026/多余.txt'), '多余');
    const { receipt, document, taken } = await received(path);
    expect(receipt.conclusion).toBe('partly');
    expect(receipt.items).toEqual([
      { path: '内容/2026/样张 0.txt', status: 'accepted' },
      { path: '内容/2026/样张 1.txt', status: 'missing', part: 'content' },
      { path: '内容/2026/样张 2.txt', status: 'accepted' },
      { path: '内容/2026/样张 3.txt', status: 'altered', part: 'content' },
      { path: '内容/2026/样张 4.txt', status: 'accepted' },
      { path: '内容/2026/多余.txt', status: 'extra' },
    ]);
    expect(taken).toEqual(['内容/2026/样张 0.txt', '内容/2026/样张 2.txt', '内容/2026/样张 4.txt']);
    const judged = await verifyTransferReceipt(document, { ...believing(), handover: made.document });
    expect(judged).toMatchObject({ conclusion: 'valid', receipt: { conclusion: 'partly' } });
  });

  it('tells metadata that are missing or altered', async () => {
    const path = newFolder();
    await transferBatch(await inputFor(path));
    rmSync(join(path, '元数据/000002.xml'));
    writeFileSync(join(path, '元数据/000003.xml'), '<a/>');
    const { receipt } = await received(path);
    expect(receipt.items.slice(1, 3)).toEqual([
      { path: '内容/2026/样张 1.txt', status: 'missing', part: 'metadata' },
      { path: '内容/2026/样张 2.txt', status: 'altered', part: 'metadata' },
    ]);
  });

  it.each([
    ['a changed catalogue', CATALOGUE, 'TRANSFER_CATALOGUE'],
    ['a changed explanation', '说明文件.txt', 'TRANSFER_EXPLANATION'],
  ])('with %s is refused, and nothing is taken', async (_, name, reason) => {
    const path = newFolder();
    await transferBatch(await inputFor(path));
    const file = join(path, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace('YJ-2026-001', 'YJ-2026-002'));
    const { receipt, taken } = await received(path);
    expect(receipt).toMatchObject({ conclusion: 'refused', reasons: [reason] });
    expect(taken).toEqual([]);
  });

  it('whose catalogue and files were changed together is refused', async () => {
    const path = newFolder();
    await transferBatch(await inputFor(path));
    const forged = documentOf(99);
    writeFileSync(join(path, '内容/2026/样张 0.txt'), forged);
    const file = join(path, CATALOGUE);
    const old = createHash('sha256').update(documentOf(0)).digest('hex');
    const now = createHash('sha256').update(forged).digest('hex');
    writeFileSync(file, readFileSync(file, 'utf8').replace(old, now));
    expect((await received(path)).receipt.reasons).toContain('TRANSFER_CATALOGUE');
  });

  it('of a stranger, for somebody else, or by a signer of another name is refused', async () => {
    const path = newFolder();
    await transferBatch(await inputFor(path));
    const nobody = { ...believing(), trust: { signers: [] } };
    expect((await received(path, nobody)).receipt).toMatchObject({
      conclusion: 'refused',
      reasons: ['INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND'],
    });
    const other = { ...TO, code: '11339900MB00000033' };
    expect((await received(path, { receiver: other })).receipt.reasons).toEqual(['TRANSFER_RECEIVER']);
    const impostor = newFolder();
    await transferBatch(await inputFor(impostor, { signer: await receiver.signer() }));
    const { receipt, taken, report } = await received(impostor);
    expect(receipt.reasons).toEqual(['TRANSFER_SIGNER']);
    expect(taken).toEqual([]);
    const pinned = { senderCertificates: [report.signatures[0]!.signer!.certificateSha256] };
    expect((await received(impostor, pinned)).receipt.conclusion).toBe('accepted');
    expect((await received(path, pinned)).receipt.reasons).toEqual(['TRANSFER_SIGNER']);
  });

  it('whose handover is broken or is no handover is not believed', async () => {
    const path = newFolder();
    await transferBatch(await inputFor(path));
    const whole = readFileSync(join(path, HANDOVER));
    const text = whole.toString('latin1');
    const at = text.indexOf('"items":5');
    const broken = Buffer.from(whole);
    broken[at + 8] = '6'.charCodeAt(0);
    writeFileSync(join(path, HANDOVER), broken);
    const { receipt } = await received(path);
    expect(receipt.conclusion).toBe('refused');
    expect(receipt.reasons).toContain('TOTAL_FAILED');
    expect(receipt.reasons).toContain('TRANSFER_COUNTS');
    for (const bytes of [new Uint8Array(0), utf8('{}'), whole.subarray(0, 100)]) {
      writeFileSync(join(path, HANDOVER), bytes);
      await expect(received(path)).rejects.toMatchObject({ code: 'TRANSFER_INVALID' });
    }
  });

  it('goes on where it was interrupted, writes nothing twice, and is signed once', async () => {
    const path = newFolder();
    const input = await inputFor(path);
    let left = 4;
    const created: string[] = [];
    const folder = {
      ...input.folder,
      create: async (name: string) => {
        created.push(name);
        if (left-- === 0) throw new Error('the power is gone');
        return input.folder.create(name);
      },
    };
    await expect(transferBatch({ ...input, folder })).rejects.toThrow('the power is gone');
    await expect(received(path)).rejects.toMatchObject({ code: 'TRANSFER_INVALID' });
    left = Number.POSITIVE_INFINITY;
    created.length = 0;
    const made = await transferBatch({ ...input, folder, at: LATER });
    expect(created).not.toContain('内容/2026/样张 0.txt');
    expect(created.at(-1)).toBe(HANDOVER);
    expect((await received(path)).receipt.conclusion).toBe('accepted');
    created.length = 0;
    const again = await transferBatch({ ...input, folder });
    expect(created).toEqual([]);
    expect(again.document).toEqual(made.document);
    const other = transferBatch({
      ...input,
      folder,
      items: items(5).map((item) => ({ ...item, title: '另' })),
    });
    await expect(other).rejects.toMatchObject({ code: 'TRANSFER_INVALID' });
    await expect(transferBatch({ ...input, folder, items: items(4) })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
    expect(created).toEqual([]);
  });

  it.each([
    ['a name that leads elsewhere', { name: '../x' }],
    ['an absolute name', { name: '/x' }],
    ['a name that is no file on Windows', { name: 'a:b' }],
    ['a name that clashes', { name: '2026/样张 1.TXT' }],
    ['a wrong element', { metadata: { 'a b': '' } }],
    ['a fixed element again', { metadata: { title: '另' } }],
    ['no title', { title: '' }],
  ])('is not made with %s', async (_, change) => {
    const [first, ...rest] = items(3);
    const made = transferBatch(await inputFor(newFolder(), { items: [{ ...first!, ...change }, ...rest] }));
    await expect(made).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });

  it('is not made of nothing, or into a folder that holds anything else', async () => {
    for (const more of [{ items: [] }, { id: ' ' }, { to: { ...TO, code: '' } }]) {
      const made = transferBatch(await inputFor(newFolder(), more));
      await expect(made).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    }
    const path = newFolder();
    const input = await inputFor(path);
    writeFileSync(join(path, '说明.txt'), '');
    await expect(transferBatch(input)).rejects.toMatchObject({ details: { name: '说明.txt' } });
  });
});

describe('a catalogue', () => {
  const line = { number: '1', record: 'R', title: 'T', path: '内容/a', size: '1', metadata: '元数据/1.xml' };
  const hex = '0'.repeat(64);
  const read = (changes: Readonly<Record<string, string>>): unknown => {
    const all = { ...line, sha256: hex, sm3: hex, metadata_sha256: hex, ...changes };
    const attributes = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
    const xml = `<catalogue xmlns="urn:yinxin:archive:transfer:1" batch="B"><item ${attributes.join(' ')}/></catalogue>`;
    return readCatalogue(utf8(xml));
  };

  it.each([
    ['a path that leads elsewhere', { path: '内容/../../a' }],
    ['a path outside of the content', { path: '移交凭证.p7m' }],
    ['an absolute path', { path: '/内容/a' }],
    ['metadata elsewhere', { metadata: '内容/b' }],
    ['a wrong number', { number: '2' }],
    ['a wrong size', { size: '01' }],
    ['a wrong digest', { sm3: 'A'.repeat(64) }],
    ['no record code', { record: '' }],
    ['one more attribute', { more: '' }],
  ])('with %s is refused', (_, changes) => {
    expect(read({})).toMatchObject({ batch: 'B', entries: [{ path: '内容/a' }] });
    expect(() => read(changes)).toThrow(expect.objectContaining({ code: 'TRANSFER_INVALID' }));
  });
});

describe('a receipt', () => {
  it('of another batch, of nobody known, broken or none at all is not valid', async () => {
    const path = newFolder();
    const made = await transferBatch(await inputFor(path));
    const twin = newFolder();
    const other = await transferBatch(await inputFor(twin, { items: items(2) }));
    const { document } = await received(path);
    const judge = (file: Uint8Array, handover = made.document, more = {}) =>
      verifyTransferReceipt(file, { ...believing(), handover, ...more });
    expect((await judge(document, other.document)).reasons).toEqual(['TRANSFER_RECEIPT_BATCH']);
    expect((await judge(document, made.document, { trust: { signers: [] } })).conclusion).toBe('invalid');
    const wrong = await received(path, { signer: await sender.signer() });
    expect((await judge(wrong.document)).reasons).toEqual(['TRANSFER_SIGNER']);
    expect((await judge(made.document)).reasons).toContain('TRANSFER_RECEIPT_MALFORMED');
    expect((await judge(utf8('none'))).reasons).toContain('TRANSFER_RECEIPT_MALFORMED');
    const changed = Buffer.from(document);
    changed.write('refused.', changed.indexOf('accepted'));
    expect((await judge(changed)).conclusion).toBe('invalid');
    const early = await received(path, { at: day('2026-11-22') });
    expect((await judge(early.document)).reasons).toContain('TRANSFER_RECEIPT_TIME');
    await expect(judge(document, utf8('none'))).rejects.toMatchObject({ code: 'TRANSFER_INVALID' });
  });

  it('is of what was read: items are handed to the archive as they are', async () => {
    const path = newFolder();
    await transferBatch(await inputFor(path));
    const seen: string[] = [];
    await received(path, {
      take: async (_, source) => void seen.push(fromUtf8(await readAll(source))),
    });
    expect(seen).toEqual(items(5).map((_, i) => fromUtf8(documentOf(i))));
  });
});
