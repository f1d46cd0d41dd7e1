export type { PathOptions, PathReport, RevocationFinding, RevocationPolicy } from './path-report.ts';
export { validatePath } from './validate-path.ts';
