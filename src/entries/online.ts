/** @module yinxin/online: timestamps, CRLs, OCSP responses and CA certificates over HTTP, bounded. */
export {
  certificatesOverHttp,
  type HttpRevocationOptions,
  type HttpTimestampAuthorityOptions,
  type OnlineOptions,
  revocationOverHttp,
  timestampAuthorityOverHttp,
} from '../adapters/online/index.ts';
export { YinxinError } from '../foundation/core/index.ts';
