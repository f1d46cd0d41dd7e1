import { describe, expect, it } from 'vitest';
import { buildSignedData, parseSignedData } from '../../../../src/foundation/cms/index.ts';
import { utf8 } from '../../../../src/foundation/core/index.ts';
import {
  buildIssuerList,
  type IssuerList,
  type IssuerListReport,
  type VerifyIssuerListOptions,
  verifyIssuerList,
} from '../../../../src/foundation/pki/index.ts';
import { signCms } from '../../../../src/signatures/cades/index.ts';
import type { TestPki } from '../../../../src/testing/index.ts';
import { day, entryOf, listOf, NOW, pkiOf, signedList } from './sample-list.ts';

const failed = (report: IssuerListReport): string[] =>
  report.checks.filter(({ status }) => status === 'failed').map(({ code }) => code);

async function verdict(
  pki: TestPki,
  more: Partial<VerifyIssuerListOptions> = {},
  list: IssuerList = listOf([entryOf(pki.licenseIssuer)]),
): Promise<IssuerListReport> {
  const signed = await signedList(pki, list);
  return verifyIssuerList({
    list: signed.list,
    signature: signed.signature,
    trustAnchors: [pki.statusIssuer.certificate],
    at: NOW,
    ...more,
  });
}

describe.each(['P-256', 'SM2', 'RSA'] as const)('a list signed by %s', (algorithm) => {
  it('is believed beside its signature and inside it', async () => {
    const pki = await pkiOf(algorithm);
    const report = await verdict(pki);
    expect(failed(report)).toEqual([]);
    expect(report).toMatchObject({ status: 'valid', stale: false, compromised: [], list: { sequence: 7 } });
    expect(report.entries).toHaveLength(1);
    expect(report.signer?.raw).toEqual(pki.statusIssuer.certificate);
    const { attached } = await signedList(pki, listOf([entryOf(pki.licenseIssuer)]));
    const trustAnchors = [pki.statusIssuer.certificate];
    expect((await verifyIssuerList({ signature: attached, trustAnchors, at: NOW })).status).toBe('valid');
  });

  it('is not believed when a byte of it changed', async () => {
    const pki = await pkiOf(algorithm);
    const list = buildIssuerList(listOf([entryOf(pki.licenseIssuer)], { sequence: 8 }));
    const report = await verdict(pki, { list });
    expect(report).toMatchObject({ status: 'invalid', subIndication: 'SIG_CRYPTO_FAILURE', entries: [] });
    expect(report.list).toBeUndefined();
    expect(failed(report)).toContain('ISSUER_LIST_SIGNATURE');
  });
});

