import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/foundation/validation/index.ts';
import {
  type CatalogEntry,
  type CatalogPolicy,
  type HeldLicense,
  heldLicense,
  type MaterialsRequest,
  requiredMaterials,
  staticCatalog,
} from '../../../src/policy/index.ts';

const AT = new Date('2026-11-23T02:00:00Z');
const OWN = '92339900MA2TETT073';
const AGENCY = '11339900MACEHX0128';

const entry = (id: string, change: Partial<CatalogEntry> = {}): CatalogEntry => ({
  id,
  version: '1',
  name: id,
  validFrom: new Date('2020-01-01T00:00:00Z'),
  authority: AGENCY,
  items: [],
  evidenceFor: ['事项一'],
  ...change,
});
const catalog = staticCatalog(
  [entry('T1')],
  [{ id: '事项一', materials: [{ id: '身份证明', provedBy: ['T1'] }, '承诺书'] }],
);
const held = (change: Partial<HeldLicense> = {}): HeldLicense => ({
  identifier: 'id',
  type: 'T1',
  holderCodes: [OWN],
  conclusion: 'usable',
  ...change,
});
const ask = (license: HeldLicense, change: Partial<MaterialsRequest> = {}, policy: CatalogPolicy = catalog) =>
  requiredMaterials(policy, { matter: '事项一', applicant: OWN, held: [license], at: AT, ...change });

/** The report of `verify` over a license, as far as it matters here. */
function report(license: Partial<NonNullable<Report['license']>>, at = '2026-11-23T02:00:00Z'): Report {
  const validity = { from: '2025-01-01', to: '2026-11-23' };
  const block = { identifier: 'id', type: 'T1', validity, conclusion: 'usable', ...license };
  return { at, license: block } as unknown as Report;
}

describe('a held license from its report', () => {
  it('proves on its last day, Beijing time, and not after', async () => {
    const license = heldLicense(report({}), [OWN])!;
    const last = new Date('2026-11-23T15:59:59Z');
    expect((await ask(license, { at: last })).exempt).toHaveLength(1);
    const next = await ask(license, { at: new Date('2026-11-23T16:00:00Z') });
    expect([next.exempt, next.ignored]).toEqual([[], [{ identifier: 'id', code: 'EXPIRED' }]]);
  });

  it.each<readonly [string, HeldLicense | undefined, string]>([
    [
      'not yet valid',
      heldLicense(report({ validity: { from: '2026-11-24', to: null } }), [OWN]),
      'NOT_YET_VALID',
    ],
    ['revoked', heldLicense(report({ conclusion: 'not-usable' }), [OWN]), 'NOT_USABLE'],
    ['undecided', heldLicense(report({ conclusion: 'unknown' }), [OWN]), 'NOT_USABLE'],
    ['another’s', heldLicense(report({}), ['X']), 'OTHER_HOLDER'],
    ['nobody’s', heldLicense(report({}), []), 'OTHER_HOLDER'],
    ['verified two days ago', heldLicense(report({}, '2026-11-21T02:00:00Z'), [OWN]), 'VERDICT_STALE'],
    ['verified tomorrow', heldLicense(report({}, '2026-11-24T02:00:00Z'), [OWN]), 'VERDICT_STALE'],
    ['verified at no time', held({ verifiedAt: new Date(Number.NaN) }), 'VERDICT_STALE'],
  ])('that is %s exempts nothing', async (_what, license, code) => {
    const { exempt, ignored, required } = await ask(license!);
    expect([exempt, required]).toEqual([[], ['身份证明', '承诺书']]);
    expect(ignored).toEqual([{ identifier: 'id', code }]);
  });

  it('is none without a license, an identifier, a type or dates that can be read', () => {
    expect(heldLicense({ at: '' } as unknown as Report, [OWN])).toBeUndefined();
    expect(heldLicense(report({ identifier: null }), [OWN])).toBeUndefined();
    expect(heldLicense(report({ type: null }), [OWN])).toBeUndefined();
    expect(heldLicense(report({ validity: { from: null, to: 'soon' } }), [OWN])).toBeUndefined();
  });
});

describe('exemptions', () => {
  it('a platform that names no authority or reference proves nothing, and is told', async () => {
    const platform = { proves: async () => ({ authority: ' ', reference: 'x' }) };
    const { exempt, notChecked } = await ask(held({ type: 'T9' }), { platform });
    expect(exempt).toEqual([]);
    expect(notChecked).toHaveLength(2);
  });

  it('a catalog that covers what the matter does not ask for exempts nothing by it', async () => {
    const odd: CatalogPolicy = {
      ...catalog,
      satisfies: async (_matter, licenses) => ({
        covered: licenses.length === 0 ? [] : ['别的材料'],
        missing: ['身份证明'],
      }),
    };
    const { exempt, required } = await ask(held(), {}, odd);
    expect([exempt, required]).toEqual([[], ['身份证明']]);
  });
});

describe('the form of a catalog entry', () => {
  it('is checked with the entry', async () => {
    const form = { id: 'F', version: '1', fields: [{ key: '名称', type: 'text' }] } as const;
    expect(await catalog.validate(entry('T2', { form }))).toEqual([]);
    const twice = { ...form, fields: [...form.fields, ...form.fields] };
    expect(await catalog.validate(entry('T2', { form: twice }))).toEqual([
      { code: 'FORM_SCHEMA', item: '名称', detail: 'the form: stands twice' },
    ]);
  });
});
