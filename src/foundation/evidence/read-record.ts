import {
  asOctetString,
  asOid,
  asSmallInteger,
  childrenOf,
  type Der,
  DerReader,
  implicitAs,
  readSequence,
  sequenceOf,
  TAG,
} from '../asn1/index.ts';
import { assertWithin, DEFAULT_LIMITS, type Limits, YinxinError } from '../core/index.ts';
import { type AlgorithmIdentifier, digestOfIdentifier, parseAlgorithmIdentifier } from '../crypto/index.ts';
import { readStructure } from '../x509/index.ts';
import type { ArchiveTimeStamp, ArchiveTimeStampChain, EvidenceRecord, HashList } from './record.ts';

/** A record of forty years with a renewal each month has 480 timestamps of 6 KB; `limits.signatures` bounds them. */
const MAX_BYTES = 16 * 1024 * 1024;
/** A chain for each digest: five in forty years. Each hashes all chains before it, so that their number is bounded. */
const MAX_CHAINS = 64;

/**
 * Reads an EvidenceRecord (RFC 4998 3.1; the module of RFC 9169 has the same bytes) strictly: DER, version 1, at least
 * one timestamp, nothing after it. Slices of the file stay what they are: renewals hash them.
 * EVIDENCE_INVALID, LIMIT_EXCEEDED.
 */
export function parseEvidenceRecord(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): EvidenceRecord {
  assertBelow('evidenceRecordBytes', bytes.length, MAX_BYTES);
  return readStructure('EVIDENCE_INVALID', 'EvidenceRecord', () => {
    const record = readSequence(bytes, 'EvidenceRecord');
    if (asSmallInteger(record.expect(TAG.integer, 'version')) !== 1) invalid('is of an unknown version');
    const algorithms = record.sequence('digestAlgorithms').rest().map(parseAlgorithmIdentifier);
    const cryptoInfos = record.optionalContext(0);
    const encryption = record.optionalContext(1);
    const sequence = record.sequence('archiveTimeStampSequence');
    record.end();
    const chains = sequence.rest().map(readChain);
    if (chains.length === 0) invalid('has no archive timestamp');
    assertBelow('evidenceChains', chains.length, MAX_CHAINS);
    const stamps = chains.reduce((sum, chain) => sum + chain.stamps.length, 0);
    assertWithin('signatures', stamps, limits);
    return {
      form: 'RFC4998',
      digestNames: algorithms.map((id) => digestOfIdentifier(id).digest),
      chains,
      ...(encryption === undefined ? {} : { encryption: readEncryption(encryption) }),
      supportingData: countAttributes(cryptoInfos),
    };
  });
}

function assertBelow(limit: string, value: number, allowed: number): void {
  if (value <= allowed) return;
  throw new YinxinError('LIMIT_EXCEEDED', 'the evidence record is larger than any archive makes', {
    details: { limit, allowed, value },
  });
}

/** EncryptionInfo ::= SEQUENCE { encryptionInfoType OID, encryptionInfoValue ANY }, [1] IMPLICIT. */
function readEncryption(tagged: Der): string {
  const info = new DerReader(implicitAs(tagged, TAG.sequence), 'EncryptionInfo');
  const type = asOid(info.expect(TAG.oid, 'encryptionInfoType'));
  info.next('encryptionInfoValue');
  info.end();
  return type;
}

function readChain(value: Der): ArchiveTimeStampChain {
  const stamps = sequenceOf(value, 'ArchiveTimeStampChain').rest().map(readStamp);
  if (stamps.length === 0) invalid('has an empty chain');
  return { stamps, raw: value.raw };
}

function readStamp(value: Der): ArchiveTimeStamp {
  const stamp = sequenceOf(value, 'ArchiveTimeStamp');
  const algorithm = stamp.optionalContext(0);
  const attributes = stamp.optionalContext(1);
  const tree = stamp.optionalContext(2);
  const token = stamp.expect(TAG.sequence, 'timeStamp').raw;
  stamp.end();
  return {
    ...(algorithm === undefined ? {} : { digestAlgorithm: readAlgorithm(algorithm) }),
    ...(tree === undefined ? {} : { hashTree: readTree(tree) }),
    token,
    renewalInput: token,
    attributes: countAttributes(attributes),
  };
}

/** Attributes ::= SET SIZE (1..MAX) OF Attribute, [n] IMPLICIT: their form is checked, their values are not read. */
function countAttributes(tagged: Der | undefined): number {
  if (tagged === undefined) return 0;
  const all = childrenOf(tagged);
  if (all.length === 0) invalid('has an empty set of attributes');
  for (const value of all) {
    const attribute = sequenceOf(value, 'Attribute');
    asOid(attribute.expect(TAG.oid, 'attrType'));
    attribute.set('attrValues');
    attribute.end();
  }
  return all.length;
}

function readAlgorithm(tagged: Der): AlgorithmIdentifier {
  const identifier = parseAlgorithmIdentifier(implicitAs(tagged, TAG.sequence));
  if (!digestOfIdentifier(identifier).parametersFit) invalid('has a digest algorithm with parameters');
  return identifier;
}

/** PartialHashtree ::= SEQUENCE OF OCTET STRING; empty ones would hash nothing. */
function readTree(tagged: Der): HashList[] {
  const lists = childrenOf(tagged).map((list) =>
    sequenceOf(list, 'PartialHashtree').rest().map(asOctetString),
  );
  if (lists.length === 0 || lists.some((list) => list.length === 0)) invalid('has an empty hash list');
  return lists;
}

function invalid(message: string): never {
  throw new YinxinError('DER_INVALID', `the record ${message}`);
}
