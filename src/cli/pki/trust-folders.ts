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
  intermediates: 'trust/intermediates',
} as const;

/** Writes a file of an output folder, with its folders, beside and renamed. */
export async function writeInto(folder: string, name: string, content: Uint8Array | string): Promise<void> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFileBeside(path, typeof content === 'string' ? utf8(content) : content, 'replace');
}

/**
 * Whom a verifier of this test PKI's files must trust, one folder per purpose: the root for signers and timestamps,
 * the seal maker and the issuers by their own certificates, and beside the root the CRLs of both CAs. The CA between
 * root and signer stands apart: an OFD seal holds the certificate of its signer alone. Files of a second PKI bear
 * `prefix`.
 */
export async function writeTrustFolders(folder: string, pki: TestPki, prefix = ''): Promise<void> {
  const certificates = [
    [TRUST_FOLDERS.signers, 'root', pki.root],
    [TRUST_FOLDERS.timestamps, 'root', pki.root],
    [TRUST_FOLDERS.sealMakers, 'seal-maker', pki.sealMaker],
    [TRUST_FOLDERS.issuers, 'license-issuer', pki.licenseIssuer],
    [TRUST_FOLDERS.intermediates, 'ca', pki.intermediate],
  ] as const;
  for (const [place, name, { certificate }] of certificates) {
    await writeInto(folder, `${place}/${prefix}${name}.pem`, pemText('CERTIFICATE', certificate));
  }
  const { crls } = await pki.validationData();
  for (const [at, crl] of crls.entries()) {
    for (const place of [TRUST_FOLDERS.signers, TRUST_FOLDERS.timestamps]) {
      await writeInto(folder, `${place}/${prefix}ca-${at + 1}.crl.pem`, pemText('X509 CRL', crl));
    }
  }
}
