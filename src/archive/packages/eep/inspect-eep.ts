import type { DigestOf } from '../../../foundation/cms/index.ts';
import {
  assertWithin,
  DEFAULT_LIMITS,
  equalBytes,
  type Limits,
  type SigningAlgorithm,
} from '../../../foundation/core/index.ts';
import { digest, signingSchemeOf } from '../../../foundation/crypto/index.ts';
import type { Check, Coverage, FileFacts, SignatureFacts } from '../../../foundation/validation/index.ts';
import { parseCertificate } from '../../../foundation/x509/index.ts';
import { oidOf } from '../../../sign/index.ts';
import { inspectSignedData } from '../../../signatures/cades/index.ts';
import { LOCK_RULE, RULE_MARK, SIGNATURE_RULE } from './names.ts';
import type { Eep, EepSignature } from './read-eep.ts';

const CLAUSE = 'DA/T 48-2009 电子签名块';

/**
 * Facts of all signatures of an EEP, the oldest layer first. Each is over the octets of its own 被签名对象; one of a
 * nested package covers its revision, the outermost ones the file. A 锁定签名 is over the octets of the 电子签名 that it
 * names, and covers what that one covers. Signatures by another rule than ours are told and left open.
 */
export async function inspectEep(eep: Eep, limits: Limits = DEFAULT_LIMITS): Promise<FileFacts> {
  const checks = eepFindings(eep);
  if (isUnsigned(eep.layers)) {
    checks.push(
      failed('EEP_MODIFICATION_UNSIGNED', 'nobody signed the modification around a signed package'),
    );
  }
  const count = eep.layers.reduce((sum, layer) => sum + layer.signatures.length, 0);
  assertWithin('signatures', count + 1, limits);
  const signatures: SignatureFacts[] = [];
  for (const [index, layer] of [...eep.layers.entries()].reverse()) {
    const coverage = coverageOf(eep, index);
    const octets = eep.bytes.subarray(layer.signedObject.start, layer.signedObject.end);
    const before = [...signatures];
    for (const signature of layer.signatures) {
      const facts = await inspectOne(signature, octets, coverage, limits);
      signatures.push(...facts.map((entry) => withEarlier(entry, facts[0]!, before)));
    }
  }
  if (eep.lock !== undefined) signatures.push(...(await inspectLock(eep, eep.lock, limits)));
  return { format: 'eep', signatures, checks, notChecked: [] };
}

/** What a nested package signs is part of the file at most, where nobody signed what is around it. */
function coverageOf({ layers, strayBytes }: Eep, index: number): Coverage {
  if (index > 0) return isUnsigned(layers) ? 'partial' : 'whole-revision';
  return strayBytes > 0 ? 'partial' : 'whole-file';
}

/** A newest layer without signature, around a package that has one. */
function isUnsigned([newest, ...nested]: Eep['layers']): boolean {
  return newest!.signatures.length === 0 && nested.some(({ signatures }) => signatures.length > 0);
}

async function inspectOne(
  signature: EepSignature,
  octets: Uint8Array,
  coverage: Coverage,
  limits: Limits,
): Promise<SignatureFacts[]> {
  if (!signature.rule.includes(RULE_MARK)) return [foreignRule(signature, coverage)];
  const digestOf: DigestOf = (name) => digest(name, octets);
  const { signatures } = await inspectSignedData(signature.value, {
    digestOf,
    content: () => octets,
    idPrefix: signature.id,
    format: 'CAdES',
    coverage,
    modification: 'not-applicable',
    certificates: signature.certificates,
    limits,
  });
  return signatures.map((facts) => (facts.parent === undefined ? withStatements(facts, signature) : facts));
}

/**
 * Nothing covers what a signature says of itself beside its value: 证书块, 签名时间, 签名人 and 签名算法标识 must be those of
 * the CMS, and the rule ours to the letter.
 */
function withStatements(facts: SignatureFacts, signature: EepSignature): SignatureFacts {
  const checks = statementFaults(facts, signature).map((what) =>
    failed('EEP_SIGNATURE_STATEMENT', `${what} is not that of the signature`),
  );
  if (checks.length === 0) return facts;
  return { ...facts, formatFailure: 'SIG_CONSTRAINTS_FAILURE', checks: [...facts.checks, ...checks] };
}

