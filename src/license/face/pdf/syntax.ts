/** Points per millimetre. */
export const POINTS_PER_MM: number = 72 / 25.4;

/** A PDF number: at most three decimals, never an exponent (ISO 32000-1, 7.3.3). */
export function pdfNumber(value: number): string {
  return String(Math.round(value * 1000) / 1000 || 0);
}

/** `0.9 0 0.07` of a colour written as `#rrggbb`. */
export function rgb(color: string): string {
  return [1, 3, 5].map((at) => pdfNumber(Number.parseInt(color.slice(at, at + 2), 16) / 255)).join(' ');
}
