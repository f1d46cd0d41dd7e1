import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, isYinxinError } from '../../../src/foundation/core/index.ts';
import { carryCode, readCode } from '../../../src/license/carrier/index.ts';
import { type CborKey, type CborValue, decodeCbor, encodeCbor } from '../../../src/license/cbor/index.ts';
import { openCoseSigner, signCoseSign1 } from '../../../src/license/cose/index.ts';
import { buildLicenseId } from '../../../src/license/identifier/index.ts';
import { type IssuerEntry, issuerEntry } from '../../../src/license/issuers/index.ts';
import { buildFieldTree, discloseFields } from '../../../src/license/merkle/index.ts';
import { fieldsOfMetadata } from '../../../src/license/metadata/index.ts';
import {
  clearFields,
  encodeLicenseQr,
  type LicenseQrPayload,
  parseLicenseQr,
  verifyLicenseQr,
} from '../../../src/license/qr/index.ts';
import { buildStatusList, type LicenseStatus } from '../../../src/license/status/index.ts';
import { TEST_AGENCY_CODE } from '../../../src/testing/index.ts';
import {
  DRAFT,
  ENTRY,
  HOST,
  issuersOf,
  NOW,
  pkiOf,
  SAMPLE_RESIDENT_ID,
  STATUS_PREFIX,
  TYPE_CODE,
} from './fixture.ts';

const IDENTIFIER = buildLicenseId({
  typeCode: TYPE_CODE,
  issuerCode: TEST_AGENCY_CODE,
  serial: '0A1B2C3D4E5F6G7H8I9J',
}).text;
const SEED = new Uint8Array(32).fill(7);

function license(hash: 'sha256' | 'sm3') {
  const metadata = { ...DRAFT, identifier: IDENTIFIER, version: '001' };
  const tree = buildFieldTree(hash, SEED, fieldsOfMetadata(metadata));
  const payload: LicenseQrPayload = {
    issuedAt: NOW,
    identifier: IDENTIFIER,
    issueDate: DRAFT.issueDate,
    validFrom: DRAFT.validFrom!,
    validTo: DRAFT.validTo!,
    status: { list: 0, index: 4711 },
    anchor: { hash, leafCount: tree.leafCount, root: tree.root },
    clear: clearFields(tree.fields, ENTRY),
  };
  return { tree, payload };
}

async function codeOf(algorithm: 'P-256' | 'SM2', change: Partial<LicenseQrPayload> = {}) {
  const pki = await pkiOf(algorithm);
  const { payload, tree } = license(algorithm === 'SM2' ? 'sm3' : 'sha256');
  const code = await encodeLicenseQr({
    payload: { ...payload, ...change },
    signer: await pki.licenseIssuer.signer(),
    carrier: { kind: 'url', host: HOST },
  });
  return { pki, code, tree, payload, issuers: issuersOf(pki) };
}

async function listOf(state: LicenseStatus | undefined, change: { issuedAt?: Date; uri?: string } = {}) {
  const pki = await pkiOf('P-256');
  const issuedAt = change.issuedAt ?? NOW;
  return buildStatusList({
    entries: state === undefined ? [] : [{ index: 4711, state }],
    size: 131_072,
    issuerCode: TEST_AGENCY_CODE,
    list: 0,
    uri: change.uri ?? `${STATUS_PREFIX}0`,
    issuedAt,
    expiresAt: new Date(issuedAt.getTime() + 24 * 3600 * 1000),
    ttlSeconds: 12 * 3600,
    signer: await pki.statusIssuer.signer(),
  });
}

/** Codes of the checks that failed. */
function failures(verdict: { checks: readonly { code: string; status: string }[] }): string[] {
  return verdict.checks.filter(({ status }) => status === 'failed').map(({ code }) => code);
}

