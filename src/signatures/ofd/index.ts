export { type InspectOfdOptions, inspectOfd } from './inspect-ofd.ts';
export { type RenderedOfdPage, type RenderOfdOptions, renderOfd } from './render-ofd.ts';
export { type OfdSeal, sealsOfOfd } from './seals.ts';
export { signaturesToTake, type TakenOfdSignature } from './taken-signatures.ts';
