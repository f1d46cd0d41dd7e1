export { eepInvalid } from './check-structure.ts';
export { eepFindings, inspectEep } from './inspect-eep.ts';
export { decodeData, EEP_HEAD_BYTES, type Eep, type EepLayer, looksLikeEep, readEep } from './read-eep.ts';
export { eepSchema } from './schema.ts';
export { nestedOriginal, sealEep } from './seal-eep.ts';
export { type EepFile, encodedDataId } from './write-eep.ts';
