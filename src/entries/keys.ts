/** `yinxin/keys`: signers over keys in files and in WebCrypto, and seal platforms over HTTP. */
export {
  type EnvelopedKeyOptions,
  fromEnvelopedKey,
  fromPem,
  fromPkcs12,
  fromWebCrypto,
  type HttpSealServiceOptions,
  type PemKeyOptions,
  type Pkcs12Options,
  sealServiceOverHttp,
  type WebCryptoEngine,
  type WebCryptoKey,
  type WebCryptoKeyOptions,
} from '../adapters/keys/index.ts';
