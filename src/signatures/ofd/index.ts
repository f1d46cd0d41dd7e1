export { type InspectOfdOptions, inspectOfd } from './inspect-ofd.ts';
