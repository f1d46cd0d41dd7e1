// The snippets of docs/applications.md, compiled: a test compares them with the page.
import type { CatalogPolicy } from '../../src/entries/policy.ts';
import { assertAcceptance } from '../../src/entries/policy.ts';
import {
  type Acknowledgement,
  type ApplicationInput,
  type ApplicationReport,
  acknowledgeApplication,
  applicationBinding,
  countersignApplication,
  type HistoryReport,
  type IdentityInput,
  type IdentityOptions,
  jwsIdentityVerifier,
  type SignedApplication,
  signApplication,
  type VerifyApplicationOptions,
  verifyApplication,
  verifyApplicationHistory,
} from '../../src/entries/sign.ts';
import type { Signer } from '../../src/foundation/core/index.ts';

// #region form
export async function verifyByCatalog(
  file: Uint8Array,
  catalog: CatalogPolicy,
  licenseType: string,
  options: VerifyApplicationOptions,
): Promise<ApplicationReport> {
  const entry = await catalog.resolve(licenseType, options.at);
  const formSchema = entry?.form;
  const report = await verifyApplication(file, {
    ...options,
    ...(formSchema === undefined ? {} : { formSchema }),
  });
  for (const { field, code, detail } of report.formFaults) console.log(field, code, detail);
  return report;
}
// #endregion

// #region signers
export async function signTogether(
  input: ApplicationInput,
  identity: IdentityInput,
  applicant: Signer,
  coApplicant: Signer,
  at: Date,
): Promise<SignedApplication> {
  const first = await signApplication({ ...input, identity, signer: applicant, at });
  // Another day, on another machine: the same files, one signature more.
  return countersignApplication({
    application: first.file,
    as: 'co-applicant-1',
    signer: coApplicant,
    at: new Date(),
  });
}
// #endregion

// #region identity
/** Before signing: the platform identifies the person and signs for exactly this application. */
export async function identify(
  input: ApplicationInput,
  platform: (application: { sha256: string; sm3: string }) => Promise<Uint8Array>,
): Promise<Pick<IdentityInput, 'evidence'>> {
  const { sha256, sm3 } = applicationBinding(input);
  return { evidence: { form: 'jws', data: await platform({ sha256, sm3 }) } };
}

/** When verifying: keys that the reader pinned, and as whom the evidence must address it. */
export function trustedIdentity(publicKey: Uint8Array, audience: string): IdentityOptions {
  const verifier = jwsIdentityVerifier({
    providers: [
      {
        issuer: 'https://identity.example.invalid',
        keys: [{ kid: '2026-1', algorithm: 'SM2-SM3', alg: 'SM2', publicKey }],
      },
    ],
  });
  return { verifier, audience };
}
// #endregion

// #region answer
export async function refuse(
  application: Uint8Array,
  report: ApplicationReport,
  signer: Signer,
  receivedAt: Date,
): Promise<Acknowledgement> {
  const reasons = [{ code: 'NOT_OURS', text: '不属于本机关职权范围', basis: '行政许可法 第三十二条' }];
  assertAcceptance({
    decision: 'rejected',
    matter: report.application?.matter.code ?? '',
    electronic: true,
    grounds: reasons,
  });
  return acknowledgeApplication({ application, report, decision: 'rejected', reasons, receivedAt, signer });
}
// #endregion

// #region history
export async function stateOf(
  application: Uint8Array,
  asked: Uint8Array,
  supplement: Uint8Array,
  accepted: Uint8Array,
  options: VerifyApplicationOptions,
): Promise<HistoryReport['state']> {
  const { conclusion, state } = await verifyApplicationHistory(
    [
      { kind: 'application', file: application },
      { kind: 'receipt', file: asked },
      { kind: 'supplement', file: supplement },
      { kind: 'receipt', file: accepted },
    ],
    options,
  );
  return conclusion === 'valid' ? state : null;
}
// #endregion
