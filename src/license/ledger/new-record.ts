import { type Clock, type Random, utf8 } from '../../foundation/core/index.ts';
import { keyedDigest } from '../../foundation/crypto/index.ts';
import { buildLicenseId, parseLicenseId } from '../identifier/index.ts';
import { SALT_SEED_BYTES } from '../merkle/index.ts';
import type { LedgerJob } from './port.ts';
import type { StoredRecord } from './record-codec.ts';

const SERIAL_LENGTH = 20;
const SERIAL_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** What makes a job one job, under the ledger's key. */
export function keysOf(
  job: LedgerJob,
  key: Uint8Array,
): Pick<StoredRecord, 'jobKey'> & { numberKey: string } {
  const { jobDigest, typeCode, issuerCode, number, version } = job;
  return {
    jobKey: keyedDigest(key, 'job', [jobDigest]),
    numberKey: keyedDigest(key, 'number', [utf8(`${typeCode}|${issuerCode}|${number}|${version}`)]),
  };
}

/** The identifier given, or one with the serial given, or with a random one. */
export function identifierFor(
  { identifier, typeCode, issuerCode, serial, version }: LedgerJob,
  random: Random,
): string {
  if (identifier !== undefined) return parseLicenseId(identifier).text;
  return buildLicenseId({ typeCode, issuerCode, serial: serial ?? randomSerial(random), version }).text;
}

/** A record at its reservation: all that a retry must find unchanged. */
export function newRecord(
  job: LedgerJob,
  fixed: Pick<StoredRecord, 'jobKey' | 'numberKey' | 'token' | 'identifier' | 'statusList' | 'statusIndex'>,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): StoredRecord {
  const { typeCode, issuerCode, version, previousIdentifier } = job;
  return {
    ...fixed,
    state: 'RESERVED',
    typeCode,
    issuerCode,
    version,
    ...(previousIdentifier === undefined ? {} : { previousIdentifier }),
    // Whole seconds: times in CMS, CWT and PDF have no smaller unit.
    createdAt: new Date(Math.floor(clock.now().getTime() / 1000) * 1000),
    saltSeed: random.bytes(SALT_SEED_BYTES),
    status: 'not-issued',
    history: [],
  };
}

function randomSerial(random: Random): string {
  let serial = '';
  while (serial.length < SERIAL_LENGTH) {
    // 252 is the largest multiple of 36 in a byte: values above would favour some characters.
    for (const byte of random.bytes(32)) {
      if (byte < 252 && serial.length < SERIAL_LENGTH) serial += SERIAL_ALPHABET[byte % 36]!;
    }
  }
  return serial;
}
