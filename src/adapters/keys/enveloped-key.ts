import {
  asBitString,
  asOctetString,
  asUnsignedBytes,
  type DerReader,
  der,
  readSequence,
  TAG,
} from '../../foundation/asn1/index.ts';
import { equalBytes, isYinxinError, YinxinError } from '../../foundation/core/index.ts';
import {
  algorithmIdentifier,
  KEY_OID,
  parseAlgorithmIdentifier,
  type Sm2Ciphertext,
  sm2Decrypt,
  sm4,
} from '../../foundation/crypto/index.ts';
import { openKey } from './key-forms.ts';

/** SM4 in ECB mode: with its mode, and as SM4 alone, which is read so here (GB/T 33560). */
const SM4_ECB: ReadonlySet<string> = new Set(['1.2.156.10197.1.104.1', '1.2.156.10197.1.104']);

/**
 * The private key in an SM2EnvelopedKey (GB/T 35276-2017 7.4), as PKCS#8: its SM4 key is decrypted with the scalar of the
 * key it was made for, and the pair inside must fit together. KEY_INVALID, ALGORITHM_UNSUPPORTED.
 */
export async function openEnvelopedKey(envelope: Uint8Array, scalar: Uint8Array): Promise<Uint8Array> {
  const { algorithm, wrapped, publicPoint, encrypted } = readEnvelope(envelope);
  if (!SM4_ECB.has(algorithm)) {
    throw new YinxinError('ALGORITHM_UNSUPPORTED', 'an enveloped key is encrypted with SM4 in ECB mode', {
      details: { oid: algorithm },
    });
  }
  const key = sm2Decrypt(scalar, wrapped);
  if (key.length !== 16) throw malformed();
  const inner = scalarIn(sm4.decrypt(encrypted, { mode: 'ecb', key, padding: 'none' }));
  const pkcs8 = der.sequence(
    der.integer(0),
    algorithmIdentifier(KEY_OID.ec, der.oid(KEY_OID.sm2)),
    der.octetString(der.sequence(der.integer(1), der.octetString(inner))),
  );
  const opened = await openKey(pkcs8);
  const { primitive } = opened.key;
  if (primitive?.type !== 'sm2' || !equalBytes(primitive.point, publicPoint)) {
    throw new YinxinError('KEY_INVALID', 'the private key in the envelope does not belong to its public key');
  }
  return pkcs8;
}

interface Envelope {
  readonly algorithm: string;
  readonly wrapped: Sm2Ciphertext;
  /** 04 ‖ X ‖ Y. */
  readonly publicPoint: Uint8Array;
  readonly encrypted: Uint8Array;
}

function readEnvelope(bytes: Uint8Array): Envelope {
  try {
    const reader = readSequence(bytes, 'SM2EnvelopedKey');
    const algorithm = parseAlgorithmIdentifier(reader.expect(TAG.sequence, 'symAlgID')).oid;
    const wrapped = readCiphertext(reader.sequence('symEncryptedKey'));
    const publicPoint = wholeBits(reader, 'sm2PublicKey');
    const encrypted = wholeBits(reader, 'sm2EncryptedPrivateKey');
    reader.end();
    return { algorithm, wrapped, publicPoint, encrypted };
  } catch (cause) {
    if (!isYinxinError(cause)) throw cause;
    throw malformed(cause);
  }
}

function readCiphertext(reader: DerReader): Sm2Ciphertext {
  const coordinate = (name: string): Uint8Array => padded(asUnsignedBytes(reader.expect(TAG.integer, name)));
  const [x, y] = [coordinate('XCoordinate'), coordinate('YCoordinate')];
  const hash = asOctetString(reader.expect(TAG.octetString, 'HASH'));
  const ciphertext = asOctetString(reader.expect(TAG.octetString, 'CipherText'));
  reader.end();
  return { x, y, hash, ciphertext };
}

function wholeBits(reader: DerReader, name: string): Uint8Array {
  const { bytes, unusedBits } = asBitString(reader.expect(TAG.bitString, name));
  if (unusedBits !== 0) throw malformed();
  return bytes;
}

/** A coordinate as 32 octets. */
function padded(magnitude: Uint8Array): Uint8Array {
  if (magnitude.length > 32) throw malformed();
  const out = new Uint8Array(32);
  out.set(magnitude, 32 - magnitude.length);
  return out;
}

/** 32 octets; devices of GM/T 0016 put 32 zeros in front. */
function scalarIn(plain: Uint8Array): Uint8Array {
  if (plain.length === 32) return plain;
  const [front, scalar] = [plain.subarray(0, 32), plain.subarray(32)];
  if (plain.length === 64 && front.every((octet) => octet === 0)) return scalar;
  throw malformed();
}

function malformed(cause?: unknown): YinxinError {
  return new YinxinError('KEY_INVALID', 'the enveloped key is malformed (GB/T 35276-2017 7.4)', { cause });
}
