export { type InspectOfdOptions, inspectOfd } from './inspect-ofd.ts';
export { type OfdSeal, sealsOfOfd } from './seals.ts';
