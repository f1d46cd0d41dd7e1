export { type EnvelopedKeyOptions, fromEnvelopedKey } from './from-enveloped-key.ts';
export { fromPem, type PemKeyOptions } from './from-pem.ts';
export { fromPkcs12, type Pkcs12Options } from './from-pkcs12.ts';
export { fromWebCrypto, type WebCryptoEngine, type WebCryptoKeyOptions } from './from-web-crypto.ts';
export { type HttpSealServiceOptions, sealServiceOverHttp } from './seal-service.ts';
export type { WebCryptoKey } from './web-crypto-algorithm.ts';
