import { type ByteSource, type Limits, YinxinError } from '../foundation/core/index.ts';
import { digest } from '../foundation/crypto/index.ts';
import type { Check, Coverage, FileFacts, SignatureFacts } from '../foundation/validation/index.ts';
import { inspectSignedData } from '../signatures/cades/index.ts';
import { type LoadedPackage, loadPackage } from './load-package.ts';
import { MANIFEST_NAME, SIGNATURE_NAME } from './model.ts';

const CLAUSE = 'GB/T 42727-2023 6 (校验信息)';
const STRAY: readonly string[] = ['ZIP_PREFIX', 'ZIP_GAP', 'ZIP_TRAILING_BYTES'];

/**
 * Facts of an item package: the signature over 校验信息, and every file against both of its digests.
 * A changed, missing or damaged file makes the signature `broken`; an unlisted file, or bytes outside all entries,
 * make its coverage `partial`. Signatures inside the files are not looked at: `checkArchive` does that.
 */
export async function inspectItemPackage(
  source: ByteSource,
  options: { readonly limits?: Limits } = {},
): Promise<FileFacts> {
  return packageFacts(await loadPackage(source, options.limits));
}

/** {@link inspectItemPackage} over a package that is open already. */
export async function packageFacts(loaded: LoadedPackage): Promise<FileFacts> {
  const comparison = compareManifest(loaded);
  const findings = loaded.zip.findings.map(
    ({ code, detail }): Check => ({
      code,
      status: STRAY.includes(code) ? 'failed' : 'warning',
      detail,
      clause: CLAUSE,
    }),
  );
  const strayBytes = loaded.zip.findings.some(({ code }) => STRAY.includes(code));
  const coverage: Coverage = comparison.unlisted.length === 0 && !strayBytes ? 'whole-file' : 'partial';
  return {
    format: 'item-package',
    signatures: await signatureFacts(loaded, comparison, coverage),
    checks: [...findings, ...partChecks(loaded)],
    notChecked: [
      { code: 'PACKAGE_CONTENT_SIGNATURES', detail: 'signatures inside the files were not verified here' },
    ],
  };
}

/** Result of comparing every listed file with its bytes. */
export interface ManifestComparison {
  readonly checks: readonly Check[];
  readonly broken: boolean;
  readonly unlisted: readonly string[];
}

/** Both digests and the size of every file; `checks` names each that differs. */
export function compareManifest(loaded: LoadedPackage): ManifestComparison {
  const checks: Check[] = [];
  const manifest = loaded.manifest.value ?? [];
  for (const { path, size, sha256, sm3 } of manifest) {
    const content = loaded.contents.get(path);
    if (content === undefined) {
      checks.push(failed('PACKAGE_DIGEST_TARGET_MISSING', `${path} is listed but missing`));
    } else if (!content.readable) {
      checks.push(failed('PACKAGE_DIGEST_TARGET_DAMAGED', `${path} cannot be read`));
    } else if (content.entry.size !== size || content.sha256 !== sha256 || content.sm3 !== sm3) {
      const which = content.sha256 === sha256 ? (content.sm3 === sm3 ? 'size' : 'SM3') : 'SHA-256';
      checks.push(failed('PACKAGE_DIGEST_MISMATCH', `${path} was changed after sealing (${which})`));
    }
  }
  const listed = new Set(manifest.map(({ path }) => path));
  const unlisted = [...loaded.contents.keys()].filter((path) => !listed.has(path));
  const broken = checks.length > 0;
  checks.push(...unlisted.map((path) => failed('PACKAGE_FILE_UNLISTED', `${path} is not in the manifest`)));
  if (!broken && loaded.manifest.value !== undefined) {
    const detail = `${manifest.length} files have both digests as listed`;
    checks.push({ code: 'PACKAGE_DIGESTS', status: 'passed', detail, clause: CLAUSE });
  }
  return { checks, broken, unlisted };
}

async function signatureFacts(
  loaded: LoadedPackage,
  comparison: ManifestComparison,
  coverage: Coverage,
): Promise<SignatureFacts[]> {
  const { signature, manifestBytes, manifest } = loaded;
  if (signature.value === undefined) {
    return loaded.zip.find(SIGNATURE_NAME) === undefined ? [] : [malformedFacts(signature.fault)];
  }
  if (manifestBytes.value === undefined) return [malformedFacts(manifestBytes.fault)];
  if (manifest.value === undefined) return [malformedFacts(manifest.fault)];
  const bytes = manifestBytes.value;
  try {
    const { signatures } = await inspectSignedData(signature.value, {
      digestOf: (name) => digest(name, bytes),
      content: () => bytes,
      idPrefix: 'signature-1',
      format: 'CAdES',
      coverage,
      modification: 'not-applicable',
    });
    return signatures.map((facts) => withContents(facts, comparison));
  } catch (error) {
    if (!(error instanceof YinxinError) || error.code === 'IO_FAILED') throw error;
    return [malformedFacts(error.message)];
  }
}

function withContents(facts: SignatureFacts, comparison: ManifestComparison): SignatureFacts {
  if (facts.parent !== undefined) return facts;
  return {
    ...facts,
    cryptography: comparison.broken ? 'broken' : facts.cryptography,
    checks: [...facts.checks, ...comparison.checks],
  };
}

/** What is missing, told for a package without any usable signature too. */
function partChecks(loaded: LoadedPackage): Check[] {
  const checks: Check[] = [];
  if (loaded.manifest.value === undefined)
    checks.push(failed('PACKAGE_MANIFEST_UNUSABLE', loaded.manifest.fault));
  if (loaded.signature.value === undefined) {
    checks.push(
      failed('PACKAGE_SIGNATURE_ABSENT', `${MANIFEST_NAME} is not sealed: ${loaded.signature.fault}`),
    );
  }
  if (loaded.baseInfo.value === undefined) {
    checks.push(failed('PACKAGE_METADATA_UNREADABLE', loaded.baseInfo.fault));
  }
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

function failed(code: string, detail: string): Check {
  return { code, status: 'failed', detail, clause: CLAUSE };
}
