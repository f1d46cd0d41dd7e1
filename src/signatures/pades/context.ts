import type { StoredPicture } from '../../formats/pdf/index.ts';
import type { ValidationData } from '../../foundation/core/index.ts';
import type { Covered } from './coverage.ts';
import type { FieldPictures } from './field-pictures.ts';
import type { RangeDigests } from './range-digests.ts';
import type { SubFilter } from './sub-filter.ts';

/** All that the steps for one signature need. */
export interface SignatureContext {
  readonly covered: Covered;
  readonly digests: RangeDigests;
  readonly store: ValidationData;
  readonly id: string;
  /** What the field shows on the pages, asked for seals alone; pictures that are known are not decoded. */
  readonly pictures: (isKnown: (stored: StoredPicture) => boolean) => Promise<FieldPictures>;
  /** Without padding. */
  readonly cms: Uint8Array;
  readonly kind: SubFilter | undefined;
}
