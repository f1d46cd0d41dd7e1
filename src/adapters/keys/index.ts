export { type EnvelopedKeyOptions, fromEnvelopedKey } from './from-enveloped-key.ts';
export { fromPem, type PemKeyOptions } from './from-pem.ts';
export { fromPkcs12, type Pkcs12Options } from './from-pkcs12.ts';
export { type HttpSealServiceOptions, sealServiceOverHttp } from './seal-service.ts';
