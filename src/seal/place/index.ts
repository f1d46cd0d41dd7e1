export type {
  BoxMm,
  KeywordPlacement,
  PageSide,
  PlacedSeal,
  PointPlacement,
  RidingOptions,
  RidingPlacement,
  SealPlacement,
  SizeMm,
} from './placement.ts';
export { type PlacementContext, resolvePlacements } from './resolve.ts';
export { type RidingSlice, ridingSlices, shownBox } from './riding.ts';
