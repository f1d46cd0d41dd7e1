import { createPrivateKey, createSign, createVerify, type KeyObject } from 'node:crypto';
import { concatBytes, fromHex } from '../../core/index.ts';
import type { PrimitiveKey } from '../contract.ts';
import { SM2_CURVE, verifySm2Value } from '../portable/index.ts';
import { createHasher } from './digests.ts';
import { publicKeyObject } from './keys.ts';

/*
 * OpenSSL through Node: `createSign('sm3')` fed with Z and the message in updates signs e = SM3(Z || M)
 * and adds no identifier of its own. The one-shot crypto.sign() would use an empty identifier.
 */

/** DER of r || s, as OpenSSL wants it (`dsaEncoding` is ignored for SM2). */
export function derPair(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  const body = concatBytes(derUnsigned(raw.subarray(0, half)), derUnsigned(raw.subarray(half)));
  return concatBytes(Uint8Array.of(0x30, body.length), body);
}

function derUnsigned(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const lead = bytes[start]! >= 0x80 ? [0] : [];
  const length = lead.length + bytes.length - start;
  return concatBytes(Uint8Array.of(2, length, ...lead), bytes.subarray(start));
}

/** r || s of 32 bytes each, from the DER that OpenSSL has just made. */
function rawFromDer(der: Uint8Array): Uint8Array {
  const raw = new Uint8Array(64);
  const rLength = der[3]!;
  const r = der.subarray(4, 4 + rLength);
  const s = der.subarray(6 + rLength);
  for (const [value, end] of [
    [r, 32],
    [s, 64],
  ] as const) {
    const unsigned = value[0] === 0 ? value.subarray(1) : value;
    raw.set(unsigned, end - unsigned.length);
  }
  return raw;
}

type Sm2Key = PrimitiveKey & { readonly type: 'sm2' };

function keyOf(point: Uint8Array): Sm2Key {
  return { type: 'sm2', spki: concatBytes(fromHex(SPKI_HEAD), point), point };
}

/** Verification by OpenSSL of e = SM3(chunks). */
export function verifySm2Native(key: Sm2Key, chunks: readonly Uint8Array[], raw: Uint8Array): boolean {
  const verify = createVerify('sm3');
  for (const chunk of chunks) verify.update(chunk);
  return verify.verify(publicKeyObject(key), derPair(raw));
}

/** SM2 over chunks (Z first) under 04 || X || Y: OpenSSL, else TypeScript. */
export function verifySm2Message(point: Uint8Array, chunks: readonly Uint8Array[], raw: Uint8Array): boolean {
  if (raw.length !== 64) return false;
  if (sm2NativeWorks()) {
    try {
      return verifySm2Native(keyOf(point), chunks, raw);
    } catch {
      return false;
    }
  }
  const hasher = createHasher('sm3');
  for (const chunk of chunks) hasher.update(chunk);
  return verifySm2Value(SM2_CURVE, point, hasher.digest(), raw);
}

/** Signature by OpenSSL of e = SM3(chunks), as r || s. */
export function signSm2Native(key: KeyObject, chunks: readonly Uint8Array[]): Uint8Array {
  const sign = createSign('sm3');
  for (const chunk of chunks) sign.update(chunk);
  return rawFromDer(sign.sign(key));
}

/** GB/T 32918.5-2017, Annex A.2: the key pair, Z and the value of "message digest". */
const KAT = {
  private: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  public:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  z: 'b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3',
  message: '6d65737361676520646967657374',
  value:
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
} as const;
const KAT_PKCS8_HEAD = '308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420';
const SPKI_HEAD = '3059301306072a8648ce3d020106082a811ccf5501822d034200';

let works: boolean | undefined;

/**
 * Known-answer test before the first use: right value accepted, changed message refused, own value accepted.
 * nodejs/node#53761 calls this behaviour of createSign undocumented, and BoringSSL has no SM2: then TypeScript does it.
 */
export function sm2NativeWorks(): boolean {
  works ??= knownAnswers();
  return works;
}

function knownAnswers(): boolean {
  try {
    const [z, message, value] = [fromHex(KAT.z), fromHex(KAT.message), fromHex(KAT.value)];
    const publicKey = keyOf(fromHex(KAT.public));
    const pkcs8 = fromHex(`${KAT_PKCS8_HEAD}${KAT.private}a144034200${KAT.public}`);
    if (!verifySm2Native(publicKey, [z, message], value)) return false;
    if (verifySm2Native(publicKey, [z, value], value)) return false;
    const key = createPrivateKey({ key: pkcs8 as Buffer, format: 'der', type: 'pkcs8' });
    return verifySm2Native(publicKey, [z, message], signSm2Native(key, [z, message]));
  } catch {
    return false;
  }
}
