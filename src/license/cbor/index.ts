export { type CborLimits, decodeCbor } from './decode.ts';
export { encodeCbor } from './encode.ts';
export { type CborKey, type CborTag, type CborValue, isCborTag } from './value.ts';
