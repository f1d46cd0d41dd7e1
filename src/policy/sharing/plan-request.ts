import type { CatalogPolicy } from '../catalog.ts';
import type { DecisionRequest } from './decision.ts';
import { type FieldPlan, planFields } from './field-plan.ts';
import { requestFault } from './request-faults.ts';

/** Why a request never reaches the policy: faults of its own, and a catalog that does not know the resource. */
export interface PlanFault {
  readonly fault: { readonly code: string; readonly text: string };
}

/** Which fields of a request may be asked of the policy at all, by the catalog of its time. */
export async function planRequest(
  request: DecisionRequest,
  catalog: CatalogPolicy,
  hasValue: (key: string) => boolean,
): Promise<FieldPlan | PlanFault> {
  const fault = requestFault(request);
  if (fault !== undefined) return { fault };
  const entry = await catalog.resolve(request.resource.catalogId, request.time);
  if (entry === undefined)
    return { fault: { code: 'CATALOG_UNKNOWN', text: 'the catalog has no such entry at that time' } };
  return planFields(entry, request.resource.fields, hasValue);
}

/** The request for these fields alone. */
export function withFields(request: DecisionRequest, fields: readonly string[]): DecisionRequest {
  return { ...request, resource: { ...request.resource, fields } };
}
