import { beforeAll, describe, expect, it } from 'vitest';
import { type Report, verify } from '../../../src/entries/index.ts';
import { collectValidationData } from '../../../src/entries/seal.ts';
import { readZip, writeZip } from '../../../src/formats/zip/index.ts';
import { readSequence } from '../../../src/foundation/asn1/index.ts';
import { sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { type DigestName, digest } from '../../../src/foundation/crypto/index.ts';
import {
  encodeArchiveTimeStamp,
  encodeChain,
  encodeEvidenceRecord,
  encodeSequence,
  nodeOver,
} from '../../../src/foundation/evidence/index.ts';
import { buildTimeStampReq } from '../../../src/foundation/pki/index.ts';
import { readSidecar } from '../../../src/signatures/sidecar/index.ts';
import type { TestIdentity, TestPki } from '../../../src/testing/index.ts';
import { addSignature, edited, NOW, PAGE, sampleDocument, testPki, zipOf } from '../../support/ofd.ts';

const OID_TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const AT_2035 = new Date('2035-01-01T00:00:00Z');
const HOUR = 3600 * 1000;

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

async function tsaOf(pki: TestPki, name: string, from: string, to: string): Promise<TestIdentity> {
  return pki.issue({
    name,
    issuer: pki.root,
    notBefore: day(from),
    notAfter: day(to),
    extensions: {
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: [OID_TIME_STAMPING],
      critical: { extendedKeyUsage: true },
    },
  });
}

async function stamp(pki: TestPki, identity: TestIdentity, at: Date, hash: DigestName, imprint: Uint8Array) {
  const authority = pki.timestampAuthority({ identity, at });
  const response = await authority.request(buildTimeStampReq(hash, imprint, {}));
  return readSequence(response).rest()[1]!.raw;
}

/** A sealed OFD with a timestamp over its value; seal, signer and maker end in 2028, the TSA when told. */
async function sealed(pki: TestPki, tsa: TestIdentity): Promise<Uint8Array> {
  const files = sampleDocument();
  await addSignature(files, pki, { timestamp: (value) => stamp(pki, tsa, NOW, 'sm3', digest('sm3', value)) });
  return zipOf(files);
}

async function collect(pki: TestPki, tsa: TestIdentity | undefined, file: Uint8Array) {
  const at = new Date(NOW.getTime() + HOUR);
  return collectValidationData({
    file,
    at,
    trust: { signers: [pki.root.certificate], sealMakers: [pki.sealMaker.certificate] },
    validationData: await pki.validationData(),
    ...(tsa === undefined ? {} : { tsa: pki.timestampAuthority({ identity: tsa, at }) }),
  });
}

async function judged(pki: TestPki, file: Uint8Array, options: object = {}): Promise<Report> {
  return verify(file, {
    at: AT_2035,
    trust: {
      signers: [pki.root.certificate],
      timestamps: [pki.root.certificate],
      sealMakers: [pki.sealMaker.certificate],
    },
    revocation: 'require-where-declared',
    // About the timestamps: the root still answers in 2035.
    crls: [await pki.crl({ issuer: pki.root, thisUpdate: new Date(AT_2035.getTime() - HOUR) })],
    ...options,
  });
}

const verdict = ({ conclusion }: Report): string =>
  [conclusion.indication, ...conclusion.subIndications].join(' ');

describe('an OFD sealed under a certificate that ends in 2028, judged in 2035', () => {
  let pki: TestPki;
  let file: Uint8Array;
  let sidecar: Uint8Array;

  beforeAll(async () => {
    pki = await testPki();
    const tsa = await tsaOf(pki, '时间戳（长）', '2026-01-01', '2040-01-01');
    file = await sealed(pki, tsa);
    const collected = await collect(pki, tsa, file);
    expect(collected.missing).toEqual([]);
    sidecar = collected.bytes;
  });

  it('passes with its token and the sidecar that was taken in time', async () => {
    const report = await judged(pki, file, { evidence: [sidecar] });
    expect(verdict(report)).toBe('TOTAL_PASSED');
    expect(report.signatures[0]!.bestTime).toEqual({
      time: '2026-07-01T02:03:04Z',
      source: 'signature-timestamp',
    });
    expect(report.checks.map(({ code, status }) => `${status} ${code}`)).toEqual([
      'passed VALIDATION_DATA_FILE',
    ]);
    expect(report.signatures.map(({ id, parent, kind }) => [id, parent, kind])).toEqual([
      ['signature-1', undefined, 'seal'],
      ['signature-1.t1', 'signature-1', 'timestamp'],
      ['sidecar-1.t1', 'signature-1', 'document-timestamp'],
    ]);
  });

  it('is undecided without sidecar, with one that proves no time, and with the data alone', async () => {
    const none = await judged(pki, file);
    const { bytes: unstamped } = await collect(pki, undefined, file);
    const data = await readSidecar(sourceFromBytes(unstamped));
    const root = await pki.crl({ issuer: pki.root, thisUpdate: new Date(AT_2035.getTime() - HOUR) });
    const alone = { crls: [...data.crls, root], intermediates: data.certificates };
    for (const report of [
      none,
      await judged(pki, file, { evidence: [unstamped] }),
      await judged(pki, file, alone),
    ]) {
      expect(report.conclusion.indication).toBe('INDETERMINATE');
      expect(report.signatures[0]!.trust).not.toBe('trusted');
    }
  });

  it('is undecided without a token over its value, unless the sidecar proves the file itself', async () => {
    const files = sampleDocument();
    await addSignature(files, pki, {});
    const plain = zipOf(files);
    expect((await judged(pki, plain)).conclusion.indication).toBe('INDETERMINATE');
    const tsa = await tsaOf(pki, '时间戳（长）', '2026-01-01', '2040-01-01');
    const { bytes } = await collect(pki, tsa, plain);
    const report = await judged(pki, plain, { evidence: [bytes] });
    expect(verdict(report)).toBe('TOTAL_PASSED');
    expect(report.signatures[0]!.bestTime.source).toBe('document-timestamp');
    // The sidecar of another file proves its data, and nothing about this one.
    const foreign = await judged(pki, plain, { evidence: [sidecar] });
    expect(foreign.conclusion.indication).toBe('INDETERMINATE');
    expect(foreign.checks.map(({ code, status }) => `${status} ${code}`)).toEqual([
      'warning VALIDATION_DATA_FILE',
    ]);
  });

  it('fails all the same where the file was changed', async () => {
    const files = edited(new Map(sampleDocument()), PAGE, (xml) => xml);
    const tsa = await tsaOf(pki, '时间戳（长）', '2026-01-01', '2040-01-01');
    await addSignature(files, pki, {
      timestamp: (value) => stamp(pki, tsa, NOW, 'sm3', digest('sm3', value)),
    });
    const bad = zipOf(edited(files, PAGE, (xml) => xml.replace('许可证', '通知书')));
    expect(verdict(await judged(pki, bad, { evidence: [sidecar] }))).toBe('TOTAL_FAILED HASH_FAILURE');
  });

  it('is not passed with a sidecar that was changed, and is judged as if it were not there', async () => {
    const entries = await unpacked(sidecar);
    const forged: readonly (readonly [string, (all: Map<string, Uint8Array>) => void])[] = [
      ['a CRL exchanged', (all) => void all.set('crls/1.crl', all.get('crls/2.crl')!)],
      ['a file gone', (all) => void all.delete('crls/1.crl')],
      ['a file more', (all) => void all.set('crls/9.crl', utf8('x'))],
      ['its manifest gone', (all) => void all.delete('validation-data.json')],
      [
        'its manifest in another form',
        (all) => void all.set('validation-data.json', utf8(` ${text(all.get('validation-data.json')!)}`)),
      ],
      [
        'a field twice',
        (all) =>
          void all.set(
            'validation-data.json',
            utf8(text(all.get('validation-data.json')!).replace('{', '{"hash":"sm3",')),
          ),
      ],
    ];
    for (const [what, change] of forged) {
      const all = new Map(entries);
      change(all);
      const report = await judged(pki, file, { evidence: [packed(all)] });
      expect(report.conclusion.indication, what).toBe('INDETERMINATE');
      expect(
        report.checks.map(({ code, status }) => `${status} ${code}`),
        what,
      ).toEqual(['failed VALIDATION_DATA_INVALID']);
    }
    // A manifest that says something else is not what was stamped.
    const other = new Map(entries);
    const manifest = text(entries.get('validation-data.json')!);
    other.set('validation-data.json', utf8(manifest.replace(/"size":(\d+)/, '"size":1')));
    const report = await judged(pki, file, { evidence: [packed(other)] });
    expect(report.conclusion.indication).toBe('INDETERMINATE');
    expect(report.signatures.find(({ id }) => id === 'sidecar-1.t1')!.cryptography).toBe('broken');
    for (const garbage of [utf8('PK'), sidecar.subarray(0, sidecar.length - 30)]) {
      const seen = await judged(pki, file, { evidence: [garbage] });
      expect(seen.checks.map(({ status }) => status)).toEqual(['failed']);
      expect(seen.conclusion.indication).toBe('INDETERMINATE');
    }
  });
});

describe('an evidence record over file and sidecar', () => {
  it('carries both on when the timestamps have ended, and proves the data only where the sidecar is in the group', async () => {
    const pki = await testPki();
    const first = await tsaOf(pki, '时间戳一', '2026-01-01', '2030-01-01');
    const second = await tsaOf(pki, '时间戳二', '2029-01-01', '2040-01-01');
    const file = await sealed(pki, first);
    const { bytes: sidecar } = await collect(pki, first, file);
    // In 2035 the first TSA is answered for by what was stamped in 2026 and 2029.
    const old = await pki.crl({ issuer: pki.root, thisUpdate: NOW, nextUpdate: day('2029-12-01') });
    const record = async (group: readonly Uint8Array[]) => {
      const values = group.map((bytes) => digest('sha256', bytes));
      const root = nodeOver('sha256', values);
      const one = await stamp(pki, first, new Date(NOW.getTime() + 2 * HOUR), 'sha256', root);
      const two = await stamp(pki, second, day('2029-06-01'), 'sha256', digest('sha256', one));
      const stamps = [
        encodeArchiveTimeStamp({ hash: 'sha256', hashTree: [values], token: one }),
        encodeArchiveTimeStamp({ hash: 'sha256', token: two }),
      ];
      return encodeEvidenceRecord(['sha256'], encodeSequence([encodeChain(stamps)]));
    };
    const fresh = await pki.crl({
      issuer: pki.root,
      thisUpdate: new Date(AT_2035.getTime() - HOUR),
      crlNumber: 2,
    });
    const both = await record([file, sidecar]);
    const options = { crls: [old, fresh] };
    const without = await judged(pki, file, { ...options, evidence: [sidecar] });
    expect(without.conclusion.indication).toBe('INDETERMINATE');
    const carried = await judged(pki, file, { ...options, evidence: [both, sidecar], data: [sidecar] });
    expect(
      carried.signatures.map(({ id, trust, subIndication }) => [id, trust, subIndication]),
    ).toMatchObject([
      ['signature-1', 'trusted', null],
      ['signature-1.t1', 'trusted', null],
      ['sidecar-1.t1', 'trusted', null],
      ['er-1', 'trusted', null],
      ['er-1-ts-1', 'trusted', null],
      ['er-1-ts-2', 'trusted', null],
    ]);
    expect(carried.conclusion.indication).toBe('TOTAL_PASSED');
    const file1 = await record([file]);
    const fileAlone = await judged(pki, file, { ...options, evidence: [file1, sidecar] });
    expect(fileAlone.conclusion.indication).toBe('INDETERMINATE');
  });
});

describe('validation data', () => {
  it('is not collected for what is broken, unsigned or incomplete', async () => {
    const pki = await testPki();
    const tsa = await tsaOf(pki, '时间戳（长）', '2026-01-01', '2040-01-01');
    const good = await sealed(pki, tsa);
    const code = (promise: Promise<unknown>) =>
      promise.then(
        () => 'none',
        (error) => error.code,
      );
    const files = sampleDocument();
    await addSignature(files, pki, {});
    const bad = zipOf(edited(files, PAGE, (xml) => xml.replace('许可证', '通知书')));
    expect(await code(collect(pki, tsa, bad))).toBe('SIGNATURE_INVALID');
    expect(
      await code(collectValidationData({ file: good, at: NOW, trust: { signers: [pki.root.certificate] } })),
    ).toBe('VALIDATION_DATA_MISSING');
    const some = await collectValidationData({ file: good, at: NOW, incomplete: 'report' });
    expect(some.missing.length).toBeGreaterThan(0);
    expect(await code(collect(pki, tsa, utf8('PK')))).toBe('ZIP_INVALID');
  });

  it('is the same for the same input, and is read back as it was written', async () => {
    const pki = await testPki();
    const tsa = await tsaOf(pki, '时间戳（长）', '2026-01-01', '2040-01-01');
    const file = await sealed(pki, tsa);
    const [a, b] = [await collect(pki, undefined, file), await collect(pki, undefined, file)];
    expect(a.bytes).toEqual(b.bytes);
    const read = await readSidecar(sourceFromBytes(a.bytes));
    expect(read).toMatchObject({ hash: 'sm3', file: { size: file.length }, timestamps: [] });
    expect(read.certificates.length).toBeGreaterThan(2);
    expect(read.crls).toHaveLength(2);
  });
});

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function unpacked(file: Uint8Array): Promise<Map<string, Uint8Array>> {
  const zip = await readZip(sourceFromBytes(file));
  const out = new Map<string, Uint8Array>();
  for (const entry of zip.entries) out.set(entry.name, await zip.read(entry));
  return out;
}

function packed(all: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return writeZip([...all].map(([name, data]) => ({ name, data, stored: true })));
}
