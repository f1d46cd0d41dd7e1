export {
  bigIntToBytes,
  bitLength,
  bytesToBigInt,
  inverse,
  mod,
  powerPublic,
  rawPair,
  splitPair,
} from './big-integers.ts';
export { BoundedCache } from './bounded-cache.ts';
export { crc32 } from './crc32.ts';
export { type CurveParameters, isOnCurve } from './curve.ts';
export { deflate, deflateRaw } from './deflate.ts';
export { EC_CURVES } from './ec-curves.ts';
export { signEcdsa, verifyEcdsa } from './ecdsa.ts';
export { inflate, inflateRaw } from './inflate.ts';
export { verifyMlDsa } from './ml-dsa.ts';
export { deterministicNonces, hmac, type Nonces, randomNonces } from './nonces.ts';
export { decodePoint, groupOf, type Point } from './points.ts';
export { digestInfo, pssBlock } from './rsa-padding.ts';
export { sameBytes } from './same-bytes.ts';
export {
  checkedPointLength,
  publicPointOf,
  type ScalarMaterial,
  type SignEngine,
  signWithScalar,
} from './sign-digest.ts';
export { SM2_CURVE } from './sm2-curve.ts';
export { signSm2Value, sm2PublicPoint, verifySm2Value } from './sm2-value.ts';
export { Sm3 } from './sm3.ts';
export { digestOf, portableRsa, type VerifyEngine, verifyOverDigest } from './verify-digest.ts';
