export { trustEntry } from './trust-entry.ts';
