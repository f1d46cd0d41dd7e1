export { checkNameConstraints } from './check-names.ts';
