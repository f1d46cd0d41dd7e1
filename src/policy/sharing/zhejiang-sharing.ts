import { canonicalJsonBytes, formatTime, toHex, YinxinError } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { CatalogItem, CatalogPolicy, ShareClass } from '../catalog.ts';
import type { Decision, DecisionRequest, Obligation, SharingPolicy } from './decision.ts';

/** The three classes of Order 354 and their names in the national catalog (发改高技〔2017〕1272号). */
export const SHARE_CLASS_NAMES: Readonly<
  Record<ShareClass, { readonly zhejiang: string; readonly national: string }>
> = {
  unconditional: { zhejiang: '无条件共享', national: '无条件共享' },
  restricted: { zhejiang: '受限共享', national: '有条件共享' },
  none: { zhejiang: '非共享', national: '不予共享' },
};

/** What a provider (数源单位) has granted to one requester for restricted data. */
export interface SharingGrant {
  /** The requester as the subject of requests names it (USCC of an agency). */
  readonly subject: string;
  readonly catalogId: string;
  /** Only these fields; others of the request are omitted. */
  readonly fields: readonly string[];
  /** Codes of the purposes that it holds for. */
  readonly purposes: readonly string[];
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Each use needs this approver’s word, within an ISO 8601 duration where one is set. */
  readonly approval?: { readonly by: string; readonly within?: string };
  /** Each use needs the consent of the one whom the data is about. */
  readonly consent?: boolean;
  readonly masks?: readonly Extract<Obligation, { readonly type: 'mask' }>[];
  /** What is given ends so many seconds after the request; never after the grant itself. */
  readonly useSeconds?: number;
}

/** Options of {@link zhejiangSharing}. */
export interface ZhejiangSharingOptions {
  readonly catalog: CatalogPolicy;
  readonly grants: readonly SharingGrant[];
  /** Changes with the grants; the digest of the policy follows its content by itself. */
  readonly version: string;
}

const ID = 'zhejiang-sharing';

/**
 * The reference policy for Order 354: unconditional data (无条件共享) are given and logged; restricted data (受限共享)
 * only within a grant to this requester for this purpose, with a legal basis, its approval, consent, masks and end;
 * data of the class 非共享 are omitted with the basis that the catalog cites. Deadlines stand in the grants: they are
 * local rules. What the catalog does not know does not apply, which an enforcer refuses.
 */
export function zhejiangSharing({ catalog, grants, version }: ZhejiangSharingOptions): SharingPolicy {
  const policy = { id: ID, version, digest: digestOf(grants) };
  return {
    async decide(request: DecisionRequest): Promise<Decision> {
      const entry = await catalog.resolve(request.resource.catalogId, request.time);
      if (entry === undefined) {
        return decision('notApplicable', [], [reason('CATALOG_UNKNOWN')], policy);
      }
      const wanted = request.resource.fields ?? entry.items.map(({ key }) => key);
      const grant = grants.find((candidate) => holds(candidate, request));
      const judged = wanted.map((key) =>
        judge(
          key,
          entry.items.find((item) => item.key === key),
          request,
          grant,
        ),
      );
      const reasons = [
        ...new Map(judged.map((one) => [`${one.reason.code} ${one.reason.ref}`, one.reason])).values(),
      ];
      const given = judged.filter(({ permitted }) => permitted);
      if (given.length === 0) return decision('deny', [{ type: 'log', level: 'full' }], reasons, policy);
      const omitted = judged.filter(({ permitted }) => !permitted).map(({ key }) => key);
      const restricted = given.some(({ restricted: is }) => is);
      const obligations: Obligation[] = [
        { type: 'log', level: 'full' },
        ...(omitted.length === 0 ? [] : [{ type: 'omit' as const, fields: omitted }]),
        ...(restricted && grant !== undefined
          ? ofGrant(
              grant,
              request,
              given.map(({ key }) => key),
            )
          : []),
      ];
      return decision('permit', obligations, reasons, policy);
    },
  };
}

interface Judged {
  readonly key: string;
  readonly permitted: boolean;
  readonly restricted: boolean;
  readonly reason: Decision['reasons'][number];
}

function judge(
  key: string,
  item: CatalogItem | undefined,
  { purpose }: DecisionRequest,
  grant: SharingGrant | undefined,
): Judged {
  const answer = (permitted: boolean, code: string, ref?: string): Judged => ({
    key,
    permitted,
    restricted: item?.share === 'restricted',
    reason: reason(code, ref),
  });
  if (item === undefined) return answer(false, 'NOT_IN_CATALOG');
  if (item.share === 'unconditional') return answer(true, 'UNCONDITIONAL');
  if (item.share === 'none') return answer(false, 'NOT_SHARED', item.conditions?.join('; '));
  if ((purpose.legalBasis ?? '').trim() === '') return answer(false, 'LEGAL_BASIS_MISSING');
  if (grant === undefined) return answer(false, 'NO_GRANT');
  return grant.fields.includes(key)
    ? answer(true, 'GRANTED', purpose.legalBasis)
    : answer(false, 'NOT_GRANTED');
}

function holds(grant: SharingGrant, { subject, resource, purpose, time }: DecisionRequest): boolean {
  return (
    grant.subject === subject.id &&
    grant.catalogId === resource.catalogId &&
    grant.purposes.includes(purpose.code) &&
    grant.validFrom <= time &&
    time < grant.validTo
  );
}

function ofGrant(
  grant: SharingGrant,
  { time, resource }: DecisionRequest,
  given: readonly string[],
): Obligation[] {
  const { approval, consent, masks = [], useSeconds, validTo } = grant;
  const end = useSeconds === undefined ? validTo.getTime() : time.getTime() + useSeconds * 1000;
  return [
    ...(consent === true ? [{ type: 'consent' as const, from: resource.id }] : []),
    ...(approval === undefined ? [] : [{ type: 'approve' as const, ...approval }]),
    ...masks.filter(({ field }) => given.includes(field)),
    { type: 'expire', at: new Date(Math.min(end, validTo.getTime())) },
  ];
}

function reason(code: string, ref?: string): Decision['reasons'][number] {
  return ref === undefined ? { code, policyId: ID } : { code, policyId: ID, ref };
}

function decision(
  effect: Decision['effect'],
  obligations: readonly Obligation[],
  reasons: Decision['reasons'],
  policy: Decision['policy'],
): Decision {
  return { effect, obligations, reasons, policy };
}

function digestOf(grants: readonly SharingGrant[]): string {
  const content = grants.map(({ validFrom, validTo, ...grant }) => {
    if (validTo <= validFrom) {
      throw new YinxinError('ARGUMENT_INVALID', 'a grant ends before it begins', {
        details: { catalogId: grant.catalogId },
      });
    }
    return {
      ...(JSON.parse(JSON.stringify(grant)) as object),
      validFrom: formatTime(validFrom),
      validTo: formatTime(validTo),
    };
  });
  return toHex(digest('sha256', canonicalJsonBytes(content)));
}
