/** `yinxin/keys`: signers over keys in files, and seal platforms over HTTP. */
export {
  type EnvelopedKeyOptions,
  fromEnvelopedKey,
  fromPem,
  fromPkcs12,
  type HttpSealServiceOptions,
  type PemKeyOptions,
  type Pkcs12Options,
  sealServiceOverHttp,
} from '../adapters/keys/index.ts';
