export {
  type CoseAlgorithm,
  coseAlgorithmNumber,
  coseAlgorithmOf,
  digestOfCoseAlgorithm,
} from './algorithms.ts';
export { type CoseSign1, encodeCoseSign1, parseCoseSign1, sigStructure } from './sign1.ts';
export {
  COSE_HEADER,
  type CoseSigner,
  type CoseVerification,
  coseHeaderOf,
  coseKeyId,
  openCoseSigner,
  signCoseSign1,
  verifyCoseSign1,
} from './signing.ts';
