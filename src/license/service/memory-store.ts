import { copyBytes, toHex } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { LicenseMetadata } from '../metadata/index.ts';
import type { LicenseStatus } from '../status/index.ts';
import { holderCodeDigest } from './holder.ts';
import type { LicenseFileType, LicenseStore, StoredLicense } from './ports.ts';

/** A {@link LicenseStore} that can be filled. */
export interface MemoryLicenseStore extends LicenseStore {
  /** Adds a license, or takes the place of the one with its identifier. */
  put(
    metadata: LicenseMetadata,
    status: LicenseStatus,
    files?: Readonly<Partial<Record<LicenseFileType, Uint8Array>>>,
  ): void;
}

/** A store in memory, found by holder under `holderKey`: for tests, samples and small registers. */
export function memoryLicenseStore(holderKey: Uint8Array): MemoryLicenseStore {
  const licenses = new Map<string, StoredLicense>();
  const ofHolder = new Map<string, Set<string>>();
  const bytes = new Map<string, Uint8Array>();
  return {
    put(metadata, status, files = {}) {
      const { identifier, typeCode, holders } = metadata;
      const kept = Object.entries(files).map(([type, file]) => {
        const sha256 = toHex(digest('sha256', file));
        bytes.set(`${identifier} ${type}`, copyBytes(file));
        return { type: type as LicenseFileType, sha256 };
      });
      for (const ids of ofHolder.values()) ids.delete(identifier);
      licenses.set(identifier, { metadata, status, files: kept });
      for (const holder of holders) {
        const key = `${typeCode} ${holderCodeDigest(holderKey, holder)}`;
        ofHolder.set(key, (ofHolder.get(key) ?? new Set<string>()).add(identifier));
      }
    },
    async findByHolder(holderDigest, typeCode) {
      return [...(ofHolder.get(`${typeCode} ${holderDigest}`) ?? [])].map((id) => licenses.get(id)!);
    },
    async findByIdentifier(identifier) {
      return licenses.get(identifier);
    },
    async openFile(identifier, type) {
      const file = bytes.get(`${identifier} ${type}`);
      return file === undefined ? undefined : copyBytes(file);
    },
  };
}
