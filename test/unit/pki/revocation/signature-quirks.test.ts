import { beforeAll, describe, expect, it } from 'vitest';
import { asOctetString, der, readSequence, TAG } from '../../../../src/foundation/asn1/index.ts';
import { concatBytes } from '../../../../src/foundation/core/index.ts';
import { validatePath } from '../../../../src/foundation/pki/index.ts';
import { createTestPki, type TestPki } from '../../../../src/testing/index.ts';

const NOW = new Date('2026-11-23T03:00:00Z');

let pki: TestPki;
beforeAll(async () => {
  pki = await createTestPki({ algorithm: 'SM2', now: NOW });
});

/** r and s side by side, as GM software writes them, instead of a SEQUENCE of two INTEGERs. */
function rawValue(value: Uint8Array): Uint8Array {
  const pair = readSequence(value, 'value');
  const part = (): Uint8Array => {
    const octets = pair.expect(TAG.integer, 'part').content;
    const out = new Uint8Array(32);
    const significant = octets.subarray(Math.max(0, octets.length - 32));
    out.set(significant, 32 - significant.length);
    return out;
  };
  return concatBytes(part(), part());
}

/** A signed structure (tbs, algorithm, value) with its value raw. */
function withRawValue(signed: Uint8Array): Uint8Array {
  const parts = readSequence(signed, 'signed');
  const [tbs, algorithm] = [parts.next('tbs').raw, parts.next('algorithm').raw];
  const value = parts.expect(TAG.bitString, 'value').content.subarray(1);
  return der.sequence(tbs, algorithm, der.bitString(rawValue(value)));
}

/** An OCSP response whose BasicOCSPResponse has its value raw. */
function ocspWithRawValue(response: Uint8Array): Uint8Array {
  const outer = readSequence(response, 'OCSPResponse');
  const status = outer.next('status').raw;
  const bytes = readSequence(outer.next('responseBytes').content, 'ResponseBytes');
  const type = bytes.next('type').raw;
  const basic = readSequence(asOctetString(bytes.next('response')), 'BasicOCSPResponse');
  const [tbs, algorithm] = [basic.next('tbs').raw, basic.next('algorithm').raw];
  const value = rawValue(basic.expect(TAG.bitString, 'value').content.subarray(1));
  const rest = basic.rest().map(({ raw }) => raw);
  const rebuilt = der.sequence(tbs, algorithm, der.bitString(value), ...rest);
  return der.sequence(status, der.explicit(0, der.sequence(type, der.octetString(rebuilt))));
}

const quirksWith = async (data: {
  readonly crls?: readonly Uint8Array[];
  readonly ocspResponses?: readonly Uint8Array[];
}) => {
  const { status, checks } = await validatePath({
    certificate: pki.signer.certificate,
    trustAnchors: [pki.intermediate.certificate],
    at: NOW,
    revocation: 'require',
    ...data,
  });
  const quirks = checks.filter((check) => check.status === 'warning').map(({ code }) => code);
  return { status, quirks };
};

describe('a tolerated form of the signature of revocation data', () => {
  it('is told for a CRL, once, and for none in its standard form', async () => {
    const crl = await pki.crl();
    expect(await quirksWith({ crls: [crl] })).toEqual({ status: 'valid', quirks: [] });
    expect(await quirksWith({ crls: [withRawValue(crl)] })).toEqual({
      status: 'valid',
      quirks: ['SM2_RAW_SIGNATURE'],
    });
  });

  it('is told for an OCSP response', async () => {
    const ocsp = await pki.ocsp({ certificate: pki.signer });
    expect(await quirksWith({ ocspResponses: [ocsp] })).toEqual({ status: 'valid', quirks: [] });
    expect(await quirksWith({ ocspResponses: [ocspWithRawValue(ocsp)] })).toEqual({
      status: 'valid',
      quirks: ['SM2_RAW_SIGNATURE'],
    });
  });
});
