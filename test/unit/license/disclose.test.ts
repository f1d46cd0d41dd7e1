import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/foundation/core/index.ts';
import { writeDisclosure } from '../../../src/license/disclose/disclosure-file.ts';
import {
  discloseLicense,
  type LicenseDisclosure,
  readDisclosure,
  verifyLicenseDisclosure,
} from '../../../src/license/disclose/index.ts';
import { buildLicenseId } from '../../../src/license/identifier/index.ts';
import { buildFieldTree } from '../../../src/license/merkle/index.ts';
import { fieldsOfMetadata, type LicenseMetadata } from '../../../src/license/metadata/index.ts';
import { encodeLicenseQr } from '../../../src/license/qr/index.ts';
import { TEST_AGENCY_CODE } from '../../../src/testing/index.ts';
import { DRAFT, HOST, issuersOf, NOW, pkiOf, TYPE_CODE } from './fixture.ts';

const SEED = new Uint8Array(32).fill(7);
const KEYS = ['CZZT', 'ZZMC', 'ZZBFRQ'];

async function licensed(serial: string, algorithm: 'P-256' | 'SM2' = 'SM2', seed: Uint8Array = SEED) {
  const { text: identifier } = buildLicenseId({ typeCode: TYPE_CODE, issuerCode: TEST_AGENCY_CODE, serial });
  const metadata: LicenseMetadata = { ...DRAFT, identifier, version: '001' };
  const hash = algorithm === 'SM2' ? 'sm3' : 'sha256';
  const tree = buildFieldTree(hash, seed, fieldsOfMetadata(metadata));
  const pki = await pkiOf(algorithm);
  const { text } = await encodeLicenseQr({
    payload: {
      issuedAt: NOW,
      identifier,
      issueDate: DRAFT.issueDate,
      validFrom: DRAFT.validFrom!,
      validTo: DRAFT.validTo!,
      status: { list: 0, index: 1 },
      anchor: { hash, leafCount: tree.leafCount, root: tree.root },
      clear: {},
    },
    signer: await pki.licenseIssuer.signer(),
    carrier: { kind: 'url', host: HOST },
  });
  return { code: text, metadata, saltSeed: seed, tree, options: { at: NOW, issuers: issuersOf(pki) } };
}

const failed = (verdict: { checks: readonly { code: string; status: string }[] }) =>
  verdict.checks.filter(({ status }) => status === 'failed').map(({ code }) => code);

