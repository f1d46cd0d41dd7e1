export { ChangeHistory } from './history.ts';
export { pageNumbers } from './page-numbers.ts';
export { type Restriction, restrictionOf } from './permissions.ts';
export { type Prepared, preparedObjects } from './unused-content.ts';
export { ChangeJudge } from './verdict.ts';
