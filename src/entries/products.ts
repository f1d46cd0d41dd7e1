import {
  annotatedCopyHandler,
  licenseCodeProduct,
  licenseOfdHandler,
  licensePdfHandler,
} from '../license/index.ts';
import type { ProductHandler } from '../verify/index.ts';

/** Products that look at a judged file, in this order; the first that knows it answers. A copy is never a license. */
export const PRODUCTS: readonly ProductHandler[] = [
  annotatedCopyHandler,
  licensePdfHandler,
  licenseOfdHandler,
  licenseCodeProduct,
];
