import type { CheckStatus } from '../../foundation/core/index.ts';
import { formatTime } from '../../foundation/core/index.ts';
import type { CrossCheck, LicenseReport } from '../../foundation/validation/index.ts';
import type { LicenseBlock } from '../judge/index.ts';

const CROSS_CHECKS: Readonly<Record<CheckStatus, CrossCheck>> = {
  passed: 'match',
  warning: 'match',
  failed: 'mismatch',
  'not-run': 'not-checked',
};

/** The license block as it stands in `yinxin.report/1`: JSON values alone. */
export function licenseReport(block: LicenseBlock, expected: boolean): LicenseReport {
  const { crossChecks } = block;
  return {
    identifier: block.identifier,
    type: block.type,
    validity: { from: block.validity.from ?? null, to: block.validity.to ?? null },
    status: block.status,
    statusAsOf: block.statusAsOf === undefined ? null : formatTime(block.statusAsOf),
    ...(block.successor === undefined ? {} : { successor: block.successor }),
    crossChecks: {
      qrRoot: CROSS_CHECKS[crossChecks.qrRoot],
      metadataRoot: CROSS_CHECKS[crossChecks.metadataRoot],
      visibleFields: CROSS_CHECKS[crossChecks.visibleFields],
      issuerAuthority: CROSS_CHECKS[crossChecks.issuerAuthority],
      expectation: expected ? CROSS_CHECKS[crossChecks.expectation] : 'not-applicable',
    },
    unprotectedOnPaper: block.unprotectedOnPaper,
    conclusion: block.conclusion,
  };
}
