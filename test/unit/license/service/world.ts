import { memoryJournal } from '../../../../src/adapters/stores/index.ts';
import { utf8 } from '../../../../src/foundation/core/index.ts';
import type { LicenseMetadata } from '../../../../src/license/metadata/index.ts';
import {
  createSharingService,
  memoryLicenseStore,
  type SharingService,
  type SharingServiceOptions,
  type SharingServiceRequest,
  shownCodes,
} from '../../../../src/license/service/index.ts';
import {
  type CatalogEntry,
  openAuditLog,
  type SharingGrant,
  type SharingPolicy,
  staticCatalog,
  zhejiangSharing,
} from '../../../../src/policy/index.ts';
import { seededRandom } from '../../../../src/testing/index.ts';
import { DRAFT, SAMPLE_RESIDENT_ID, TYPE_CODE } from '../fixture.ts';

export const T = new Date('2026-11-23T02:00:00Z');
export const HOLDER_KEY = new Uint8Array(32).fill(1);
export const LINK_KEY = new Uint8Array(32).fill(2);
export const IDENTIFIER = `1.2.156.3005.2.${TYPE_CODE}.11220000013544541J.2430599.001.F`;
export const UNKNOWN_IDENTIFIER = '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U';
export const PERSON = { codeType: '111', code: SAMPLE_RESIDENT_ID } as const;
export const FILE = utf8('the file as it was issued');

/** A license of a person, so that nothing of a number may show where it must not. */
export const METADATA: LicenseMetadata = {
  ...DRAFT,
  identifier: IDENTIFIER,
  version: '001',
  issuerCode: '11220000013544541J',
  holders: [{ name: '测试人', code: SAMPLE_RESIDENT_ID, codeType: '111', codeTypeName: '公民身份号码' }],
};

const item = (key: string, share: 'unconditional' | 'restricted' | 'none' = 'restricted') => ({
  key,
  type: 'text',
  share,
  source: { authority: 'A', recordType: '登记' },
  ...(share === 'none' ? { conditions: ['某条例'] } : {}),
});

export const OPEN_KEYS = ['ZZMC', 'ZZBH'];
export const RESTRICTED_KEYS = [
  ...['CZZT', 'CZZTDM', 'ZZBFRQ', 'KZ_FDDBR', 'KZ_ZTYT', 'KZ_ZS', 'KZ_JYCS', 'KZ_JYXM', 'KZ_RS', 'KZ_JCRQ'],
];

export const CATALOG_ENTRY: CatalogEntry = {
  id: TYPE_CODE,
  version: '1',
  name: '示例经营许可证',
  validFrom: new Date('2020-01-01T00:00:00Z'),
  authority: 'A',
  evidenceFor: [],
  items: [...OPEN_KEYS.map((key) => item(key, 'unconditional')), ...RESTRICTED_KEYS.map((key) => item(key))],
};

const BASE: Omit<SharingGrant, 'subject' | 'fields'> = {
  catalogId: TYPE_CODE,
  purposes: ['inspection'],
  validFrom: new Date('2026-01-01T00:00:00Z'),
  validTo: new Date('2027-01-01T00:00:00Z'),
};

/** `whole` may see everything; `some` part of it, the number masked; everybody else what is open. */
export const GRANTS: readonly SharingGrant[] = [
  { ...BASE, subject: 'whole', fields: RESTRICTED_KEYS },
  {
    ...BASE,
    subject: 'some',
    fields: ['CZZT', 'CZZTDM', 'ZZBFRQ'],
    masks: [{ type: 'mask', field: 'CZZTDM', method: 'partial', params: { keepStart: 6, keepEnd: 4 } }],
  },
];

export const catalog = staticCatalog([CATALOG_ENTRY]);
export const zhejiang: SharingPolicy = zhejiangSharing({ catalog, grants: GRANTS, version: '1' });

/** Lets nobody but `whole` and `some` see anything, open or not. */
export const closed: SharingPolicy = {
  async decide(request) {
    const known = ['whole', 'some'].includes(request.subject.id);
    const decision = await zhejiang.decide(request);
    return known ? decision : { ...decision, effect: 'deny', obligations: [] };
  },
};

export function asking(
  id = 'whole',
  change: Partial<SharingServiceRequest['use']> = {},
): SharingServiceRequest {
  return {
    requester: { type: 'agency', id },
    requesterName: '示例市市场监管局',
    use: { reason: '日常检查', purpose: 'inspection', legalBasis: '某法', ...change },
  };
}

export interface World {
  readonly service: SharingService;
  readonly lines: string[];
  readonly store: ReturnType<typeof memoryLicenseStore>;
  readonly shown: ReturnType<typeof shownCodes>;
  /** What has been annotated, and how. */
  readonly annotated: unknown[];
  at: Date;
}

export async function worldOf(change: Partial<SharingServiceOptions> = {}): Promise<World> {
  const lines: string[] = [];
  const annotated: unknown[] = [];
  const random = seededRandom('sharing service');
  const clock = { now: () => world.at };
  const shown = shownCodes({ clock, random });
  const store = memoryLicenseStore(HOLDER_KEY);
  store.put(METADATA, 'valid', { pdf: FILE });
  const audit = await openAuditLog({
    journal: memoryJournal(lines),
    writer: 'service',
    key: new Uint8Array(32).fill(9),
    sign: async () => new Uint8Array(64),
    clock: { now: () => T },
    random,
  });
  const service = createSharingService({
    store,
    policy: closed,
    catalog,
    audit,
    clock,
    random,
    holderKey: HOLDER_KEY,
    linkKey: LINK_KEY,
    codes: shown.resolve,
    annotate: async (original, _type, terms) => {
      annotated.push(terms);
      return utf8(`copy of ${original.length} bytes until ${terms.expiresAt.toISOString()}`);
    },
    ...change,
  });
  const world: World = { service, lines, store, shown, annotated, at: T };
  return world;
}