describe.each(['P-256', 'SM2'] as const)('a license code signed with %s', (algorithm) => {
  it('comes back as it was signed, and is never usable by itself', async () => {
    const { code, issuers, payload } = await codeOf(algorithm);
    const verdict = await verifyLicenseQr(code.text, { at: NOW, issuers });
    expect(failures(verdict)).toEqual([]);
    expect(verdict).toMatchObject({
      conclusion: 'unknown',
      cryptography: 'intact',
      trust: 'trusted',
      validity: 'valid',
      status: { state: 'unknown' },
      host: HOST,
    });
    expect(verdict.payload).toEqual(payload);
    expect(verdict.provenFields['CZZT']).toBe('示例市样章餐饮有限公司');
    expect(verdict.unprotectedOnPaper).toContain('photo');
    expect(verdict.notChecked.map(({ code: name }) => name)).toEqual(['QR_PAPER', 'QR_STATUS']);
  });

  it('is one and the same in the URL and in the offline text', async () => {
    const { code, issuers } = await codeOf(algorithm);
    const offline = carryCode(code.cose, { kind: 'offline' });
    expect(offline.text).toMatch(/^LC1Z?:[0-9A-Z $%*+\-./:]+$/);
    expect(readCode(offline.text).bytes).toEqual(code.cose);
    expect(code.text).toMatch(/^https:\/\/zz\.example\.invalid\/v#[0-9]+$/);
    expect(readCode(code.text).bytes).toEqual(code.cose);
    expect((await verifyLicenseQr(offline.text, { at: NOW, issuers })).cryptography).toBe('intact');
    expect(code.segments.map(({ mode }) => mode)).toEqual(['byte', 'numeric']);
    expect(code.segments.map(({ data }) => data).join('')).toBe(code.text);
  });

  it('does not survive a change of any byte', async () => {
    const { code, issuers } = await codeOf(algorithm);
    const step = algorithm === 'SM2' ? 5 : 1;
    for (let at = 0; at < code.cose.length; at += step) {
      const changed = code.cose.slice();
      changed[at]! ^= 1 << (at % 8);
      const { text } = carryCode(changed, { kind: 'offline' });
      const verdict = await verifyLicenseQr(text, { at: NOW, issuers });
      expect(verdict.cryptography, `byte ${at}`).not.toBe('intact');
    }
  });
});

describe('the code of a license', () => {
  it('is read as scanners and input methods type it', async () => {
    const { code, issuers } = await codeOf('P-256');
    const offline = carryCode(code.cose, { kind: 'offline' }).text;
    const typed = [
      `\ufeff${code.text}\r\n`,
      code.text.replace('https://zz.example.invalid', 'HTTPS://ZZ.Example.INVALID'),
      code.text.replace('https://', 'https：／／').replace('#', '＃'),
      code.text.replace('https://', 'https:、、').replaceAll('.', '。'),
      offline.toLowerCase(),
    ];
    for (const text of typed) {
      expect((await verifyLicenseQr(text, { at: NOW, issuers })).cryptography, text.slice(0, 40)).toBe(
        'intact',
      );
    }
  });

  it.each([
    ['', 'QR_STRUCTURE'],
    ['https://zz.example.invalid/v', 'QR_STRUCTURE'],
    ['https://zz.example.invalid/v#', 'QR_STRUCTURE'],
    ['https://zz.example.invalid/v#12345a', 'QR_STRUCTURE'],
    ['https://user@zz.example.invalid/v#123', 'QR_STRUCTURE'],
    ['http://zz.example.invalid/v#123', 'QR_STRUCTURE'],
    ['LC1:AAAA', 'QR_STRUCTURE'],
    ['LC1Z:AAA', 'QR_STRUCTURE'],
    [`LC1:${'0'.repeat(9000)}`, 'QR_STRUCTURE'],
  ])('refuses %s without throwing', async (text, code) => {
    const verdict = await verifyLicenseQr(text, { at: NOW, issuers: [] });
    expect(failures(verdict)).toEqual([code]);
    expect(verdict.conclusion).toBe('not-usable');
  });

  it('refuses a compressed text that inflates beyond any code', async () => {
    const { platform } = await import('#platform');
    const bomb = carryCode(platform.deflate(new Uint8Array(1_000_000)).subarray(0, 3000), {
      kind: 'offline',
    });
    const verdict = await verifyLicenseQr(bomb.text.replace(/^LC1Z?:/, 'LC1Z:'), { at: NOW, issuers: [] });
    expect(verdict.checks[0]!.detail).toMatch(/LIMIT_EXCEEDED|QR_INVALID/);
    expect(verdict.conclusion).toBe('not-usable');
  });

  it('refuses signed payloads with a key twice, in another order, or unknown', async () => {
    const { code, pki, issuers } = await codeOf('P-256');
    const { payload } = parseLicenseQr(code.text).cose;
    const opened = await openCoseSigner(await pki.licenseIssuer.signer());
    const claims = decodeCbor(payload, { maxBytes: 4096 }) as Map<CborKey, CborValue>;
    const rest = payload.subarray(1);
    const forged = {
      twice: concatBytes(Uint8Array.of(0xa4), rest.subarray(0, 6), rest),
      'longer head': concatBytes(Uint8Array.of(0xb8, 0x03), rest),
      unknown: encodeCbor(new Map<CborKey, CborValue>([...claims, [99, 1]])),
      'expiry differs': encodeCbor(new Map<CborKey, CborValue>([...claims, [4, 4_000_000_000]])),
    };
    for (const [name, bytes] of Object.entries(forged)) {
      const { text } = carryCode(await signCoseSign1(opened, bytes), { kind: 'offline' });
      const verdict = await verifyLicenseQr(text, { at: NOW, issuers });
      expect(failures(verdict), name).toEqual(['QR_STRUCTURE']);
    }
  });

  it('says unknown for a key that nobody listed, and broken for a forged one with the same key id', async () => {
    const { code, pki, issuers } = await codeOf('P-256');
    const none = await verifyLicenseQr(code.text, { at: NOW, issuers: [] });
    expect(none).toMatchObject({ cryptography: 'not-checked', trust: 'unknown', conclusion: 'unknown' });
    expect(none.provenFields).toEqual({});
    const impostor: IssuerEntry = {
      ...issuerEntry(pki.signer.certificate, { issuerCode: TEST_AGENCY_CODE }),
      keyId: issuers[0]!.keyId,
    };
    const forged = await verifyLicenseQr(code.text, { at: NOW, issuers: [impostor] });
    expect(forged).toMatchObject({ cryptography: 'broken', conclusion: 'not-usable' });
    // All certificates of a key id are tried.
    const both = await verifyLicenseQr(code.text, { at: NOW, issuers: [impostor, ...issuers] });
    expect(both.cryptography).toBe('intact');
  });

  it.each([
    [{ state: 'compromised' } as const, 'QR_KEY_COMPROMISED', 'revoked'],
    [{ to: new Date('2026-11-22T00:00:00Z') }, 'QR_KEY_NOT_VALID_THEN', 'untrusted'],
    [{ from: new Date('2026-11-24T00:00:00Z') }, 'QR_KEY_NOT_VALID_THEN', 'untrusted'],
    [{ licenseTypes: ['11100000000013338W033'] }, 'QR_TYPE_NOT_AUTHORISED', 'untrusted'],
    [{ issuerCode: '11330105002500287C' }, 'QR_ISSUER_CODE', 'untrusted'],
    [{ hosts: ['other.example.invalid'] }, 'QR_HOST', 'untrusted'],
  ])('is refused when the issuer entry says %o', async (change, code, trust) => {
    const { code: qr, issuers } = await codeOf('P-256');
    const verdict = await verifyLicenseQr(qr.text, { at: NOW, issuers: [{ ...issuers[0]!, ...change }] });
    expect(failures(verdict)).toEqual([code]);
    expect(verdict).toMatchObject({ trust, conclusion: 'not-usable' });
  });

  it('does not take a key listed for status as one for licenses', async () => {
    const { code, pki } = await codeOf('P-256');
    const issuers = [issuerEntry(pki.licenseIssuer.certificate, { purposes: ['status'] })];
    expect((await verifyLicenseQr(code.text, { at: NOW, issuers })).cryptography).toBe('not-checked');
  });

  it('is valid to the last second of its last Beijing day', async () => {
    const { code, issuers } = await codeOf('P-256');
    const at = async (time: string) => verifyLicenseQr(code.text, { at: new Date(time), issuers });
    expect((await at('2026-12-31T15:59:59Z')).validity).toBe('valid');
    expect(await at('2026-12-31T16:00:00Z')).toMatchObject({ validity: 'expired', conclusion: 'not-usable' });
    const early = await codeOf('P-256', { issuedAt: new Date('2026-11-20T00:00:00Z') });
    const verdict = await verifyLicenseQr(early.code.text, { at: new Date('2026-11-22T15:59:59Z'), issuers });
    expect(verdict).toMatchObject({ validity: 'not-yet-valid', conclusion: 'not-usable' });
  });

  it('is refused before it was issued', async () => {
    const { code, issuers } = await codeOf('P-256');
    const verdict = await verifyLicenseQr(code.text, { at: new Date('2026-11-23T03:59:59Z'), issuers });
    expect(failures(verdict)).toEqual(['QR_ISSUED_AT']);
  });

  it('takes its status from a current list only', async () => {
    const { code, issuers } = await codeOf('P-256');
    const ask = async (list: Uint8Array, at: Date = NOW, more = {}) =>
      verifyLicenseQr(code.text, { at, issuers, statusLists: [list], ...more });
    expect((await ask(await listOf('valid'))).status).toMatchObject({ state: 'valid', asOf: NOW });
    expect((await ask(await listOf('valid'))).conclusion).toBe('unknown');
    for (const state of [
      'suspended',
      'revoked',
      'cancelled',
      'superseded',
      'transferred',
      'withdrawn',
    ] as const) {
      expect(await ask(await listOf(state))).toMatchObject({ status: { state }, conclusion: 'not-usable' });
    }
    const unissued = await ask(await listOf(undefined));
    expect(unissued).toMatchObject({ status: { state: 'not-issued' }, conclusion: 'not-usable' });
    const late = new Date(NOW.getTime() + 12 * 3600 * 1000 + 1000);
    const stale = await ask(await listOf('valid'), late);
    expect(stale.status).toMatchObject({ state: 'unknown', reading: { outcome: 'try-later' } });
    const strict = await ask(await listOf('valid'), new Date(NOW.getTime() + 61_000), {
      statusMaxAgeSeconds: 60,
    });
    expect(strict.status.state).toBe('unknown');
  });

  it('does not believe a rolled-back list, one from the future, of another place, or of another key', async () => {
    const { code, pki, issuers } = await codeOf('P-256');
    const newer = new Date(NOW.getTime() + 3600 * 1000);
    const ask = async (list: Uint8Array, more = {}) =>
      verifyLicenseQr(code.text, { at: NOW, issuers, statusLists: [list], ...more });
    const rollback = await ask(await listOf('valid'), { highestIat: () => newer });
    expect(rollback.status.reading?.outcome).toBe('refused');
    expect(failures(rollback)).toEqual(['STATUS_LIST_ROLLBACK']);
    expect(rollback.conclusion).toBe('unknown');
    expect(failures(await ask(await listOf('valid', { issuedAt: newer })))).toEqual(['STATUS_LIST_TIME']);
    expect(failures(await ask(await listOf('valid', { uri: 'https://elsewhere.invalid/s/0' })))).toEqual([
      'STATUS_LIST_URI',
    ]);
    const unlisted = await verifyLicenseQr(code.text, {
      at: NOW,
      issuers: [issuers[0]!],
      statusLists: [await listOf('valid')],
    });
    expect(unlisted.status.state).toBe('unknown');
    expect(pki.statusIssuer).toBeDefined();
  });

  it('compares what the caller expects, and says so when the code cannot prove it', async () => {
    const { code, issuers, tree } = await codeOf('P-256');
    const ask = async (expectation: object, disclosed = [] as ReturnType<typeof discloseFields>) =>
      verifyLicenseQr(code.text, { at: NOW, issuers, expect: expectation, disclosed });
    expect(
      (await ask({ identifier: IDENTIFIER, type: TYPE_CODE, issuer: TEST_AGENCY_CODE })).conclusion,
    ).toBe('unknown');
    expect(failures(await ask({ type: '11100000000013338W033' }))).toEqual(['EXPECT_TYPE']);
    const unproven = await ask({ holderCode: TEST_AGENCY_CODE });
    expect(unproven.checks.find(({ code: name }) => name === 'EXPECT_HOLDER_CODE')?.status).toBe('not-run');
    const proof = discloseFields(tree, ['CZZTDM']);
    const proven = await ask({ holderCode: TEST_AGENCY_CODE }, proof);
    expect(proven.checks.find(({ code: name }) => name === 'EXPECT_HOLDER_CODE')?.status).toBe('passed');
    expect(failures(await ask({ holderCode: '11330105002500287C' }, proof))).toEqual(['EXPECT_HOLDER_CODE']);
    const moved = [{ ...proof[0]!, key: 'CZZT' }];
    expect(failures(await ask({}, moved))).toEqual(['QR_DISCLOSURE']);
  });

  it('never holds a resident identity number, whatever the catalog says', async () => {
    const { tree } = license('sha256');
    const fields = tree.fields.map((field) =>
      field.key === 'ZZBH' ? { ...field, value: `号${SAMPLE_RESIDENT_ID}` } : field,
    );
    expect(Object.keys(clearFields(fields, ENTRY))).toEqual(['CZZT']);
    await expect(codeOf('P-256', { clear: { ZZBH: SAMPLE_RESIDENT_ID } })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });

  it('refuses a code whose signer put an identity number in clear', async () => {
    const { pki, issuers, payload } = await codeOf('P-256');
    const { code } = await codeOf('P-256', { clear: { ZZBH: '110105194912310020' } });
    const bytes = parseLicenseQr(code.text).cose.payload;
    const opened = await openCoseSigner(await pki.licenseIssuer.signer());
    // Only the check character separates the two numbers.
    const from = new TextEncoder().encode('110105194912310020');
    const at = Buffer.from(bytes).indexOf(Buffer.from(from));
    const forged = bytes.slice();
    forged[at + 17] = 'X'.charCodeAt(0);
    const { text } = carryCode(await signCoseSign1(opened, forged), { kind: 'offline' });
    expect(failures(await verifyLicenseQr(text, { at: NOW, issuers }))).toEqual(['QR_PERSONAL_NUMBER']);
    expect(payload.identifier).toBe(IDENTIFIER);
  });

  it('is signed only by ES256 or SM2 keys with a tree of their digest', async () => {
    const pki = await pkiOf('P-256');
    const { payload } = license('sm3');
    const signer = await pki.licenseIssuer.signer();
    const wrong = encodeLicenseQr({ payload, signer, carrier: { kind: 'offline' } });
    await expect(wrong).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    await expect(async () =>
      carryCode(fromHex('00'), { kind: 'url', host: 'UPPER.example' }),
    ).rejects.toSatisfy((error) => isYinxinError(error, 'ARGUMENT_INVALID'));
  });

  it('fits version 12 with two clear fields at error correction M', async () => {
    const { qrMatrix } = await import('../../../src/formats/qr/index.ts');
    const { code } = await codeOf('P-256', {
      clear: { ZZBH: 'JY13399001234567', CZZT: '示例市样章餐饮有限公司' },
    });
    expect((qrMatrix(code.segments, { ecc: 'M' }).length - 17) / 4).toBeLessThanOrEqual(12);
  });
});
