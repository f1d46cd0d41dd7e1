import { describe, expect, it } from 'vitest';
import {
  type AuditEntry,
  type CatalogEntry,
  type Decision,
  type DecisionRequest,
  type Obligation,
  probeSharing,
  type SharingPolicy,
  staticCatalog,
} from '../../../src/policy/index.ts';

const T = new Date('2026-11-23T02:00:00Z');
const item = (key: string, share: 'unconditional' | 'none') => ({
  key,
  type: 'text',
  share,
  source: { authority: 'A', recordType: '登记' },
});
const ENTRY: CatalogEntry = {
  id: 'T1',
  version: '1',
  name: '示例',
  validFrom: new Date(0),
  authority: 'A',
  evidenceFor: [],
  items: [item('ZZMC', 'unconditional'), item('KZ_A', 'none')],
};
const REQUEST: DecisionRequest = {
  id: 'r1',
  time: T,
  subject: { type: 'agency', id: 'agency-1' },
  action: { name: 'view' },
  resource: { type: 'license', id: 'T1', catalogId: 'T1' },
  purpose: { code: 'inspection', useReason: '日常检查' },
};
const answering = (effect: Decision['effect'], ...obligations: Obligation[]): SharingPolicy => ({
  decide: async () => ({
    effect,
    obligations,
    reasons: [],
    policy: { id: 'p', version: '1', digest: 'd' },
  }),
});

async function probe(policy: SharingPolicy, change: Partial<DecisionRequest> = {}, handlers = {}) {
  const entries: AuditEntry[] = [];
  const audit = {
    append: async (entry: AuditEntry) => ({ sequence: entries.push(entry) - 1, hash: 'h' }),
    checkpoint: () => Promise.reject(new Error('not here')),
    close: async () => undefined,
  };
  const request = { ...REQUEST, ...change };
  const catalog = staticCatalog([ENTRY]);
  const { permitted, reasons } = await probeSharing({
    request,
    policy,
    catalog,
    audit,
    handlers,
    timeoutMs: 20,
  });
  expect(entries).toHaveLength(1);
  expect(entries[0]!.plain).toMatchObject({
    outcome: permitted ? 'nothing-found' : 'refused',
    given: 0,
    fulfilled: [],
  });
  return { permitted, codes: reasons.map(({ code }) => code) };
}

describe('asking about a resource that is not there', () => {
  it('is permitted to whom something might have been given, asks nobody else, and is logged', async () => {
    let asked = 0;
    const handlers = {
      consent: async () => {
        asked += 1;
        return 'done' as const;
      },
    };
    const consent: Obligation = { type: 'consent', from: 'holder' };
    expect(await probe(answering('permit'))).toMatchObject({ permitted: true });
    expect(await probe(answering('permit', consent), {}, handlers)).toMatchObject({ permitted: true });
    expect(asked).toBe(0);
  });

  it.each([
    ['denies', answering('deny'), {}],
    ['does not apply', answering('notApplicable'), {}],
    ['obliges to what nobody can do here', answering('permit', { type: 'consent', from: 'holder' }), {}],
    ['obliges to what nobody knows', answering('permit', { type: 'shred' } as never), {}],
    ['never answers', { decide: () => new Promise<Decision>(() => undefined) }, {}],
    ['is not asked: no use reason', answering('permit'), { purpose: { code: 'c' } }],
    [
      'is not asked: nothing of it is shared with anybody',
      answering('permit'),
      { resource: { ...REQUEST.resource, fields: ['KZ_A'] } },
    ],
    [
      'is not asked: an unknown entry',
      answering('permit'),
      { resource: { ...REQUEST.resource, catalogId: 'T2' } },
    ],
  ] as const)('a policy that %s: not permitted', async (_, policy, change) => {
    expect(await probe(policy, change)).toMatchObject({ permitted: false });
  });
});
