export { type BuildStatusListOptions, buildStatusList } from './build.ts';
export { MAX_LIST_SIZE } from './payload.ts';
export { type ReadStatusListOptions, readStatusList, type StatusListReading } from './read.ts';
export { type LicenseStatus, statusOfValue, valueOfStatus } from './state.ts';
