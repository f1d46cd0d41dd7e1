import { asOid, childrenOf, type Der, explicitOf, readDer } from '../asn1/index.ts';
import { copyBytes, latin1, toHex, YinxinError } from '../core/index.ts';
import { type Name, parseName } from './name.ts';

/** One GeneralName (RFC 5280 4.2.1.6). `text` is set for names that are text; `name` for a directoryName. */
export interface GeneralName {
  readonly kind:
    | 'otherName'
    | 'email'
    | 'dns'
    | 'x400'
    | 'directoryName'
    | 'ediParty'
    | 'uri'
    | 'ip'
    | 'registeredId';
  readonly raw: Uint8Array;
  readonly text: string;
  readonly name?: Name;
}

const KINDS = [
  'otherName',
  'email',
  'dns',
  'x400',
  'directoryName',
  'ediParty',
  'uri',
  'ip',
  'registeredId',
] as const;

/** Reads GeneralNames from a value whose children they are (any tag: it is often IMPLICIT). */
export function parseGeneralNames(parent: Der): GeneralName[] {
  const names = childrenOf(parent).map(parseGeneralName);
  if (names.length === 0) throw new YinxinError('DER_INVALID', 'GeneralNames is empty');
  return names;
}

/** Reads one GeneralName. DER_INVALID. */
export function parseGeneralName(value: Der): GeneralName {
  const kind = value.tagClass === 'context' ? KINDS[value.tag] : undefined;
  if (kind === undefined) throw new YinxinError('DER_INVALID', 'GeneralName of an unknown kind');
  if (kind === 'directoryName') {
    const name = parseName(explicitOf(value));
    return { kind, raw: value.raw, text: name.text, name };
  }
  return { kind, raw: value.raw, text: generalText(kind, value) };
}

function generalText(kind: (typeof KINDS)[number], value: Der): string {
  switch (kind) {
    case 'email':
    case 'dns':
    case 'uri':
      for (const b of value.content) {
        if (b >= 0x80)
          throw new YinxinError('DER_INVALID', `GeneralName ${kind} holds a character outside IA5`);
      }
      return latin1(value.content);
    case 'registeredId': {
      const oid = copyBytes(value.raw);
      oid[0] = 6;
      return asOid(readDer(oid));
    }
    default:
      return `#${toHex(value.content)}`;
  }
}
