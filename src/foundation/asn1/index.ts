export { DerNode } from './der-node.ts';
export { childrenOf, type Der, readDer, readDerAt, readDerPrefix, validateDer } from './read.ts';
export { DerReader, isContext, isUniversal, readSequence, sequenceOf } from './reader.ts';
export { TAG, type TagClass } from './tag.ts';
export { formatGeneralizedTime, formatUtcTime, parseGeneralizedTime, parseUtcTime } from './time.ts';
export {
  asBitString,
  asBoolean,
  asInteger,
  asNull,
  asOctetString,
  asOid,
  asSmallInteger,
  assertText,
  asText,
  asTime,
  asUnsignedBytes,
  explicitOf,
  implicitAs,
} from './values.ts';
export { der } from './write.ts';
export {
  integer as writeInteger,
  octetString as writeOctetString,
  sequence as writeSequence,
} from './write-value.ts';
