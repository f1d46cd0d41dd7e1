import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import {
  changed,
  edited,
  look,
  type OfdFiles,
  PAGE,
  type SignSpec,
  sealedFiles,
  testPki,
} from '../../support/ofd.ts';
import { changedAt, makeSeal, tokenOver } from '../../support/ofd-values.ts';

const XML = 'Doc_0/Signs/Sign_0/Signature.xml';
const VALUE = 'Doc_0/Signs/Sign_0/SignedValue.dat';
const SEAL = 'Doc_0/Signs/Sign_0/Seal.esl';

/** What is wrong, how it is made so before signing, the code that must be told, and the verdict. */
const MADE: readonly (readonly [string, (pki: TestPki) => SignSpec, string, string])[] = [
  [
    'SignedData without signer',
    () => ({ form: 'cms-empty', stamps: '' }),
    'CMS_NO_SIGNER',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  [
    'a reference to its own file',
    () => ({ references: (l) => [...l, l[0]!.replace(/FileRef="[^"]*"/, `FileRef="/${XML}"`)] }),
    'OFD_SELF_REFERENCE',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  [
    'a reference to its own value',
    () => ({ references: (l) => [...l, l[0]!.replace(/FileRef="[^"]*"/, `FileRef="/${VALUE}"`)] }),
    'OFD_SELF_REFERENCE',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  [
    'a reference to nothing',
    () => ({ references: (l) => [...l, l[0]!.replace(/FileRef="[^"]*"/, 'FileRef="/x.xml"')] }),
    'OFD_DIGEST_TARGET_MISSING',
    'TOTAL_FAILED HASH_FAILURE',
  ],
  [
    'a reference in another case',
    () => ({ references: (l) => l.map((line) => line.replace('/OFD.xml', '/ofd.xml')) }),
    'OFD_DIGEST_TARGET_MISSING',
    'TOTAL_FAILED HASH_FAILURE',
  ],
  [
    'a reference that climbs',
    () => ({ references: (l) => l.map((line) => line.replace('/OFD.xml', '/Doc_0/../OFD.xml')) }),
    'OFD_DIGEST_TARGET_MISSING',
    'TOTAL_FAILED HASH_FAILURE',
  ],
  [
    'a reference to a folder',
    () => ({ references: (l) => [...l, l[0]!.replace(/FileRef="[^"]*"/, 'FileRef="/Doc_0/"')] }),
    'OFD_DIGEST_TARGET_MISSING',
    'TOTAL_FAILED HASH_FAILURE',
  ],
  [
    'no CheckMethod',
    () => ({ checkMethod: null }),
    'OFD_DIGEST_UNSUPPORTED',
    'INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE',
  ],
  [
    'MD5 digests',
    () => ({ checkMethod: 'MD5', digest: 'md5' }),
    'OFD_DIGEST_UNSUPPORTED',
    'INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE',
  ],
  [
    'digests of an unknown name',
    () => ({ checkMethod: 'SM9' }),
    'OFD_DIGEST_UNSUPPORTED',
    'INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE',
  ],
  [
    'SHA-1 digests',
    () => ({ checkMethod: 'SHA1', digest: 'sha1' }),
    'ALGORITHM',
    'INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE',
  ],
  [
    'digests of another method than named',
    () => ({ checkMethod: 'SHA256' }),
    'OFD_DIGEST_MISMATCH',
    'TOTAL_FAILED HASH_FAILURE',
  ],
  [
    'a digest cut short',
    () => ({ references: (l) => l.map((line) => line.replace(/>[^<]{44}</, '>AAAA<')) }),
    'OFD_DIGEST_MISMATCH',
    'TOTAL_FAILED HASH_FAILURE',
  ],
  [
    'methods mixed',
    () => ({
      references: (l) =>
        l.map((line) => line.replace('<ofd:Reference ', '<ofd:Reference CheckMethod="SM3" ')),
    }),
    'OFD_SIGNATURE_MALFORMED',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  [
    'a DOCTYPE',
    () => ({ xml: (xml) => xml.replace('<ofd:Signature ', '<!DOCTYPE x><ofd:Signature ') }),
    'OFD_SIGNATURE_MALFORMED',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  [
    'a page it leaves out',
    () => ({ omit: [PAGE] }),
    'OFD_CONTENT_NOT_COVERED',
    'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
  ],
  [
    'a template it leaves out',
    () => ({ omit: ['Doc_0/Tpls/Tpl_0/Content.xml'] }),
    'OFD_CONTENT_NOT_COVERED',
    'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
  ],
  [
    'a resource it leaves out',
    () => ({ omit: ['Doc_0/PublicRes.xml'] }),
    'OFD_CONTENT_NOT_COVERED',
    'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
  ],
  [
    'a picture it leaves out',
    () => ({ omit: ['Doc_0/Res/image_4.png'] }),
    'OFD_CONTENT_NOT_COVERED',
    'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
  ],
  [
    'annotations it leaves out',
    () => ({ omit: ['Doc_0/Annots/Annotations.xml'] }),
    'OFD_CONTENT_NOT_COVERED',
    'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
  ],
  [
    'an attachment it leaves out',
    () => ({ omit: ['Doc_0/Attachs/data.xml'] }),
    'OFD_CONTENT_NOT_COVERED',
    'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
  ],
  [
    'a document it leaves out',
    () => ({ omit: ['Doc_0/Document.xml'] }),
    'OFD_CONTENT_NOT_COVERED',
    'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
  ],
];

/** The same, but changed after everything was signed. */
const CHANGED: readonly (readonly [
  string,
  (files: OfdFiles, pki: TestPki) => OfdFiles | Promise<OfdFiles>,
  string,
  string,
])[] = [
  [
    'a changed page',
    (f) => edited(f, PAGE, (x) => x.replace('许可', '通知')),
    'OFD_DIGEST_MISMATCH',
    'TOTAL_FAILED HASH_FAILURE',
  ],
  [
    'a page that is gone',
    (f) => changed(f, { [PAGE]: null }),
    'OFD_DIGEST_TARGET_MISSING',
    'TOTAL_FAILED HASH_FAILURE',
  ],
  [
    'a file more',
    (f) => changed(f, { 'Doc_0/more.xml': '<a/>' }),
    'OFD_CONTENT_NOT_COVERED',
    'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
  ],
  [
    'a font that was missing',
    (f) => changed(f, { 'Doc_0/Res/font_3.ttf': 'x' }),
    'OFD_CONTENT_NOT_COVERED',
    'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
  ],
  [
    'a seal file of another seal',
    async (f, pki) => changed(f, { [SEAL]: await makeSeal(pki, { version: 5 }) }),
    'SES_SEAL_FILE',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  ['no seal file', (f) => changed(f, { [SEAL]: null }), 'SES_SEAL_FILE', 'TOTAL_FAILED FORMAT_FAILURE'],
  [
    'no signed value',
    (f) => changed(f, { [VALUE]: null }),
    'OFD_SIGNATURE_MALFORMED',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  [
    'no Signature.xml',
    (f) => changed(f, { [XML]: null }),
    'OFD_SIGNATURE_MALFORMED',
    'TOTAL_FAILED FORMAT_FAILURE',
  ],
  [
    'a blank more in Signature.xml',
    (f) => edited(f, XML, (x) => `${x}\n`),
    'SES_DATA_HASH',
    'TOTAL_FAILED HASH_FAILURE',
  ],
];

describe('an OFD signed with', () => {
  it.each(MADE)('%s is not passed, and says why', async (_, spec, code, verdict) => {
    const seen = await look(await sealedFiles(spec(await testPki())));
    expect(seen.codes.some((c) => c.includes(code))).toBe(true);
    expect(seen.verdict).toBe(verdict);
  });
});

describe('an OFD with, after signing,', () => {
  it.each(CHANGED)('%s is not passed, and says why', async (_, change, code, verdict) => {
    const pki = await testPki();
    const seen = await look(await change(await sealedFiles(), pki));
    expect(seen.codes.some((c) => c.includes(code))).toBe(true);
    expect(seen.verdict).toBe(verdict);
    expect(seen.facts.signatures[0]!.modification).toMatch(/^(?:disallowed|not-checked|none)$/);
  });
});

describe('what a signature may leave unsigned', () => {
  it('is data beside the document, and told', async () => {
    const seen = await look(await sealedFiles({ omit: ['Doc_0/Tags/CustomTags.xml'] }));
    expect([seen.verdict, seen.codes]).toEqual(['TOTAL_PASSED', ['warning OFD_METADATA_NOT_COVERED']]);
  });

  it('is an OFD.xml that can point to nothing else, and told', async () => {
    const files = await sealedFiles({ omit: ['OFD.xml'] });
    const seen = await look(files);
    expect([seen.verdict, seen.codes]).toEqual(['TOTAL_PASSED', ['warning OFD_ROOT_NOT_COVERED']]);
    for (const bad of [
      edited(files, 'OFD.xml', (x) =>
        x.replace(
          '<ofd:DocBody>',
          '<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody><ofd:DocBody>',
        ),
      ),
      edited(files, 'OFD.xml', (x) =>
        x.replace('</ofd:DocInfo>', `<ofd:Cover>${PAGE}</ofd:Cover></ofd:DocInfo>`),
      ),
      edited(files, 'OFD.xml', (x) =>
        x.replace(
          '</ofd:DocBody>',
          '<ofd:Versions><ofd:Version ID="1" Index="1" BaseLoc="v.xml"/></ofd:Versions></ofd:DocBody>',
        ),
      ),
      changed(
        edited(files, 'OFD.xml', (x) => x.replace('Doc_0/Document.xml', 'Doc_9/Document.xml')),
        { 'Doc_9/Document.xml': files.get('Doc_0/Document.xml')! },
      ),
    ]) {
      const pointed = await look(bad);
      expect(pointed.facts.signatures[0]!.coverage).toBe('partial');
      expect(pointed.verdict).toMatch(/SIG_CONSTRAINTS_FAILURE/);
    }
  });
});

describe('what is not looked at is named', () => {
  it('a timestamp in V1, one on a V5 seal, other states of the document, encrypted files', async () => {
    const pki = await testPki();
    const token = await tokenOver(pki, utf8('x'));
    const v1 = await look(await sealedFiles({ version: 1, tbs: changedAt(2, () => der.bitString(token)) }));
    const v5 = await look(
      await sealedFiles({ version: 5, sealParts: (p) => [...p, der.explicit(0, der.bitString(token))] }),
    );
    const root = await look(
      edited(await sealedFiles({ omit: ['OFD.xml'] }), 'OFD.xml', (x) =>
        x.replace(
          '</ofd:DocBody>',
          '<ofd:Versions><ofd:Version BaseLoc="v.xml"/></ofd:Versions><ofd:Encryptions>e.xml</ofd:Encryptions></ofd:DocBody>',
        ),
      ),
    );
    const codes = [v1, v5, root].flatMap(({ facts }) =>
      [...facts.notChecked, ...facts.signatures.flatMap((s) => s.notChecked)].map(({ code }) => code),
    );
    expect(codes).toEqual([
      'SES_V1_TIMESTAMP_NOT_CHECKED',
      'SES_V5_STRUCTURE',
      'SEAL_TIMESTAMP_NOT_CHECKED',
      'OFD_VERSIONS',
      'OFD_ENCRYPTED',
    ]);
    expect([v1.verdict, v5.verdict]).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED']);
  });
});
