export { detectFormat } from './detect.ts';
export type { FormatHandler, JudgedFile, ProductFinding, ProductHandler, VerifyContext } from './handler.ts';
export type { LicenseExpectation, OnlinePorts, VerifyOptions } from './options.ts';
export { type PreparedTrust, prepareTrust, type TrustOptions } from './prepare-trust.ts';
export type { TreeHandler } from './tree.ts';
export { unreadFormat } from './unread.ts';
export { createVerify, type Verify, type VerifyParts } from './verify.ts';
