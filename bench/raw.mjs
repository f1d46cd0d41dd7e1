// @ts-check
// The raw operations: what remains when everything but the arithmetic is taken away. No figure of ours can pass them.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSign,
  createVerify,
  sign as signOnce,
  verify as verifyOnce,
} from 'node:crypto';

const SM2_ID = '1234567812345678';
// a, b, Gx, Gy of SM2 (GB/T 32918.5), as they enter Z.
const SM2_PARAMETERS = Buffer.from(
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
    '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
    'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
  'hex',
);

/** Z of GB/T 32918.2 for the standard identifier. @param {Uint8Array} spki SubjectPublicKeyInfo, DER */
function sm2Z(spki) {
  const point = spki.subarray(spki.length - 64);
  const id = Buffer.from(SM2_ID);
  const length = Buffer.from([0, id.length * 8]);
  return createHash('sm3').update(length).update(id).update(SM2_PARAMETERS).update(point).digest();
}

/**
 * @typedef {import('node:crypto').KeyObject} Key
 * @typedef {object} Engine
 * @property {(data: Uint8Array, key: Key) => Buffer} sign
 * @property {(data: Uint8Array, key: Key, value: Uint8Array) => boolean} verify
 */

/** @type {Engine} */
const PLAIN = {
  sign: (data, key) => signOnce('sha256', data, key),
  verify: (data, key, value) => verifyOnce('sha256', data, key, value),
};

/** The incremental calls hash what they are given and nothing else; the one-shot calls would add a Z of their own.
 * @param {Uint8Array} z @returns {Engine} */
const sm2Engine = (z) => ({
  sign: (data, key) => createSign('sm3').update(z).update(data).sign(key),
  verify: (data, key, value) => createVerify('sm3').update(z).update(data).verify(key, value),
});

/**
 * One signature value over `data` with a key object that is already open.
 * @param {import('yinxin/testing').TestIdentity} identity
 * @param {Uint8Array} data
 */
export function rawKey(identity, data) {
  const privateKey = createPrivateKey({ key: Buffer.from(identity.pkcs8), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const sm2 = isSm2(spki);
  const { sign, verify } = sm2 ? sm2Engine(sm2Z(spki)) : PLAIN;
  const value = sign(data, privateKey);
  return {
    spki,
    sign: () => sign(data, privateKey),
    verify: () => assertGood(verify(data, publicKey, value)),
    /** The key comes as bytes, as it does out of a file. */
    verifyCold: () =>
      assertGood(verify(data, createPublicKey({ key: spki, format: 'der', type: 'spki' }), value)),
    value,
  };
}

const SM2_OID = Buffer.from('06082a811ccf5501822d', 'hex');
/** @param {Uint8Array} spki */
const isSm2 = (spki) => Buffer.from(spki).includes(SM2_OID);

/** @param {boolean} good */
function assertGood(good) {
  if (!good) throw new Error('the raw verification failed');
}
