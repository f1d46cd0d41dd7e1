import { equalBytes, isYinxinError } from '../../foundation/core/index.ts';
import type { Check } from '../../foundation/validation/index.ts';
import { buildFieldTree } from '../merkle/index.ts';
import type { MetadataFile } from '../metadata/index.ts';
import { licenseCheck } from './license-block.ts';

/** Computes the tree over the metadata again and compares it with the root, count and digest that the file states. */
export function metadataRootCheck({ fields, anchor, seed }: MetadataFile): Check {
  if (anchor === undefined || seed === undefined) {
    return licenseCheck('METADATA_ROOT', 'not-run', 'the metadata states no root or no salts');
  }
  try {
    const tree = buildFieldTree(anchor.hash, seed, fields);
    const agrees = equalBytes(tree.root, anchor.root) && tree.leafCount === anchor.leafCount;
    return agrees
      ? licenseCheck('METADATA_ROOT', 'passed', 'the metadata has the root that it states')
      : licenseCheck('METADATA_ROOT', 'failed', 'the metadata was changed after its root was made');
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return licenseCheck('METADATA_ROOT', 'failed', 'the metadata has a value that no tree can hold');
  }
}
