import { beforeAll, describe, expect, it } from 'vitest';
import {
  createEvidence,
  evidenceRecordFor,
  memoryEvidenceStore,
  renewTimestamp,
} from '../../../src/archive/index.ts';
import { verify } from '../../../src/entries/index.ts';
import { readZip, writeZip } from '../../../src/formats/zip/index.ts';
import { sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import { createAsic } from '../../../src/signatures/asic/index.ts';
import { writeManifest } from '../../../src/signatures/asic/manifest.ts';
import { day, documentOf, trusting, tsaAt, world } from '../evidence/world.ts';
import { repack } from './fixtures.ts';

const RECORD = 'META-INF/evidencerecord001.ers';
const MANIFEST = 'META-INF/ASiCEvidenceRecordManifest001.xml';
const SIGNATURE = 'META-INF/signature001.p7s';
const DATA = ['表单.json', '说明.txt'];
const ALL = [...DATA, 'META-INF/ASiCManifest001.xml', SIGNATURE];
const LATER = day('2029-01-01');

let signed: Uint8Array;
beforeAll(async () => {
  const { pki } = await world();
  const signer = await pki.issue({
    name: '测试人丁',
    notBefore: day('2026-01-01'),
    notAfter: day('2028-01-01'),
  });
  signed = (
    await createAsic({
      files: [
        { name: DATA[0]!, data: utf8('{"甲":1}'), mediaType: 'application/json' },
        { name: DATA[1]!, data: utf8('说明'), mediaType: 'text/plain' },
      ],
      signer: await signer.signer(),
      claimedTime: day('2026-06-01'),
    })
  ).file;
});

async function bytesOf(file: Uint8Array, names: readonly string[]): Promise<Uint8Array[]> {
  const zip = await readZip(sourceFromBytes(file));
  return Promise.all(names.map((name) => zip.read(zip.find(name)!)));
}

/** The container with an evidence record over some of its files and the manifest that names them. */
async function preserved(names: readonly string[], beside: readonly Uint8Array[] = []): Promise<Uint8Array> {
  const files = await bytesOf(signed, names);
  const store = memoryEvidenceStore();
  const group = [...files, ...beside].map((source) => ({ source }));
  const tsa = await tsaAt(0, day('2026-07-01'));
  await createEvidence({ objects: [{ group }, { source: documentOf(1) }], store, tsa });
  const manifest = writeManifest(
    names.map((name, i) => ({
      ...{ name, mediaType: 'application/octet-stream' },
      digest: digest('sha256', files[i]!),
    })),
    'sha256',
    RECORD,
  );
  return repack(signed, { [RECORD]: (await evidenceRecordFor(store, 0)).record, [MANIFEST]: manifest });
}

async function judged(file: Uint8Array, at = LATER, more = {}) {
  const options = await trusting(at);
  const { timestamps } = options.trust;
  return verify(file, { ...options, trust: { signers: timestamps!, timestamps: timestamps! }, ...more });
}

const records = (report: Awaited<ReturnType<typeof judged>>) =>
  report.signatures.filter(({ kind }) => kind === 'evidence-record');

describe('an evidence record in an ASiC-E container', () => {
  it('saves a signature whose certificate has ended', async () => {
    expect((await judged(signed)).conclusion.indication).toBe('INDETERMINATE');
    const report = await judged(await preserved(ALL));
    expect(report.conclusion).toEqual({ indication: 'TOTAL_PASSED', subIndications: [] });
    expect(report.signatures[0]!.bestTime).toEqual({
      time: '2026-07-01T00:00:00Z',
      source: 'evidence-record',
    });
    expect(records(report)).toMatchObject([
      { id: 'er-1', coverage: 'whole-file', indication: 'TOTAL_PASSED' },
    ]);
    expect(report.notChecked.map(({ code }) => code)).not.toContain('ASIC_EVIDENCE_RECORD_NOT_READ');
  });

  it('may be over more than stands in the container', async () => {
    const report = await judged(await preserved(ALL, [documentOf(7)]));
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
  });

  it('proves nothing about a signature that it is not over', async () => {
    const report = await judged(await preserved(DATA));
    expect(report.signatures[0]!.bestTime.source).toBe('validation-time');
    expect(report.conclusion.indication).toBe('INDETERMINATE');
    const [record] = records(report);
    expect(record).toMatchObject({ cryptography: 'intact', coverage: 'whole-file' });
  });

  it('over some of the files is partial, and tells which are not covered', async () => {
    const [record] = records(await judged(await preserved([DATA[0]!, SIGNATURE])));
    expect(record).toMatchObject({ cryptography: 'intact', coverage: 'partial' });
    expect(record!.checks.find(({ code }) => code === 'ASIC_FILE_NOT_COVERED')!.detail).toContain(DATA[1]);
  });

  it.each([
    ['a changed file', { [DATA[1]!]: utf8('说明。') }],
    ['a missing file', { [DATA[1]!]: null }],
    ['another signature', { [SIGNATURE]: utf8('none') }],
    ['a record that is none', { [RECORD]: utf8('none') }],
    ['a manifest that is none', { [MANIFEST]: utf8('<a/>') }],
    ['no record', { [RECORD]: null }],
    ['no manifest', { [MANIFEST]: null }],
  ])('with %s fails and proves nothing', async (_, changes) => {
    const report = await judged(await repack(await preserved(ALL), changes));
    expect(report.conclusion.indication).toBe('TOTAL_FAILED');
    expect(records(report)[0]!.indication).toBe('TOTAL_FAILED');
    const [signature] = report.signatures.filter(({ kind }) => kind === 'signature');
    expect(signature!.bestTime.source).toBe('validation-time');
  });

  it('whose manifest and file were changed together still fails by its hash lists', async () => {
    const file = await preserved(ALL);
    const forged = utf8('说明。');
    const files = await bytesOf(file, ALL);
    const manifest = writeManifest(
      ALL.map((name, i) => ({
        ...{ name, mediaType: 'text/plain' },
        digest: digest('sha256', name === DATA[1] ? forged : files[i]!),
      })),
      'sha256',
      RECORD,
    );
    const report = await judged(await repack(file, { [DATA[1]!]: forged, [MANIFEST]: manifest }));
    expect(records(report)[0]).toMatchObject({ cryptography: 'broken', indication: 'TOTAL_FAILED' });
  });

  it('of an authority that nobody knows, or past its end, leaves the file open', async () => {
    const file = await preserved(ALL);
    const { pki } = await world();
    const stranger = await judged(file, LATER, {
      trust: { signers: [pki.root.certificate], timestamps: [] },
    });
    expect(stranger.conclusion.indication).toBe('INDETERMINATE');
    expect((await judged(file, day('2030-06-01'))).conclusion.indication).toBe('INDETERMINATE');
  });
});

describe('an evidence record in an ASiC-S container', () => {
  it('is over the one data file', async () => {
    const store = memoryEvidenceStore();
    const tsa = await tsaAt(0, day('2026-07-01'));
    await createEvidence({ objects: [{ source: documentOf(1) }], store, tsa });
    const at = day('2029-06-01');
    await renewTimestamp(store, { ...(await trusting(at)), tsa: await tsaAt(1, at) });
    const { record } = await evidenceRecordFor(store, 0);
    const container = (data: Uint8Array): Uint8Array =>
      writeZip(
        [
          { name: 'mimetype', data: utf8('application/vnd.etsi.asic-s+zip'), stored: true },
          { name: '样张.txt', data, stored: true },
          { name: 'META-INF/evidencerecord.ers', data: record, stored: true },
        ],
        { time: at },
      );
    const report = await judged(container(documentOf(1)), day('2031-01-01'));
    expect(records(report)).toMatchObject([{ coverage: 'whole-file', indication: 'TOTAL_PASSED' }]);
    const other = await judged(container(documentOf(2)), day('2031-01-01'));
    expect(records(other)).toMatchObject([{ cryptography: 'broken', indication: 'TOTAL_FAILED' }]);
  });
});
