import { readZip, writeZip } from '../../../src/formats/zip/index.ts';
import { sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { type JudgeOptions, judge } from '../../../src/foundation/validation/index.ts';
import { type CreateAsicInput, createAsic, inspectAsic } from '../../../src/signatures/asic/index.ts';
import { createTestPki, type TestAlgorithm, type TestPki } from '../../../src/testing/index.ts';

export const NOW: Date = new Date('2026-11-23T02:00:00Z');

const pkis = new Map<TestAlgorithm, Promise<TestPki>>();

/** One test PKI per algorithm for all tests of a file. */
export function testPki(algorithm: TestAlgorithm): Promise<TestPki> {
  const pki = pkis.get(algorithm) ?? createTestPki({ algorithm, now: NOW });
  pkis.set(algorithm, pki);
  return pki;
}

export async function judgeOptions(pki: TestPki): Promise<JudgeOptions> {
  const { crls } = await pki.validationData();
  return {
    at: NOW,
    trust: { signers: [pki.root.certificate], timestamps: [pki.root.certificate] },
    revocation: 'require-where-declared',
    crls,
  };
}

export async function sampleAsic(pki: TestPki, changes: Partial<CreateAsicInput> = {}): Promise<Uint8Array> {
  const { file } = await createAsic({
    files: [
      { name: '表单.json', data: utf8('{"甲":1}'), mediaType: 'application/json' },
      { name: 'attachments/说明 1%.txt', data: utf8('说明'), mediaType: 'text/plain' },
    ],
    signer: await pki.signer.signer(),
    claimedTime: NOW,
    ...changes,
  });
  return file;
}

/** The same container with entries changed, removed (`null`) or added. */
export async function repack(
  file: Uint8Array,
  changes: Readonly<Record<string, Uint8Array | null>>,
): Promise<Uint8Array> {
  const zip = await readZip(sourceFromBytes(file));
  const entries = [];
  const left = new Map(Object.entries(changes));
  for (const entry of zip.entries) {
    const change = left.get(entry.name);
    left.delete(entry.name);
    if (change !== null)
      entries.push({ name: entry.name, data: change ?? (await zip.read(entry)), stored: true });
  }
  for (const [name, data] of left) if (data !== null) entries.push({ name, data, stored: true });
  return writeZip(entries, { time: NOW });
}

export async function verdictOf(file: Uint8Array, options: JudgeOptions): Promise<string> {
  const { conclusion } = await judge(await inspectAsic(sourceFromBytes(file)), options);
  return [conclusion.indication, ...conclusion.subIndications].join(' ');
}
