import { describe, expect, it } from 'vitest';
import { verifyEvidenceRecord } from '../../../src/archive/index.ts';
import { verify } from '../../../src/entries/index.ts';
import { toBase64, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import { nodeOver } from '../../../src/foundation/evidence/index.ts';
import { obtainTimestamp } from '../../../src/foundation/pki/index.ts';
import { day, trusting, tsaAt } from './world.ts';

const AT = day('2027-01-01');
const a = utf8('甲');
const b = utf8('乙');
const sha = (bytes: Uint8Array): Uint8Array => digest('sha256', bytes);

const stampOf = (token: Uint8Array, lists: readonly (readonly Uint8Array[])[], order = 1): string => {
  const sequences = lists.map((list, i) => {
    const values = list.map((value) => `<DigestValue>${toBase64(value)}</DigestValue>`).join('');
    return `<Sequence Order="${i + 1}">${values}</Sequence>`;
  });
  const tree = lists.length === 0 ? '' : `<HashTree>${sequences.reverse().join('')}</HashTree>`;
  const body = toBase64(token).replace(/.{64}/g, '$&\n');
  return `<ArchiveTimeStamp Order="${order}">${tree}<TimeStamp><TimeStampToken Type="RFC3161">${body}</TimeStampToken></TimeStamp></ArchiveTimeStamp>`;
};

const recordOf = (
  stamps: string,
  digestUri = 'http://www.w3.org/2001/04/xmlenc#sha256',
  more = '',
): Uint8Array =>
  utf8(`<?xml version="1.0" encoding="UTF-8"?>
<EvidenceRecord xmlns="urn:ietf:params:xml:ns:ers" Version="1.0">${more}
<ArchiveTimeStampSequence><ArchiveTimeStampChain Order="1">
<DigestMethod Algorithm="${digestUri}"/><CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>
${stamps}</ArchiveTimeStampChain></ArchiveTimeStampSequence></EvidenceRecord>`);

async function simple(data: Uint8Array = a): Promise<Uint8Array> {
  const token = await obtainTimestamp(
    await tsaAt(0, day('2026-07-01')),
    'sha256',
    nodeOver('sha256', [sha(data), sha(b)]),
  );
  return recordOf(stampOf(token, [[sha(data)], [sha(b)]]));
}

describe('evidence records in XML (RFC 6283)', () => {
  it('are verified over their object', async () => {
    const report = await verifyEvidenceRecord(await simple(), { ...(await trusting(AT)), data: [a] });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.record.format).toBe('ERS-RFC6283');
    const file = await verify(await simple(), { ...(await trusting(AT)), data: [a] });
    expect(file).toMatchObject({
      input: { format: 'evidence-record' },
      conclusion: { indication: 'TOTAL_PASSED' },
    });
  });

  it('fail over other data, and are left open over XML, whose canonical form is not made', async () => {
    const options = await trusting(AT);
    const other = await verifyEvidenceRecord(await simple(), { ...options, data: [b.slice(1)] });
    expect(other.record.cryptography).toBe('broken');
    const xml = await verifyEvidenceRecord(await simple(), { ...options, data: [utf8(' <a/>')] });
    expect(xml.record.cryptography).toBe('not-checked');
    expect(xml.provedSince).toBeNull();
    expect(xml.notChecked.map(({ code }) => code)).toContain('EVIDENCE_CANONICAL_XML');
    const exact = await verifyEvidenceRecord(await simple(utf8('<a/>')), {
      ...options,
      data: [utf8('<a/>')],
    });
    expect(exact.conclusion.indication).toBe('TOTAL_PASSED');
  });

  it('with renewals are told, never passed', async () => {
    const first = await obtainTimestamp(await tsaAt(0, day('2026-07-01')), 'sha256', sha(a));
    const second = await obtainTimestamp(await tsaAt(0, day('2026-08-01')), 'sha256', sha(first));
    const record = recordOf(stampOf(first, []) + stampOf(second, [], 2));
    const report = await verifyEvidenceRecord(record, { ...(await trusting(AT)), data: [a] });
    expect(report.conclusion.indication).toBe('INDETERMINATE');
    expect(report.notChecked.map(({ code }) => code)).toContain('EVIDENCE_CANONICAL_XML');
  });

  it('of unknown digests, wrong order, other versions and with entities are not passed', async () => {
    const options = { ...(await trusting(AT)), data: [a] };
    const text = new TextDecoder().decode(await simple());
    const open = await verifyEvidenceRecord(utf8(text.replace('xmlenc#sha256', 'xmlenc#other')), options);
    expect(open.record.cryptography).toBe('not-checked');
    for (const [from, to] of [
      ['Order="2"', 'Order="3"'],
      ['Version="1.0"', 'Version="2.0"'],
      ['<HashTree>', '<HashTree><x>'],
      ['urn:ietf:params:xml:ns:ers', 'urn:other'],
      ['Type="RFC3161"', 'Type="XMLENTRUST"'],
      ['<DigestValue>', '<DigestValue>!'],
    ] as const) {
      const changed = verifyEvidenceRecord(utf8(text.replace(from, to)), options);
      await expect(changed, from).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:EVIDENCE|XML)_INVALID$/),
      });
    }
  });
});
