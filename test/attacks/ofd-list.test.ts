import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/foundation/core/index.ts';
import {
  addSignature,
  changed,
  edited,
  LIST,
  look,
  type OfdFiles,
  PAGE,
  sampleDocument,
  sealedFiles,
  testPki,
} from '../support/ofd.ts';

const XML_0 = 'Doc_0/Signs/Sign_0/Signature.xml';
const axes = async (files: OfdFiles) => {
  const { facts, verdict, codes } = await look(files);
  return {
    verdict,
    codes,
    axes: facts.signatures.map((s) => `${s.id} ${s.cryptography} ${s.coverage} ${s.modification}`),
  };
};
const withoutFolder = (files: OfdFiles, folder: string) =>
  new Map([...files].filter(([name]) => !name.startsWith(folder)));
const lines = (files: OfdFiles) =>
  new TextDecoder().decode(files.get(LIST)!).match(/<ofd:Signature [^>]*>/g)!;
const listOf = (files: OfdFiles, ...kept: string[]) =>
  edited(files, LIST, (xml) => xml.replace(/<ofd:Signature .*\/>/, kept.join('')));

describe('several signatures on an OFD', () => {
  it('all hold: each covers those before it, the earlier ones are whole as they were', async () => {
    expect(await axes(await sealedFiles({}, { form: 'cms', stamps: '' }, {}))).toEqual({
      verdict: 'TOTAL_PASSED',
      codes: [],
      axes: [
        'signature-1 intact whole-revision form-fill',
        'signature-2 intact whole-revision form-fill',
        'signature-3 intact whole-file none',
      ],
    });
  });

  it('the last in whole mode closes the file, and nothing may follow it', async () => {
    const closed = await sealedFiles({}, { whole: true });
    expect((await axes(closed)).verdict).toBe('TOTAL_PASSED');
    await addSignature(closed, await testPki(), {});
    const seen = await axes(closed);
    expect(seen.verdict).toMatch(/^TOTAL_FAILED/);
    expect(seen.axes[1]).toBe('signature-2 broken whole-revision disallowed');
    expect(seen.axes[0]).toContain('partial');
  });

  it('a later one that does not hold leaves the earlier one uncovered', async () => {
    const seen = await axes(await sealedFiles({}, { dataHash: () => new Uint8Array(32) }));
    expect(seen.codes).toContain('failed OFD_LATER_SIGNATURE_NOT_GOOD');
    expect(seen.axes[0]).toBe('signature-1 intact partial not-checked');
    expect(seen.verdict).toMatch(/^TOTAL_FAILED/);
  });

  it('an annotation that only the later one signs may hide what the earlier one signed', async () => {
    const annotations = 'Doc_0/Annots/Annotations.xml';
    const seen = await axes(await sealedFiles({ omit: [annotations] }, {}));
    expect(seen.axes).toEqual([
      'signature-1 intact whole-revision not-checked',
      'signature-2 intact whole-file none',
    ]);
    expect(seen.codes).toEqual(['warning OFD_LEFT_TO_LATER_SIGNATURE']);
    expect(seen.verdict).toBe('INDETERMINATE SIG_CONSTRAINTS_FAILURE');
    const also = await axes(await sealedFiles({ omit: [annotations] }, { omit: [annotations] }));
    expect(also.axes).toEqual([
      'signature-1 intact partial not-checked',
      'signature-2 intact partial not-checked',
    ]);
  });

  it('a page, resource or file that only the later one signs is not the earlier one’s', async () => {
    for (const name of [PAGE, 'Doc_0/Res/image_4.png', 'Doc_0/Attachs/data.xml']) {
      const seen = await axes(await sealedFiles({ omit: [name] }, {}));
      expect(seen.axes).toEqual([
        'signature-1 intact partial not-checked',
        'signature-2 intact whole-file none',
      ]);
      expect(seen.verdict).toBe('INDETERMINATE SIG_CONSTRAINTS_FAILURE');
    }
  });

  it('an OFD.xml that only the later one signs points to nothing else, or the earlier one is partial', async () => {
    const seen = await axes(await sealedFiles({ omit: ['OFD.xml'] }, {}));
    expect(seen.axes[0]).toBe('signature-1 intact whole-revision form-fill');
    expect(seen).toMatchObject({ verdict: 'TOTAL_PASSED', codes: ['warning OFD_LEFT_TO_LATER_SIGNATURE'] });
    // A document that the first signer took for an attachment becomes the document.
    const pki = await testPki();
    const files = sampleDocument();
    files.set('Doc_0/Attachs/data.xml', files.get('Doc_0/Document.xml')!);
    await addSignature(files, pki, { omit: ['OFD.xml'] });
    const turned = edited(files, 'OFD.xml', (xml) =>
      xml.replace('Doc_0/Document.xml', 'Doc_0/Attachs/data.xml'),
    );
    expect((await axes(turned)).axes).toEqual(['signature-1 intact partial not-checked']);
    await addSignature(turned, pki, { form: 'cms', stamps: '' });
    expect((await axes(turned)).axes[0]).toBe('signature-1 intact partial not-checked');
  });

  it('on a document that forbids them are told', async () => {
    const pki = await testPki();
    const files = edited(sampleDocument(), 'Doc_0/Document.xml', (xml) =>
      xml.replace(
        '<ofd:Annotations>',
        '<ofd:Permissions><ofd:Signature>false</ofd:Signature></ofd:Permissions><ofd:Annotations>',
      ),
    );
    await addSignature(files, pki, {});
    expect((await axes(files)).codes).toEqual([]);
    await addSignature(files, pki, {});
    expect(await axes(files)).toMatchObject({
      verdict: 'TOTAL_PASSED',
      codes: ['warning OFD_SIGNATURE_FORBIDDEN'],
    });
  });

  it('side by side, the second says that it does not cover the first', async () => {
    const first = ['Signature.xml', 'SignedValue.dat', 'Seal.esl'].map((n) => `Doc_0/Signs/Sign_0/${n}`);
    const seen = await axes(await sealedFiles({}, { omit: first }));
    expect(seen.axes).toEqual([
      'signature-1 intact whole-revision form-fill',
      'signature-2 intact whole-file none',
    ]);
    expect(seen.codes).toEqual(['warning OFD_EARLIER_SIGNATURE_NOT_COVERED']);
  });
});

