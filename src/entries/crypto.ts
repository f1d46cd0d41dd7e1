export { YinxinError, type YinxinErrorCode } from '../foundation/core/index.ts';
export {
  type CurrentDigestName as DigestName,
  currentDigest as digest,
  type Sm2Api,
  type Sm2Options,
  type Sm3Api,
  type Sm4Api,
  type Sm4Mode,
  type Sm4Options,
  sm2,
  sm3,
  sm4,
} from '../foundation/crypto/index.ts';
