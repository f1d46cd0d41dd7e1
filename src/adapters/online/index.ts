export type { OnlineOptions } from './bounded-fetch.ts';
export { certificatesOverHttp } from './certificates.ts';
export { isPublicHost } from './public-host.ts';
export { type HttpRevocationOptions, revocationOverHttp } from './revocation.ts';
export { type HttpTimestampAuthorityOptions, timestampAuthorityOverHttp } from './timestamp-authority.ts';
