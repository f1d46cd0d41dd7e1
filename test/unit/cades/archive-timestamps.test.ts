import { beforeAll, describe, expect, it } from 'vitest';
import { der, readSequence } from '../../../src/foundation/asn1/index.ts';
import {
  buildSignedData,
  CMS_OID,
  encodeAttribute,
  parseSignedData,
} from '../../../src/foundation/cms/index.ts';
import { concatBytes, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { algorithmIdentifier, digest, oidOfDigest } from '../../../src/foundation/crypto/index.ts';
import { obtainTimestamp } from '../../../src/foundation/pki/index.ts';
import { judge } from '../../../src/foundation/validation/index.ts';
import { inspectCms, signCms } from '../../../src/signatures/cades/index.ts';
import type { TestIdentity } from '../../../src/testing/index.ts';
import { codes, day, LASTING, world } from '../validation/world.ts';

const CONTENT = utf8('准予许可');
const ARCHIVE_TIMESTAMP = '0.4.0.1733.2.4';
const HASH_INDEX = '0.4.0.19122.1.5';
const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => digest('sha256', concatBytes(...parts));

/** Fields of a SignerInfo, the unsigned attributes left out. */
const fieldsOf = (signer: Uint8Array): Uint8Array[] =>
  readSequence(signer, 'SignerInfo')
    .rest()
    .map(({ raw }) => raw)
    .filter((raw) => raw[0] !== 0xa1);

const withUnsigned = (signer: Uint8Array, attributes: readonly Uint8Array[]): Uint8Array =>
  der.sequence(...fieldsOf(signer), der.implicit(1, der.setOf([...attributes])));

/** The same CMS with other unsigned attributes of its one signer, and other members. */
function rebuilt(
  cms: Uint8Array,
  attributes: readonly Uint8Array[],
  crls: readonly Uint8Array[],
): Uint8Array {
  const old = parseSignedData(cms);
  return buildSignedData({
    contentType: old.contentType,
    eContentType: old.eContentType,
    eContent: old.eContent!,
    digestAlgorithms: [algorithmIdentifier(oidOfDigest('sha256'))],
    certificates: old.certificates,
    crls,
    signerInfos: [withUnsigned(old.signerInfos[0]!.raw, attributes)],
  });
}

interface ArchiveOptions {
  readonly tsa?: TestIdentity;
  readonly at?: Date;
  /** What the index names; unset: everything. */
  readonly indexed?: Partial<Record<'certificates' | 'crls' | 'values', readonly Uint8Array[]>>;
  readonly content?: Uint8Array;
  readonly withoutIndex?: boolean;
  /** Members and attributes that come after the timestamp. */
  readonly laterCrls?: readonly Uint8Array[];
}

/** A signature of June 2026 with its timestamp, archived with `crls` (ETSI EN 319 122-1 5.5.3, done by hand). */
async function archived(crls: readonly Uint8Array[], options: ArchiveOptions = {}): Promise<Uint8Array> {
  const { pki, signer, tsa } = await world();
  const { cms } = await signCms({
    signer: await signer.signer(),
    content: { bytes: CONTENT },
    detached: false,
    claimedTime: day('2026-06-01'),
    tsa: pki.timestampAuthority({ at: day('2026-06-01'), identity: tsa }),
  });
  const parsed = parseSignedData(cms);
  const [info] = parsed.signerInfos;
  const values = info!.unsignedAttributes.flatMap((a) =>
    a.values.map((v) => concatBytes(der.oid(a.oid), v.raw)),
  );
  const all = { certificates: parsed.certificates, crls, values, ...options.indexed };
  const digests = (list: readonly Uint8Array[]) =>
    der.sequence(...list.map((one) => der.octetString(sha256(one))));
  const index = der.sequence(
    algorithmIdentifier(oidOfDigest('sha256')),
    digests(all.certificates),
    digests(all.crls),
    digests(all.values),
  );
  const imprint = sha256(
    der.oid(CMS_OID.data),
    sha256(options.content ?? CONTENT),
    ...fieldsOf(info!.raw),
    index,
  );
  const authority = pki.timestampAuthority({
    at: options.at ?? day('2026-06-20'),
    identity: options.tsa ?? pki.tsa,
  });
  const token = await obtainTimestamp(authority, 'sha256', imprint);
  const stamp = parseSignedData(token);
  const indexes = options.withoutIndex === true ? [] : [encodeAttribute(HASH_INDEX, index)];
  const stampSigner =
    indexes.length === 0 ? stamp.signerInfos[0]!.raw : withUnsigned(stamp.signerInfos[0]!.raw, indexes);
  const archiveToken = buildSignedData({
    contentType: stamp.contentType,
    eContentType: stamp.eContentType,
    eContent: stamp.eContent!,
    digestAlgorithms: [algorithmIdentifier(oidOfDigest('sha256'))],
    certificates: stamp.certificates,
    signerInfos: [stampSigner],
  });
  const attributes = [
    ...info!.unsignedAttributes.map(({ raw }) => raw),
    encodeAttribute(ARCHIVE_TIMESTAMP, archiveToken),
  ];
  return rebuilt(cms, attributes, [...crls, ...(options.laterCrls ?? [])]);
}

async function judged(cms: Uint8Array, at: Date = day('2026-07-01'), crls: readonly Uint8Array[] = []) {
  const { pki } = await world();
  const anchors = [pki.root.certificate];
  const facts = await inspectCms(sourceFromBytes(cms));
  const { signatures } = await judge(facts, {
    at,
    trust: { signers: anchors, timestamps: anchors },
    intermediates: pki.signer.chain,
    revocation: 'if-available',
    crls,
    algorithms: LASTING,
  });
  return { facts: facts.signatures, reports: signatures, report: signatures[0]! };
}

let crl: Uint8Array;
beforeAll(async () => {
  const { pki } = await world();
  crl = await pki.crl({ thisUpdate: day('2026-06-15'), nextUpdate: day('2026-08-01') });
});

describe('an archive timestamp of CAdES', () => {
  it('is an entry over the signature, its timestamp and the data that its index names', async () => {
    const { facts, reports, report } = await judged(await archived([crl]));
    expect(reports.map(({ id, indication }) => [id, indication])).toEqual([
      ['signature-1', 'TOTAL_PASSED'],
      ['signature-1.t1', 'TOTAL_PASSED'],
      ['signature-1.a1', 'TOTAL_PASSED'],
    ]);
    const { covers } = facts[2]!;
    expect(covers!.signatures).toEqual(['signature-1', 'signature-1.t1']);
    expect(covers!.objects).toContainEqual(crl);
    expect(report.level).toBe('CAdES-B-LTA');
    expect(facts[0]!.notChecked).toEqual([]);
  });

  it('proves nothing of data that was added behind it', async () => {
    const cms = await archived([], { laterCrls: [crl] });
    const { facts, report } = await judged(cms);
    expect(facts[2]!.cryptography).toBe('intact');
    expect(facts[2]!.covers!.objects).not.toContainEqual(crl);
    expect(report.level).toBe('CAdES-B-LT');
  });

  it('does not cover a timestamp that its index leaves out', async () => {
    const { facts } = await judged(await archived([crl], { indexed: { values: [] } }));
    expect(facts[2]!.covers!.signatures).toEqual(['signature-1']);
  });

  it.each<[string, ArchiveOptions, string]>([
    ['over other content', { content: utf8('不予许可') }, 'HASH_FAILURE'],
    ['without an index', { withoutIndex: true }, 'SIG_CONSTRAINTS_FAILURE'],
    ['that names what is not there', { indexed: { crls: [utf8('x')] } }, 'SIG_CONSTRAINTS_FAILURE'],
    ['that names a value that is not there', { indexed: { values: [utf8('x')] } }, 'SIG_CONSTRAINTS_FAILURE'],
  ])('%s proves nothing and spoils nothing', async (_, options, subIndication) => {
    const { reports, report } = await judged(await archived([crl], options));
    expect(reports[2]!.subIndication).toBe(subIndication);
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', level: 'CAdES-B-LT' });
    expect(codes(report, 'failed')).toEqual(['CHILD_TIMESTAMP_NOT_PROVED']);
  });

  it('whose signature was changed behind it proves nothing', async () => {
    const cms = await archived([crl]);
    const { signerInfos } = parseSignedData(cms);
    const at = indexOf(cms, signerInfos[0]!.signature);
    const changed = cms.slice();
    changed[at + 8]! ^= 1;
    const { reports } = await judged(changed);
    expect(reports.map(({ indication }) => indication)).not.toContain('TOTAL_PASSED');
  });

  it('carries a signature over the end of its certificate and of its timestamp authority', async () => {
    const { pki, laterTsa } = await world();
    const later = { tsa: laterTsa, at: day('2029-06-01') };
    const stored = [crl, await pki.crl({ thisUpdate: day('2029-05-15'), nextUpdate: day('2029-07-15') })];
    const given = [await pki.crl({ thisUpdate: day('2030-12-15'), nextUpdate: day('2031-02-01') })];
    const { report, reports } = await judged(await archived(stored, later), day('2031-01-01'), given);
    expect(reports.map(({ indication }) => indication)).toEqual(Array(3).fill('TOTAL_PASSED'));
    expect(report.bestTime).toEqual({ time: '2026-06-01T00:00:00Z', source: 'signature-timestamp' });
    // A signature timestamp that the index leaves out is not older than its authority's end.
    const without = await archived(stored, { ...later, indexed: { values: [] } });
    const lost = await judged(without, day('2031-01-01'), given);
    expect(lost.report.indication).toBe('INDETERMINATE');
  });
});

function indexOf(whole: Uint8Array, part: Uint8Array): number {
  return Buffer.from(whole).indexOf(Buffer.from(part));
}
