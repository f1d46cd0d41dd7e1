import { type JsonValue, utf8 } from '../../../src/foundation/core/index.ts';
import {
  type ApplicationReport,
  type Party,
  type SignApplicationInput,
  type SignMandateInput,
  signMandate,
  type VerifyApplicationOptions,
  verifyApplication,
} from '../../../src/sign/application/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import {
  TEST_AGENCY_CODE,
  TEST_AGENCY_NAME,
  type TestIdentity,
  type TestPki,
} from '../../../src/testing/index.ts';
import { judgeOptions, NOW } from '../asic/fixtures.ts';

export const AGENCY: Party = { name: TEST_AGENCY_NAME, code: TEST_AGENCY_CODE, codeType: '001' };
export const PERSON: Party = { name: '测试人甲', code: '测试证件0001', codeType: '111' };
export const SECOND: Party = { name: '测试人丁', code: '测试证件0004', codeType: '111' };
export const AGENT: Party = { name: '测试代理人', code: '测试证件0009', codeType: '111' };

/** Hours after NOW. */
export const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);

/** A person with a certificate that names the party and nothing more. */
export const personOf = (pki: TestPki, { name }: Party): Promise<TestIdentity> =>
  pki.issue({ name, key: `key of ${name}` });

export async function applicationInput(
  pki: TestPki,
  changes: Partial<SignApplicationInput> = {},
): Promise<SignApplicationInput> {
  return {
    id: 'SQ-2026-0001',
    matter: { code: '000164001000', name: '示例许可' },
    receiver: AGENCY,
    applicant: PERSON,
    form: { 申请人: '测试人甲', 数量: 3 },
    attachments: [
      {
        name: '身份证明.pdf',
        data: utf8('%PDF-1.7\n%示例'),
        mediaType: 'application/pdf',
        materialCode: 'M1',
      },
      { name: '情况说明.txt', data: utf8('说明'), title: '情况说明' },
    ],
    identity: {
      method: 'certificate',
      assuranceLevel: '高',
      subject: { code: PERSON.code, codeType: '111' },
      time: NOW,
    },
    signer: await pki.signer.signer(),
    at: NOW,
    ...changes,
  };
}

/** An identity of somebody else than the applicant. */
export const identityOf = ({ code, codeType }: Party): SignApplicationInput['identity'] => ({
  method: 'certificate',
  assuranceLevel: '高',
  subject: { code, codeType },
  time: NOW,
});

export const verify = async (
  pki: TestPki,
  file: Uint8Array,
  more: Partial<VerifyApplicationOptions> = {},
): Promise<ApplicationReport> => verifyApplication(file, { ...(await judgeOptions(pki)), ...more });

/** A mandate of the applicant for the agent, signed by the applicant. */
export async function mandateFile(
  pki: TestPki,
  changes: Partial<SignMandateInput> = {},
): Promise<Uint8Array> {
  const { file } = await signMandate({
    id: 'WT-1',
    principal: PERSON,
    agent: AGENT,
    matters: ['000164001000'],
    acts: ['apply', 'supplement', 'withdraw'],
    validFrom: later(-24),
    validTo: later(24),
    signer: await pki.signer.signer(),
    at: later(-1),
    ...changes,
  });
  return file;
}

/** Any JSON inside a CMS, signed: what a forger with a key of his own can make. */
export async function forgedStatement(
  identity: TestIdentity,
  content: Uint8Array,
  at: Date,
): Promise<Uint8Array> {
  const signer = await identity.signer();
  const { cms } = await signCms({ signer, content: { bytes: content }, detached: false, claimedTime: at });
  return cms;
}

export const asJsonObject = (value: object): Record<string, JsonValue> =>
  value as unknown as Record<string, JsonValue>;
