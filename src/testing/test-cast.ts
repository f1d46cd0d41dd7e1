import { OID } from '../foundation/x509/index.ts';
import type { CertificateOptions } from './certificate-options.ts';
import type { TestIdentity } from './identity.ts';
import { type IssueContext, issueCertificate } from './issue-certificate.ts';
import { shifted } from './time-shift.ts';

/** Who takes part in the life of a license. Persons and organisations are invented. */
export interface TestCast {
  readonly root: TestIdentity;
  readonly intermediate: TestIdentity;
  /** 测试人甲, a person. */
  readonly signer: TestIdentity;
  /** 示例市数据资源管理局（样）: signs and seals for the agency; its subject carries {@link TEST_AGENCY_CODE}. */
  readonly sealSigner: TestIdentity;
  /** 印章制作机构: makes seals (GB/T 38540). */
  readonly sealMaker: TestIdentity;
  /** Signs QR codes and metadata for the agency; its subject carries {@link TEST_AGENCY_CODE}. */
  readonly licenseIssuer: TestIdentity;
  /** Signs status lists. */
  readonly statusIssuer: TestIdentity;
  /** extendedKeyUsage timeStamping, critical and alone (RFC 3161 2.3). */
  readonly tsa: TestIdentity;
  readonly ocspResponder: TestIdentity;
  /** A certificate whose key must not sign: keyEncipherment and dataEncipherment alone. */
  readonly encryptionOnly: TestIdentity;
  /** Ran out 30 days before `now`. */
  readonly expired: TestIdentity;
}

/** Name of the invented agency. */
export const TEST_AGENCY_NAME = '示例市数据资源管理局（样）';

/** 统一社会信用代码 of the invented agency: check characters right, region 339900 not assigned. */
export const TEST_AGENCY_CODE = '11339900MACEHX0128';

/** Issues the whole cast. */
export async function issueCast(context: IssueContext): Promise<TestCast> {
  const { now, algorithm } = context;
  const root = await issueCertificate(context, undefined, {
    name: `印信测试根 CA（${algorithm}）`,
    key: 'root',
    subject: { organization: '印信测试（样）' },
    ca: true,
    notBefore: shifted(now, { years: -5 }),
    notAfter: shifted(now, { years: 15 }),
    // A root names no issuer's key (RFC 5280 4.2.1.1 lets a self-signed one leave it out).
    extensions: { authorityKeyIdentifier: false },
  });
  const intermediate = await issueCertificate(context, root, {
    name: `印信测试签发 CA（${algorithm}）`,
    key: 'intermediate',
    subject: { organization: '印信测试（样）' },
    ca: true,
    extensions: { basicConstraints: { ca: true, pathLength: 0 } },
  });
  const leaf = (options: CertificateOptions): Promise<TestIdentity> =>
    issueCertificate(context, intermediate, options);
  const agency = { organization: TEST_AGENCY_NAME, organizationIdentifier: TEST_AGENCY_CODE };
  return {
    root,
    intermediate,
    signer: await leaf({ name: '测试人甲', key: 'signer' }),
    sealSigner: await leaf({ name: TEST_AGENCY_NAME, key: 'sealSigner', subject: agency }),
    sealMaker: await leaf({
      name: '示例省电子印章制作中心（样）',
      key: 'sealMaker',
      subject: { organization: '示例省电子印章制作中心（样）' },
    }),
    licenseIssuer: await leaf({
      name: `${TEST_AGENCY_NAME}电子证照签发`,
      key: 'licenseIssuer',
      subject: agency,
    }),
    statusIssuer: await leaf({
      name: '示例省电子证照状态发布（样）',
      key: 'statusIssuer',
      subject: { organization: '示例省电子证照管理平台（样）' },
    }),
    tsa: await leaf({
      name: '示例时间戳服务（样）',
      key: 'tsa',
      subject: { organization: '印信测试（样）' },
      extensions: {
        keyUsage: ['digitalSignature', 'nonRepudiation'],
        extendedKeyUsage: [OID.ekuTimeStamping],
        critical: { extendedKeyUsage: true },
      },
    }),
    ocspResponder: await leaf({
      name: '示例证书状态查询（样）',
      key: 'ocspResponder',
      subject: { organization: '印信测试（样）' },
      extensions: {
        keyUsage: ['digitalSignature'],
        extendedKeyUsage: [OID.ekuOcspSigning],
        // Nobody asks a responder about itself (RFC 6960 4.2.2.2.1).
        ocspNoCheck: true,
        crlDistributionPoints: false,
        authorityInfoAccess: false,
      },
    }),
    encryptionOnly: await leaf({
      name: '测试人乙',
      key: 'encryptionOnly',
      extensions: { keyUsage: ['keyEncipherment', 'dataEncipherment'] },
    }),
    expired: await leaf({
      name: '测试人丙',
      key: 'expired',
      notBefore: shifted(now, { years: -2 }),
      notAfter: shifted(now, { days: -30 }),
    }),
  };
}
