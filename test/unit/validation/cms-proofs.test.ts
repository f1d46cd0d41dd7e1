import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import { encodeAttribute } from '../../../src/foundation/cms/index.ts';
import { sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import { obtainTimestamp } from '../../../src/foundation/pki/index.ts';
import { judge } from '../../../src/foundation/validation/index.ts';
import { inspectCms, type SignCmsOptions, signCms } from '../../../src/signatures/cades/index.ts';
import type { TestIdentity } from '../../../src/testing/index.ts';
import { codes, day, LASTING, NOW, world } from './world.ts';

const CONTENT = utf8('准予许可');
const CONTENT_TIMESTAMP = '1.2.840.113549.1.9.16.2.20';
const REVOCATION_ARCHIVE = '1.2.840.113583.1.1.8';

async function signed(signer: TestIdentity, more: Partial<SignCmsOptions> = {}) {
  const { cms } = await signCms({
    signer: await signer.signer(),
    content: { bytes: CONTENT },
    detached: false,
    claimedTime: day('2026-06-01'),
    ...more,
  });
  return inspectCms(sourceFromBytes(cms));
}

async function contentTimestamp(at: Date, content = CONTENT): Promise<Uint8Array> {
  const { pki, tsa } = await world();
  const authority = pki.timestampAuthority({ at, identity: tsa });
  return encodeAttribute(
    CONTENT_TIMESTAMP,
    await obtainTimestamp(authority, 'sha256', digest('sha256', content)),
  );
}

async function judged(facts: Awaited<ReturnType<typeof signed>>, crls: readonly Uint8Array[] = []) {
  const { pki } = await world();
  const anchors = [pki.root.certificate];
  const { signatures } = await judge(facts, {
    at: NOW,
    trust: { signers: anchors, timestamps: anchors },
    revocation: 'if-available',
    crls,
    algorithms: LASTING,
  });
  return signatures[0]!;
}

describe('a content timestamp in a CMS', () => {
  it('is an entry of its own and no proof of the time of the signature', async () => {
    const { signer } = await world();
    const facts = await signed(signer, { signedAttributes: [await contentTimestamp(day('2026-06-01'))] });
    expect(facts.signatures.map(({ id, kind, cryptography }) => [id, kind, cryptography])).toEqual([
      ['signature-1', 'signature', 'intact'],
      ['signature-1.ct1', 'timestamp', 'intact'],
    ]);
    expect(facts.signatures[0]!.covers).toEqual({ signatures: ['signature-1.ct1'], objects: [] });
    expect(facts.signatures[1]!.covers).toBeUndefined();
    const report = await judged(facts);
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', bestTime: { source: 'validation-time' } });
  });

  it('proves that a revoked certificate signed afterwards', async () => {
    const { pki, signer } = await world();
    const facts = await signed(signer, { signedAttributes: [await contentTimestamp(day('2026-06-10'))] });
    const revokedAt = async (at: Date) => [await pki.crl({ revoked: [{ certificate: signer, at }] })];
    expect(await judged(facts, await revokedAt(day('2026-06-05')))).toMatchObject({
      indication: 'TOTAL_FAILED',
      subIndication: 'REVOKED',
    });
    expect(await judged(facts, await revokedAt(day('2026-06-15')))).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'REVOKED_NO_POE',
    });
  });

  it('beyond a bound is named and not looked at', async () => {
    const { signer } = await world();
    const tokens = await Promise.all(
      Array.from({ length: 17 }, (_, n) =>
        contentTimestamp(new Date(day('2026-06-01').getTime() + n * 1000)),
      ),
    );
    const { signatures } = await signed(signer, { signedAttributes: tokens });
    expect(signatures.length).toBe(17);
    expect(signatures[0]!.notChecked.map(({ code }) => code)).toEqual(['CONTENT_TIMESTAMPS_NOT_READ']);
  });

  it('over other content is an untrue statement of the signer: the signature is not accepted', async () => {
    const { signer } = await world();
    const at = day('2026-06-01');
    const verdicts = await Promise.all(
      [CONTENT, utf8('不予许可')].map(async (content) =>
        judged(await signed(signer, { signedAttributes: [await contentTimestamp(at, content)] })),
      ),
    );
    const [good, bad] = verdicts;
    expect(good).toMatchObject({ indication: 'TOTAL_PASSED', subIndication: null });
    expect(codes(good!, 'failed')).toEqual([]);
    expect(bad).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'SIG_CONSTRAINTS_FAILURE',
      cryptography: 'intact',
      trust: 'trusted',
    });
    expect(codes(bad!, 'failed')).toEqual(['CONTENT_TIMESTAMP', 'CHILD_TIMESTAMP_NOT_PROVED']);
  });

  it('of one good and one bad is bad, and what weighs more is told first', async () => {
    const { pki, signer } = await world();
    const good = await contentTimestamp(day('2026-06-01'));
    const other = await contentTimestamp(day('2026-06-10'), utf8('不予许可'));
    const both = await signed(signer, { signedAttributes: [good, other] });
    expect((await judged(both)).subIndication).toBe('SIG_CONSTRAINTS_FAILURE');
    const crls = [await pki.crl({ revoked: [{ certificate: signer, at: day('2026-06-05') }] })];
    const report = await judged(both, crls);
    expect(report.subIndication).toBe('REVOKED_NO_POE');
    expect(codes(report, 'failed')).toContain('CONTENT_TIMESTAMP');
  });

  it('of an authority that nobody trusts proves nothing and spoils nothing', async () => {
    const { pki, signer, strangeTsa } = await world();
    const authority = pki.timestampAuthority({ at: day('2026-06-01'), identity: strangeTsa });
    const token = await obtainTimestamp(authority, 'sha256', digest('sha256', CONTENT));
    const facts = await signed(signer, { signedAttributes: [encodeAttribute(CONTENT_TIMESTAMP, token)] });
    const report = await judged(facts);
    expect(report.indication).toBe('TOTAL_PASSED');
    expect(codes(report, 'failed')).toEqual(['CHILD_TIMESTAMP_NOT_PROVED']);
  });
});

describe('revocation data among the signed attributes', () => {
  const archive = (crls: readonly Uint8Array[], ocsp: readonly Uint8Array[]) =>
    der.sequence(der.explicit(0, der.sequenceOf([...crls])), der.explicit(1, der.sequenceOf([...ocsp])));

  it('is read, and covered by whoever stamps the value', async () => {
    const { pki, signer, tsa } = await world();
    const crl = await pki.crl();
    const ocsp = await pki.ocsp({ certificate: signer });
    const facts = await signed(signer, {
      signedAttributes: [encodeAttribute(REVOCATION_ARCHIVE, archive([crl], [ocsp]))],
      tsa: pki.timestampAuthority({ identity: tsa }),
    });
    const [signature, token] = facts.signatures;
    expect(signature!.crls).toEqual([crl]);
    expect(signature!.ocspResponses).toEqual([ocsp]);
    expect(signature!.hasValidationData).toBe(true);
    expect(token!.covers).toEqual({
      signatures: ['signature-1'],
      objects: [signer.certificate, crl, ocsp],
    });
  });

  it('is passed over by name where it is malformed', async () => {
    const { signer } = await world();
    const malformed = encodeAttribute(REVOCATION_ARCHIVE, der.integer(1));
    const facts = await signed(signer, { signedAttributes: [malformed] });
    expect(facts.signatures[0]!.notChecked.map(({ code }) => code)).toEqual(['REVOCATION_ARCHIVE_MALFORMED']);
    expect(facts.signatures[0]!.crls).toEqual([]);
  });
});
