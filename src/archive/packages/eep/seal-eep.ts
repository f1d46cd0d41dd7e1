import { childElement } from '../../../formats/xml/index.ts';
import {
  fromUtf8,
  type Limits,
  type Signer,
  type TimestampAuthority,
  utf8,
  YinxinError,
} from '../../../foundation/core/index.ts';
import { signingSchemeOf } from '../../../foundation/crypto/index.ts';
import { oidOf } from '../../../sign/index.ts';
import { signCms } from '../../../signatures/cades/index.ts';
import { eepInvalid } from './check-structure.ts';
import { LOCK_RULE, SIGNATURE_RULE } from './names.ts';
import { type Eep, readEep } from './read-eep.ts';
import { type EepLayerInput, writeEepFile, writeSignature, writeSignedObject } from './write-eep.ts';

/** Who signs a layer, and who locks the signature. */
export interface EepSigning {
  readonly signer: Signer;
  /** Makes the 锁定签名; the signer himself when unset. */
  readonly lockSigner?: Signer;
  readonly tsa?: TimestampAuthority;
  readonly limits?: Limits;
}

/** A finished EEP. */
export interface SealedEep {
  readonly file: Uint8Array;
  /** The octets that were signed. */
  readonly signedObject: Uint8Array;
  readonly timestamped: boolean;
}

/** The package that a modification keeps: its 被签名对象 and 电子签名块, byte for byte, and its number. */
export function nestedOriginal(eep: Eep): { readonly original: string; readonly layer: number } {
  const signedObject = childElement(eep.root, '被签名对象')!;
  const block = childElement(eep.root, '电子签名块');
  if (signedObject.prefix !== '') {
    throw new YinxinError(
      'PACKAGE_INVALID',
      'the package to be modified uses a prefix of its root: nested, it would be another document',
    );
  }
  const slice = (from: number, to: number): string => fromUtf8(eep.bytes.subarray(from, to));
  const parts = [slice(signedObject.start, signedObject.end)];
  if (block !== undefined) parts.push(slice(block.start, block.end));
  return { original: parts.join('\n'), layer: eep.layers.length };
}

/**
 * Writes a layer, signs it and locks the signature. The document is read back before anybody signs, and after: what
 * leaves here has the structure of the norm. The signature carries the timestamp, the lock one of its own.
 */
export async function sealEep(input: EepLayerInput, signing: EepSigning): Promise<SealedEep> {
  const signedObject = writeSignedObject(input);
  readEep(utf8(writeEepFile(signedObject, '', '')), signing.limits);
  const id = `修改${input.layer}-签名1`;
  const signature = await signedElement('电子签名', id, signedObject, input.at, signing.signer, signing);
  const lockSigner = signing.lockSigner ?? signing.signer;
  const lock = await signedElement('锁定签名', id, signature.text, input.at, lockSigner, signing);
  const block = `<电子签名块>\n${signature.text}\n</电子签名块>`;
  const file = utf8(writeEepFile(signedObject, block, lock.text));
  const read = readEep(file, signing.limits);
  if (read.strayBytes > 0) throw eepInvalid('it was not written as it should be');
  return { file, signedObject: utf8(signedObject), timestamped: signature.timestamped };
}

async function signedElement(
  name: '电子签名' | '锁定签名',
  id: string,
  octets: string,
  time: Date,
  signer: Signer,
  { tsa }: EepSigning,
): Promise<{ readonly text: string; readonly timestamped: boolean }> {
  const { cms, info, certificate, timestamped } = await signCms({
    signer,
    content: { bytes: utf8(octets) },
    detached: true,
    claimedTime: time,
    ...(tsa === undefined ? {} : { tsa }),
  });
  const text = writeSignature(name, {
    id,
    rule: name === '电子签名' ? SIGNATURE_RULE : LOCK_RULE,
    time,
    signer: certificate.subject.commonName ?? '',
    value: cms,
    // The chain stands in the CMS. What stands here is compared with it when the package is verified.
    certificates: [certificate.raw],
    algorithm: oidOf(signingSchemeOf(info.algorithm)),
  });
  return { text, timestamped };
}
