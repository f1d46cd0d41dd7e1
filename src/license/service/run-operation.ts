import { requestFault } from '../../policy/index.ts';
import { containsResidentId } from '../codes/index.ts';
import { type Call, callOf, type ServiceContext } from './context.ts';
import type { SharingAnswer, SharingServiceRequest } from './requests.ts';
import { SHARING_SERVICE_CODES, type SharingServiceCode } from './service-codes.ts';
import { decisionRequest } from './share-license.ts';
import { type Refused, refuse, type Step } from './step.ts';

/** Names of the operations, as the audit log has them. */
export type OperationName =
  | 'query-by-holder'
  | 'query-by-identifier'
  | 'query-by-code'
  | 'verify-data'
  | 'verify-file'
  | 'create-link'
  | 'open-link'
  | 'delete-link'
  | 'download'
  | 'annotate';

/**
 * One operation from its request to its answer: somebody who is named, a purpose and a use reason first; then the work;
 * then the line in the audit log; then, and only then, the answer. A port that throws makes a refusal, which is logged
 * too. What cannot be logged is not given: then this rejects with what the log threw.
 */
export async function runOperation<T>(
  context: ServiceContext,
  operation: OperationName,
  request: SharingServiceRequest,
  work: (call: Call) => Promise<Step<T>>,
  /** What the operation is about; it stands in the log as keyed digests. */
  about: Readonly<Record<string, string>>,
): Promise<SharingAnswer<T>> {
  const call = callOf(request, context);
  const step = requesterFault(call) ?? (await attempt(() => work(call)));
  const code = 'refused' in step ? step.refused : 'OK';
  const audit = await context.audit.append({
    kind: 'sharing-service',
    time: call.time,
    plain: {
      operation,
      code,
      status: SHARING_SERVICE_CODES[code],
      subjectType: request.requester.type,
      purpose: isCode(request.use.purpose) ? request.use.purpose : '',
    },
    personal: {
      request: call.id,
      subject: request.requester.id,
      useReason: request.use.reason,
      ...(request.onBehalfOf === undefined ? {} : { onBehalfOf: request.onBehalfOf.id }),
      ...(request.use.matterId === undefined ? {} : { matter: request.use.matterId }),
      ...about,
    },
  });
  if (!('refused' in step)) return { ok: true, status: 0, code: 'OK', data: step.given, audit };
  const { refused, reasons = [], within, cause } = step;
  return {
    ok: false,
    status: SHARING_SERVICE_CODES[refused],
    code: refused,
    reasons,
    ...(within === undefined ? {} : { within }),
    ...(cause === undefined ? {} : { cause }),
    audit,
  };
}

const MAX_PURPOSE = 100;

const FAULTS: Readonly<Record<string, Exclude<SharingServiceCode, 'OK'>>> = {
  USE_REASON_MISSING: 'USE_REASON_MISSING',
  USE_REASON_TOO_LONG: 'USE_REASON_TOO_LONG',
  PURPOSE_MISSING: 'PURPOSE_MISSING',
};

function requesterFault(call: Call): Refused | undefined {
  const { requester, use } = call.request;
  if (requester.id.trim() === '') return refuse('AUTHENTICATION_FAILED', 'the requester is nobody');
  const fault = requestFault(decisionRequest(call, 'view', { identifier: '-', typeCode: '-' }));
  if (fault !== undefined) return refuse(FAULTS[fault.code] ?? 'REQUEST_INVALID', fault.text);
  if (!isCode(use.purpose)) return refuse('REQUEST_INVALID', 'a purpose is a code of the sharing policy');
  return containsResidentId(use.reason)
    ? refuse('REQUEST_INVALID', 'a use reason never holds a resident identity number')
    : undefined;
}

/** A purpose stands in the log in clear: whoever asks must not write there what he likes. */
function isCode(purpose: string): boolean {
  return purpose.length <= MAX_PURPOSE && !containsResidentId(purpose);
}

async function attempt<T>(work: () => Promise<Step<T>>): Promise<Step<T>> {
  try {
    return await work();
  } catch (cause) {
    return { refused: 'SERVICE_FAILED', cause };
  }
}
