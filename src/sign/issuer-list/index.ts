export { type SignedIssuerList, type SignIssuerListOptions, signIssuerList } from './sign-issuer-list.ts';
