import type { Check } from '../../foundation/validation/index.ts';
import type { LoadedPackage, ManifestComparison } from './loaded.ts';

const CLAUSE = 'GB/T 42727-2023 6 (校验信息)';

/** Both digests and the size of every file; `checks` names each that differs. */
export function compareManifest({
  manifest,
  contents,
}: Pick<LoadedPackage, 'manifest' | 'contents'>): ManifestComparison {
  const entries = manifest.value?.entries ?? [];
  const checks: Check[] = [];
  for (const { path, size, sha256, sm3 } of entries) {
    const content = contents.get(path);
    if (content === undefined) {
      checks.push(failed('PACKAGE_DIGEST_TARGET_MISSING', `${path} is listed but missing`));
    } else if (!content.readable) {
      checks.push(failed('PACKAGE_DIGEST_TARGET_DAMAGED', `${path} cannot be read`));
    } else if (content.size !== size || content.sha256 !== sha256 || content.sm3 !== sm3) {
      const which = content.sha256 === sha256 ? (content.sm3 === sm3 ? 'size' : 'SM3') : 'SHA-256';
      checks.push(failed('PACKAGE_DIGEST_MISMATCH', `${path} was changed after sealing (${which})`));
    }
  }
  const listed = new Set(entries.map(({ path }) => path));
  const unlisted = [...contents.keys()].filter((path) => !listed.has(path));
  const broken = checks.length > 0;
  for (const path of unlisted) checks.push(failed('PACKAGE_FILE_UNLISTED', `${path} is not in the manifest`));
  if (!broken && manifest.value !== undefined) {
    const detail = `${entries.length} files have both digests as listed`;
    checks.push({ code: 'PACKAGE_DIGESTS', status: 'passed', detail, clause: CLAUSE });
  }
  return { checks, broken, unlisted };
}

/** A check of the package that failed. */
export function failed(code: string, detail: string): Check {
  return { code, status: 'failed', detail, clause: CLAUSE };
}
