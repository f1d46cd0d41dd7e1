import { describe, expect, it } from 'vitest';
import {
  type AuditEntry,
  authZenRequest,
  authZenSharing,
  type CatalogEntry,
  type Decision,
  type DecisionRequest,
  denyOverrides,
  type EnforceSharingOptions,
  enforceSharing,
  type Obligation,
  type SharingGrant,
  type SharingPolicy,
  staticCatalog,
  zhejiangSharing,
} from '../../../src/policy/index.ts';

const T = new Date('2026-11-23T02:00:00Z');
const item = (key: string, share: 'unconditional' | 'restricted' | 'none') => ({
  key,
  type: 'text',
  share,
  source: { authority: '11330000000000001X', recordType: 'license' },
  ...(share === 'none' ? { conditions: ['某条例 第五条'] } : {}),
});
const ENTRY: CatalogEntry = {
  id: 'food-permit',
  version: '1',
  name: '食品经营许可证',
  validFrom: new Date('2020-01-01T00:00:00Z'),
  authority: '11330000000000001X',
  items: [
    item('ZZMC', 'unconditional'),
    item('CYRMC', 'restricted'),
    item('CYRSFZJHM', 'restricted'),
    item('KZ_JKZK', 'none'),
  ],
  evidenceFor: [],
};
const catalog = staticCatalog([ENTRY]);
const DATA = { ZZMC: '食品经营许可证', CYRMC: '张小三', CYRSFZJHM: '330102199001011234', KZ_JKZK: '良好' };

const GRANT: SharingGrant = {
  subject: 'agency-1',
  catalogId: 'food-permit',
  fields: ['CYRMC', 'CYRSFZJHM'],
  purposes: ['inspection'],
  validFrom: new Date('2026-01-01T00:00:00Z'),
  validTo: new Date('2027-01-01T00:00:00Z'),
  masks: [{ type: 'mask', field: 'CYRSFZJHM', method: 'partial', params: { keepStart: 6, keepEnd: 4 } }],
};

function request(changes: Partial<DecisionRequest> = {}): DecisionRequest {
  return {
    id: 'r1',
    time: T,
    subject: { type: 'agency', id: 'agency-1' },
    action: { name: 'view' },
    resource: { type: 'license', id: 'license-1', catalogId: 'food-permit' },
    purpose: { code: 'inspection', legalBasis: '食品安全法', useReason: '日常检查' },
    ...changes,
  };
}

function memoryAudit() {
  const entries: AuditEntry[] = [];
  return {
    entries,
    append: async (entry: AuditEntry) => {
      entries.push(entry);
      return { sequence: entries.length - 1, hash: 'h' };
    },
    checkpoint: () => Promise.reject(new Error('not here')),
    close: async () => undefined,
  };
}

const permit = (...obligations: Obligation[]): SharingPolicy => answering({ effect: 'permit', obligations });
function answering(decision: Partial<Decision>): SharingPolicy {
  const policy = { id: 'p', version: '1', digest: 'd' };
  return { decide: async () => ({ effect: 'permit', obligations: [], reasons: [], policy, ...decision }) };
}

async function enforce(policy: SharingPolicy, changes: Partial<EnforceSharingOptions> = {}) {
  const audit = memoryAudit();
  const outcome = await enforceSharing({
    request: request(),
    policy,
    catalog,
    data: DATA,
    audit,
    ...changes,
  });
  return { ...outcome, entries: audit.entries, codes: outcome.reasons.map(({ code }) => code) };
}

