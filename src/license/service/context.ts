import { type Clock, type Random, toHex, YinxinError } from '../../foundation/core/index.ts';
import type { AuditLog, CatalogPolicy, ObligationHandlers, SharingPolicy } from '../../policy/index.ts';
import { HOLDER_CODE_TYPES } from './holder.ts';
import { memoryLinkStore } from './link-store.ts';
import type {
  AnnotateFile,
  LicenseCodeResolver,
  LicenseStore,
  LinkStore,
  VerifyLicenseFile,
} from './ports.ts';
import type { SharingServiceRequest } from './requests.ts';

/** What a sharing service is made of. */
export interface SharingServiceOptions {
  readonly store: LicenseStore;
  readonly policy: SharingPolicy;
  readonly catalog: CatalogPolicy;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly random: Random;
  /** At least 32 secret bytes: the key that the store's holder digests were made with. */
  readonly holderKey: Uint8Array;
  /** At least 32 secret bytes: the tokens of links are made with it, and with nothing else. */
  readonly linkKey: Uint8Array;
  /** Default: in memory, so that links end with the process. */
  readonly links?: LinkStore;
  /** Longest life of a link; 86400 by default. */
  readonly maxLinkSeconds?: number;
  /** Which license a code stands for. Without it queries by code are not offered. */
  readonly codes?: LicenseCodeResolver;
  /** Without it no annotated copies are offered, and no file on whose copy the policy wants a mark. */
  readonly annotate?: AnnotateFile;
  /** Without it files are not judged. */
  readonly verifyFile?: VerifyLicenseFile;
  /** Holder code types that are accepted; `111` and `001` by default. */
  readonly holderTypes?: readonly string[];
  readonly handlers?: ObligationHandlers;
  /** Key of `hash` masks, by requester. */
  readonly maskKey?: (requester: string) => Uint8Array;
  /** For the policy, in milliseconds. */
  readonly timeoutMs?: number;
}

/** The options with their defaults. */
export interface ServiceContext extends SharingServiceOptions {
  readonly links: LinkStore;
  readonly maxLinkSeconds: number;
  readonly holderTypes: readonly string[];
}

/** One call: its request, the moment that counts for all of it, and its name in the log. */
export interface Call {
  readonly request: SharingServiceRequest;
  readonly id: string;
  readonly time: Date;
}

const KEY_BYTES = 32;
const DAY_SECONDS = 86_400;

/** @throws ARGUMENT_INVALID for a short key, or one key for two uses. */
export function serviceContext(options: SharingServiceOptions): ServiceContext {
  const { holderKey, linkKey } = options;
  if (holderKey.length < KEY_BYTES || linkKey.length < KEY_BYTES)
    throw new YinxinError('ARGUMENT_INVALID', `the keys of a service have at least ${KEY_BYTES} bytes`);
  if (toHex(holderKey) === toHex(linkKey))
    throw new YinxinError('ARGUMENT_INVALID', 'holders and links need a key each');
  return {
    ...options,
    links: options.links ?? memoryLinkStore(options.clock),
    maxLinkSeconds: options.maxLinkSeconds ?? DAY_SECONDS,
    holderTypes: options.holderTypes ?? HOLDER_CODE_TYPES,
  };
}

/** A call at this moment. */
export function callOf(request: SharingServiceRequest, { clock, random }: ServiceContext): Call {
  return { request, id: toHex(random.bytes(16)), time: clock.now() };
}
