import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/foundation/core/index.ts';
import {
  applicationBinding,
  cmsIdentityVerifier,
  type IdentityOptions,
  jwsIdentityVerifier,
  type ProviderKey,
  type SignApplicationInput,
  signApplication,
} from '../../../src/sign/application/index.ts';
import type { TestAlgorithm, TestIdentity, TestPki } from '../../../src/testing/index.ts';
import { judgeOptions, NOW, testPki } from '../asic/fixtures.ts';
import { applicationInput, forgedStatement, later, PERSON, SECOND, verify } from './fixtures.ts';
import { ALG, AUDIENCE, base64url, claims, ISSUER, jws } from './tokens.ts';

const identity = (form: 'jws' | 'cms', data: Uint8Array): SignApplicationInput['identity'] => ({
  method: 'face',
  assuranceLevel: '高',
  subject: { code: PERSON.code, codeType: PERSON.codeType },
  time: NOW,
  provider: ISSUER,
  evidence: { form, data },
});

/** The provider's key, as the reader pins it. */
async function pinned(provider: TestIdentity, changes: Partial<ProviderKey> = {}): Promise<IdentityOptions> {
  const { algorithm, publicKey } = await (await provider.signer()).info();
  const alg = ALG[algorithm];
  const key = { kid: 'k1', algorithm, publicKey, ...(alg === undefined ? {} : { alg }), ...changes };
  const verifier = jwsIdentityVerifier({ providers: [{ issuer: ISSUER, keys: [key] }] });
  return { verifier, audience: AUDIENCE };
}

const header = async (provider: TestIdentity): Promise<string> => {
  const { algorithm } = await (await provider.signer()).info();
  return JSON.stringify({ alg: ALG[algorithm] ?? algorithm, kid: 'k1', typ: 'JWT' });
};

/** An application whose evidence is made by `make` over its binding, and its report. */
async function judged(
  pki: TestPki,
  make: (binding: object) => Promise<Uint8Array>,
  options: IdentityOptions | undefined,
  changes: Partial<SignApplicationInput> = {},
  more: object = {},
) {
  const base = await applicationInput(pki, changes);
  const evidence = await make(applicationBinding(base));
  const { file } = await signApplication({ ...base, identity: identity('jws', evidence), ...changes });
  return verify(pki, file, { ...(options === undefined ? {} : { identity: options }), ...more });
}

const token =
  (provider: TestIdentity, changes: Record<string, unknown> = {}) =>
  async (binding: object) =>
    jws(provider, await header(provider), JSON.stringify(claims(binding, changes)));

describe.each<TestAlgorithm>(['P-256', 'RSA', 'SM2', 'Ed25519'])('identity by JWS, %s', (algorithm) => {
  it('is proved with who, when and by what; one changed character proves nothing', async () => {
    const pki = await testPki('P-256');
    const provider = (await testPki(algorithm)).statusIssuer;
    const report = await judged(pki, token(provider), await pinned(provider));
    expect(report.reasons).toEqual([]);
    expect(report.identity).toMatchObject({
      status: 'proved',
      proof: {
        issuer: ISSUER,
        subject: { code: PERSON.code },
        identifiedAt: '2026-11-23T02:00:00Z',
        validTo: '2026-11-23T02:10:00Z',
      },
    });
    expect(report.identity?.proof?.by).toMatch(/^JWS .*, key k1$/);
    expect(report.notChecked.map(({ code }) => code)).not.toContain('IDENTITY_ASSERTED');
    const bad = await judged(
      pki,
      async (binding) => {
        const good = await token(provider)(binding);
        good[good.length - 10]! = good.at(-10) === 0x41 ? 0x42 : 0x41;
        return good;
      },
      await pinned(provider),
    );
    expect([bad.conclusion, bad.reasons]).toEqual(['not-acceptable', ['IDENTITY_SIGNATURE']]);
    expect(bad.identity).toMatchObject({ status: 'refused', proof: null });
  });
});

