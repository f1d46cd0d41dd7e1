export { inspectBag } from './inspect-bag.ts';
