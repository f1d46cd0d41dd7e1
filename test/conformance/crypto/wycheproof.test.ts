import { describe, expect, it } from 'vitest';
import { der, readDer } from '../../../src/foundation/asn1/index.ts';
import { fromHex, isYinxinError } from '../../../src/foundation/core/index.ts';
import {
  algorithmIdentifier,
  type DigestName,
  oidOfDigest,
  parseAlgorithmIdentifier,
  parsePublicKey,
  rawToDerSignature,
  schemeOf,
  verifySignature,
} from '../../../src/foundation/crypto/index.ts';
import { corpusText, hasCorpus } from './corpora.ts';

interface Group {
  readonly type: string;
  readonly publicKeyDer: string;
  readonly sha?: string;
  readonly mgfSha?: string;
  readonly sLen?: number;
  readonly tests: readonly {
    readonly tcId: number;
    readonly comment: string;
    readonly flags: readonly string[];
    readonly msg: string;
    readonly sig: string;
    readonly result: 'valid' | 'invalid' | 'acceptable';
  }[];
}

/** Files and their numbers of rows, so that a shrunken corpus is noticed. */
const FILES: readonly [string, number][] = [
  ['ecdsa_secp256r1_sha256_test.json', 484],
  ['ecdsa_secp256r1_sha256_p1363_test.json', 262],
  ['ecdsa_secp384r1_sha384_test.json', 504],
  ['ecdsa_secp521r1_sha512_test.json', 542],
  ['ed25519_test.json', 151],
  ['rsa_pss_2048_sha256_mgf1_32_test.json', 108],
  ['rsa_pss_3072_sha256_mgf1_32_test.json', 108],
  ['rsa_pss_misc_test.json', 150],
  ['rsa_signature_2048_sha256_test.json', 259],
  ['rsa_signature_3072_sha256_test.json', 259],
  ['rsa_signature_4096_sha256_test.json', 258],
];

/** Policy for rows marked acceptable: DigestInfo without NULL is refused, as RFC 8017 (9.2, note 1) asks of writers. */
const REFUSED_FLAGS = ['MissingNull'];

describe.skipIf(!hasCorpus('wycheproof'))('Wycheproof', () => {
  for (const [file, rows] of FILES) {
    it(`agrees with every row of ${file}`, { timeout: 120_000 }, () => {
      const { testGroups } = JSON.parse(corpusText('wycheproof', file)) as { testGroups: Group[] };
      const wrong: string[] = [];
      let seen = 0;
      for (const group of testGroups) {
        for (const row of group.tests) {
          seen++;
          const expected =
            row.result === 'acceptable'
              ? !row.flags.some((flag) => REFUSED_FLAGS.includes(flag))
              : row.result === 'valid';
          if (verdictOf(group, fromHex(row.msg), fromHex(row.sig)) !== expected) {
            wrong.push(`${row.tcId} ${row.comment} (${row.result}, ${row.flags.join(' ')})`);
          }
        }
      }
      expect(wrong).toEqual([]);
      expect(seen).toBe(rows);
    });
  }
});

function verdictOf(group: Group, message: Uint8Array, signature: Uint8Array): boolean {
  const key = parsePublicKey(fromHex(group.publicKeyDer));
  const scheme = schemeOf(parseAlgorithmIdentifier(readDer(algorithmOf(group))), key);
  if ('unsupported' in scheme) throw new Error(`no scheme: ${scheme.unsupported}`);
  const value = group.type === 'EcdsaP1363Verify' ? derOf(signature, 32) : signature;
  const verdict = value === undefined ? 'invalid' : verifySignature(scheme, key, [message], value);
  expect(verdict).not.toBe('unsupported');
  return verdict === 'valid';
}

/** The raw form has a fixed length; anything else is refused before it is converted. */
function derOf(raw: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return raw.length === 2 * size ? rawToDerSignature(raw) : undefined;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

function digestName(sha: string): DigestName {
  return sha.toLowerCase().replace('sha-', 'sha') as DigestName;
}

function algorithmOf(group: Group): Uint8Array {
  switch (group.type) {
    case 'EddsaVerify':
      return algorithmIdentifier('1.3.101.112');
    case 'RsassaPkcs1Verify':
      return algorithmIdentifier('1.2.840.113549.1.1.11', 'null');
    case 'RsassaPssVerify': {
      const hash = algorithmIdentifier(oidOfDigest(digestName(group.sha!)), 'null');
      const mgf = algorithmIdentifier(oidOfDigest(digestName(group.mgfSha!)), 'null');
      return algorithmIdentifier(
        '1.2.840.113549.1.1.10',
        der.sequence(
          der.explicit(0, hash),
          der.explicit(1, algorithmIdentifier('1.2.840.113549.1.1.8', mgf)),
          der.explicit(2, der.integer(group.sLen!)),
        ),
      );
    }
    default: {
      const oids: Record<string, string> = { sha256: '2', sha384: '3', sha512: '4' };
      return algorithmIdentifier(`1.2.840.10045.4.3.${oids[digestName(group.sha!)]}`);
    }
  }
}
