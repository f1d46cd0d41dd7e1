import { describe, expect, it } from 'vitest';
import {
  createEvidence,
  type EvidenceStore,
  evidenceRecordFor,
  memoryEvidenceStore,
  renewHashTree,
  renewTimestamp,
  verifyEvidenceRecord,
} from '../../../src/archive/index.ts';
import { der } from '../../../src/foundation/asn1/index.ts';
import { concatBytes, sourceFromBytes, toHex, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import {
  encodeArchiveTimeStamp,
  encodeChain,
  encodeEvidenceRecord,
  encodeSequence,
  type HashList,
  nodeOver,
  parseEvidenceRecord,
} from '../../../src/foundation/evidence/index.ts';
import { obtainTimestamp } from '../../../src/foundation/pki/index.ts';
import { day, documentOf, documents, trusting, tsaAt } from './world.ts';

const MADE = day('2026-07-01');
const AT = day('2027-01-01');
const sha = (...chunks: Uint8Array[]): Uint8Array => digest('sha256', ...chunks);

/** A token over a value at a time. */
async function token(value: Uint8Array, at: Date = MADE, index: 0 | 1 | 2 = 0): Promise<Uint8Array> {
  return obtainTimestamp(await tsaAt(index, at), 'sha256', value);
}

/** A record of one chain from its timestamps. */
const recordOf = (...stamps: { hashTree?: readonly HashList[]; token: Uint8Array }[]): Uint8Array =>
  encodeEvidenceRecord(
    ['sha256'],
    encodeSequence([encodeChain(stamps.map((s) => encodeArchiveTimeStamp({ hash: 'sha256', ...s })))]),
  );

async function judged(record: Uint8Array, data: readonly Uint8Array[], more: object = {}) {
  const report = await verifyEvidenceRecord(record, { ...(await trusting(AT)), data, ...more });
  const of = (status: string): string[] => [
    ...new Set(
      [report.record, ...report.timestamps].flatMap(({ checks }) =>
        checks.filter((check) => check.status === status).map(({ code }) => code),
      ),
    ),
  ];
  return { ...report, failed: of('failed'), warnings: of('warning') };
}

const a = utf8('甲');
const b = utf8('乙');
const c = utf8('丙');

describe('one byte', () => {
  it('of data, list or token changed fails; of the record nothing else passes', async () => {
    const store = memoryEvidenceStore();
    await createEvidence({ objects: documents(9), store, tsa: await tsaAt(0, MADE) });
    const { record } = await evidenceRecordFor(store, 5);
    const data = documentOf(5);
    expect((await judged(record, [data])).conclusion.indication).toBe('TOTAL_PASSED');
    const passed: number[] = [];
    for (let at = 0; at < record.length; at++) {
      if (at > 400 && at % 13 !== 0) continue;
      const changed = record.slice();
      changed[at]! ^= 1;
      const report = await judged(changed, [data]).catch(() => undefined);
      if (report?.provedSince) passed.push(at);
    }
    // The list of digests at the head says what the rest says, too: nothing hangs on it.
    for (const at of passed) expect(at >= 13 && at <= 21, `byte ${at}`).toBe(true);
    const wrong = data.slice();
    wrong[0]! ^= 1;
    expect(await judged(record, [wrong])).toMatchObject({
      provedSince: null,
      conclusion: { indication: 'TOTAL_FAILED', subIndications: ['HASH_FAILURE'] },
    });
  }, 60_000);

  it('of a stored level is never handed out', async () => {
    const files = new Map<string, Uint8Array>();
    const store = memoryEvidenceStore(files);
    await createEvidence({ objects: documents(30), store, tsa: await tsaAt(0, MADE) });
    for (const name of ['chain-1-level-0.bin', 'chain-1-level-1.bin', 'chain-1-level-2.bin']) {
      const bytes = files.get(name)!;
      bytes[0]! ^= 1;
      await expect(evidenceRecordFor(store, 1)).rejects.toMatchObject({ code: 'EVIDENCE_CORRUPT' });
      bytes[0]! ^= 1;
    }
    files.set('chain-1-level-0.bin', files.get('chain-1-level-0.bin')!.slice(0, -1));
    await expect(evidenceRecordFor(store, 1)).rejects.toMatchObject({ code: 'EVIDENCE_CORRUPT' });
  });
});

describe('consistent forgeries', () => {
  it('data and list changed together fail at the imprint', async () => {
    const forged = sha(b);
    const record = recordOf({
      hashTree: [[forged], [sha(c)]],
      token: await token(nodeOver('sha256', [sha(a), sha(c)])),
    });
    const report = await judged(record, [b]);
    expect(report.failed).toContain('EVIDENCE_ROOT_HASH');
    expect(report.conclusion).toEqual({ indication: 'TOTAL_FAILED', subIndications: ['HASH_FAILURE'] });
  });

  it('values of other lengths cannot be cut anew', async () => {
    const pair = concatBytes(...[sha(a), sha(b)].sort(Buffer.compare));
    const record = recordOf({
      hashTree: [[sha(a), pair.slice(0, 40), pair.slice(40)]],
      token: await token(nodeOver('sha256', [sha(a), sha(b)])),
    });
    const report = await judged(record, [a]);
    expect(report.failed).toContain('EVIDENCE_HASH_LENGTH');
    expect(report.conclusion.indication).toBe('TOTAL_FAILED');
  });

  it('an inner node passed off as a document is told', async () => {
    const node = concatBytes(...[sha(a), sha(b)].sort(Buffer.compare));
    const record = recordOf({
      hashTree: [[sha(node)], [sha(c)]],
      token: await token(nodeOver('sha256', [sha(node), sha(c)])),
    });
    expect((await judged(record, [node])).warnings).toContain('EVIDENCE_NODE_PREIMAGE');
    expect((await judged(record, [node.slice(1)])).failed).toContain('EVIDENCE_HASH_MISSING');
  });

  it('a renewal of another token fails', async () => {
    const first = await token(sha(a));
    const record = recordOf(
      { token: first },
      { token: await token(sha(utf8('another')), day('2026-08-01')) },
    );
    expect((await judged(record, [a])).failed).toContain('EVIDENCE_ROOT_HASH');
    const right = recordOf({ token: first }, { token: await token(sha(first), day('2026-08-01')) });
    expect((await judged(right, [a])).provedSince).toBe('2026-07-01T00:00:00Z');
  });

  it('timestamps out of order fail, and an old one behind a new one proves nothing', async () => {
    const late = await token(sha(a), day('2026-09-01'));
    const record = recordOf({ token: late }, { token: await token(sha(late), day('2026-08-01')) });
    const report = await judged(record, [a]);
    expect(report.failed).toContain('EVIDENCE_TIME_ORDER');
    expect(report).toMatchObject({
      provedSince: null,
      conclusion: { subIndications: ['TIMESTAMP_ORDER_FAILURE'] },
    });
  });

  it('a digest that changes inside of a chain fails', async () => {
    const first = await token(sha(a));
    const other = await obtainTimestamp(await tsaAt(0, day('2026-08-01')), 'sha512', digest('sha512', first));
    const record = encodeEvidenceRecord(
      ['sha256', 'sha512'],
      encodeSequence([
        encodeChain([
          encodeArchiveTimeStamp({ hash: 'sha256', token: first }),
          encodeArchiveTimeStamp({ hash: 'sha512', token: other }),
        ]),
      ]),
    );
    const report = await judged(record, [a]);
    expect(report.failed).toContain('EVIDENCE_ALGORITHM_CHANGE');
    expect(report.conclusion.subIndications).toEqual(['FORMAT_FAILURE']);
  });

  it('trailing data is no record', async () => {
    const record = recordOf({ token: await token(sha(a)) });
    await expect(judged(concatBytes(record, Uint8Array.of(0)), [a])).rejects.toMatchObject({
      code: 'EVIDENCE_INVALID',
    });
  });

  it('an authority that nobody trusts proves nothing', async () => {
    const record = recordOf({ token: await token(sha(a)) });
    const report = await judged(record, [a], { trust: { signers: [] } });
    expect(report).toMatchObject({
      provedSince: null,
      record: { cryptography: 'intact', trust: 'unknown', indication: 'INDETERMINATE' },
    });
  });
});

describe('ways of writing records', () => {
  it('a single value that was hashed once more is accepted with a finding', async () => {
    const record = recordOf({
      hashTree: [[sha(a)], [sha(c)]],
      token: await token(nodeOver('sha256', [sha(sha(a)), sha(c)])),
    });
    const report = await judged(record, [a]);
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.warnings).toContain('EVIDENCE_SINGLE_HASH_HASHED');
  });

  it('siblings in the first list are accepted for a single object, and told', async () => {
    const record = recordOf({
      hashTree: [[sha(b), sha(a)]],
      token: await token(nodeOver('sha256', [sha(a), sha(b)])),
    });
    expect(await judged(record, [a])).toMatchObject({
      conclusion: { indication: 'TOTAL_PASSED' },
      warnings: ['EVIDENCE_GROUP_OTHERS'],
    });
    expect((await judged(record, [a], { group: 'exact' })).failed).toContain('EVIDENCE_GROUP_HASHES');
  });

  it('a data group wants all its members and no other', async () => {
    const hashTree = [[sha(a), sha(b), sha(c)], [sha(utf8('丁'))]];
    const node = nodeOver('sha256', [nodeOver('sha256', hashTree[0]!), hashTree[1]![0]!]);
    const record = recordOf({ hashTree, token: await token(node) });
    expect((await judged(record, [c, a, b])).conclusion.indication).toBe('TOTAL_PASSED');
    expect((await judged(record, [c, a, b, a])).conclusion.indication).toBe('TOTAL_PASSED');
    expect((await judged(record, [a, b])).failed).toContain('EVIDENCE_GROUP_HASHES');
    expect((await judged(record, [a, b], { group: 'contained' })).conclusion.indication).toBe('TOTAL_PASSED');
    expect((await judged(record, [a, b, c, utf8('戊')])).failed).toContain('EVIDENCE_HASH_MISSING');
  });

  it('a renewal that sorted h and ha is accepted only where that is asked for', async () => {
    const chain = encodeChain([encodeArchiveTimeStamp({ hash: 'sha256', token: await token(sha(a)) })]);
    const history = digest('sha512', encodeSequence([chain]));
    const value = digest('sha512', a);
    const sorted = digest('sha512', ...[value, history].sort(Buffer.compare));
    const unsorted = digest('sha512', value, history);
    const renewed = async (root: Uint8Array): Promise<Uint8Array> => {
      const made = await obtainTimestamp(await tsaAt(0, day('2026-08-01')), 'sha512', root);
      const second = encodeChain([
        encodeArchiveTimeStamp({ hash: 'sha512', hashTree: [[root]], token: made }),
      ]);
      return encodeEvidenceRecord(['sha256', 'sha512'], encodeSequence([chain, second]));
    };
    expect((await judged(await renewed(unsorted), [a])).conclusion.indication).toBe('TOTAL_PASSED');
    if (toHex(sorted) === toHex(unsorted)) return;
    expect((await judged(await renewed(sorted), [a])).failed).toContain('EVIDENCE_HASH_MISSING');
    expect(await judged(await renewed(sorted), [a], { acceptSortedRenewal: true })).toMatchObject({
      conclusion: { indication: 'TOTAL_PASSED' },
      warnings: ['EVIDENCE_SORTED_RENEWAL'],
    });
  });

  it('encrypted objects and supporting data are told, never passed', async () => {
    const plain = recordOf({ token: await token(sha(a)) });
    const [version, algorithms, sequence] = partsOf(plain);
    const info = der.implicit(1, der.sequence(der.oid('1.2.3.4'), der.null()));
    const encrypted = der.sequence(version!, algorithms!, info, sequence!);
    const report = await judged(encrypted, [a]);
    expect(report.provedSince).toBeNull();
    expect(report.notChecked.map(({ code }) => code)).toContain('EVIDENCE_ENCRYPTION');
    const crypto = der.implicit(0, der.set(der.sequence(der.oid('1.2.3.4'), der.set(der.null()))));
    const supported = der.sequence(version!, algorithms!, crypto, sequence!);
    expect((await judged(supported, [a])).notChecked.map(({ code }) => code)).toContain(
      'EVIDENCE_CRYPTO_INFOS',
    );
  });
});

