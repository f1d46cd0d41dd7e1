import { YinxinError } from '../../core/index.ts';
import type { BasicOcspResponse, Crl } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PkiMemo } from '../memo.ts';
import type { PathOptions } from '../path-report.ts';

/** Revocation data as supplied, parsed once per call. */
export interface RevocationData {
  readonly crls: readonly Crl[];
  readonly ocsp: readonly BasicOcspResponse[];
}

/** Parses CRLs and OCSP responses; malformed and unsuccessful ones are left out and told. */
export function readRevocationData(options: PathOptions, memo: PkiMemo, findings: Findings): RevocationData {
  const crls = (options.crls ?? []).flatMap((bytes) => tryRead(() => [memo.crl(bytes)], 'CRL', findings));
  const ocsp = (options.ocspResponses ?? []).flatMap((bytes) =>
    tryRead(
      () => {
        const response = memo.ocspResponse(bytes);
        if (response.basic !== undefined && response.status === 'successful') return [response.basic];
        findings.skipped('OCSP_UNSUCCESSFUL', `an OCSP response says ${response.status}`);
        return [];
      },
      'OCSP response',
      findings,
    ),
  );
  return { crls, ocsp };
}

function tryRead<T>(read: () => T[], what: string, findings: Findings): T[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof YinxinError)) throw error;
    findings.skipped('REVOCATION_DATA_MALFORMED', `a supplied ${what} was passed over: ${error.message}`);
    return [];
  }
}
