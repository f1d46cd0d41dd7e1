import {
  beijingDate,
  equalBytes,
  type Signer,
  type SignOptions,
  YinxinError,
} from '../../foundation/core/index.ts';
import {
  type CodeCarrier,
  type CodeSymbology,
  type CodeText,
  carryCode,
  qrSymbology,
} from '../carrier/index.ts';
import { continuedFrom, forbidden } from '../change/index.ts';
import { type CoseSigner, digestOfCoseAlgorithm, openCoseSigner } from '../cose/index.ts';
import type { Ledger, LedgerRecord } from '../ledger/index.ts';
import type { LicenseMetadata } from '../metadata/index.ts';
import { presenterOf } from '../presentation/index.ts';
import { clearFields, signLicensePayload } from '../qr/index.ts';
import { type DescribedLicense, describeLicense, faceValues } from './describe.ts';
import type { LicenseFace } from './face-step.ts';
import { type LicenseJob, ledgerJobOf } from './job.ts';
import type { PreparedSeal, SealStep } from './seal-step.ts';

/** What {@link issueLicense} needs. */
export interface IssueLicenseOptions {
  readonly ledger: Ledger;
  /** Signs the code: ES256 or SM2-SM3, listed as an issuer's key. */
  readonly codeSigner: Signer;
  readonly carrier: CodeCarrier;
  /** How the code is drawn; unset: QR at level M, which `verify` reads off the page. */
  readonly symbology?: CodeSymbology;
  readonly face: LicenseFace;
  readonly seal: SealStep;
  /** Timestamp and validation data on the sealed file. Asked again when a run dies before SEALED. */
  readonly complete?: (sealed: Uint8Array) => Promise<Uint8Array>;
  readonly sign?: SignOptions;
}

/** A license that is issued and published. */
export interface IssuedLicense {
  readonly identifier: string;
  readonly metadata: LicenseMetadata;
  readonly file: Uint8Array;
  /** SHA-256 of the file, hex: its name in the ledger's store. */
  readonly fileDigest: string;
  readonly code: CodeText;
  readonly record: LedgerRecord;
}

/**
 * Issues one license exactly once: asked again with an equal job, after a crash at any instant, it goes on where
 * the ledger stands and signs nothing twice. The status list must be rebuilt from the ledger to show it.
 *
 * @throws LICENSE_INVALID with every wrong field, LICENSE_STATE_FORBIDDEN when the license it continues is not in a
 * state for that, LEDGER_CONFLICT, and what face, seal and signer throw. Until PUBLISHED the status list says
 * `not-issued`, so that nothing half-made is ever valid.
 */
export async function issueLicense(job: LicenseJob, options: IssueLicenseOptions): Promise<IssuedLicense> {
  const { ledger } = options;
  const opened = await openCoseSigner(options.codeSigner, options.sign);
  const wanted = ledgerJobOf(job, options.face.digest);
  await assertContinues(job, ledger);
  const reserved = await ledger.reserve(wanted);
  try {
    assertAlive(reserved);
    const license = describeLicense(job, reserved, options.face, digestOfCoseAlgorithm(opened.algorithm));
    const coded = await storeCode(reserved, license, job, opened, options);
    const sealed = await storeSealedFile(coded, license, options);
    const published = await publish(sealed, job, ledger);
    return await issued(published, license, options);
  } finally {
    ledger.release(reserved.jobKey, reserved.token);
  }
}

/** A license is continued only by the rules, and only one that this ledger knows (转入 may come from elsewhere). */
async function assertContinues(
  { operation = '01', previousIdentifier }: LicenseJob,
  ledger: Ledger,
): Promise<void> {
  if (previousIdentifier === undefined) return;
  const previous = await ledger.find(previousIdentifier);
  if (previous === undefined && operation === '08') return;
  if (previous === undefined) {
    throw new YinxinError('LICENSE_INVALID', 'the ledger has no license of the previous identifier', {
      details: { fields: [{ field: 'GLZZBS', code: 'MISMATCH' }] },
    });
  }
  // `superseded` is the state after this very job was published: an equal job asked again finds its file.
  if (![...continuedFrom(operation), 'superseded'].includes(previous.status)) {
    throw forbidden(operation, previous.status);
  }
}

function assertAlive(record: LedgerRecord): void {
  if (record.state === 'ABANDONED') {
    throw new YinxinError('LICENSE_STATE_FORBIDDEN', 'this job was abandoned: correct it and issue it anew');
  }
}

