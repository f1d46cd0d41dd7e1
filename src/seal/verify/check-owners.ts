import { type Check, formatTime } from '../../foundation/core/index.ts';
import { type PathReport, validatePath } from '../../foundation/pki/index.ts';
import type { JudgeOptions } from '../../foundation/validation/index.ts';
import type { Seal } from '../../signatures/ses/index.ts';
import { CLAUSE, type Findings, refuses } from './findings.ts';

/** Certificates of one seal that are judged: real seals list one or two. */
const MAX_OWNERS = 50;

/**
 * The list of those who may use the seal: not empty, and at least one certificate in it is believed at `at`. One that is
 * not is told: the seal is of no use to it. Digests name certificates that are not there.
 */
export async function checkOwners(seal: Seal, options: JudgeOptions): Promise<Findings> {
  const { certificates, certificateDigests } = seal;
  const code = 'SEAL_OWNERS';
  if (certificates.length + certificateDigests.length === 0) {
    return refuses(code, 'CHAIN_CONSTRAINTS_FAILURE', 'the seal lists nobody who may use it');
  }
  if (certificates.length === 0) {
    const detail = `the seal names ${certificateDigests.length} certificates by digest: they were not there to be judged`;
    return {
      checks: [told(code, 'warning', detail)],
      notChecked: [{ code: 'SEAL_OWNERS_BY_DIGEST', detail }],
    };
  }
  const judged: PathReport[] = [];
  for (const certificate of certificates.slice(0, MAX_OWNERS)) {
    const { trust, ...rest } = options;
    judged.push(await validatePath({ ...rest, certificate, trustAnchors: trust.signers }));
  }
  return conclude(seal, judged, certificates.length);
}

function conclude(seal: Seal, judged: readonly PathReport[], listed: number): Findings {
  const good = judged.filter(({ status }) => status === 'valid');
  const notChecked = judged.flatMap((path) => path.notChecked);
  if (listed > judged.length) {
    const detail = `of ${listed} certificates in the seal the first ${judged.length} were judged`;
    notChecked.push({ code: 'SEAL_OWNERS_NOT_ALL', detail });
  }
  const first = judged[0]!;
  if (good.length === 0) {
    return {
      checks: first.checks,
      notChecked,
      subIndication: first.subIndication ?? 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    };
  }
  const names = good.map(({ path }) => path[0]!.subject.text).join('; ');
  const checks = [told('SEAL_OWNERS', 'passed', `believed: ${names}`)];
  if (good.length < judged.length) {
    const detail = `${judged.length - good.length} of the certificates in the seal are not believed`;
    checks.push(told('SEAL_OWNER_NOT_TRUSTED', 'warning', detail));
  }
  const longest = Math.max(...good.map(({ path }) => path[0]!.notAfter.getTime()));
  if (longest < seal.validTo.getTime()) {
    const detail = `the seal goes on until ${formatTime(seal.validTo)}, its last certificate ends ${formatTime(new Date(longest))}`;
    checks.push(told('SEAL_OUTLIVES_OWNERS', 'warning', detail));
  }
  return { checks, notChecked };
}

function told(code: string, status: Check['status'], detail: string): Check {
  return { code, status, detail, clause: CLAUSE };
}
