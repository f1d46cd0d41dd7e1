import { equalBytes, YinxinError, type YinxinErrorCode } from '../../foundation/core/index.ts';
import { inspectSignedData } from '../../signatures/cades/index.ts';
import type { ReadState } from './state.ts';

/**
 * Takes a finished CMS of a remote signer only if it is the signature that was prepared: one signer, by the certificate
 * of the state, detached, with the attributes of a baseline signature, over this document; timestamps in it right.
 * DEFERRED_CERTIFICATE_MISMATCH, DEFERRED_VALUE_INVALID.
 */
export async function acceptCms(cms: Uint8Array, state: ReadState): Promise<Uint8Array> {
  const { signatures, signedData } = await inspectSignedData(cms, {
    digestOf: (hash) => (hash === state.hash ? state.digest : undefined),
    idPrefix: 'signature-1',
    format: state.format === 'pdf' ? 'PAdES' : 'CMS',
    coverage: 'whole-file',
    modification: 'not-applicable',
  });
  const own = signatures.filter(({ parent }) => parent === undefined);
  const [facts] = own;
  if (signedData === undefined || facts === undefined || own.length !== 1)
    throw refused('it is no CMS with one signer');
  if (signedData.eContent !== undefined) throw refused('it carries a content of its own');
  const { signerCertificate } = facts;
  if (signerCertificate === undefined || !equalBytes(signerCertificate, state.chain[0]!)) {
    throw refused('another certificate signed', 'DEFERRED_CERTIFICATE_MISMATCH');
  }
  if (facts.algorithm !== state.algorithm)
    throw refused(`it is by ${facts.algorithm}, not ${state.algorithm}`);
  for (const { cryptography, formatFailure, checks } of signatures) {
    if (cryptography === 'intact' && formatFailure === undefined) continue;
    const failed = checks.find(({ status }) => status === 'failed' || status === 'not-run');
    throw refused(failed?.code ?? cryptography);
  }
  if (facts.baselineAttributes !== true) throw refused('the signing certificate is not under the signature');
  return cms;
}

function refused(why: string, code: YinxinErrorCode = 'DEFERRED_VALUE_INVALID'): YinxinError {
  return new YinxinError(code, `the CMS is not the signature that was prepared: ${why}; nothing was written`);
}
