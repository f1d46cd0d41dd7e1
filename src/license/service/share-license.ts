import { beijingDate } from '../../foundation/core/index.ts';
import {
  type DecisionRequest,
  enforceSharing,
  probeSharing,
  type SharingOutcome,
} from '../../policy/index.ts';
import { fieldsOfMetadata, textOf } from '../metadata/index.ts';
import type { LicenseStatus } from '../status/index.ts';
import type { Call, ServiceContext } from './context.ts';
import type { StoredLicense } from './ports.ts';
import type { SharedLicense } from './requests.ts';
import { type Refused, refuse } from './step.ts';

/** A license as decisions name it. */
export interface LicenseReference {
  readonly identifier: string;
  readonly typeCode: string;
}

/** The request that the policy is asked. */
export function decisionRequest(
  { request, id, time }: Call,
  action: DecisionRequest['action']['name'],
  { identifier, typeCode }: LicenseReference,
  fields?: readonly string[],
): DecisionRequest {
  const { requester, onBehalfOf, use } = request;
  const { reason, purpose, matterId, legalBasis } = use;
  return {
    id,
    time,
    subject: requester,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    action: { name: action },
    resource: {
      type: 'license',
      id: identifier,
      catalogId: typeCode,
      ...(fields === undefined ? {} : { fields }),
    },
    purpose: {
      code: purpose,
      useReason: reason,
      ...(matterId === undefined ? {} : { matterId }),
      ...(legalBasis === undefined ? {} : { legalBasis }),
    },
  };
}

/** What the policy gives of a license, for an action. */
export function enforceOn(
  context: ServiceContext,
  call: Call,
  { metadata }: StoredLicense,
  action: DecisionRequest['action']['name'],
  fields?: readonly string[],
): Promise<SharingOutcome> {
  const { policy, catalog, audit, handlers, maskKey, timeoutMs } = context;
  return enforceSharing({
    request: decisionRequest(call, action, metadata, fields),
    policy,
    catalog,
    audit,
    data: Object.fromEntries(fieldsOfMetadata(metadata).map(({ key, value }) => [key, textOf(value)])),
    ...(handlers === undefined ? {} : { handlers }),
    ...(maskKey === undefined ? {} : { maskKey: maskKey(call.request.requester.id) }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
}

/** "There is none", to whoever might have been given something of this type; to others no permission. */
export async function nothingFound(
  { policy, catalog, audit, handlers, timeoutMs }: ServiceContext,
  call: Call,
  typeCode: string,
  action: DecisionRequest['action']['name'],
): Promise<Refused> {
  const { permitted, reasons } = await probeSharing({
    request: decisionRequest(call, action, { identifier: typeCode, typeCode }),
    policy,
    catalog,
    audit,
    ...(handlers === undefined ? {} : { handlers }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return permitted ? refuse('NOT_FOUND') : { refused: 'NO_PERMISSION', reasons };
}

/** What a query answers of a license. */
export function sharedLicense(license: StoredLicense, outcome: SharingOutcome, at: Date): SharedLicense {
  const { fields, withheld, watermarks, expiresAt } = outcome;
  const { identifier, typeCode } = license.metadata;
  const ends = expiresAt === undefined ? {} : { expiresAt };
  return { identifier, typeCode, status: statusAt(license, at), fields, withheld, watermarks, ...ends };
}

/** The status by the store; a license whose last Beijing day is over is no longer `valid`. */
export function statusAt({ status, metadata }: StoredLicense, at: Date): LicenseStatus {
  const isOver = metadata.validTo !== undefined && beijingDate(at) > metadata.validTo;
  return status === 'valid' && isOver ? 'expired' : status;
}