describe('a signed list', () => {
  it('by somebody who is not pinned says nothing, whatever CA stands behind', async () => {
    const pki = await pkiOf('P-256');
    for (const trustAnchors of [
      [],
      [pki.root.certificate, pki.intermediate.certificate],
      [pki.signer.certificate],
    ]) {
      const report = await verdict(pki, { trustAnchors });
      expect(report).toMatchObject({
        status: 'indeterminate',
        subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
        entries: [],
        compromised: [],
      });
      expect(failed(report)).toEqual(['ISSUER_LIST_SIGNER']);
    }
  });

  it('by a pin that is out of its dates, or not for signing, is not believed', async () => {
    const pki = await pkiOf('P-256');
    const list = listOf([entryOf(pki.licenseIssuer)]);
    const late = await verdict(pki, { at: day('2035-01-01') });
    expect(late).toMatchObject({ status: 'invalid', entries: [] });
    expect(late.list).toBeUndefined();
    const encryption = await pki.issue({
      name: '测试人癸',
      key: 'statusIssuer',
      subject: { organization: '示例省电子证照管理平台（样）' },
      serialNumber: pki.statusIssuer.serialNumber,
      extensions: { keyUsage: ['keyEncipherment'] },
    });
    const signed = await signedList(pki, list);
    const other = { ...signed, trustAnchors: [encryption.certificate], at: NOW };
    expect((await verifyIssuerList(other)).status).not.toBe('valid');
  });

  it('that runs out is stale: nobody is believed by it, its bad news stays', async () => {
    const pki = await pkiOf('P-256');
    const entries = [
      entryOf(pki.licenseIssuer),
      entryOf(pki.sealMaker, { state: 'compromised', compromisedAt: day('2026-06-01') }),
    ];
    const at = day('2026-12-02');
    const report = await verdict(pki, { at }, listOf(entries));
    expect(report).toMatchObject({
      status: 'indeterminate',
      subIndication: 'TRY_LATER',
      stale: true,
      entries: [],
    });
    expect(failed(report)).toEqual(['ISSUER_LIST_STALE']);
    expect(report.compromised).toHaveLength(1);
    expect((await verdict(pki, { at: day('2026-12-01') }, listOf(entries))).status).toBe('valid');
  });

  it('does not go back behind one that was seen', async () => {
    const pki = await pkiOf('P-256');
    expect((await verdict(pki, { lastSequence: 6 })).status).toBe('valid');
    expect((await verdict(pki, { lastSequence: 7 })).status).toBe('valid');
    const back = await verdict(pki, { lastSequence: 8 });
    expect(back).toMatchObject({ status: 'invalid', subIndication: 'SIG_CONSTRAINTS_FAILURE', entries: [] });
    expect(failed(back)).toEqual(['ISSUER_LIST_SEQUENCE']);
  });

  it('later than the validation time is used, and told', async () => {
    const pki = await pkiOf('P-256');
    const report = await verdict(pki, { at: day('2024-01-01') });
    expect(report.status).toBe('valid');
    expect(report.checks).toContainEqual(
      expect.objectContaining({ code: 'ISSUER_LIST_LATER', status: 'warning' }),
    );
  });

  it('of malformed JSON, of other content or of no signer is no list', async () => {
    const pki = await pkiOf('P-256');
    const signer = await pki.statusIssuer.signer();
    const content = { bytes: utf8('{"schema":"yinxin.issuer-list/1"}') };
    const { cms } = await signCms({ signer, content, detached: false, claimedTime: NOW });
    const common = { trustAnchors: [pki.statusIssuer.certificate], at: NOW };
    const other = await verifyIssuerList({ ...common, signature: cms });
    expect(other).toMatchObject({ status: 'invalid', subIndication: 'FORMAT_FAILURE' });
    expect(failed(other)).toEqual(['ISSUER_LIST_SYNTAX']);
    const signed = await signedList(pki, listOf([entryOf(pki.licenseIssuer)]));
    for (const signature of [utf8('none'), Uint8Array.of(), withoutSigner(signed.signature)]) {
      expect(await verifyIssuerList({ ...common, list: signed.list, signature })).toMatchObject({
        status: 'invalid',
        subIndication: 'FORMAT_FAILURE',
      });
    }
    const alone = await verifyIssuerList({ ...common, signature: signed.signature });
    expect(alone).toMatchObject({ status: 'invalid', subIndication: 'SIGNED_DATA_NOT_FOUND' });
    const beside = { ...common, signature: signed.attached };
    const another = buildIssuerList(listOf([], { sequence: 9 }));
    expect((await verifyIssuerList({ ...beside, list: signed.list })).status).toBe('valid');
    expect(await verifyIssuerList({ ...beside, list: another })).toMatchObject({
      status: 'invalid',
      subIndication: 'FORMAT_FAILURE',
    });
  });

  it('by an old and a new key is believed by whoever pins one of them', async () => {
    const pki = await pkiOf('P-256');
    const list = listOf([entryOf(pki.licenseIssuer)]);
    const [old, young] = [await signedList(pki, list), await signedList(pki, list, pki.sealSigner)];
    const signature = joined(old.signature, young.signature);
    for (const pin of [pki.statusIssuer, pki.sealSigner]) {
      const trustAnchors = [pin.certificate];
      const report = await verifyIssuerList({ list: old.list, signature, trustAnchors, at: NOW });
      expect(report.status).toBe('valid');
      expect(report.signer?.raw).toEqual(pin.certificate);
    }
  });

  it('under the profile cn-gov is signed with SM2', async () => {
    const profile = 'cn-gov';
    expect((await verdict(await pkiOf('SM2'), { profile })).status).toBe('valid');
    const rsa = await verdict(await pkiOf('RSA'), { profile });
    expect(rsa).toMatchObject({ status: 'indeterminate', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE' });
    expect(rsa.entries).toEqual([]);
  });

  it('is asked for with a time and a whole sequence', async () => {
    const pki = await pkiOf('P-256');
    const argument = { code: 'ARGUMENT_INVALID' };
    await expect(verdict(pki, { at: new Date(Number.NaN) })).rejects.toMatchObject(argument);
    await expect(verdict(pki, { lastSequence: 1.5 })).rejects.toMatchObject(argument);
  });
});

function rebuilt(cms: Uint8Array, certificates: readonly Uint8Array[], signerInfos: readonly Uint8Array[]) {
  const { contentType, eContentType, digestAlgorithms } = parseSignedData(cms);
  const names = digestAlgorithms.map(({ raw }) => raw);
  return buildSignedData({ contentType, eContentType, digestAlgorithms: names, certificates, signerInfos });
}

function withoutSigner(cms: Uint8Array): Uint8Array {
  return rebuilt(cms, parseSignedData(cms).certificates, []);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const [one, two] = [parseSignedData(a), parseSignedData(b)];
  return rebuilt(
    a,
    [...one.certificates, ...two.certificates],
    [...one.signerInfos, ...two.signerInfos].map(({ raw }) => raw),
  );
}
