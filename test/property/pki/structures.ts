import { type Report, verify } from '../../../src/entries/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import {
  obtainTimestamp,
  type PathOptions,
  type PkiMemo,
  pkiMemo,
  validatePath,
  verifyIssuerList,
  verifyTimestamp,
} from '../../../src/foundation/pki/index.ts';
import { signIssuerList } from '../../../src/sign/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import { createTestPki, type TestAlgorithm, type TestPki } from '../../../src/testing/index.ts';
import { cmsParts, ocspParts, type Parts, stampParts, whole } from './signed-parts.ts';

/** The time of all questions. */
export const NOW = new Date('2026-11-23T03:00:00Z');

/** Something signed, and the question whose answer hangs on it. */
export interface SignedStructure {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** True when everything is as it should be with these bytes in its place. */
  accepts(bytes: Uint8Array): Promise<boolean>;
  /**
   * Names what is signed, or binds by itself. Bytes that are accepted have the same in all of it; what is left out has
   * no signature over it, and nothing follows from it.
   */
  parts(bytes: Uint8Array): Parts;
}

/** One of each kind, all of them accepted. */
export async function signedStructures(algorithm: TestAlgorithm): Promise<readonly SignedStructure[]> {
  const pki = await createTestPki({ algorithm, now: NOW });
  // One memo over all questions: what was found out about the true bytes must not spill over to changed ones.
  const memo = pkiMemo();
  return [
    ...(await certificates(pki, memo)),
    ...(await revocationLists(pki, memo)),
    ...(await ocspResponses(pki, memo)),
    await timestampToken(pki),
    ...(await signatures(pki)),
    await issuerList(pki),
  ];
}

function pathOptions(pki: TestPki, memo: PkiMemo): PathOptions {
  return {
    certificate: pki.signer.certificate,
    intermediates: [pki.intermediate.certificate],
    trustAnchors: [pki.root.certificate],
    at: NOW,
    revocation: 'none',
    memo,
  };
}

async function isValid(options: PathOptions): Promise<boolean> {
  return (await validatePath(options)).status === 'valid';
}

async function certificates(pki: TestPki, memo: PkiMemo): Promise<SignedStructure[]> {
  const options = pathOptions(pki, memo);
  return [
    {
      name: 'the certificate',
      bytes: pki.signer.certificate,
      accepts: (certificate) => isValid({ ...options, certificate }),
      parts: whole,
    },
    {
      name: 'the certificate of its CA',
      bytes: pki.intermediate.certificate,
      accepts: (bytes) => isValid({ ...options, intermediates: [bytes] }),
      parts: whole,
    },
  ];
}

async function revocationLists(pki: TestPki, memo: PkiMemo): Promise<SignedStructure[]> {
  const options: PathOptions = { ...pathOptions(pki, memo), revocation: 'require' };
  const { crls } = await pki.validationData();
  const other = await pki.crl({ revoked: [{ certificate: pki.sealSigner, at: NOW, reason: 'superseded' }] });
  return [
    {
      name: 'the CRL that does not hold it',
      bytes: other,
      accepts: (bytes) => isValid({ ...options, crls: [crls[0]!, bytes] }),
      parts: whole,
    },
    {
      name: 'the CRL of the root',
      bytes: crls[0]!,
      accepts: (bytes) => isValid({ ...options, crls: [bytes, other] }),
      parts: whole,
    },
  ];
}

async function ocspResponses(pki: TestPki, memo: PkiMemo): Promise<SignedStructure[]> {
  const { crls } = await pki.validationData();
  const options: PathOptions = { ...pathOptions(pki, memo), revocation: 'require', crls: [crls[0]!] };
  const accepts = (bytes: Uint8Array): Promise<boolean> => isValid({ ...options, ocspResponses: [bytes] });
  const delegated = await pki.ocsp({ certificate: pki.signer, nonce: utf8('nonce') });
  const direct = await pki.ocsp({
    certificate: pki.signer,
    responder: pki.intermediate,
    certificates: [pki.intermediate],
    further: [{ certificate: pki.tsa, status: { revokedAt: NOW, reason: 'keyCompromise' } }],
  });
  return [
    { name: 'the OCSP response of a delegate', bytes: delegated, accepts, parts: ocspParts('with delegate') },
    { name: 'the OCSP response of the CA', bytes: direct, accepts, parts: ocspParts('alone') },
  ];
}

