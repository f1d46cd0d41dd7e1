export type { SidecarHash } from './manifest.ts';
export { readSidecar, type Sidecar } from './read-sidecar.ts';
export { type FactsWithSidecars, type SidecarData, withSidecars } from './with-sidecars.ts';
export { type PreparedSidecar, prepareSidecar, type SidecarContent } from './write-sidecar.ts';
