import { endOfBeijingDate, isCalendarDate, startOfBeijingDate } from '../foundation/core/index.ts';
import type { Report } from '../foundation/validation/index.ts';
import type { CatalogPolicy } from './catalog.ts';

/** A license that the applicant holds, as it was verified. */
export interface HeldLicense {
  /** Its identifier (证照标识). */
  readonly identifier: string;
  /** License type code (证照类型代码): the id of a catalog entry. */
  readonly type: string;
  /** Codes of all its holders. */
  readonly holderCodes: readonly string[];
  /** The conclusion of its verification at the same time (`report.license.conclusion`). */
  readonly conclusion: 'usable' | 'not-usable' | 'unknown';
  /** Absent: without beginning. Before this moment it proves nothing. */
  readonly validFrom?: Date;
  /** Absent: without end. From this moment on it proves nothing. */
  readonly validTo?: Date;
  /** When it was verified. Absent: at the time of the request. An old verdict proves nothing. */
  readonly verifiedAt?: Date;
}

/**
 * A held license from the report of `verify` over its file. `holderCodes` are those of the metadata that the report is
 * about; best let `verify` compare them too (`expect: { holderCode }`: a mismatch is `not-usable`). `undefined` where the
 * report is about no license that could be read, or about one whose dates cannot.
 */
export function heldLicense(report: Report, holderCodes: readonly string[]): HeldLicense | undefined {
  const { license } = report;
  if (license === undefined || license.identifier === null || license.type === null) return undefined;
  const { from, to } = license.validity;
  if ([from, to].some((date) => date !== null && !isCalendarDate(date))) return undefined;
  return {
    identifier: license.identifier,
    type: license.type,
    holderCodes,
    conclusion: license.conclusion,
    ...(from === null ? {} : { validFrom: startOfBeijingDate(from) }),
    ...(to === null ? {} : { validTo: endOfBeijingDate(to) }),
    verifiedAt: new Date(report.at),
  };
}

/** What the public-data platform can prove about a person, as a port. */
export interface PlatformProofs {
  /** Who proves this material for this person at this time, and under what reference; `undefined`: nobody. */
  proves(
    material: string,
    holderCode: string,
    at: Date,
  ): Promise<{ readonly authority: string; readonly reference: string } | undefined>;
}

/** Why a material must not be asked for. */
export type ExemptionGround =
  | { readonly kind: 'license'; readonly identifier: string; readonly type: string }
  | { readonly kind: 'platform'; readonly authority: string; readonly reference: string };

/** The rule behind every exemption. */
export const EXEMPTION_RULE = {
  code: 'MATERIAL_EXEMPTION',
  source: '国务院令第716号 第七条; 浙江省政府令第354号',
} as const;

/** Why a license proves nothing here. */
export type IgnoredLicense =
  | 'OTHER_HOLDER'
  | 'NOT_YET_VALID'
  | 'EXPIRED'
  | 'NOT_USABLE'
  | 'VERDICT_STALE'
  | 'NOT_FOR_THIS_MATTER';

/** What an applicant must bring, and what must not be asked for again. */
export interface RequiredMaterials {
  readonly required: readonly string[];
  /** Asking for these is forbidden, each for its ground, by {@link EXEMPTION_RULE}. */
  readonly exempt: readonly { readonly material: string; readonly ground: ExemptionGround }[];
  /** Licenses that prove nothing here, and why. */
  readonly ignored: readonly {
    readonly identifier: string;
    readonly code: IgnoredLicense;
  }[];
  /** Materials that the platform could not answer for: ask it again before asking the applicant. */
  readonly notChecked: readonly { readonly material: string; readonly code: 'PLATFORM_FAILED' }[];
}

/** Who applies for what, with what at hand. */
export interface MaterialsRequest {
  readonly matter: string;
  /** Code of the applicant (USCC, ID number): another person’s license proves nothing. */
  readonly applicant: string;
  readonly held: readonly HeldLicense[];
  readonly platform?: PlatformProofs;
  readonly at: Date;
  /** A verdict on a license that is older, or younger than `at`, does not count; unset: 86,400. */
  readonly verdictMaxAgeSeconds?: number;
}

const VERDICT_MAX_AGE_SECONDS = 86_400;

/**
 * The materials of a matter without those that a valid license of the applicant’s own, or the platform, already proves
 * (Order 354; State Council Order 716 art. 7: what data sharing can give may not be demanded). The ground is named per
 * material; a license that is expired, not yet valid, revoked, unverified, verified too long ago or another person’s exempts
 * nothing, nor does a platform that names no authority. What a license proves is
 * the catalog’s word. Not checked: the licenses themselves (`conclusion` comes from `verify`).
 */
export async function requiredMaterials(
  catalog: CatalogPolicy,
  request: MaterialsRequest,
): Promise<RequiredMaterials> {
  const { matter, applicant, held, platform, at } = request;
  const { missing: all } = await catalog.satisfies(matter, [], at);
  const exempt = new Map<string, ExemptionGround>();
  const ignored: RequiredMaterials['ignored'][number][] = [];
  for (const license of held) {
    const { identifier, type } = license;
    const code = disqualified(license, request);
    const proved = code === undefined ? (await catalog.satisfies(matter, [type], at)).covered : [];
    const covered = proved.filter((material) => all.includes(material));
    if (covered.length === 0) ignored.push({ identifier, code: code ?? 'NOT_FOR_THIS_MATTER' });
    for (const material of covered) {
      if (!exempt.has(material)) exempt.set(material, { kind: 'license', identifier, type });
    }
  }
  const notChecked: RequiredMaterials['notChecked'][number][] = [];
  for (const material of platform === undefined ? [] : all.filter((one) => !exempt.has(one))) {
    try {
      const proof = await platform!.proves(material, applicant, at);
      if (proof === undefined) continue;
      const { authority, reference } = proof;
      if (isNamed(authority) && isNamed(reference))
        exempt.set(material, { kind: 'platform', authority, reference });
      else notChecked.push({ material, code: 'PLATFORM_FAILED' });
    } catch {
      notChecked.push({ material, code: 'PLATFORM_FAILED' });
    }
  }
  return {
    required: all.filter((material) => !exempt.has(material)),
    exempt: [...exempt].map(([material, ground]) => ({ material, ground })),
    ignored,
    notChecked,
  };
}

/** An exemption names its ground; a platform that names none has proved nothing. */
const isNamed = (text: unknown): boolean => typeof text === 'string' && text.trim() !== '';

function disqualified(
  { holderCodes, conclusion, validFrom, validTo, verifiedAt }: HeldLicense,
  { applicant, at, verdictMaxAgeSeconds = VERDICT_MAX_AGE_SECONDS }: MaterialsRequest,
): IgnoredLicense | undefined {
  if (!holderCodes.includes(applicant)) return 'OTHER_HOLDER';
  // Each comparison must hold: a date that is none proves nothing.
  if (validFrom !== undefined && !(validFrom <= at)) return 'NOT_YET_VALID';
  if (validTo !== undefined && !(at < validTo)) return 'EXPIRED';
  if (conclusion !== 'usable') return 'NOT_USABLE';
  const age = verifiedAt === undefined ? 0 : at.getTime() - verifiedAt.getTime();
  return age >= 0 && age <= verdictMaxAgeSeconds * 1000 ? undefined : 'VERDICT_STALE';
}
