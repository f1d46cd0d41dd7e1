export type { PreparedSealOfd, SealHolder, SealOfdBase, SealOfdOptions } from './options.ts';
export { completeSealOfd, prepareSealOfd, sealOfd, signSealOfd } from './seal-ofd.ts';