async function timestampToken(pki: TestPki): Promise<SignedStructure> {
  const hash = pki.algorithm === 'SM2' ? 'sm3' : 'sha256';
  const data = utf8('时间戳之下的文件');
  const bytes = await obtainTimestamp(pki.timestampAuthority(), hash, digest(hash, data));
  return {
    name: 'the timestamp token',
    bytes,
    async accepts(token) {
      const { crls } = await pki.validationData();
      const trust = { trustAnchors: [pki.root.certificate], at: NOW, revocation: 'require', crls } as const;
      return (await verifyTimestamp(token, { data, ...trust })).status === 'valid';
    },
    parts: cmsParts(bytes),
  };
}

async function signatures(pki: TestPki): Promise<SignedStructure[]> {
  const { crls } = await pki.validationData();
  const content = utf8('申请表');
  const sign = async (stamped: boolean, detached: boolean): Promise<Uint8Array> => {
    const { cms } = await signCms({
      signer: await pki.signer.signer(),
      content: { bytes: content },
      detached,
      claimedTime: NOW,
      ...(stamped ? { tsa: pki.timestampAuthority() } : {}),
    });
    return cms;
  };
  const report = (bytes: Uint8Array, detached: boolean): Promise<Report> =>
    verify(bytes, {
      at: NOW,
      trust: { signers: [pki.root.certificate], timestamps: [pki.root.certificate] },
      revocation: 'require',
      crls,
      ...(detached ? { detached: content } : {}),
    });
  const accepts = (detached: boolean) => async (bytes: Uint8Array) =>
    (await report(bytes, detached)).conclusion.indication === 'TOTAL_PASSED';
  const plain = await sign(false, false);
  const stamped = await sign(true, true);
  return [
    { name: 'the CMS signature', bytes: plain, accepts: accepts(false), parts: cmsParts(plain) },
    {
      name: 'the detached CMS signature with a timestamp',
      bytes: stamped,
      accepts: accepts(true),
      parts: cmsParts(stamped),
    },
    {
      // Nothing signs the unsigned attributes, but a timestamp in them counts only as it was issued.
      name: 'the timestamp in a CMS signature',
      bytes: stamped,
      async accepts(bytes) {
        const { signatures: entries } = await report(bytes, true);
        return entries.some(({ kind, indication }) => kind === 'timestamp' && indication === 'TOTAL_PASSED');
      },
      parts: stampParts(stamped),
    },
  ];
}

async function issuerList(pki: TestPki): Promise<SignedStructure> {
  const day = 24 * 3600 * 1000;
  const { attached } = await signIssuerList({
    signer: await pki.statusIssuer.signer(),
    list: {
      issuer: '示例省电子证照管理平台（样）',
      sequence: 7,
      issuedAt: new Date(NOW.getTime() - day),
      nextUpdate: new Date(NOW.getTime() + day),
      entries: [
        {
          certificate: pki.licenseIssuer.certificate,
          names: [pki.licenseIssuer.name],
          from: new Date(NOW.getTime() - day),
          to: new Date(NOW.getTime() + day),
          state: 'active',
          purposes: ['licenseIssuers'],
        },
      ],
    },
  });
  const trustAnchors = [pki.statusIssuer.certificate];
  return {
    name: 'the issuer list',
    bytes: attached,
    accepts: async (signature) =>
      (await verifyIssuerList({ signature, trustAnchors, at: NOW })).status === 'valid',
    parts: cmsParts(attached, 'pinned'),
  };
}
