import type { Call, ServiceContext } from './context.ts';
import { findByIdentifier, findOfHolder } from './find-license.ts';
import type { StoredLicense } from './ports.ts';
import type {
  QueryByCodeRequest,
  QueryByHolderRequest,
  QueryByIdentifierRequest,
  SharedLicense,
} from './requests.ts';
import { enforceOn, sharedLicense } from './share-license.ts';
import { type Refused, refuse, refusedBy, type Step } from './step.ts';

/** What is shared of each license of a holder; those of which nothing is shared are left out. */
export async function queryByHolder(
  context: ServiceContext,
  call: Call,
  request: QueryByHolderRequest,
): Promise<Step<readonly SharedLicense[]>> {
  const found = await findOfHolder(context, call, request, 'view');
  if ('refused' in found) return found;
  const shared: SharedLicense[] = [];
  let refused: Refused | undefined;
  for (const license of found.given) {
    const step = await share(context, call, license, request.fields);
    if ('refused' in step) refused ??= step;
    else shared.push(step.given);
  }
  return shared.length === 0 && refused !== undefined ? refused : { given: shared };
}

/** What is shared of the license of an identifier. */
export async function queryByIdentifier(
  context: ServiceContext,
  call: Call,
  { identifier, fields }: QueryByIdentifierRequest,
): Promise<Step<SharedLicense>> {
  const found = await findByIdentifier(context, call, identifier, 'view');
  return 'refused' in found ? found : share(context, call, found.given, fields);
}

/** What is shared of the license that a code stands for. */
export async function queryByCode(
  context: ServiceContext,
  call: Call,
  { code, fields, ...rest }: QueryByCodeRequest,
): Promise<Step<SharedLicense>> {
  if (context.codes === undefined) return refuse('NOT_OFFERED', 'no codes are read here');
  const identifier = await context.codes(code, call.time);
  if (identifier === undefined)
    return refuse('CODE_INVALID', 'the code is not good, or no longer: ask for a new one');
  return queryByIdentifier(context, call, {
    ...rest,
    identifier,
    ...(fields === undefined ? {} : { fields }),
  });
}

async function share(
  context: ServiceContext,
  call: Call,
  license: StoredLicense,
  fields: readonly string[] | undefined,
): Promise<Step<SharedLicense>> {
  const outcome = await enforceOn(context, call, license, 'view', fields);
  if (outcome.fields.length === 0) return refusedBy(outcome);
  return { given: sharedLicense(license, outcome, call.time) };
}