/** The signed code, from the ledger when it has one: signed before anything is drawn, and stored first. */
async function storeCode(
  record: LedgerRecord,
  license: DescribedLicense,
  job: LicenseJob,
  opened: CoseSigner,
  { ledger, sign }: IssueLicenseOptions,
): Promise<LedgerRecord> {
  if (record.qr !== undefined) return record;
  const { metadata, tree } = license;
  const payload = {
    issuedAt: record.createdAt,
    identifier: record.identifier,
    issueDate: metadata.issueDate,
    ...(metadata.validFrom === undefined ? {} : { validFrom: metadata.validFrom }),
    ...(metadata.validTo === undefined ? {} : { validTo: metadata.validTo }),
    status: { list: record.statusList, index: record.statusIndex },
    anchor: { hash: tree.hash, leafCount: tree.leafCount, root: tree.root },
    clear: clearFields(tree.fields, job.entry),
    ...(job.presenterKey === undefined ? {} : { presenter: presenterOf(job.presenterKey) }),
  };
  const qr = await signLicensePayload(payload, opened, { ...sign, idempotencyKey: `${record.jobKey}-code` });
  return ledger.advance(record.jobKey, record.token, { step: 'QR', qr });
}

/** From the stored code to the stored file. What the ledger already has is used, never made again. */
async function storeSealedFile(
  coded: LedgerRecord,
  license: DescribedLicense,
  options: IssueLicenseOptions,
): Promise<LedgerRecord> {
  if (coded.state === 'SEALED' || coded.state === 'PUBLISHED') return coded;
  const { ledger, seal, complete } = options;
  const prepared = await prepare(coded, license, options);
  const pending = await storePrepared(coded, prepared, ledger);
  const signed = await storeValue(pending, prepared, options);
  const sealed = await seal.embed(prepared, signed.sealValue!);
  const file = complete === undefined ? sealed : await complete(sealed);
  // The file is stored before the ledger names it: a file without a record is harmless, the reverse is not.
  const fileDigest = await ledger.putFile(file);
  return ledger.advance(signed.jobKey, signed.token, { step: 'SEALED', fileDigest });
}

async function prepare(
  record: LedgerRecord,
  license: DescribedLicense,
  { carrier, symbology = qrSymbology(), face, seal }: IssueLicenseOptions,
): Promise<PreparedSeal> {
  const code = carryCode(record.qr!, carrier);
  const { file, sealBox } = await face.render({
    fields: faceValues(license),
    qr: symbology.modules(code),
    metadataXml: license.metadataXml,
    at: record.createdAt,
  });
  return seal.prepare(file, { box: sealBox, at: record.createdAt });
}

async function storePrepared(
  record: LedgerRecord,
  prepared: PreparedSeal,
  ledger: Ledger,
): Promise<LedgerRecord> {
  const { toSignDigest } = record;
  if (toSignDigest === undefined) {
    return ledger.advance(record.jobKey, record.token, {
      step: 'PREPARED',
      toSignDigest: prepared.toSignDigest,
    });
  }
  if (!equalBytes(toSignDigest, prepared.toSignDigest)) {
    throw new YinxinError(
      'LEDGER_CONFLICT',
      'the license was prepared with other bytes: go on with the same template, fonts, seal and carrier',
      { details: { reason: 'prepared-differs' } },
    );
  }
  return record;
}

async function storeValue(
  record: LedgerRecord,
  prepared: PreparedSeal,
  { ledger, seal, sign }: IssueLicenseOptions,
): Promise<LedgerRecord> {
  if (record.sealValue !== undefined) return record;
  // Between the value and the ledger a run may die: a signer that keeps the key gives the same value again.
  const sealValue = await seal.sign(prepared, { ...sign, idempotencyKey: `${record.jobKey}-seal` });
  return ledger.advance(record.jobKey, record.token, { step: 'SIGNED', sealValue });
}

/** One step for the new license and the one it continues: never two valid, never none. */
async function publish(record: LedgerRecord, job: LicenseJob, ledger: Ledger): Promise<LedgerRecord> {
  if (record.state === 'PUBLISHED') return record;
  const { operation = '01', previousIdentifier } = job;
  const at = record.createdAt;
  const common = { operation, at, effectiveFrom: beijingDate(at) };
  const known = previousIdentifier === undefined ? undefined : await ledger.find(previousIdentifier);
  return ledger.advance(record.jobKey, record.token, {
    step: 'PUBLISHED',
    event: { ...common, state: 'valid' },
    ...(known === undefined
      ? {}
      : { supersede: { from: continuedFrom(operation), event: { ...common, state: 'superseded' } } }),
  });
}

async function issued(
  record: LedgerRecord,
  { metadata }: DescribedLicense,
  { ledger, carrier }: IssueLicenseOptions,
): Promise<IssuedLicense> {
  const fileDigest = record.fileDigest!;
  const file = await ledger.getFile(fileDigest);
  if (file === undefined) {
    throw new YinxinError(
      'LEDGER_CORRUPT',
      "the ledger names a file that its store doesn't have: restore it",
      {
        details: { file: fileDigest },
      },
    );
  }
  const code = carryCode(record.qr!, carrier);
  return { identifier: record.identifier, metadata, file, fileDigest, code, record };
}
