/** Measures of a round seal, all as fractions of its diameter (42 mm: ring 1 mm, star 14 mm, characters 6.5 mm). */
export const ROUND: {
  readonly ring: number;
  readonly starRadius: number;
  readonly nameGap: number;
  readonly nameHeight: { readonly most: number; readonly least: number };
  readonly lowerHeight: { readonly most: number; readonly least: number };
  readonly lowerCentre: number;
} = {
  ring: 1 / 42,
  starRadius: 7.2 / 42,
  nameGap: 1.25 / 42,
  nameHeight: { most: 6.6 / 42, least: 3.6 / 42 },
  lowerHeight: { most: 4.2 / 42, least: 2.4 / 42 },
  lowerCentre: -11.6 / 42,
};
