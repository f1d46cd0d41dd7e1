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
  /** Absent: without end. From this moment on it proves nothing. */
  readonly validTo?: Date;
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

/** What an applicant must bring, and what must not be asked for again. */
export interface RequiredMaterials {
  readonly required: readonly string[];
  /** Asking for these is forbidden, each for its ground, by {@link EXEMPTION_RULE}. */
  readonly exempt: readonly { readonly material: string; readonly ground: ExemptionGround }[];
  /** Licenses that prove nothing here, and why. */
  readonly ignored: readonly {
    readonly identifier: string;
    readonly code: 'OTHER_HOLDER' | 'EXPIRED' | 'NOT_USABLE' | 'NOT_FOR_THIS_MATTER';
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
}

/**
 * The materials of a matter without those that a valid license of the applicant’s own, or the platform, already proves
 * (Order 354; State Council Order 716 art. 7: what data sharing can give may not be demanded). The ground is named per
 * material; a license that is expired, revoked, unverified or another person’s exempts nothing. What a license proves is
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
    const code = disqualified(license, applicant, at);
    const covered = code === undefined ? (await catalog.satisfies(matter, [type], at)).covered : [];
    if (covered.length === 0) ignored.push({ identifier, code: code ?? 'NOT_FOR_THIS_MATTER' });
    for (const material of covered) {
      if (!exempt.has(material)) exempt.set(material, { kind: 'license', identifier, type });
    }
  }
  const notChecked: RequiredMaterials['notChecked'][number][] = [];
  for (const material of platform === undefined ? [] : all.filter((one) => !exempt.has(one))) {
    try {
      const proof = await platform!.proves(material, applicant, at);
      if (proof !== undefined) exempt.set(material, { kind: 'platform', ...proof });
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

function disqualified(
  { holderCodes, conclusion, validTo }: HeldLicense,
  applicant: string,
  at: Date,
): 'OTHER_HOLDER' | 'EXPIRED' | 'NOT_USABLE' | undefined {
  if (!holderCodes.includes(applicant)) return 'OTHER_HOLDER';
  if (validTo !== undefined && validTo <= at) return 'EXPIRED';
  return conclusion === 'usable' ? undefined : 'NOT_USABLE';
}