describe('identity evidence', () => {
  it('may be signed with RSA-PSS; the key then takes no PKCS#1 v1.5', async () => {
    const pki = await testPki('RSA');
    const { statusIssuer } = pki;
    const pss = { ...statusIssuer, signer: () => statusIssuer.signer('PS256') };
    const options = await pinned(pss);
    expect((await judged(pki, token(pss), options)).identity?.status).toBe('proved');
    expect((await judged(pki, token(statusIssuer), options)).reasons).toEqual(['IDENTITY_ALGORITHM']);
  });

  it('that nobody verifies is asserted; so is none at all', async () => {
    const pki = await testPki('P-256');
    const report = await judged(pki, token(pki.statusIssuer), undefined);
    expect(report.conclusion).toBe('acceptable');
    expect(report.identity?.status).toBe('asserted');
    expect(report.notChecked.map(({ code }) => code)).toContain('IDENTITY_ASSERTED');
  });

  it.each<readonly [string, Record<string, unknown>, string]>([
    ['another application', { application: { sha256: '0'.repeat(64) } }, 'IDENTITY_BINDING'],
    ['another application by SM3', { application: { sm3: '0'.repeat(64) } }, 'IDENTITY_BINDING'],
    ['another audience', { aud: 'somebody else' }, 'IDENTITY_AUDIENCE'],
    ['another person', { sub: SECOND.code }, 'IDENTITY_SUBJECT'],
    ['another method', { amr: ['sms'] }, 'IDENTITY_STATED'],
    ['a lower level', { acr: '低' }, 'IDENTITY_STATED'],
    ['another time', { auth_time: 1 }, 'IDENTITY_STATED'],
    ['a time that had passed', { exp: NOW.getTime() / 1000 - 61 }, 'IDENTITY_EXPIRED'],
    ['a time to come', { iat: NOW.getTime() / 1000 + 61 }, 'IDENTITY_NOT_YET'],
    ['a time to come, nbf', { nbf: NOW.getTime() / 1000 + 61 }, 'IDENTITY_NOT_YET'],
    ['another issuer', { iss: 'https://other.example.invalid' }, 'IDENTITY_ISSUER'],
    ['no expiry', { exp: undefined }, 'IDENTITY_MALFORMED'],
    ['no application', { application: {} }, 'IDENTITY_MALFORMED'],
    ['a digest that is none', { application: { sha256: 'x' } }, 'IDENTITY_MALFORMED'],
    ['no audience', { aud: [] }, 'IDENTITY_MALFORMED'],
  ])('for %s is refused with its code', async (_what, changes, code) => {
    const pki = await testPki('P-256');
    const options = await pinned(pki.statusIssuer);
    const report = await judged(pki, token(pki.statusIssuer, changes), options);
    expect([report.conclusion, report.reasons]).toEqual(['not-acceptable', [code]]);
  });

  it('may be bound by one digest, and fits no application that was changed afterwards', async () => {
    const pki = await testPki('P-256');
    const options = await pinned(pki.statusIssuer);
    const one = (name: 'sha256' | 'sm3') => async (binding: object) =>
      token(pki.statusIssuer)({ [name]: (binding as Record<string, unknown>)[name] });
    expect((await judged(pki, one('sm3'), options)).identity?.status).toBe('proved');
    expect((await judged(pki, one('sha256'), options)).identity?.status).toBe('proved');
    const base = await applicationInput(pki);
    const evidence = await token(pki.statusIssuer)(applicationBinding(base));
    for (const changes of [
      { form: { 申请人: '测试人甲', 数量: 300 } },
      { attachments: [] },
      { matter: { code: 'X', name: '别的' } },
      { coApplicants: [SECOND] },
    ]) {
      const { file } = await signApplication({ ...base, ...changes, identity: identity('jws', evidence) });
      const report = await verify(pki, file, { identity: options });
      expect(report.reasons).toContain('IDENTITY_BINDING');
    }
  });

  it('that ended before the application is known to exist proves nothing', async () => {
    const pki = await testPki('P-256');
    const options = await pinned(pki.statusIssuer);
    const at = { at: later(1) };
    const late = await judged(pki, token(pki.statusIssuer), options, {}, at);
    expect([late.conclusion, late.reasons]).toEqual(['undecided', ['IDENTITY_TIME_UNPROVED']]);
    expect(late.identity?.status).toBe('asserted');
    const stamped = await judged(
      pki,
      token(pki.statusIssuer),
      options,
      { tsa: pki.timestampAuthority() },
      at,
    );
    expect(stamped.identity?.status).toBe('proved');
    const received = await judged(pki, token(pki.statusIssuer), options, {}, { ...at, receivedAt: NOW });
    expect(received.identity?.status).toBe('proved');
  });

  it('about somebody who neither applies nor acts is refused without any verifier', async () => {
    const pki = await testPki('P-256');
    const { code, codeType } = SECOND;
    const { file } = await signApplication(
      await applicationInput(pki, {
        identity: { method: 'face', assuranceLevel: '高', subject: { code, codeType }, time: NOW },
      }),
    );
    expect((await verify(pki, file)).reasons).toEqual(['IDENTITY_SUBJECT']);
  });

  it('is left open by a verifier that fails or cannot tell', async () => {
    const pki = await testPki('P-256');
    const verifier = { authenticate: () => Promise.reject(new Error('down')) };
    const report = await judged(pki, token(pki.statusIssuer), { verifier, audience: AUDIENCE });
    expect([report.conclusion, report.reasons]).toEqual(['undecided', ['IDENTITY_UNDECIDED']]);
    const other = cmsIdentityVerifier({ ...(await judgeOptions(pki)), providers: [] });
    const wrong = await judged(pki, token(pki.statusIssuer), { verifier: other, audience: AUDIENCE });
    expect(wrong.reasons).toEqual(['IDENTITY_UNDECIDED']);
  });
});

