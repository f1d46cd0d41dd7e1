import { describe, expect, it } from 'vitest';
import { embedSignature, openPdf, preparedDigest, prepareSignature } from '../../../src/formats/pdf/index.ts';
import {
  concatBytes,
  equalBytes,
  latin1,
  sourceFromBytes,
  type ValidationData,
} from '../../../src/foundation/core/index.ts';
import { obtainTimestamp } from '../../../src/foundation/pki/index.ts';
import type { Covers, FileFacts } from '../../../src/foundation/validation/index.ts';
import { judge } from '../../../src/foundation/validation/index.ts';
import { signPdf } from '../../../src/sign/pdf/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';
import type { TestIdentity } from '../../../src/testing/index.ts';
import { appendRevision, buildPdf, MINIMAL } from '../pdf/build-pdf.ts';
import { day, LASTING, verdictOf, world } from './world.ts';

/** Appends a document timestamp, with validation data in the same revision where given. */
async function stamp(
  file: Uint8Array,
  tsa: TestIdentity,
  at: Date,
  validationData?: ValidationData,
): Promise<Uint8Array> {
  const { pki } = await world();
  const pdf = await openPdf(sourceFromBytes(file));
  const prepared = await prepareSignature(pdf, {
    type: 'DocTimeStamp',
    subFilter: 'ETSI.RFC3161',
    contentsSize: 6000,
    ...(validationData === undefined ? {} : { validationData }),
  });
  const digest = await preparedDigest(prepared, 'sha256');
  const token = await obtainTimestamp(pki.timestampAuthority({ at, identity: tsa }), 'sha256', digest);
  return concatBytes(file, embedSignature(prepared, token));
}

async function sign(file: Uint8Array, at: Date): Promise<Uint8Array> {
  const { pki, signer, tsa } = await world();
  return signPdf({
    file,
    signer: await signer.signer(),
    claimedTime: at,
    tsa: pki.timestampAuthority({ at, identity: tsa }),
  });
}

async function dataOf(date: string): Promise<ValidationData> {
  const { pki, signer, tsa } = await world();
  const thisUpdate = day(date);
  const crls = [await pki.crl({ issuer: pki.root, thisUpdate }), await pki.crl({ thisUpdate })];
  return { certificates: [...signer.chain, ...tsa.chain], crls, ocspResponses: [] };
}

const inspect = (file: Uint8Array) => inspectPdf(sourceFromBytes(file));

function coversOf({ signatures }: FileFacts, id: string): { ids: string[]; objects: Uint8Array[] } {
  const out = { ids: [] as string[], objects: [] as Uint8Array[] };
  for (
    let c: Covers | undefined = signatures.find((s) => s.id === id)!.covers;
    c !== undefined;
    c = c.earlier
  ) {
    out.ids.push(...c.signatures);
    out.objects.push(...c.objects);
  }
  return out;
}

const has = (objects: readonly Uint8Array[], one: Uint8Array): boolean =>
  objects.some((object) => equalBytes(object, one));

async function verdicts(file: Uint8Array, at: string) {
  const { pki } = await world();
  const anchors = [pki.root.certificate];
  const report = await judge(await inspect(file), {
    at: day(at),
    trust: { signers: anchors, timestamps: anchors },
    revocation: 'require',
    crls: (await dataOf(at)).crls,
    algorithms: LASTING,
  });
  return report.signatures;
}