describe('disclosing some fields of a license', () => {
  it.each(['P-256', 'SM2'] as const)('each is proved against the root signed with %s', async (algorithm) => {
    const { options, ...license } = await licensed('A1', algorithm);
    const verdict = await verifyLicenseDisclosure(discloseLicense({ ...license, keys: KEYS }), options);
    expect(verdict).toMatchObject({
      conclusion: 'unknown',
      cryptography: 'intact',
      trust: 'trusted',
      disclosed: KEYS,
    });
    expect(verdict.provenFields['ZZMC']).toBe(license.metadata.name);
  });

  it('nothing else of the license is in the bytes', async () => {
    const license = await licensed('A1');
    const text = fromUtf8(discloseLicense({ ...license, keys: ['ZZMC'] }));
    const others = fieldsOfMetadata(license.metadata).filter(({ key }) => key !== 'ZZMC');
    for (const { key, value } of others) {
      expect(text).not.toContain(JSON.stringify(key));
      if (typeof value === 'string' && value.length > 3 && value !== license.metadata.name)
        expect(text).not.toContain(value);
    }
    expect(JSON.parse(text).fields).toHaveLength(1);
  });

  it('a seed or a record that is not the code’s own proves nothing and is refused', async () => {
    const [a, b] = [await licensed('A1'), await licensed('B2')];
    const invalid = expect.objectContaining({ code: 'LICENSE_INVALID' });
    expect(() => discloseLicense({ ...a, code: b.code, keys: KEYS })).toThrow(invalid);
    expect(() => discloseLicense({ ...a, saltSeed: new Uint8Array(32), keys: KEYS })).toThrow(invalid);
    const argument = expect.objectContaining({ code: 'ARGUMENT_INVALID' });
    for (const keys of [[], ['ZZMC', 'ZZMC'], ['KZ_NONE']]) {
      expect(() => discloseLicense({ ...a, keys })).toThrow(argument);
    }
  });

  const forge = async (
    change: (disclosure: LicenseDisclosure, other: LicenseDisclosure) => LicenseDisclosure,
  ) => {
    const { options, ...license } = await licensed('A1');
    const other = await licensed('B2', 'SM2', new Uint8Array(32).fill(9));
    const [own, others] = [license, other].map((one) =>
      readDisclosure(discloseLicense({ ...one, keys: KEYS })),
    );
    return verifyLicenseDisclosure(writeDisclosure(change(own!, others!)), options);
  };
  const first = (d: LicenseDisclosure, change: object): LicenseDisclosure => ({
    ...d,
    fields: d.fields.map((field, i) => (i === 0 ? { ...field, ...change } : field)),
  });

  it.each([
    ['another value', (d: LicenseDisclosure) => first(d, { value: '别人' })],
    ['a wrong salt', (d: LicenseDisclosure) => first(d, { salt: new Uint8Array(16) })],
    ['the value under another key', (d: LicenseDisclosure) => first(d, { key: 'KZ_OTHER' })],
    ['another place', (d: LicenseDisclosure) => first(d, { index: d.fields[0]!.index ^ 1 })],
    [
      'a path cut short, a node as leaf',
      (d: LicenseDisclosure) => first(d, { path: d.fields[0]!.path.slice(1) }),
    ],
    ['siblings exchanged', (d: LicenseDisclosure) => first(d, { path: [...d.fields[0]!.path].reverse() })],
    [
      'the proof of another license',
      (d: LicenseDisclosure, o: LicenseDisclosure) => ({ ...d, fields: o.fields }),
    ],
    ['the type of the value changed', (d: LicenseDisclosure) => first(d, { value: ['a', 'b'] })],
  ] as const)('%s is refused', async (_, change) => {
    const verdict = await forge(change);
    expect(verdict.conclusion).toBe('not-usable');
    expect(failed(verdict)).toContain('QR_DISCLOSURE');
    expect(verdict.disclosed.length).toBeLessThan(KEYS.length);
  });

  it('the code of another license under right proofs is refused', async () => {
    const verdict = await forge((d, o) => ({ ...d, code: o.code }));
    expect(failed(verdict)).toContain('QR_DISCLOSURE');
  });

  it('what is no disclosure is a failed check, never an exception', async () => {
    const { options, ...license } = await licensed('A1');
    const file = discloseLicense({ ...license, keys: KEYS });
    const text = fromUtf8(file);
    const field = JSON.parse(text).fields[0];
    const spelt = (value: object) => utf8(JSON.stringify(value));
    const broken = [
      utf8(''),
      utf8('null'),
      file.subarray(1),
      utf8(` ${text}`),
      utf8(text.replace('"schema"', '"scheme"')),
      utf8(text.replace('/1"', '/2"')),
      spelt({ code: 'x', fields: [], schema: 'yinxin.license-disclosure/1' }),
      spelt({ code: license.code, fields: [field, field], schema: 'yinxin.license-disclosure/1' }),
      spelt({ code: license.code, fields: [{ ...field, salt: '!' }], schema: 'yinxin.license-disclosure/1' }),
      spelt({ code: license.code, extra: 1, fields: [field], schema: 'yinxin.license-disclosure/1' }),
      new Uint8Array(4 * 1024 * 1024 + 1),
    ];
    for (const bytes of broken) {
      const verdict = await verifyLicenseDisclosure(bytes, options);
      expect(verdict).toMatchObject({ conclusion: 'not-usable', disclosed: [] });
      expect(failed(verdict)).toEqual(['DISCLOSURE_STRUCTURE']);
    }
  });
});
