import type { SharedField } from '../../policy/index.ts';
import { fieldsOfMetadata, textOf } from '../metadata/index.ts';
import type { Call, ServiceContext } from './context.ts';
import { findOfHolder } from './find-license.ts';
import type { StoredLicense } from './ports.ts';
import type { ComparedLicense, VerifyDataRequest } from './requests.ts';
import { enforceOn, statusAt } from './share-license.ts';
import { type Refused, refuse, refusedBy, type Step } from './step.ts';

const MAX_VALUES = 200;

/**
 * Compares what the requester says with each license of the holder. Only fields that the policy gives in clear are
 * compared: an answer about any other would let values be guessed one by one. No value of the license is given.
 */
export async function verifyData(
  context: ServiceContext,
  call: Call,
  request: VerifyDataRequest,
): Promise<Step<readonly ComparedLicense[]>> {
  const keys = Object.keys(request.values);
  if (keys.length === 0 || keys.length > MAX_VALUES)
    return refuse('REQUEST_INVALID', `give 1 to ${MAX_VALUES} values to compare`);
  const found = await findOfHolder(context, call, request, 'verify');
  if ('refused' in found) return found;
  const compared: ComparedLicense[] = [];
  let refused: Refused | undefined;
  for (const license of found.given) {
    const outcome = await enforceOn(context, call, license, 'verify', keys);
    if (outcome.fields.length === 0) refused ??= refusedBy(outcome);
    else compared.push(compare(license, outcome.fields, request.values, call.time));
  }
  return compared.length === 0 && refused !== undefined ? refused : { given: compared };
}

function compare(
  license: StoredLicense,
  shared: readonly SharedField[],
  values: Readonly<Record<string, string>>,
  at: Date,
): ComparedLicense {
  const clear = new Set(shared.filter(({ treatment }) => treatment === 'clear').map(({ key }) => key));
  const held = new Map(fieldsOfMetadata(license.metadata).map(({ key, value }) => [key, value]));
  const fields = Object.entries(values).map(([key, said]): ComparedLicense['fields'][number] => {
    const value = held.get(key);
    if (value === undefined || !clear.has(key)) return { key, result: 'not-checked' };
    const isDate = typeof value === 'object' && 'date' in value;
    const text = isDate ? said.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') : said;
    return { key, result: text.normalize('NFC') === textOf(value).normalize('NFC') ? 'match' : 'mismatch' };
  });
  return {
    status: statusAt(license, at),
    matches: fields.every(({ result }) => result === 'match'),
    fields,
  };
}