describe('a document timestamp', () => {
  it('covers what stands in its bytes: signatures, their tokens, their certificates, the DSS', async () => {
    const { signer, tsa } = await world();
    const data = await dataOf('2026-06-01');
    const file = await stamp(await sign(buildPdf(MINIMAL), day('2026-06-01')), tsa, day('2026-06-02'), data);
    const { ids, objects } = coversOf(await inspect(file), 'sig-2');
    expect(ids).toEqual(['sig-1', 'sig-1.t1']);
    for (const object of [signer.certificate, tsa.certificate, ...data.crls])
      expect(has(objects, object)).toBe(true);
    const facts = await inspect(file);
    expect(coversOf(facts, 'sig-1')).toEqual({ ids: [], objects: [] });
    expect(coversOf(facts, 'sig-1.t1').ids).toEqual(['sig-1']);
  });

  it('does not cover what was added to the DSS behind it, though another one does', async () => {
    const { tsa } = await world();
    const [early, late] = [await dataOf('2026-06-01'), await dataOf('2026-06-10')];
    const once = await stamp(await sign(buildPdf(MINIMAL), day('2026-06-01')), tsa, day('2026-06-02'), early);
    const facts = await inspect(await stamp(once, tsa, day('2026-06-11'), late));
    const [first, second] = ['sig-2', 'sig-3'].map((id) => coversOf(facts, id));
    expect(has(first!.objects, early.crls[1]!)).toBe(true);
    expect(has(first!.objects, late.crls[1]!)).toBe(false);
    expect(has(second!.objects, early.crls[1]!)).toBe(true);
    expect(has(second!.objects, late.crls[1]!)).toBe(true);
    expect(second!.ids).toEqual(['sig-2', 'sig-1', 'sig-1.t1']);
  });

  it('covers data that a later update wrote a second time', async () => {
    const { tsa } = await world();
    const data = await dataOf('2026-06-01');
    const [crl] = data.crls;
    const body = (bytes: Uint8Array): string =>
      `<< /Length ${bytes.length} >>\nstream\n${latin1(bytes)}\nendstream`;
    const withStore = (first: number) => ({
      1: `<< /Type /Catalog /Pages 2 0 R /DSS << /CRLs [${first} 0 R] >> >>`,
      [first]: body(crl!),
    });
    const stamped = await stamp(buildPdf({ ...MINIMAL, ...withStore(10) }), tsa, day('2026-06-02'));
    const fields = /\/AcroForm (\d+ 0 R|<<.*?>>)/s.exec(latin1(stamped))![0];
    const again = withStore(90);
    const file = appendRevision(stamped, { ...again, 1: again[1]!.replace('/DSS', `${fields} /DSS`) });
    const facts = await inspect(file);
    expect(facts.signatures[0]!.crls).toEqual([crl]);
    expect(has(coversOf(facts, 'sig-1').objects, crl!)).toBe(true);
  });

  it('does not cover a stream whose length was exchanged behind it', async () => {
    const { tsa } = await world();
    const base = buildPdf({
      ...MINIMAL,
      1: '<< /Type /Catalog /Pages 2 0 R /DSS << /CRLs [10 0 R] >> >>',
      10: '<< /Length 11 0 R >>\nstream\nAAAA\nendstream',
      11: '4',
    });
    const stamped = await stamp(base, tsa, day('2026-06-02'));
    expect(coversOf(await inspect(stamped), 'sig-1').objects.map(latin1)).toEqual(['AAAA']);
    const start = latin1(stamped).indexOf('stream\nAAAA') + 'stream\n'.length;
    // The data now runs through the timestamp itself up to an end that the new revision brings.
    const end = stamped.length + '11 0 obj\n0000000\nendobj\n77 0 obj\n(x)\n'.length;
    const length = String(end - start).padStart(7, '0');
    const file = appendRevision(stamped, { 11: length, 77: '(x)\nendstream' });
    const facts = await inspect(file);
    expect(facts.signatures[0]!.crls[0]!.length).toBe(end - start);
    expect(coversOf(facts, 'sig-1').objects).toEqual([]);
  });

  it('tells that a later signature is younger', async () => {
    const { tsa } = await world();
    const file = await sign(await stamp(buildPdf(MINIMAL), tsa, day('2026-06-02')), day('2026-06-03'));
    expect(coversOf(await inspect(file), 'sig-2').ids).toEqual(['sig-1']);
  });
});

describe('an archived PDF', () => {
  it('passes after the certificate of its signer ended, as B-LTA', async () => {
    const { tsa } = await world();
    const signed = await sign(buildPdf(MINIMAL), day('2026-06-01'));
    const file = await stamp(signed, tsa, day('2026-06-02'), await dataOf('2026-06-01'));
    const reports = await verdicts(file, '2029-06-01');
    expect(reports.map(verdictOf), JSON.stringify(reports[0], null, 1)).toEqual(
      Array(3).fill('TOTAL_PASSED'),
    );
    expect(reports[0]).toMatchObject({
      level: 'PAdES-B-LTA',
      bestTime: { time: '2026-06-01T00:00:00Z', source: 'signature-timestamp' },
    });
  });

  it('passes by a document timestamp alone, and names it', async () => {
    const { tsa, signer } = await world();
    const signed = await signPdf({
      file: buildPdf(MINIMAL),
      signer: await signer.signer(),
      claimedTime: day('2026-06-01'),
    });
    const file = await stamp(signed, tsa, day('2026-06-02'), await dataOf('2026-06-01'));
    const [report] = await verdicts(file, '2029-06-01');
    expect(verdictOf(report!)).toBe('TOTAL_PASSED');
    expect(report!.bestTime).toEqual({ time: '2026-06-02T00:00:00Z', source: 'document-timestamp' });
  });

  it('does not pass by a document timestamp of an authority that nobody trusts', async () => {
    const { strangeTsa, signer } = await world();
    const signed = await signPdf({
      file: buildPdf(MINIMAL),
      signer: await signer.signer(),
      claimedTime: day('2026-06-01'),
    });
    const file = await stamp(signed, strangeTsa, day('2026-06-02'), await dataOf('2026-06-01'));
    const [report] = await verdicts(file, '2029-06-01');
    expect(verdictOf(report!)).not.toBe('TOTAL_PASSED');
    expect(report!.level).toBe('PAdES-B-B');
  });

  it('fails when it was signed behind a timestamp that is younger than the certificate', async () => {
    const { pki, tsa } = await world();
    const stamped = await stamp(buildPdf(MINIMAL), tsa, day('2026-06-15'));
    const file = await signPdf({
      file: stamped,
      signer: await pki.expired.signer(),
      claimedTime: day('2026-01-01'),
    });
    const [, report] = await verdicts(file, '2026-07-01');
    expect(report).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'EXPIRED', trust: 'expired' });
  });
});