function statementFaults(facts: SignatureFacts, signature: EepSignature): string[] {
  const { signerCertificate, claimedTime, algorithm } = facts;
  if (signerCertificate === undefined) return ['证书块'];
  const [first, ...more] = signature.certificates;
  const rule = signature.locks === undefined ? SIGNATURE_RULE : LOCK_RULE;
  const name = parseCertificate(signerCertificate).subject.commonName ?? '';
  const faults: string[] = [];
  if (signature.rule !== rule) faults.push('签名规则');
  if (first === undefined || !equalBytes(first, signerCertificate) || more.length > 0) faults.push('证书块');
  if (signature.time !== '' && Date.parse(signature.time) !== claimedTime?.getTime()) faults.push('签名时间');
  if (signature.signer !== '' && signature.signer !== name) faults.push('签名人');
  if (algorithm !== undefined && !namesAlgorithm(signature.algorithm, algorithm)) faults.push('签名算法标识');
  return faults;
}

function namesAlgorithm(oid: string, algorithm: string): boolean {
  const known = ALGORITHMS.find((name) => name === algorithm);
  return known === undefined || oidOf(signingSchemeOf(known)) === oid;
}

const ALGORITHMS: readonly SigningAlgorithm[] = [
  'SM2-SM3',
  'ES256',
  'ES384',
  'ES512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'Ed25519',
];

async function inspectLock(eep: Eep, lock: EepSignature, limits: Limits): Promise<SignatureFacts[]> {
  const target = eep.layers[0]!.signatures.find(({ id }) => id === lock.locks);
  if (target === undefined) {
    return [
      {
        ...emptyFacts(lock.id, 'none'),
        formatFailure: 'FORMAT_FAILURE',
        checks: [failed('EEP_LOCK_TARGET', '锁定签名 names no 电子签名 of this package')],
      },
    ];
  }
  const octets = eep.bytes.subarray(target.element.start, target.element.end);
  return inspectOne(lock, octets, eep.strayBytes > 0 ? 'partial' : 'whole-file', limits);
}

/**
 * What is signed is signed with all that it nests: a timestamp over the value proves, through the digest of the octets,
 * that the older signatures and their validation data existed.
 */
function withEarlier(
  facts: SignatureFacts,
  signature: SignatureFacts,
  earlier: readonly SignatureFacts[],
): SignatureFacts {
  const older = earlier.filter((entry) => entry.kind !== 'timestamp' || entry.parent !== undefined);
  if (older.length === 0 || facts.parent !== signature.id || facts.kind !== 'timestamp') return facts;
  if (signature.cryptography !== 'intact' || facts.covers === undefined) return facts;
  return {
    ...facts,
    covers: {
      ...facts.covers,
      signatures: [...facts.covers.signatures, ...older.map(({ id }) => id)],
      objects: [
        ...facts.covers.objects,
        ...older.flatMap(({ certificates, crls, ocspResponses }) => [
          ...certificates,
          ...crls,
          ...ocspResponses,
        ]),
      ],
    },
  };
}

/** What is odd or outside of what is signed; failed ones break the structure. */
export function eepFindings(eep: Eep): Check[] {
  const checks: Check[] = [];
  if (eep.strayBytes > 0) {
    checks.push(failed('EEP_BYTES_OUTSIDE', 'bytes stand outside of everything that is signed'));
  }
  for (const name of eep.oddTexts) {
    checks.push({
      code: 'EEP_FIXED_TEXT',
      status: 'warning',
      detail: `${name} is not worded as in the norm`,
      clause: CLAUSE,
    });
  }
  if (eep.lock === undefined && eep.layers[0]!.signatures.length > 0) {
    checks.push({
      code: 'EEP_LOCK_ABSENT',
      status: 'warning',
      detail: 'no 锁定签名 stands beside 电子签名块',
      clause: CLAUSE,
    });
  }
  for (const [index, layer] of eep.layers.entries()) {
    if (index > 0 && layer.signatures.length === 0) {
      checks.push({
        code: 'EEP_LAYER_UNSIGNED',
        status: 'warning',
        detail: 'a nested package has no signature of its own',
        clause: CLAUSE,
      });
    }
  }
  return checks;
}

function foreignRule(signature: EepSignature, coverage: Coverage): SignatureFacts {
  return {
    ...emptyFacts(signature.id, coverage),
    certificates: signature.certificates,
    notChecked: [
      {
        code: 'EEP_SIGNATURE_RULE_UNKNOWN',
        detail: `${signature.id}: 签名规则 names another canonical form than the octets of the element`,
      },
    ],
  };
}

function emptyFacts(id: string, coverage: Coverage): SignatureFacts {
  return {
    id,
    kind: 'signature',
    format: 'EEP',
    cryptography: 'not-checked',
    coverage,
    modification: 'not-applicable',
    purpose: 'signers',
    certificates: [],
    crls: [],
    ocspResponses: [],
    checks: [],
    notChecked: [],
  };
}

function failed(code: string, detail: string): Check {
  return { code, status: 'failed', detail, clause: CLAUSE };
}
