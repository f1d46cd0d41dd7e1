import { type SigningAlgorithm, toBase64, utf8 } from '../../../src/foundation/core/index.ts';
import { derToRawSignature } from '../../../src/foundation/crypto/index.ts';
import type { TestIdentity } from '../../../src/testing/index.ts';
import { NOW } from '../asic/fixtures.ts';
import { AGENCY, PERSON } from './fixtures.ts';

export const ISSUER = 'https://identity.example.invalid';
export const AUDIENCE: string = AGENCY.code;

const seconds = (time: Date): number => Math.floor(time.getTime() / 1000);

/** Claims about the applicant, ten minutes long. */
export function claims(binding: object, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    iss: ISSUER,
    aud: [AUDIENCE],
    sub: PERSON.code,
    sub_type: PERSON.codeType,
    amr: ['face'],
    acr: '高',
    auth_time: seconds(NOW),
    iat: seconds(NOW),
    exp: seconds(NOW) + 600,
    application: binding,
    ...changes,
  };
}

export const base64url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** A compact JWS over exactly this header and payload, whatever they say. */
export async function jws(identity: TestIdentity, header: string, payload: string): Promise<Uint8Array> {
  const input = `${base64url(utf8(header))}.${base64url(utf8(payload))}`;
  const signer = await identity.signer();
  const { value, format } = await signer.sign({ kind: 'message', data: utf8(input) });
  const raw = format === 'der' ? derToRawSignature(value, 32) : value;
  return utf8(`${input}.${base64url(raw)}`);
}

/** The text of `alg` for each algorithm of the tests; SM2 as a platform might write it. */
export const ALG: Partial<Record<SigningAlgorithm, string>> = { 'SM2-SM3': 'SM2', Ed25519: 'EdDSA' };
