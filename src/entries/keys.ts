/** `yinxin/keys`: signers over keys in files. */
export { fromPem, fromPkcs12, type PemKeyOptions, type Pkcs12Options } from '../adapters/keys/index.ts';
