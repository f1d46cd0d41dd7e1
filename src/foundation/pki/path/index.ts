export { type DeadEnd, findPaths, type PathSearch } from './build-path.ts';
export { type CertificatePool, certificatePool } from './certificate-pool.ts';
export { chainAlgorithms, checkAlgorithms } from './check-algorithms.ts';
export { checkDates } from './check-path.ts';
export { checkStructure } from './check-structure.ts';