describe('a JWS', () => {
  const payload = (binding: object) => JSON.stringify(claims(binding));
  const ES256 = '{"alg":"ES256","kid":"k1"}';
  it.each<readonly [string, (pki: TestPki, binding: object) => Promise<Uint8Array>, string]>([
    [
      'without signature (alg none)',
      async (_pki, b) =>
        utf8(`${base64url(utf8('{"alg":"none","kid":"k1"}'))}.${base64url(utf8(payload(b)))}.`),
      'IDENTITY_MALFORMED',
    ],
    [
      'with alg none',
      (pki, b) => jws(pki.statusIssuer, '{"alg":"none","kid":"k1"}', payload(b)),
      'IDENTITY_ALGORITHM',
    ],
    [
      'with HS256',
      (pki, b) => jws(pki.statusIssuer, '{"alg":"HS256","kid":"k1"}', payload(b)),
      'IDENTITY_ALGORITHM',
    ],
    ['without alg', (pki, b) => jws(pki.statusIssuer, '{"kid":"k1"}', payload(b)), 'IDENTITY_MALFORMED'],
    [
      'of an unknown key',
      (pki, b) => jws(pki.statusIssuer, '{"alg":"ES256","kid":"k2"}', payload(b)),
      'IDENTITY_KEY_UNKNOWN',
    ],
    [
      'without a key id',
      (pki, b) => jws(pki.statusIssuer, '{"alg":"ES256"}', payload(b)),
      'IDENTITY_KEY_UNKNOWN',
    ],
    ['of another key', (pki, b) => jws(pki.signer, ES256, payload(b)), 'IDENTITY_SIGNATURE'],
    [
      'with crit',
      (pki, b) => jws(pki.statusIssuer, '{"alg":"ES256","kid":"k1","crit":["x"],"x":1}', payload(b)),
      'IDENTITY_MALFORMED',
    ],
    [
      'with b64',
      (pki, b) => jws(pki.statusIssuer, '{"alg":"ES256","kid":"k1","b64":false}', payload(b)),
      'IDENTITY_MALFORMED',
    ],
    [
      'with a name twice in the header',
      (pki, b) => jws(pki.statusIssuer, '{"alg":"none","alg":"ES256","kid":"k1"}', payload(b)),
      'IDENTITY_MALFORMED',
    ],
    [
      'with a name twice, once escaped, in the claims',
      (pki, b) => jws(pki.statusIssuer, ES256, payload(b).replace('{', '{"\\u0073ub":"X",')),
      'IDENTITY_MALFORMED',
    ],
    ['nested without end', (pki) => jws(pki.statusIssuer, ES256, '['.repeat(20_000)), 'IDENTITY_MALFORMED'],
    ['of no JSON', (pki) => jws(pki.statusIssuer, ES256, 'x'), 'IDENTITY_MALFORMED'],
    ['of a list', (pki) => jws(pki.statusIssuer, ES256, '[]'), 'IDENTITY_MALFORMED'],
    [
      'with padding',
      async (pki, b) => utf8(`${new TextDecoder().decode(await jws(pki.statusIssuer, ES256, payload(b)))}==`),
      'IDENTITY_MALFORMED',
    ],
    [
      'of four parts',
      async (pki, b) => utf8(`${new TextDecoder().decode(await jws(pki.statusIssuer, ES256, payload(b)))}.x`),
      'IDENTITY_MALFORMED',
    ],
    ['without end', async () => utf8('a'.repeat(100_000)), 'IDENTITY_MALFORMED'],
  ])('%s is refused', async (_what, make, code) => {
    const pki = await testPki('P-256');
    const report = await judged(pki, (binding) => make(pki, binding), await pinned(pki.statusIssuer));
    expect([report.conclusion, report.reasons]).toEqual(['not-acceptable', [code]]);
  });

  it('with bits that nobody reads in its last character is refused', async () => {
    const pki = await testPki('P-256');
    const options = await pinned(pki.statusIssuer);
    const report = await judged(
      pki,
      async (binding) => {
        const text = new TextDecoder().decode(await token(pki.statusIssuer)(binding));
        const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
        return utf8(text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1)!) ^ 1]!);
      },
      options,
    );
    expect(report.reasons).toEqual(['IDENTITY_MALFORMED']);
  });

  it('needs keys that fit their algorithm', async () => {
    const pki = await testPki('P-256');
    const make = (key: Partial<ProviderKey>) => pinned(pki.statusIssuer, key);
    const sm2 = await (await (await testPki('SM2')).signer.signer()).info();
    for (const key of [
      { algorithm: 'RS256' },
      { algorithm: 'ES384' },
      { algorithm: 'SM2-SM3', publicKey: sm2.publicKey },
      { alg: 'none' },
    ] as const)
      await expect(make(key)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});

describe('identity by CMS', () => {
  const verifierOf = async (pki: TestPki, providers = [pki.statusIssuer]): Promise<IdentityOptions> => ({
    verifier: cmsIdentityVerifier({
      ...(await judgeOptions(pki)),
      providers: [{ issuer: ISSUER, certificates: providers.map(({ certificate }) => certificate) }],
    }),
    audience: AUDIENCE,
  });
  const run = async (pki: TestPki, signer: TestIdentity, options: IdentityOptions, changes = {}) => {
    const base = await applicationInput(pki);
    const content = utf8(JSON.stringify(claims(applicationBinding(base), changes)));
    const data = await forgedStatement(signer, content, NOW);
    const { file } = await signApplication({ ...base, identity: identity('cms', data) });
    return verify(pki, file, { identity: options });
  };

  it.each<TestAlgorithm>(['P-256', 'SM2'])('is proved by a pinned certificate (%s)', async (algorithm) => {
    const pki = await testPki(algorithm);
    const report = await run(pki, pki.statusIssuer, await verifierOf(pki));
    expect(report.reasons).toEqual([]);
    expect(report.identity?.proof?.by).toContain('示例省电子证照状态发布（样）');
  });

  it('is refused when another signed, in another’s name, or for another application', async () => {
    const pki = await testPki('P-256');
    const options = await verifierOf(pki);
    expect((await run(pki, pki.signer, options)).reasons).toEqual(['IDENTITY_KEY_UNKNOWN']);
    expect((await run(pki, pki.statusIssuer, options, { iss: 'x' })).reasons).toEqual(['IDENTITY_ISSUER']);
    const moved = { application: { sha256: '0'.repeat(64) } };
    expect((await run(pki, pki.statusIssuer, options, moved)).reasons).toEqual(['IDENTITY_BINDING']);
  });

  it('is refused when it is none, and left open under no root', async () => {
    const pki = await testPki('P-256');
    const base = await applicationInput(pki);
    const { file } = await signApplication({ ...base, identity: identity('cms', utf8('x')) });
    const options = await verifierOf(pki);
    expect((await verify(pki, file, { identity: options })).reasons).toEqual(['IDENTITY_MALFORMED']);
    const untrusting = cmsIdentityVerifier({
      ...(await judgeOptions(pki)),
      trust: { signers: [] },
      providers: [{ issuer: ISSUER, certificates: [pki.statusIssuer.certificate] }],
    });
    const report = await run(pki, pki.statusIssuer, { verifier: untrusting, audience: AUDIENCE });
    expect([report.conclusion, report.reasons]).toEqual(['undecided', ['IDENTITY_UNDECIDED']]);
  });
});
