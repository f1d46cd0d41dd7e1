import { describe, expect, it } from 'vitest';
import { verifySeal } from '../../../src/entries/seal.ts';
import { encodePng } from '../../../src/formats/png/index.ts';
import { der } from '../../../src/foundation/asn1/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { judgeOptions, NOW, testPki } from '../../support/ofd.ts';
import { changedAt, flipped, makeSeal, partsOf, type SesSpec } from '../../support/ofd-values.ts';

const DAY = 24 * 3600 * 1000;
const PNG = encodePng({ width: 2, height: 2, kind: 'bit', data: new Uint8Array(4) });
const picture = (type: string, data: Uint8Array) =>
  changedAt(3, () =>
    der.sequence(der.ia5String(type), der.octetString(data), der.integer(42), der.integer(42)),
  );
const withPng = picture('PNG', PNG);

async function see(spec: SesSpec = {}, options = {}, change = (seal: Uint8Array) => seal) {
  const seal = change(await makeSeal(await testPki(), { info: withPng, ...spec }));
  const seen = await verifySeal(seal, { ...(await judgeOptions()), ...options });
  return {
    ...seen,
    verdict: [seen.indication, ...(seen.subIndication === null ? [] : [seen.subIndication])].join(' '),
    codes: seen.checks.map(({ status, code }) => `${status} ${code}`),
  };
}

const window = (from: number, to: number) => (parts: Uint8Array[]) => [
  ...parts.slice(0, -2),
  der.generalizedTime(new Date(NOW.getTime() + from * DAY)),
  der.generalizedTime(new Date(NOW.getTime() + to * DAY)),
];

