export { findPaths } from './build-path.ts';
export { type CertificatePool, certificatePool } from './certificate-pool.ts';
export { chainAlgorithms, checkAlgorithms } from './check-algorithms.ts';
export { checkDates } from './check-dates.ts';
export { checkStructure, type PathStructure } from './check-structure.ts';
export { explainNoPath } from './explain-no-path.ts';
export { type DeadEnd, newSearch, type PathSearch, tellExhausted } from './path-search.ts';
