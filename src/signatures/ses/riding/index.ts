export { checkRiding } from './check-riding.ts';
export { common, isLess, type StampArea, type StampView, visiblePart } from './stamp-view.ts';