describe('a seal by itself', () => {
  it.each([1, 4, 5] as const)('of V%s passes all checks in their order', async (version) => {
    const seen = await see({ version });
    expect(seen.verdict).toBe('TOTAL_PASSED');
    expect(seen.codes).toEqual([
      'passed SEAL_STRUCTURE',
      'passed SEAL_MAKER_SIGNATURE',
      'passed SEAL_MAKER_AUTHORISED',
      'passed SEAL_IN_FORCE',
      'passed SEAL_PICTURE',
      'passed SEAL_OWNERS',
    ]);
    expect(seen.seal).toMatchObject({
      structure: `V${version}`,
      version,
      vendor: 'yang',
      id: '33990000000001',
      name: '示例市数据资源管理局（样）',
      validity: { from: '2026-07-01T02:03:04Z', to: '2027-04-27T02:03:04Z' },
      picture: { type: 'PNG', widthMm: 42, heightMm: 42 },
    });
    expect(seen.seal!.maker.subject).toContain('CN=');
  });

  const REFUSED: readonly (readonly [string, (pki: TestPki) => SesSpec, string, string])[] = [
    [
      'an altered name',
      () => ({
        sealParts: changedAt(0, (info) =>
          der.sequence(
            ...changedAt(2, (property) =>
              der.sequence(...changedAt(1, () => der.utf8String('别的机关'))(partsOf(property))),
            )(partsOf(info)),
          ),
        ),
      }),
      'SEAL_MAKER_SIGNATURE',
      'TOTAL_FAILED SIG_CRYPTO_FAILURE',
    ],
    [
      'an altered value',
      () => ({ sealParts: changedAt(3, flipped) }),
      'SEAL_MAKER_SIGNATURE',
      'TOTAL_FAILED SIG_CRYPTO_FAILURE',
    ],
    [
      'a maker nobody has listed, though his CA is believed',
      (pki) => ({ maker: pki.signer }),
      'SEAL_MAKER_NOT_AUTHORISED',
      'INDETERMINATE CHAIN_CONSTRAINTS_FAILURE',
    ],
    [
      'its own owner for a maker',
      (pki) => ({ maker: pki.sealSigner }),
      'SEAL_MAKER_NOT_AUTHORISED',
      'INDETERMINATE CHAIN_CONSTRAINTS_FAILURE',
    ],
    [
      'a term that is over',
      () => ({ property: window(-9, -1) }),
      'SEAL_EXPIRED',
      'INDETERMINATE OUT_OF_BOUNDS_NO_POE',
    ],
    [
      'a term that has not begun',
      () => ({ property: window(1, 9) }),
      'SEAL_EXPIRED',
      'INDETERMINATE OUT_OF_BOUNDS_NO_POE',
    ],
    [
      'a picture that is none',
      () => ({ info: picture('PNG', utf8('no picture')) }),
      'SEAL_PICTURE',
      'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
    ],
    [
      'a picture of another type than it says',
      () => ({ info: picture('JPG', PNG) }),
      'SEAL_PICTURE',
      'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
    ],
    [
      'a drawing that is none',
      () => ({ info: picture('SVG', utf8('<html/>')) }),
      'SEAL_PICTURE',
      'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
    ],
    [
      'nobody who may use it',
      () => ({ property: changedAt(3, () => der.sequence()) }),
      'SEAL_OWNERS',
      'INDETERMINATE CHAIN_CONSTRAINTS_FAILURE',
    ],
    [
      'an owner whose certificate has ended',
      (pki) => ({ signer: pki.expired }),
      'CERTIFICATE_DATES',
      'INDETERMINATE OUT_OF_BOUNDS_NO_POE',
    ],
    [
      'an extension marked critical that nobody understands',
      () => ({
        info: (parts) => [
          ...withPng(parts),
          der.sequence(der.sequence(der.oid('1.2.3'), der.boolean(true), der.octetString(utf8('x')))),
        ],
      }),
      'SEAL_CRITICAL_EXTENSION',
      'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
    ],
    [
      'a part too many',
      () => ({ sealParts: (parts) => [...parts, der.null()] }),
      'SEAL_STRUCTURE',
      'TOTAL_FAILED FORMAT_FAILURE',
    ],
  ];

  it.each(REFUSED)('with %s is not passed, and says why', async (_, spec, code, verdict) => {
    const seen = await see(spec(await testPki()));
    expect(seen.checks.filter(({ status }) => status !== 'passed').map((c) => c.code)).toContain(code);
    expect(seen.verdict).toBe(verdict);
  });

  it('is believed by the pins alone: neither by nobody nor by a CA', async () => {
    const pki = await testPki();
    const trust = (sealMakers?: Uint8Array[]) => ({
      trust: { signers: [pki.root.certificate], ...(sealMakers === undefined ? {} : { sealMakers }) },
    });
    for (const makers of [undefined, [], [pki.root.certificate], [pki.intermediate.certificate]]) {
      expect((await see({}, trust(makers))).verdict).toBe('INDETERMINATE CHAIN_CONSTRAINTS_FAILURE');
    }
    const nobody = { trust: { signers: [], sealMakers: [pki.sealMaker.certificate] } };
    expect((await see({}, nobody)).indication).toBe('INDETERMINATE');
  });

  it('for an owner whose certificate was revoked is not passed', async () => {
    const pki = await testPki();
    const crl = await pki.crl({
      revoked: [{ certificate: pki.sealSigner, at: new Date(NOW.getTime() - DAY) }],
    });
    const options = await judgeOptions();
    const seen = await see({}, { crls: [...(options.crls ?? []).slice(0, 1), crl] });
    expect(seen.verdict).toBe('INDETERMINATE REVOKED_NO_POE');
  });

  it('is judged at the time asked for', async () => {
    const far = new Date(NOW.getTime() + 20 * 365 * DAY);
    const seen = await see({}, { at: far });
    expect(seen.indication).toBe('INDETERMINATE');
    expect(seen.codes).toContain('failed SEAL_EXPIRED');
  });

  it('whose owners are named by digest, or one of whom is believed, says so', async () => {
    const pki = await testPki();
    const list = der.sequence(
      der.sequence(der.printableString('SM3'), der.octetString(digest('sm3', pki.sealSigner.certificate))),
    );
    const byDigest = await see({
      property: (parts) => changedAt(3, () => list)(changedAt(2, () => der.integer(2))(parts)),
    });
    expect(byDigest.codes).toContain('warning SEAL_OWNERS');
    expect(byDigest.notChecked.map(({ code }) => code)).toContain('SEAL_OWNERS_BY_DIGEST');
    const two = der.sequence(
      der.octetString(pki.expired.certificate),
      der.octetString(pki.sealSigner.certificate),
    );
    const some = await see({ property: changedAt(3, () => two) });
    expect(some.verdict).toBe('TOTAL_PASSED');
    expect(some.codes).toContain('warning SEAL_OWNER_NOT_TRUSTED');
  });

  it('with other pictures is read as far as anybody here can', async () => {
    const svg = utf8('<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect((await see({ info: picture('svg', svg) })).codes).toContain('passed SEAL_PICTURE');
    const gif = await see({ info: picture('GIF', utf8('GIF89a\0\0\0\0\0\0\0')) });
    expect(gif.notChecked.map(({ code }) => code)).toContain('SEAL_PICTURE_NOT_READ');
    const odd = await see({ info: picture('WEBP', svg) });
    expect(odd.notChecked.map(({ code }) => code)).toContain('SEAL_PICTURE_NOT_READ');
  });

  it('is never an exception, but a malformed call is one', async () => {
    const options = await judgeOptions();
    for (const bytes of [new Uint8Array(0), utf8('x'), new Uint8Array([0x30, 0x80]), new Uint8Array(99)]) {
      expect(await verifySeal(bytes, options)).toMatchObject({
        indication: 'TOTAL_FAILED',
        subIndication: 'FORMAT_FAILURE',
      });
    }
    const seal = await makeSeal(await testPki(), {});
    for (const wrong of [
      { at: undefined },
      { at: new Date(Number.NaN) },
      { trust: undefined },
      { revocation: 'maybe' },
    ]) {
      await expect(verifySeal(seal, { ...options, ...wrong } as never)).rejects.toMatchObject({
        code: 'ARGUMENT_INVALID',
      });
    }
  });
});