describe('enforceSharing', () => {
  it('gives what is permitted, masked, marked and ended as the policy says, and logs no value', async () => {
    const out = await enforce(zhejiangSharing({ catalog, grants: [GRANT], version: '1' }));
    expect(out.outcome).toBe('partly');
    expect(out.fields).toEqual([
      { key: 'ZZMC', value: '食品经营许可证', treatment: 'clear' },
      { key: 'CYRMC', value: '张小三', treatment: 'clear' },
      { key: 'CYRSFZJHM', value: '330102＊＊＊＊＊＊＊＊1234', treatment: 'masked' },
    ]);
    expect(out.withheld).toEqual([{ key: 'KZ_JKZK', code: 'NOT_SHARED' }]);
    expect(out.expiresAt).toEqual(GRANT.validTo);
    expect(out.fulfilled).toEqual(['log', 'mask', 'expire']);
    expect(out.entries).toHaveLength(1);
    const { plain, personal } = out.entries[0]!;
    expect(plain).toMatchObject({ effect: 'permit', outcome: 'partly', given: 3, withheld: 1 });
    expect(JSON.stringify(plain)).not.toMatch(/张小三|agency-1|license-1/);
    expect(personal).toMatchObject({ subject: 'agency-1', resource: 'license-1' });
  });

  it('a field of the class 非共享 never reaches the policy', async () => {
    let asked: readonly string[] | undefined;
    const policy: SharingPolicy = {
      async decide({ resource }) {
        asked = resource.fields;
        return permit().decide(request());
      },
    };
    const out = await enforce(policy, {
      request: request({ resource: { ...request().resource, fields: ['KZ_JKZK', 'ZZMC', 'elsewhere'] } }),
    });
    expect(asked).toEqual(['ZZMC']);
    expect(out.fields.map(({ key }) => key)).toEqual(['ZZMC']);
    expect(out.withheld).toEqual([
      { key: 'KZ_JKZK', code: 'NOT_SHARED' },
      { key: 'elsewhere', code: 'NOT_IN_CATALOG' },
    ]);
    const alone = await enforce(permit(), {
      request: request({ resource: { ...request().resource, fields: ['KZ_JKZK'] } }),
    });
    expect(alone).toMatchObject({ outcome: 'refused', fields: [], codes: ['NO_FIELD_SHARED'] });
  });

  it.each([
    ['no use reason', { purpose: { code: 'inspection' } }, 'USE_REASON_MISSING'],
    [
      'a use reason of 201 characters',
      { purpose: { code: 'c', useReason: '理'.repeat(201) } },
      'USE_REASON_TOO_LONG',
    ],
    ['no purpose', { purpose: { code: ' ', useReason: '检查' } }, 'PURPOSE_MISSING'],
    ['nobody', { subject: { type: 'agency', id: '' } }, 'REQUEST_INCOMPLETE'],
    ['an unknown entry', { resource: { type: 'license', id: 'x', catalogId: 'other' } }, 'CATALOG_UNKNOWN'],
  ] as const)('%s: refused and logged', async (_, changes, code) => {
    const out = await enforce(permit(), { request: request(changes) });
    expect(out).toMatchObject({ outcome: 'refused', fields: [], codes: [code] });
    expect(out.entries).toHaveLength(1);
  });

  it.each([
    ['denies', answering({ effect: 'deny' })],
    ['does not apply', answering({ effect: 'notApplicable' })],
    ['cannot decide', answering({ effect: 'indeterminate' })],
    ['throws', { decide: () => Promise.reject(new Error('张小三')) }],
    [
      'throws at once',
      {
        decide: () => {
          throw new Error('no');
        },
      },
    ],
    ['never answers', { decide: () => new Promise<Decision>(() => undefined) }],
    ['answers nonsense', { decide: async () => 'permit' as unknown as Decision }],
    ['answers an effect of its own', answering({ effect: 'PERMIT' as 'permit' })],
    ['answers without obligations', answering({ obligations: undefined as unknown as [] })],
    ['answers an unknown obligation', permit({ type: 'shred' } as unknown as Obligation)],
    ['answers an extension nobody handles', permit({ type: 'x-teleport' })],
    ['asks for consent that nobody can ask for', permit({ type: 'consent', from: 'holder' })],
    ['answers a malformed mask', permit({ type: 'mask', field: 'ZZMC', method: 'blur' as 'redact' })],
    ['masks in a way not known here', permit({ type: 'mask', field: 'ZZMC', method: 'generalize' })],
    ['hashes without a key', permit({ type: 'mask', field: 'ZZMC', method: 'hash' })],
    ['omits everything', permit({ type: 'omit', fields: Object.keys(DATA) })],
    ['gives what has ended', permit({ type: 'expire', at: T })],
    ['gives an end that is no time', permit({ type: 'expire', at: new Date(Number.NaN) })],
  ] as const)('a policy that %s: nothing is given, and that is logged', async (_, policy) => {
    const out = await enforce(policy, { timeoutMs: 20 });
    expect(out).toMatchObject({ outcome: 'refused', fields: [], fulfilled: [], watermarks: [] });
    expect(out.entries).toHaveLength(1);
    expect(JSON.stringify(out.reasons)).not.toContain('张小三');
  });

  it('fulfils consent, approval, extensions and notices in this order, and stops at a refusal', async () => {
    const done: string[] = [];
    const does =
      (name: string, answer: 'done' | 'refused' | 'pending' = 'done') =>
      async () => {
        done.push(name);
        return answer;
      };
    const policy = permit(
      { type: 'notify', to: 'holder' },
      { type: 'approve', by: 'provider', within: 'P5D' },
      { type: 'x-fee' },
      { type: 'consent', from: 'holder' },
      { type: 'watermark', text: '仅供检查' },
    );
    const handlers = {
      consent: does('consent'),
      approve: does('approve'),
      notify: does('notify'),
      extensions: { 'x-fee': does('x-fee') },
    };
    const out = await enforce(policy, { handlers });
    expect(done).toEqual(['consent', 'approve', 'x-fee', 'notify']);
    expect(out).toMatchObject({ outcome: 'partly', watermarks: ['仅供检查'] });

    done.length = 0;
    const refused = await enforce(policy, { handlers: { ...handlers, consent: does('consent', 'refused') } });
    expect(done).toEqual(['consent']);
    expect(refused).toMatchObject({ outcome: 'refused', fields: [], codes: ['OBLIGATION_UNFULFILLED'] });

    const pending = await enforce(policy, { handlers: { ...handlers, approve: does('approve', 'pending') } });
    expect(pending).toMatchObject({ outcome: 'pending', fields: [], within: 'P5D' });

    const thrown = { ...handlers, notify: () => Promise.reject(new Error('mail')) };
    expect(await enforce(policy, { handlers: thrown })).toMatchObject({ outcome: 'refused', fields: [] });
  });

  it('gives nothing that cannot be logged', async () => {
    const audit = { ...memoryAudit(), append: () => Promise.reject(new Error('disk full')) };
    await expect(enforce(permit(), { audit })).rejects.toThrow('disk full');
  });
});

