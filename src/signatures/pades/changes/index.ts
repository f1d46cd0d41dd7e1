export { ChangeHistory } from './history.ts';
export { type Restriction, restrictionOf } from './permissions.ts';
export { judgeChanges, type ModificationVerdict, pageNumbers } from './verdict.ts';
