import type { IssuedLicense } from '../../license/index.ts';
import { applyAndAcknowledge } from './application.ts';
import { archiveItem } from './archive.ts';
import { anchorItem } from './evidence.ts';
import { grantLicense } from './license.ts';
import { openOffice } from './office.ts';
import type { Stage } from './stage.ts';

/** The whole life of a license: an office opens, somebody applies, the license is granted, the item is archived and anchored. */
export async function liveThrough(stage: Stage): Promise<IssuedLicense> {
  const seal = await openOffice(stage);
  await applyAndAcknowledge(stage);
  const license = await grantLicense(stage, seal);
  await archiveItem(stage, license);
  await anchorItem(stage);
  return license;
}
