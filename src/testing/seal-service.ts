import { asText, der, readSequence, TAG } from '../foundation/asn1/index.ts';
import {
  fromBase64,
  isYinxinError,
  type SealService,
  toBase64,
  utf8,
  YinxinError,
} from '../foundation/core/index.ts';
import { rawToDerSignature } from '../foundation/crypto/index.ts';
import type { TestIdentity } from './identity.ts';

/** Options of {@link testSealService}. */
export interface TestSealServiceOptions {
  /** Whose key seals. */
  readonly identity: TestIdentity;
  /** The seal that the platform keeps: DER of an SESeal V4 (GB/T 38540-2020). */
  readonly seal: Uint8Array;
  /** Time of the signatures. */
  readonly at: Date;
  /** One thing of the answer is not as asked for. */
  readonly wrong?: 'seal' | 'dataHash' | 'propertyInfo' | 'value';
  /** The seal of `wrong: 'seal'`. */
  readonly otherSeal?: Uint8Array;
}

const SM2_WITH_SM3 = '1.2.156.10197.1.501';

/**
 * A seal platform in memory: SES_Signature V4 over any digest, by a test key. It checks nothing of what it is asked but
 * the identifier of the seal, as platforms do; with `wrong` it answers something else than it was asked for.
 */
export function testSealService(options: TestSealServiceOptions): SealService {
  const { identity, at, wrong } = options;
  return {
    async seal({ sealId, dataHash, propertyInfo }) {
      if (sealId !== identifierOf(options.seal)) {
        throw new YinxinError('SEAL_INVALID', 'the platform keeps no such seal');
      }
      const seal = wrong === 'seal' ? (options.otherSeal ?? options.seal) : options.seal;
      const toSign = der.sequence(
        der.integer(4),
        seal,
        der.generalizedTime(at),
        der.bitString(wrong === 'dataHash' ? changed(dataHash) : dataHash),
        der.ia5String(wrong === 'propertyInfo' ? `${propertyInfo}x` : propertyInfo),
      );
      const signer = await identity.signer();
      const { value, format } = await signer.sign({ kind: 'message', data: toSign });
      const encoded = format === 'raw' ? rawToDerSignature(value) : value;
      return der.sequence(
        toSign,
        der.octetString(identity.certificate),
        der.oid(SM2_WITH_SM3),
        der.bitString(wrong === 'value' ? changed(encoded) : encoded),
      );
    },
  };
}

/** One HTTP exchange, whatever server carries it. */
export interface TestHttpRequest {
  readonly method: string;
  readonly body: Uint8Array;
  /** Value of the Authorization header, where there is one. */
  readonly authorization?: string;
}

/** The answer to it; JSON. */
export interface TestHttpResponse {
  readonly status: number;
  readonly body: Uint8Array;
}

/**
 * The same platform behind HTTP, as `sealServiceOverHttp` asks it: POST of `{sealId, dataHash, propertyInfo}`, answered
 * with `{signature}`; octets in base64. 401 without the token, 405, 400 for what it cannot read, 404 for another seal.
 */
export function testSealServiceHttp(
  service: SealService,
  token?: string,
): (request: TestHttpRequest) => Promise<TestHttpResponse> {
  return async ({ method, body, authorization }) => {
    if (token !== undefined && authorization !== `Bearer ${token}`) return answer(401, { error: 'token' });
    if (method !== 'POST') return answer(405, { error: 'method' });
    const asked = readRequest(body);
    if (asked === undefined) return answer(400, { error: 'request' });
    try {
      return answer(200, { signature: toBase64(await service.seal(asked)) });
    } catch (error) {
      if (!isYinxinError(error)) throw error;
      return answer(error.code === 'SEAL_INVALID' ? 404 : 500, { error: error.code });
    }
  };
}

function readRequest(body: Uint8Array): Parameters<SealService['seal']>[0] | undefined {
  try {
    const { sealId, dataHash, propertyInfo } = JSON.parse(new TextDecoder().decode(body));
    if (![sealId, dataHash, propertyInfo].every((part) => typeof part === 'string')) return undefined;
    return { sealId, dataHash: fromBase64(dataHash), propertyInfo };
  } catch {
    return undefined;
  }
}

function answer(status: number, body: Readonly<Record<string, string>>): TestHttpResponse {
  return { status, body: utf8(JSON.stringify(body)) };
}

/** esID of a seal. */
function identifierOf(seal: Uint8Array): string {
  const info = readSequence(seal, 'SESeal').sequence('eSealInfo');
  info.next('header');
  return asText(info.expect(TAG.ia5String, 'esID'));
}

function changed(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  out[out.length - 1]! ^= 1;
  return out;
}
