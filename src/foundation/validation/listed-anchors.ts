import { formatTime } from '../core/index.ts';
import { isKeyCompromised, trustOfIssuerList } from '../pki/index.ts';
import type { Certificate } from '../x509/index.ts';
import type { SignatureFacts, TrustPurpose } from './facts.ts';
import type { JudgeOptions } from './options.ts';
import type { ProofsOfExistence } from './poe/index.ts';
import { refused, type TrustResult } from './trust-result.ts';

const CLAUSE = 'yinxin.issuer-list/1 rules 4 and 5';

/** When something was done, and by when it is proved to have been done; without proof only the first is said. */
export interface Act {
  readonly time: Date;
  readonly provedTime?: Date;
}

/**
 * A timestamp is made at the time it tells. A signature may claim any time: it counts from when it is proved to exist,
 * and without proof from the validation time.
 */
export function actOf({ id, timestampTime }: SignatureFacts, proofs: ProofsOfExistence): Act {
  const { time, by } = proofs.ofSignature(id);
  return { time: timestampTime ?? time, ...(by === undefined ? {} : { provedTime: time }) };
}

/** What may be believed for a purpose: what the caller gave, and what signed lists name for the time of the act. */
export function anchorsFor(purpose: TrustPurpose, options: JudgeOptions, act: Act): readonly Uint8Array[] {
  const { trust, issuerLists = [] } = options;
  const given = trust[purpose] ?? [];
  if (issuerLists.length === 0) return given;
  return [
    ...given,
    ...issuerLists.flatMap((list) => trustOfIssuerList(list, act.time, act.provedTime)[purpose]),
  ];
}

/** Some key of a path is compromised by a list, and nothing proves that the act is older: what follows from it. */
export function compromiseOf(
  path: readonly Certificate[],
  { provedTime }: Act,
  { issuerLists = [] }: JudgeOptions,
): TrustResult | undefined {
  if (issuerLists.every(({ compromised }) => compromised.length === 0)) return undefined;
  const index = path.findIndex((certificate) =>
    issuerLists.some((list) => isKeyCompromised(list, certificate, provedTime)),
  );
  if (index < 0) return undefined;
  const proof =
    provedTime === undefined ? 'nothing proves' : `the proof of ${formatTime(provedTime)} does not show`;
  const detail = `the key of ${path[index]!.subject.text} is compromised by an issuer list, and ${proof} that this is older`;
  const subIndication = index === 0 ? 'REVOKED_NO_POE' : 'REVOKED_CA_NO_POE';
  return { ...refused('revoked', subIndication, detail, 'KEY_COMPROMISED', CLAUSE), path };
}
