import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { digest, sm2ZValue } from '../../../src/foundation/crypto/index.ts';
import { parseCertificate } from '../../../src/foundation/x509/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { look, type SignSpec, sealedFiles, testPki } from '../../support/ofd.ts';
import { changedAt, flipped, partsOf } from '../../support/ofd-values.ts';

const XML = 'Doc_0/Signs/Sign_0/Signature.xml';
const DAY = 24 * 3600 * 1000;

const validity = (from: number, to: number, pki: TestPki) => (parts: Uint8Array[]) => [
  ...parts.slice(0, 5),
  der.generalizedTime(new Date(pki.at.getTime() + from * DAY)),
  der.generalizedTime(new Date(pki.at.getTime() + to * DAY)),
];

/** What is wrong, how it is made so before signing, the code that must be told, and the verdict. */
const MADE: readonly (readonly [string, (pki: TestPki) => SignSpec, string, string])[] = [
  [
    'dataHash over something else',
    () => ({ dataHash: () => digest('sm3', utf8('x')) }),
    'SES_DATA_HASH',
    'TOTAL_FAILED HASH_FAILURE',
  ],
  [
    'dataHash with the prefix Z',
    (pki) => ({
      dataHash: (xml) => digest('sm3', sm2ZValue(pointOf(pki)), xml),
    }),
    'SES_DATA_HASH',
    'TOTAL_FAILED HASH_FAILURE',
  ],
  [
    'property information of another signature',
    () => ({ propertyInfo: '/Doc_1/Signs/Sign_0/Signature.xml' }),
    'SES_PROPERTY_INFO',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  [
    'property information that leaves the package',
    () => ({ propertyInfo: `/Doc_0/../${XML}` }),
    'SES_PROPERTY_INFO',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  [
    'a changed signature value',
    () => ({ parts: changedAt(3, flipped) }),
    'SIGNATURE_VALUE',
    'TOTAL_FAILED SIG_CRYPTO_FAILURE',
  ],
  [
    'another signer’s certificate beside the value',
    (pki) => ({ parts: changedAt(1, () => der.octetString(pki.signer.certificate)) }),
    'SIGNATURE_VALUE',
    'TOTAL_FAILED SIG_CRYPTO_FAILURE',
  ],
  [
    'a signer who is not in the seal',
    (pki) => ({
      property: changedAt(3, () => der.sequence(der.octetString(pki.signer.certificate))),
    }),
    'SIGNER_NOT_IN_SEAL_CERT_LIST',
    'INDETERMINATE CHAIN_CONSTRAINTS_FAILURE',
  ],
  [
    'a seal for nobody',
    () => ({ property: changedAt(3, () => der.sequence()) }),
    'SIGNER_NOT_IN_SEAL_CERT_LIST',
    'INDETERMINATE CHAIN_CONSTRAINTS_FAILURE',
  ],
  [
    'a maker nobody has listed',
    (pki) => ({ maker: pki.signer }),
    'SEAL_MAKER_NOT_AUTHORISED',
    'INDETERMINATE CHAIN_CONSTRAINTS_FAILURE',
  ],
  [
    'a seal made by its own holder under the maker’s name',
    (pki) => ({
      maker: pki.sealSigner,
      sealParts: changedAt(1, () => der.octetString(pki.sealMaker.certificate)),
    }),
    'SEAL_MAKER_SIGNATURE',
    'TOTAL_FAILED SIG_CRYPTO_FAILURE',
  ],
  [
    'a seal whose name was changed after it was made',
    () => ({
      sealParts: changedAt(0, (info) =>
        der.sequence(
          ...changedAt(2, (property) =>
            der.sequence(...changedAt(1, () => der.utf8String('别的机关'))(partsOf(property))),
          )(partsOf(info)),
        ),
      ),
    }),
    'SEAL_MAKER_SIGNATURE',
    'TOTAL_FAILED SIG_CRYPTO_FAILURE',
  ],
  [
    'a seal that has ended',
    (pki) => ({ property: validity(-30, -1, pki) }),
    'SEAL_EXPIRED',
    'INDETERMINATE OUT_OF_BOUNDS_NO_POE',
  ],
  [
    'a seal that has not begun',
    (pki) => ({ property: validity(1, 30, pki) }),
    'SEAL_EXPIRED',
    'INDETERMINATE OUT_OF_BOUNDS_NO_POE',
  ],
  [
    'an unknown critical extension of the seal',
    () => ({
      info: (parts) => [
        ...parts,
        der.sequence(der.sequence(der.oid('1.2.3'), der.boolean(true), der.octetString(utf8('x')))),
      ],
    }),
    'SEAL_CRITICAL_EXTENSION',
    'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
  ],
  [
    'an expired signer',
    (pki) => ({ signer: pki.expired }),
    'CERTIFICATE_DATES',
    'INDETERMINATE OUT_OF_BOUNDS_NO_POE',
  ],
  [
    'a signed value that is none',
    () => ({ stored: () => utf8('x') }),
    'OFD_VALUE_STRUCTURE',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  [
    'a signed value with bytes behind it',
    () => ({ stored: (v) => new Uint8Array([...v, 0]) }),
    'OFD_VALUE_STRUCTURE',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  [
    'a signature with a part too many',
    () => ({ parts: (p) => [...p, der.null(), der.null()] }),
    'SES_STRUCTURE',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  [
    'a seal with a part too many',
    () => ({ sealParts: (p) => [...p, der.null()] }),
    'SES_STRUCTURE',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  [
    'a certificate that is none',
    () => ({ parts: changedAt(1, () => der.octetString(utf8('x'))) }),
    'SIGNATURE_VALUE',
    'TOTAL_FAILED SIG_CRYPTO_FAILURE',
  ],
  [
    'a maker’s certificate that is none',
    () => ({ sealParts: changedAt(1, () => der.octetString(utf8('x'))) }),
    'SEAL_MAKER_SIGNATURE',
    'TOTAL_FAILED SIG_CRYPTO_FAILURE',
  ],
  [
    'a list of certificates that are none',
    () => ({ property: changedAt(3, () => der.sequence(der.octetString(utf8('x')))) }),
    'SIGNER_NOT_IN_SEAL_CERT_LIST',
    'INDETERMINATE CHAIN_CONSTRAINTS_FAILURE',
  ],
  [
    'an algorithm that does not fit the key',
    () => ({ parts: changedAt(2, () => der.oid('1.2.840.113549.1.1.11')) }),
    'SIGNATURE_VALUE',
    'INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE',
  ],
];

describe('an OFD sealed with', () => {
  it.each(MADE)('%s is not passed, and says why', async (_, spec, code, verdict) => {
    const seen = await look(await sealedFiles(spec(await testPki())));
    expect(seen.codes.some((c) => c.includes(code))).toBe(true);
    expect(seen.verdict).toBe(verdict);
  });
});

function pointOf(pki: TestPki): Uint8Array {
  return parseCertificate(pki.sealSigner.certificate).publicKeyBits;
}
