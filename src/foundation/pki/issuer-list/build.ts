import { canonicalJsonBytes, type JsonValue, toBase64, YinxinError } from '../../core/index.ts';
import { ISSUER_LIST_SCHEMA, type IssuerList, type IssuerListEntry } from './model.ts';
import { readIssuerList } from './read.ts';

/**
 * The bytes of an issuer list, as they are signed: canonical JSON (RFC 8785). What reading would refuse is refused here:
 * ISSUER_LIST_INVALID, ARGUMENT_INVALID for times that are no times.
 */
export function buildIssuerList(list: IssuerList): Uint8Array {
  const bytes = canonicalJsonBytes({
    schema: ISSUER_LIST_SCHEMA,
    issuer: list.issuer,
    sequence: list.sequence,
    issuedAt: timeText(list.issuedAt),
    nextUpdate: timeText(list.nextUpdate),
    entries: list.entries.map(entryJson),
  });
  readIssuerList(bytes);
  return bytes;
}

function entryJson(entry: IssuerListEntry): JsonValue {
  const { compromisedAt, issuerCode, licenseTypes, hosts, statusUriPrefix } = entry;
  return {
    certificate: toBase64(entry.certificate),
    names: entry.names,
    from: timeText(entry.from),
    to: timeText(entry.to),
    state: entry.state,
    purposes: entry.purposes,
    ...(compromisedAt === undefined ? {} : { compromisedAt: timeText(compromisedAt) }),
    ...(issuerCode === undefined ? {} : { issuerCode }),
    ...(licenseTypes === undefined ? {} : { licenseTypes }),
    ...(hosts === undefined ? {} : { hosts }),
    ...(statusUriPrefix === undefined ? {} : { statusUriPrefix }),
  };
}

/** Whole seconds: what lies between them would not come back from the list. */
function timeText(time: Date): string {
  if (Number.isNaN(time.getTime()))
    throw new YinxinError('ARGUMENT_INVALID', 'give the times of a list as Date');
  return `${time.toISOString().slice(0, 19)}Z`;
}
