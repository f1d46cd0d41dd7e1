import { readZip } from '../../formats/zip/index.ts';
import { type ByteSource, isYinxinError, type Limits } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { FileFacts, SignatureFacts } from '../../foundation/validation/index.ts';
import { inspectSignedData } from '../../signatures/cades/index.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from '../model.ts';
import { failed } from './compare-manifest.ts';
import { type LoadedPackage, type ManifestComparison, type Part, readPart } from './loaded.ts';
import { metadataParts } from './metadata-parts.ts';
import { withValidationData } from './validation-data.ts';
import { zipContents, zipFindings } from './zip-contents.ts';

/** Opens the ZIP of GB/T 42727: what seals it is a detached signature over 校验信息. ZIP_INVALID, LIMIT_EXCEEDED. */
export async function loadItemPackage(source: ByteSource, limits?: Limits): Promise<LoadedPackage> {
  const zip = await readZip(source, limits, { backslashes: 'folders' });
  const all = await zipContents(zip, () => true);
  const signature = await readPart(all, SIGNATURE_NAME);
  const contents = new Map([...all].filter(([name]) => name !== MANIFEST_NAME && name !== SIGNATURE_NAME));
  const findings = zipFindings(zip);
  const loaded = {
    form: 'item-package',
    names: zip.entries.map(({ name }) => name),
    contents,
    ...(await metadataParts(all, MANIFEST_NAME, limits)),
    findings,
  } as const;
  return { ...loaded, facts: (comparison) => factsOf(loaded, signature, comparison, limits) };
}

/**
 * A changed, missing or damaged file makes the signature `broken`; an unlisted file, or bytes outside all entries, make
 * its coverage `partial`.
 */
async function factsOf(
  loaded: Omit<LoadedPackage, 'facts'>,
  signature: Part<Uint8Array>,
  comparison: ManifestComparison,
  limits: Limits | undefined,
): Promise<FileFacts> {
  const stray = loaded.findings.some(({ status }) => status === 'failed');
  const facts: FileFacts = {
    format: 'item-package',
    signatures: await signatureFacts(loaded, signature, comparison, stray, limits),
    checks: [...loaded.findings, ...partChecks(loaded, signature)],
    notChecked: [],
  };
  return withValidationData(facts, loaded.contents);
}

async function signatureFacts(
  { manifest, manifestBytes }: Omit<LoadedPackage, 'facts'>,
  signature: Part<Uint8Array>,
  comparison: ManifestComparison,
  stray: boolean,
  limits: Limits | undefined,
): Promise<readonly SignatureFacts[]> {
  if (signature.value === undefined) return signature.missing ? [] : [malformedFacts(signature.fault)];
  if (manifest.value === undefined) return [malformedFacts(manifest.fault)];
  const bytes = manifestBytes.value!;
  try {
    const { signatures } = await inspectSignedData(signature.value, {
      digestOf: (name) => digest(name, bytes),
      content: () => bytes,
      idPrefix: 'signature-1',
      format: 'CAdES',
      coverage: comparison.unlisted.length === 0 && !stray ? 'whole-file' : 'partial',
      modification: 'not-applicable',
      ...(limits === undefined ? {} : { limits }),
    });
    return signatures.map((facts) => withContents(facts, comparison));
  } catch (error) {
    if (!isYinxinError(error) || error.code === 'IO_FAILED') throw error;
    return [malformedFacts(error.message)];
  }
}

/** What the files say about a signature that covers them through 校验信息. */
export function withContents(facts: SignatureFacts, comparison: ManifestComparison): SignatureFacts {
  if (facts.parent !== undefined) return facts;
  return {
    ...facts,
    cryptography: comparison.broken ? 'broken' : facts.cryptography,
    checks: [...facts.checks, ...comparison.checks],
  };
}

/** What is missing, told for a package without any usable signature too. */
function partChecks(loaded: Omit<LoadedPackage, 'facts'>, signature: Part<Uint8Array>): FileFacts['checks'] {
  const checks = [];
  if (loaded.manifest.value === undefined)
    checks.push(failed('PACKAGE_MANIFEST_UNUSABLE', loaded.manifest.fault));
  if (signature.value === undefined) {
    checks.push(failed('PACKAGE_SIGNATURE_ABSENT', `${MANIFEST_NAME} is not sealed: ${signature.fault}`));
  }
  if (loaded.baseInfo.value === undefined)
    checks.push(failed('PACKAGE_METADATA_UNREADABLE', loaded.baseInfo.fault));
  return checks;
}

function malformedFacts(detail: string): SignatureFacts {
  return {
    id: 'signature-1',
    kind: 'signature',
    format: 'CAdES',
    cryptography: 'not-checked',
    coverage: 'none',
    modification: 'not-applicable',
    purpose: 'signers',
    certificates: [],
    crls: [],
    ocspResponses: [],
    formatFailure: 'FORMAT_FAILURE',
    checks: [failed('PACKAGE_SIGNATURE_MALFORMED', detail)],
    notChecked: [],
  };
}
