import { licenseCodeProduct, licenseOfdHandler, licensePdfHandler } from '../license/index.ts';
import type { ProductHandler } from '../verify/index.ts';

/** Products that look at a judged file. */
export const PRODUCTS: readonly ProductHandler[] = [licensePdfHandler, licenseOfdHandler, licenseCodeProduct];
