import {
  type AlgorithmUse,
  algorithmUses,
  type DigestName,
  ETSI_TS_119_312,
  type PublicKey,
  type SignatureScheme,
  usesEndingBefore,
} from '../crypto/index.ts';

/**
 * Names of the algorithms that had ended when the default policy was issued; empty when none had. For reports that know
 * no date. A verdict judges `algorithms` (the uses themselves) by date instead: see `judgeAlgorithms`.
 */
export function weaknessesOf(
  key: PublicKey,
  scheme: SignatureScheme | undefined,
  digest: DigestName | undefined,
): string[] {
  const uses = algorithmUses(key, scheme, digest);
  const ended = usesEndingBefore(uses, new Date(ETSI_TS_119_312.issued));
  return ended.map(({ use, name }) => shortName(use, name));
}

/** The key says what is wrong with a signature that ended early: its size or its kind. */
function shortName(use: AlgorithmUse, name: string): string {
  return use.kind === 'signature' ? use.key : name;
}
