import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pemText, writeFileBeside } from '../../adapters/files/index.ts';
import { utf8 } from '../../foundation/core/index.ts';
import type { TestPki } from '../../testing/index.ts';

/** Folders under `trust/` that the options of `yinxin verify` take. */
export const TRUST_FOLDERS = {
  signers: 'trust/signers',
  timestamps: 'trust/timestamps',
  sealMakers: 'trust/seal-makers',
  issuers: 'trust/issuers',
  status: 'trust/status',
} as const;

/** Writes a file of an output folder, with its folders, beside and renamed. */
export async function writeInto(folder: string, name: string, content: Uint8Array | string): Promise<void> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFileBeside(path, typeof content === 'string' ? utf8(content) : content, 'replace');
}

/**
 * Whom a verifier of this test PKI's files must trust, one folder per purpose: the root for signers and timestamps,
 * the seal maker and the issuers by their own certificates, and beside the root the CRLs of both CAs.
 */
export async function writeTrustFolders(folder: string, pki: TestPki): Promise<void> {
  const certificate = (der: Uint8Array): string => pemText('CERTIFICATE', der);
  await writeInto(folder, `${TRUST_FOLDERS.signers}/root.pem`, certificate(pki.root.certificate));
  await writeInto(folder, `${TRUST_FOLDERS.timestamps}/root.pem`, certificate(pki.root.certificate));
  await writeInto(
    folder,
    `${TRUST_FOLDERS.sealMakers}/seal-maker.pem`,
    certificate(pki.sealMaker.certificate),
  );
  await writeInto(
    folder,
    `${TRUST_FOLDERS.issuers}/license-issuer.pem`,
    certificate(pki.licenseIssuer.certificate),
  );
  const { crls } = await pki.validationData();
  for (const [at, crl] of crls.entries()) {
    for (const place of [TRUST_FOLDERS.signers, TRUST_FOLDERS.timestamps]) {
      await writeInto(folder, `${place}/ca-${at + 1}.crl.pem`, pemText('X509 CRL', crl));
    }
  }
}