describe('the list of signatures, which nobody signs', () => {
  it('cannot drop a signature that is still in the package', async () => {
    const files = await sealedFiles({}, {});
    for (const line of lines(files)) {
      const seen = await axes(listOf(files, line));
      expect(seen.codes).toContain('failed OFD_SIGNATURE_NOT_LISTED');
      expect(seen.verdict).toMatch(/^TOTAL_FAILED .*FORMAT_FAILURE/);
    }
    const none = await axes(listOf(files));
    expect(none.codes).toContain('warning OFD_SIGNATURE_LIST_EMPTY');
    expect(none.verdict).toBe('TOTAL_FAILED FORMAT_FAILURE');
    const unnamed = await axes(
      edited(changed(files, { [LIST]: null }), 'OFD.xml', (xml) =>
        xml.replace(/<ofd:Signatures>.*<\/ofd:Signatures>/, ''),
      ),
    );
    expect(unnamed.verdict).toBe('TOTAL_FAILED FORMAT_FAILURE');
  });

  it('cannot drop an earlier signature with its files', async () => {
    const files = await sealedFiles({}, {});
    const seen = await axes(listOf(withoutFolder(files, 'Doc_0/Signs/Sign_0/'), lines(files)[1]!));
    expect(seen.codes).toContain('failed OFD_DIGEST_TARGET_MISSING');
    expect(seen.verdict).toBe('TOTAL_FAILED HASH_FAILURE');
  });

  it('tells that identifiers were counted further, when the last signature is gone with its files', async () => {
    const files = await sealedFiles({}, {});
    const seen = await axes(listOf(withoutFolder(files, 'Doc_0/Signs/Sign_1/'), lines(files)[0]!));
    expect(seen).toMatchObject({ verdict: 'TOTAL_PASSED', codes: ['warning OFD_MAX_SIGN_ID'] });
  });

  it('cannot leave a part of a signature behind unnoticed', async () => {
    const files = await sealedFiles({}, {});
    const remnant = changed(listOf(files, lines(files)[0]!), { 'Doc_0/Signs/Sign_1/Signature.xml': null });
    const seen = await axes(remnant);
    expect(seen.axes[0]).toBe('signature-1 intact partial not-checked');
  });

  it.each([
    ['a seal called signature', {}, 'Seal', 'Sign', 'OFD_TYPE_MISMATCH'],
    ['a signature called seal', { form: 'cms', stamps: '' }, 'Sign', 'Seal', 'OFD_TYPE_MISMATCH'],
    ['a kind that does not exist', {}, 'Seal', 'Stamp', 'OFD_TYPE_MISMATCH'],
    ['an empty kind', {}, 'Seal', '', 'OFD_TYPE_MISMATCH'],
  ] as const)('cannot relabel: %s', async (_, spec, was, is, code) => {
    const files = edited(await sealedFiles(spec), LIST, (xml) => xml.replace(`"${was}"`, `"${is}"`));
    const { facts, codes, verdict } = await look(files);
    expect(codes).toContain(`failed ${code}`);
    expect(verdict).toBe('TOTAL_FAILED FORMAT_FAILURE');
    // What it is follows from the signed value, whatever the list says.
    expect(facts.signatures[0]!.kind).toBe(was === 'Seal' ? 'seal' : 'signature');
  });

  it('cannot show one signature twice, in one list or in two', async () => {
    const files = await sealedFiles();
    const [line] = lines(files);
    const again = line!.replace('ID="1"', 'ID="2"');
    expect((await axes(listOf(files, line!, again))).codes).toContain('failed OFD_SIGNATURE_MALFORMED');
    expect((await axes(listOf(files, line!, line!))).verdict).toMatch(/^TOTAL_FAILED FORMAT_FAILURE/);
    const copied = changed(files, {
      'Doc_0/Signs/Sign_9/Signature.xml': files.get(XML_0)!,
    });
    const moved = line!.replace('Sign_0', 'Sign_9').replace('ID="1"', 'ID="9"');
    const seen = await axes(listOf(copied, line!, moved));
    expect(seen.codes).toContain('failed SES_PROPERTY_INFO');
    expect(seen.verdict).toMatch(/^TOTAL_FAILED .*FORMAT_FAILURE/);
  });

  it('cannot give two signatures one identifier, and tells a missing or strange one', async () => {
    const files = await sealedFiles({}, {});
    const same = edited(files, LIST, (xml) => xml.replace('ID="3"', 'ID="1"'));
    expect((await axes(same)).codes).toContain('failed OFD_SIGNATURE_ID_REPEATED');
    const missing = await axes(edited(await sealedFiles(), LIST, (xml) => xml.replace(' ID="1"', '')));
    expect(missing).toMatchObject({ verdict: 'TOTAL_PASSED', codes: ['warning OFD_SIGNATURE_ID_ABSENT'] });
    for (const id of ['0', '7', '999999999']) {
      const other = edited(await sealedFiles(), LIST, (xml) =>
        xml.replace(/<ofd:MaxSignId>\d+/, `<ofd:MaxSignId>${id}`),
      );
      expect(await axes(other)).toMatchObject({
        verdict: 'TOTAL_PASSED',
        codes: ['warning OFD_MAX_SIGN_ID'],
      });
    }
  });

  it('cannot name a base that is not there', async () => {
    const files = await sealedFiles({}, {});
    const build = (id: string) =>
      edited(files, LIST, (xml) => xml.replace('ID="3"', `ID="3" Relative="${id}"`));
    expect((await axes(build('1'))).verdict).toBe('TOTAL_PASSED');
    expect((await axes(build('77'))).codes).toContain('failed OFD_RELATIVE_SIGNATURE_MISSING');
  });

  it('cannot make a page a part of a signature that does not hold', async () => {
    const files = await sealedFiles({ omit: [PAGE] });
    const evil = 'Doc_0/Signs/Sign_7/Signature.xml';
    const fake = new TextDecoder()
      .decode(files.get(XML_0)!)
      .replace(/<ofd:SignedValue>[^<]*/, `<ofd:SignedValue>/${PAGE}`);
    const line = `<ofd:Signature ID="7" Type="Seal" BaseLoc="/${evil}"/>`;
    for (const order of [
      [...lines(files), line],
      [line, ...lines(files)],
    ]) {
      const { facts, verdict } = await look(listOf(changed(files, { [evil]: fake }), ...order));
      const real = facts.signatures.find((s) => s.cryptography === 'intact');
      expect(real?.coverage).toBe('partial');
      expect(verdict).toMatch(/^TOTAL_FAILED/);
    }
  });

  it('cannot lend a signature of another file, nor the value of another signature', async () => {
    const files = await sealedFiles({}, { form: 'cms', stamps: '' });
    const swapped = changed(files, {
      'Doc_0/Signs/Sign_0/SignedValue.dat': files.get('Doc_0/Signs/Sign_1/SignedValue.dat')!,
    });
    expect((await axes(swapped)).verdict).toMatch(/^TOTAL_FAILED/);
    const other = await sealedFiles({ dateTime: '20260701100305' });
    const lent = changed(await sealedFiles(), {
      'Doc_0/Signs/Sign_0/SignedValue.dat': other.get('Doc_0/Signs/Sign_0/SignedValue.dat')!,
    });
    expect((await axes(lent)).verdict).toBe('TOTAL_FAILED HASH_FAILURE');
  });

  it('is not mistaken about a signature of another kind that stands where signatures stand', async () => {
    const files = sampleDocument();
    files.set(
      'Doc_0/Signs/signature.xml',
      utf8('<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>'),
    );
    await addSignature(files, await testPki(), {});
    expect(await axes(files)).toMatchObject({ verdict: 'TOTAL_PASSED', codes: [] });
  });

  it('is refused when it points outside, to a folder, or to nothing', async () => {
    for (const place of ['/../x', '/Doc_0/Signs/', '', 'C:/x']) {
      const files = edited(await sealedFiles(), LIST, (xml) =>
        xml.replace(/BaseLoc="[^"]*"/, `BaseLoc="${place}"`),
      );
      await expect(look(files)).rejects.toMatchObject({ code: 'OFD_INVALID' });
    }
  });
});
