import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import { toBase64, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { edited, look, type OfdFiles, PAGE, type SignSpec, sealedFiles, testPki } from '../../support/ofd.ts';
import { changedAt, flipped, partsOf, tokenOver } from '../../support/ofd-values.ts';

/** A form that genuine products write: accepted with one finding; its twin is forged in the same place and fails. */
interface Quirk {
  readonly code: string;
  readonly what: string;
  readonly good: (pki: TestPki) => SignSpec;
  /** The twin as it is signed … */
  readonly forged?: (pki: TestPki) => SignSpec;
  /** … or as it is changed afterwards. */
  readonly after?: (files: OfdFiles) => OfdFiles;
  readonly verdict: RegExp;
}

const append = (part: Uint8Array) => (parts: Uint8Array[]) => [...parts, part];
const extension = (oid: string, ...flag: Uint8Array[]) =>
  der.sequence(der.sequence(der.oid(oid), ...flag, der.octetString(utf8('x'))));
const page = (files: OfdFiles): OfdFiles => edited(files, PAGE, (xml) => xml.replace('许可证', '通知书'));
const time = (text: string) => changedAt(2, () => der.bitString(utf8(text)));
const header = (version: number) => () =>
  der.sequence(der.ia5String('ES'), der.integer(version), der.ia5String('yang'));
const digests = (type: string, certificate: Uint8Array) => (parts: Uint8Array[]) => {
  const list = der.sequence(
    der.sequence(der.printableString(type), der.octetString(digest('sm3', certificate))),
  );
  return parts.map((part, i) => (i === 2 ? der.integer(2) : i === 3 ? list : part));
};

const BROKEN = /^TOTAL_FAILED SIG_CRYPTO_FAILURE$/;
const HASH = /^TOTAL_FAILED HASH_FAILURE$/;
const FORMAT = /^TOTAL_FAILED FORMAT_FAILURE$/;
const UNLISTED = /^INDETERMINATE CHAIN_CONSTRAINTS_FAILURE$/;

const QUIRKS: readonly Quirk[] = [
  {
    code: 'SM2_RAW_SIGNATURE',
    what: 'the signer’s value as r ‖ s',
    good: () => ({ rawValue: true }),
    forged: () => ({ rawValue: true, parts: changedAt(3, flipped) }),
    verdict: BROKEN,
  },
  {
    code: 'SM2_RAW_SIGNATURE',
    what: 'the maker’s value as r ‖ s',
    good: () => ({ rawMakerValue: true }),
    forged: () => ({ rawMakerValue: true, sealParts: changedAt(3, flipped) }),
    verdict: BROKEN,
  },
  {
    code: 'SES_EXTENSIONS_UNTAGGED',
    what: 'extensions of the signature without tag',
    good: () => ({ tbs: append(extension('1.2.3')) }),
    forged: () => ({ tbs: append(extension('1.2.3')), parts: changedAt(0, flipped) }),
    verdict: BROKEN,
  },
  {
    code: 'SES_EXTENSION_PASSED_OVER',
    what: 'a critical extension of one product',
    good: () => ({ tbs: append(der.explicit(0, extension('1.3.6.1.5.5.7.1.4', der.boolean(true)))) }),
    forged: () => ({ tbs: append(der.explicit(0, extension('1.3.6.1.5.5.7.1.5', der.boolean(true)))) }),
    verdict: /^INDETERMINATE SIG_CONSTRAINTS_FAILURE$/,
  },
  {
    code: 'SES_DEFAULT_ENCODED',
    what: 'a default that is written',
    good: () => ({ info: append(extension('1.2.3', der.boolean(false))) }),
    forged: () => ({ info: append(extension('1.2.3', der.tlv(1, Uint8Array.of(1)))) }),
    verdict: FORMAT,
  },
  {
    code: 'SES_VERSION_NUMBER',
    what: 'another version in TBS_Sign than in the seal',
    good: () => ({ tbs: changedAt(0, () => der.integer(2)) }),
    forged: () => ({ info: changedAt(0, header(3)) }),
    verdict: FORMAT,
  },
  {
    code: 'SEAL_VERSION_NUMBER',
    what: 'a seal of V1 with the version 2',
    good: () => ({ version: 1, info: changedAt(0, header(2)), tbs: changedAt(0, () => der.integer(2)) }),
    forged: () => ({ version: 1, info: changedAt(0, header(4)) }),
    verdict: FORMAT,
  },
  {
    code: 'SES_TIME_TEXT',
    what: 'the time of V1 as text',
    good: () => ({ version: 1, tbs: time('2026-07-01 10:03:04') }),
    forged: () => ({
      version: 1,
      tbs: time('2026-07-01 10:03:04'),
      parts: changedAt(0, (tbs) => der.sequence(...time('2025-07-01 10:03:04')(partsOf(tbs)))),
    }),
    verdict: BROKEN,
  },
  {
    code: 'SES_TIME_UNREADABLE',
    what: 'the time of V1 in no form',
    good: () => ({ version: 1, tbs: time('seventh moon') }),
    forged: () => ({ version: 1, tbs: time('seventh moon'), parts: changedAt(1, flipped) }),
    verdict: BROKEN,
  },
  {
    code: 'SES_OCTET_STRING',
    what: 'dataHash of V1 as OCTET STRING',
    good: () => ({ version: 1, tbs: changedAt(3, (part) => der.octetString(part.subarray(3))) }),
    forged: () => ({ version: 1, tbs: changedAt(3, (part) => der.octetString(flipped(part).subarray(3))) }),
    verdict: HASH,
  },
  {
    code: 'SEAL_TIME_TYPE',
    what: 'times of a V4 seal as UTCTime',
    good: (pki) => ({ property: changedAt(4, () => der.utcTime(pki.at)) }),
    forged: (pki) => ({
      property: changedAt(4, () => der.utcTime(pki.at)),
      sealParts: changedAt(3, flipped),
    }),
    verdict: BROKEN,
  },
  {
    code: 'SEAL_TIME_TYPE',
    what: 'times of a V1 seal as GeneralizedTime',
    good: (pki) => ({ version: 1, property: changedAt(3, () => der.generalizedTime(pki.at)) }),
    forged: (pki) => ({
      version: 1,
      property: changedAt(3, () => der.generalizedTime(pki.at)),
      sealParts: changedAt(0, flipped),
    }),
    verdict: BROKEN,
  },
  {
    code: 'SEAL_SIGN_INFO_WRAPPED',
    what: 'signInfo of V1 in a BIT STRING',
    good: () => ({ version: 1, sealParts: changedAt(1, (part) => der.bitString(part)) }),
    forged: () => ({ version: 1, sealParts: changedAt(1, (part) => der.bitString(flipped(part))) }),
    verdict: BROKEN,
  },
  {
    code: 'SEAL_EXTENSIONS_WRAPPED',
    what: 'extensions of a V1 seal in [0]',
    good: () => ({ version: 1, info: append(der.explicit(0, extension('1.2.3'))) }),
    forged: () => ({ version: 1, info: append(der.explicit(0, extension('1.2.3', der.boolean(true)))) }),
    verdict: /^INDETERMINATE SIG_CONSTRAINTS_FAILURE$/,
  },
  {
    code: 'SEAL_EXTENSIONS_WRAPPED',
    what: 'extensions of a V1 seal in an OCTET STRING',
    good: () => ({ version: 1, info: append(der.octetString(extension('1.2.3'))) }),
    forged: () => ({ version: 1, info: append(der.octetString(utf8('no DER'))) }),
    verdict: FORMAT,
  },
  {
    code: 'SEAL_CERTIFICATE_LIST',
    what: 'something else among the certificates of V1',
    good: (pki) => ({
      version: 1,
      property: changedAt(2, () =>
        der.sequence(der.ia5String('1'), der.octetString(pki.sealSigner.certificate)),
      ),
    }),
    forged: () => ({ version: 1, property: changedAt(2, () => der.sequence(der.ia5String('1'))) }),
    verdict: UNLISTED,
  },
  {
    code: 'SEAL_DIGEST_TYPE',
    what: 'the digest of a signer under an unknown name',
    good: (pki) => ({ property: digests('HASH', pki.sealSigner.certificate) }),
    forged: (pki) => ({ property: digests('HASH', pki.signer.certificate) }),
    verdict: UNLISTED,
  },
  {
    code: 'SES_PROPERTY_INFO_FORM',
    what: 'the path of Signature.xml without slash',
    good: () => ({ propertyInfo: 'Doc_0/Signs/Sign_0/Signature.xml' }),
    forged: () => ({ propertyInfo: 'Doc_0/Signs/Sign_1/Signature.xml' }),
    verdict: FORMAT,
  },
  {
    code: 'OFD_CHECK_METHOD_KEYED',
    what: 'SM3 with key named, SM3 without used',
    good: () => ({ checkMethod: '1.2.156.10197.1.401.2' }),
    after: page,
    verdict: HASH,
  },
  {
    code: 'OFD_FILE_REF_RELATIVE',
    what: 'references without slash',
    good: () => ({ references: (lines) => lines.map((line) => line.replace('FileRef="/', 'FileRef="')) }),
    after: page,
    verdict: HASH,
  },
  {
    code: 'OFD_REFERENCE_REPEATED',
    what: 'a file referred to twice',
    good: () => ({ references: (lines) => [...lines, lines[0]!] }),
    forged: () => ({
      references: (lines) => [...lines, lines[0]!.replace(/>[^<]{44}</, `>${toBase64(new Uint8Array(32))}<`)],
    }),
    verdict: FORMAT,
  },
  {
    code: 'OFD_PROVIDER_FORM',
    what: 'the provider in elements',
    good: () => ({
      xml: (xml) =>
        xml.replace(
          /<ofd:Provider [^>]*>/,
          '<ofd:Provider><ofd:ProviderName>样</ofd:ProviderName></ofd:Provider>',
        ),
    }),
    after: page,
    verdict: HASH,
  },
  {
    code: 'OFD_PROVIDER_MISSING',
    what: 'no provider',
    good: () => ({ xml: (xml) => xml.replace(/<ofd:Provider [^>]*>/, '') }),
    after: page,
    verdict: HASH,
  },
  {
    code: 'OFD_NAMESPACE',
    what: 'another namespace',
    good: () => ({ xml: (xml) => xml.replace('ofdspec.org/2016', 'ofdspec.org') }),
    after: page,
    verdict: HASH,
  },
  {
    code: 'OFD_TYPE_ABSENT',
    what: 'no type at a signature without seal',
    good: () => ({ form: 'cms', stamps: '', type: null }),
    forged: () => ({ form: 'cms', stamps: '', type: 'Seal' }),
    verdict: FORMAT,
  },
  {
    code: 'OFD_CONTENT_BASE64',
    what: 'base64 of the digest',
    good: () => ({ form: 'cms-base64', stamps: '' }),
    after: (files) => edited(files, 'Doc_0/Signs/Sign_0/Signature.xml', (xml) => xml.replace('"样"', '"丙"')),
    verdict: HASH,
  },
  {
    code: 'SIGNED_ATTRIBUTES_ORDER',
    what: 'attributes in another order than DER',
    good: () => ({ form: 'cms-unsorted', stamps: '' }),
    forged: () => ({ form: 'cms-unsorted', stamps: '', stored: flipped }),
    verdict: BROKEN,
  },
  {
    code: 'OFD_TIME_ZONE',
    what: 'Beijing time written as UTC',
    good: () => ({ dateTime: '20260701100304Z' }),
    forged: () => ({
      dateTime: '20260701100304Z',
      parts: changedAt(0, (tbs) =>
        der.sequence(...changedAt(2, () => der.generalizedTime(new Date(0)))(partsOf(tbs))),
      ),
    }),
    verdict: BROKEN,
  },
  {
    code: 'OFD_TIME_DIFFERS',
    what: 'two times',
    good: () => ({ dateTime: '2026-06-01 10:03:04' }),
    after: page,
    verdict: HASH,
  },
  {
    code: 'OFD_TIME_UNREADABLE',
    what: 'a time in no form',
    good: () => ({ dateTime: '2026-13-01 10:03:04' }),
    after: page,
    verdict: HASH,
  },
  {
    code: 'SES_CLAIMED_TIME_OUTSIDE_SEAL',
    what: 'a claim outside the seal’s validity',
    good: (pki) => ({
      time: new Date(pki.at.getTime() - 9 * 3600_000),
      dateTime: '2026-07-01T01:03:04+08:00',
    }),
    after: page,
    verdict: HASH,
  },
];

describe('a form that genuine products write', () => {
  it.each(QUIRKS.map((quirk) => [`${quirk.code}: ${quirk.what}`, quirk] as const))(
    '%s is accepted with that finding, and refused when forged',
    async (_, quirk) => {
      const pki = await testPki();
      const files = await sealedFiles(quirk.good(pki));
      const good = await look(files);
      expect(good.codes).toContain(`warning ${quirk.code}`);
      expect(new Set(good.codes)).toEqual(new Set([`warning ${quirk.code}`]));
      expect(good.verdict).toBe('TOTAL_PASSED');
      const forged = quirk.after?.(files) ?? (await sealedFiles(quirk.forged!(pki)));
      expect((await look(forged)).verdict).toMatch(quirk.verdict);
    },
  );

  it('an untagged timestamp proves a time, and none over another value', async () => {
    const pki = await testPki();
    const untag = changedAt(4, (part) => partsOf(der.sequence(part))[0]!.subarray(part.length > 129 ? 4 : 2));
    const good = await look(await sealedFiles({ timestamp: (value) => tokenOver(pki, value), parts: untag }));
    expect(good.codes).toEqual(['warning SES_TIMESTAMP_UNTAGGED']);
    expect(good.judgement.signatures[0]!.bestTime.source).toBe('signature-timestamp');
    const forged = await look(
      await sealedFiles({ timestamp: (value) => tokenOver(pki, flipped(value)), parts: untag }),
    );
    expect(forged.judgement.signatures[0]!.bestTime.source).toBe('validation-time');
    expect(forged.codes).toContain('failed CHILD_TIMESTAMP_NOT_PROVED');
  });

  it('a digest of the signer’s certificate lists the signer, one that can be collided does not', async () => {
    const pki = await testPki();
    const right = await look(await sealedFiles({ property: digests('SM3', pki.sealSigner.certificate) }));
    expect([right.verdict, right.codes]).toEqual(['TOTAL_PASSED', []]);
    const sha1 = der.sequence(
      der.sequence(der.printableString('SHA1'), der.octetString(digest('sha1', pki.sealSigner.certificate))),
    );
    const weak = await look(
      await sealedFiles({
        property: (p) => p.map((part, i) => (i === 2 ? der.integer(2) : i === 3 ? sha1 : part)),
      }),
    );
    expect(weak.verdict).toMatch(UNLISTED);
  });
});
