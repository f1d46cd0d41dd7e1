import { isYinxinError, YinxinError } from '../../foundation/core/index.ts';
import type { DecisionRequest } from '../../policy/index.ts';
import { parseLicenseId } from '../identifier/index.ts';
import type { Call, ServiceContext } from './context.ts';
import { holderCodeDigest, isHolderCode } from './holder.ts';
import type { StoredLicense } from './ports.ts';
import type { HolderReference } from './requests.ts';
import { nothingFound } from './share-license.ts';
import { type Refused, refuse, type Step } from './step.ts';

/** More of one holder and type is a mistake of the store. */
const MAX_OF_HOLDER = 1000;

/** A holder by code and the type of license wanted. */
export interface HolderQuery {
  readonly holder: HolderReference;
  readonly typeCode: string;
  readonly number?: string;
}

/** All licenses of a type that a holder has, at least one. The store's word is checked: another holder's is an error. */
export async function findOfHolder(
  context: ServiceContext,
  call: Call,
  { holder, typeCode, number }: HolderQuery,
  action: DecisionRequest['action']['name'],
): Promise<Step<readonly StoredLicense[]>> {
  const fault = holderFault(context, holder);
  if (fault !== undefined) return fault;
  const digest = holderCodeDigest(context.holderKey, holder);
  const found = await context.store.findByHolder(digest, typeCode);
  const fits = ({ metadata }: StoredLicense): boolean =>
    metadata.typeCode === typeCode &&
    metadata.holders.some((one) => one.codeType === holder.codeType && one.code === holder.code);
  if (found.length > MAX_OF_HOLDER || !found.every(fits)) throw wrongAnswer();
  const wanted = found.filter(({ metadata }) => number === undefined || metadata.number === number);
  return wanted.length === 0 ? nothingFound(context, call, typeCode, action) : { given: wanted };
}

/** The license of an identifier. */
export async function findByIdentifier(
  context: ServiceContext,
  call: Call,
  identifier: string,
  action: DecisionRequest['action']['name'],
): Promise<Step<StoredLicense>> {
  const typeCode = typeCodeOf(identifier);
  if (typeCode === undefined) return refuse('REQUEST_INVALID', 'this is no license identifier (证照标识)');
  const found = await context.store.findByIdentifier(identifier);
  if (found === undefined) return nothingFound(context, call, typeCode, action);
  if (found.metadata.identifier !== identifier || found.metadata.typeCode !== typeCode) throw wrongAnswer();
  return { given: found };
}

function holderFault({ holderTypes }: ServiceContext, holder: HolderReference): Refused | undefined {
  if (!holderTypes.includes(holder.codeType))
    return refuse('HOLDER_TYPE_UNKNOWN', `give one of ${holderTypes.join(', ')} as type of the holder code`);
  return isHolderCode(holder)
    ? undefined
    : refuse('REQUEST_INVALID', 'the holder code has not the form or check character of its type');
}

function typeCodeOf(identifier: string): string | undefined {
  try {
    return parseLicenseId(identifier).typeCode;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

function wrongAnswer(): YinxinError {
  return new YinxinError('LEDGER_CORRUPT', 'the store answered with a license that was not asked for');
}