describe('masks', () => {
  const masked = async (
    value: string,
    mask: Omit<Extract<Obligation, { type: 'mask' }>, 'type' | 'field'>,
  ) => {
    const policy = permit({ type: 'mask', field: 'ZZMC', ...mask });
    const out = await enforce(policy, { data: { ZZMC: value }, maskKey: new Uint8Array(32) });
    return out.fields[0]?.value;
  };

  it.each([
    ['食品', { method: 'redact' }, '＊＊＊'],
    ['张小三', { method: 'partial' }, '张＊＊'],
    ['𠮷田', { method: 'partial' }, '𠮷＊'],
    ['张', { method: 'partial' }, '＊'],
    ['张三', { method: 'partial', params: { keepStart: 1, keepEnd: 1 } }, '＊＊'],
    ['1990-02-03', { method: 'generalize', params: { to: 'year' } }, '1990'],
    ['19900203', { method: 'generalize', params: { to: 'month' } }, '1990-02'],
    ['330102', { method: 'generalize', params: { to: 'prefix', length: 2 } }, '33＊＊＊＊'],
    ['330102199002031234', { method: 'generalize', params: { to: 'year' } }, undefined],
    ['张小三', { method: 'partial', params: { keepStart: -1 } }, undefined],
    ['330102', { method: 'generalize', params: { to: 'prefix', length: 0 } }, undefined],
  ] as const)('%s %o: %s', async (value, mask, expected) => {
    expect(await masked(value, mask)).toBe(expected);
  });

  it('a keyed digest is the same for the same value and key only', async () => {
    const once = await masked('张小三', { method: 'hash' });
    expect(once).toMatch(/^[0-9a-f]{64}$/);
    expect(await masked('张小三', { method: 'hash' })).toBe(once);
    expect(await masked('张小四', { method: 'hash' })).not.toBe(once);
  });
});

describe('denyOverrides', () => {
  const decide = async (...effects: Decision['effect'][]) => {
    const log: Obligation = { type: 'log', level: 'full' };
    const policies = effects.map((effect) => answering({ effect, obligations: [log] }));
    return (await denyOverrides(policies, { id: 'all', version: '1' }).decide(request())).effect;
  };

  it('one refusal refuses; who cannot decide outweighs a permit', async () => {
    expect(await decide('permit', 'deny', 'indeterminate')).toBe('deny');
    expect(await decide('permit', 'indeterminate')).toBe('indeterminate');
    expect(await decide('permit', 'notApplicable')).toBe('permit');
    expect(await decide('notApplicable')).toBe('notApplicable');
    expect(await decide()).toBe('notApplicable');
  });

  it('joins the obligations of those that permit, and knows a failure as no decision', async () => {
    const a = permit({ type: 'watermark', text: 'a' });
    const b = permit({ type: 'omit', fields: ['ZZMC'] });
    const both = await denyOverrides([a, b], { id: 'all', version: '1' }).decide(request());
    expect(both.obligations.map(({ type }) => type)).toEqual(['watermark', 'omit']);
    const broken: SharingPolicy = { decide: () => Promise.reject(new Error('x')) };
    const mixed = await denyOverrides([a, broken], { id: 'all', version: '1' }).decide(request());
    expect(mixed.effect).toBe('indeterminate');
  });
});