const partsOf = (record: Uint8Array): Uint8Array[] => {
  const parsed = parseEvidenceRecord(record);
  const sequence = encodeSequence(parsed.chains.map(({ raw }) => raw!));
  return [
    der.integer(1),
    record.subarray(record.length - sequence.length - 15, record.length - sequence.length),
    sequence,
  ];
};

describe('renewals', () => {
  const anchored = async (digests: readonly ('sha256' | 'sha512')[] = ['sha256']): Promise<EvidenceStore> => {
    const store = memoryEvidenceStore();
    await createEvidence({ objects: documents(6), store, digests, tsa: await tsaAt(0, MADE) });
    return store;
  };

  it('are refused past the date of the old timestamp', async () => {
    const store = await anchored(['sha256', 'sha512']);
    const at = day('2031-06-01');
    const options = { ...(await trusting(at)), tsa: await tsaAt(2, at) };
    await expect(renewTimestamp(store, options)).rejects.toMatchObject({ code: 'EVIDENCE_LAPSED' });
    await expect(renewHashTree(store, { ...options, hash: 'sha512' })).rejects.toMatchObject({
      code: 'EVIDENCE_LAPSED',
    });
  });

  it('are refused where nobody believes the old authority', async () => {
    const at = day('2027-01-01');
    const options = { ...(await trusting(at)), trust: { signers: [] }, tsa: await tsaAt(0, at) };
    await expect(renewTimestamp(await anchored(), options)).rejects.toMatchObject({
      code: 'EVIDENCE_LAPSED',
    });
  });

  it('by a digest that was not recorded want the objects', async () => {
    const at = day('2027-01-01');
    const options = { ...(await trusting(at)), hash: 'sha512', tsa: await tsaAt(0, at) } as const;
    await expect(renewHashTree(await anchored(), options)).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });

  it('stop at an object that is not what was anchored', async () => {
    const at = day('2027-01-01');
    const options = { ...(await trusting(at)), hash: 'sha512', tsa: await tsaAt(0, at) } as const;
    const others = Array.from({ length: 6 }, (_, i) => ({ source: documentOf(i === 4 ? 99 : i) }));
    await expect(renewHashTree(await anchored(), { ...options, objects: others })).rejects.toMatchObject({
      code: 'EVIDENCE_CORRUPT',
      details: { object: 4 },
    });
    await expect(
      renewHashTree(await anchored(), { ...options, objects: documents(5) }),
    ).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    const sampled = { objects: [2], open: async () => sourceFromBytes(documentOf(3)) };
    await expect(
      renewHashTree(await anchored(['sha256', 'sha512']), { ...options, sample: sampled }),
    ).rejects.toMatchObject({ code: 'EVIDENCE_CORRUPT' });
  });

  it('of a token that is not younger are refused', async () => {
    const tsa = await tsaAt(0, MADE);
    const options = { ...(await trusting(day('2027-01-01'))), tsa };
    await expect(renewTimestamp(await anchored(), options)).rejects.toMatchObject({
      code: 'TIMESTAMP_FAILED',
    });
  });
});