describe('zhejiangSharing', () => {
  const decide = (changes: Partial<DecisionRequest>, grant: Partial<SharingGrant> = {}) =>
    zhejiangSharing({ catalog, grants: [{ ...GRANT, ...grant }], version: '1' }).decide(request(changes));
  const restricted = { type: 'license', id: 'license-1', catalogId: 'food-permit', fields: ['CYRMC'] };

  it.each([
    ['another requester', { subject: { type: 'agency', id: 'agency-2' } }, {}, 'NO_GRANT'],
    ['another purpose', { purpose: { code: 'credit', legalBasis: 'x', useReason: 'y' } }, {}, 'NO_GRANT'],
    ['before the grant', { time: new Date('2025-12-31T23:59:59Z') }, {}, 'NO_GRANT'],
    ['at the end of the grant', { time: GRANT.validTo }, {}, 'NO_GRANT'],
    ['a field outside it', {}, { fields: ['CYRSFZJHM'] }, 'NOT_GRANTED'],
    ['no legal basis', { purpose: { code: 'inspection', useReason: 'y' } }, {}, 'LEGAL_BASIS_MISSING'],
  ] as const)('restricted data: %s', async (_, changes, grant, code) => {
    const decision = await decide({ ...changes, resource: restricted }, grant);
    expect(decision.effect).toBe('deny');
    expect(decision.reasons.map((reason) => reason.code)).toEqual([code]);
  });

  it('gives what is open of a request and omits the rest, with the reasons of each', async () => {
    const decision = await decide({ subject: { type: 'agency', id: 'agency-2' } });
    expect(decision.effect).toBe('permit');
    expect(decision.obligations).toContainEqual({ type: 'omit', fields: ['CYRMC', 'CYRSFZJHM', 'KZ_JKZK'] });
    expect(decision.reasons.map(({ code }) => code)).toEqual(['UNCONDITIONAL', 'NO_GRANT', 'NOT_SHARED']);
    expect(decision.reasons.at(-1)!.ref).toBe('某条例 第五条');
  });

  it('takes approval, consent and the end from the grant, never past it', async () => {
    const decision = await decide(
      { resource: restricted, time: new Date('2026-12-31T23:59:00Z') },
      { approval: { by: 'provider', within: 'P5D' }, consent: true, useSeconds: 3600 },
    );
    expect(decision.obligations).toEqual([
      { type: 'log', level: 'full' },
      { type: 'consent', from: 'license-1' },
      { type: 'approve', by: 'provider', within: 'P5D' },
      { type: 'expire', at: GRANT.validTo },
    ]);
  });

  it('its digest follows the grants', async () => {
    const [a, b] = [await decide({}), await decide({}, { fields: [] })];
    expect(a.policy.digest).not.toBe(b.policy.digest);
    expect(() =>
      zhejiangSharing({ catalog, grants: [{ ...GRANT, validTo: GRANT.validFrom }], version: '1' }),
    ).toThrow();
  });
});

describe('AuthZEN', () => {
  const policy = { id: 'pdp', version: '1.0' };
  const decide = (answer: unknown) =>
    authZenSharing({ policy, evaluate: async () => answer }).decide(request());

  it('asks in the form of the API', () => {
    expect(authZenRequest(request())).toMatchObject({
      subject: { type: 'agency', id: 'agency-1' },
      action: { name: 'view' },
      resource: { type: 'license', id: 'license-1', properties: { catalogId: 'food-permit' } },
      context: { time: '2026-11-23T02:00:00Z', purpose: { code: 'inspection' } },
    });
  });

  it('permits, refuses, and cannot read anything else', async () => {
    expect((await decide({ decision: true })).effect).toBe('permit');
    expect((await decide({ decision: false })).effect).toBe('deny');
    for (const answer of [{}, { decision: 'true' }, [], null, 'yes']) {
      expect((await decide(answer)).effect).toBe('indeterminate');
    }
  });

  it('obligations come through; what is no obligation makes a refusal', async () => {
    const end = '2026-11-24T00:00:00Z';
    const answer = {
      decision: true,
      context: { obligations: [{ type: 'expire', at: end }], reason: '有授权' },
    };
    const decision = await decide(answer);
    expect(decision.obligations).toEqual([{ type: 'expire', at: new Date(end) }]);
    expect(decision.reasons[0]!.text).toBe('有授权');
    for (const obligations of [
      'mask it',
      [{ what: 'mask' }],
      [null],
      { type: 'log' },
      [{ type: 'expire', at: 'soon' }],
    ]) {
      const evaluate = async () => ({ decision: true, context: { obligations } });
      expect(await enforce(authZenSharing({ policy, evaluate }))).toMatchObject({ outcome: 'refused' });
    }
  });
});
