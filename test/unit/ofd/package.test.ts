import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  entryRoles,
  isMetadata,
  openOfd,
  pageBoxOf,
  parseSignatureFile,
  readDocument,
  readSignatureList,
} from '../../../src/formats/ofd/index.ts';
import { isYinxinError, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import {
  changed,
  edited,
  LIST,
  type OfdFiles,
  PAGE,
  sampleDocument,
  sealedFiles,
  zipOf,
} from '../../support/ofd.ts';
import { runs } from '../../support/property.ts';

const open = (files: OfdFiles) => openOfd(sourceFromBytes(zipOf(files)));

async function codeOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    return isYinxinError(error) ? error.code : `foreign: ${String(error)}`;
  }
  return 'none';
}

describe('an OFD package', () => {
  it('tells its documents, pages with their sizes, and what every entry is', async () => {
    const ofd = await open(await sealedFiles());
    expect(ofd.bodies).toEqual([{ document: 'Doc_0/Document.xml', signatures: LIST, versions: [] }]);
    const document = await readDocument(ofd, ofd.bodies[0]!);
    expect(document.pages.map(({ id }) => id)).toEqual(['1', '2']);
    const boxes = [];
    for (const page of document.pages) boxes.push(await pageBoxOf(ofd, document, page));
    expect(boxes.map((box) => [box?.width, box?.height])).toEqual([
      [210, 297],
      [297, 210],
    ]);
    const roles = await entryRoles(ofd);
    expect(ofd.files.map(({ name }) => [name, roles.get(name) ?? 'unknown'])).toEqual([
      ['OFD.xml', 'root'],
      ['Doc_0/Document.xml', 'document'],
      ['Doc_0/PublicRes.xml', 'resource'],
      ['Doc_0/Res/image_4.png', 'media'],
      ['Doc_0/Tpls/Tpl_0/Content.xml', 'template'],
      [PAGE, 'page'],
      ['Doc_0/Pages/Page_1/Content.xml', 'page'],
      ['Doc_0/Annots/Annotations.xml', 'annotation'],
      ['Doc_0/Tags/CustomTags.xml', 'custom-tag'],
      ['Doc_0/Attachs/Attachments.xml', 'attachment'],
      ['Doc_0/Attachs/data.xml', 'attachment'],
      ['Doc_0/Signs/Sign_0/Seal.esl', 'unknown'],
      ['Doc_0/Signs/Sign_0/Signature.xml', 'unknown'],
      ['Doc_0/Signs/Sign_0/SignedValue.dat', 'unknown'],
      [LIST, 'signature-list'],
    ]);
    expect(['custom-tag', 'extension', 'cover', 'attachment', 'unknown'].filter(isMetadata as never)).toEqual(
      ['custom-tag', 'extension'],
    );
  });

  it('keeps an entry content although a list of tags or a cover points to it', async () => {
    const files = edited(sampleDocument(), 'OFD.xml', (xml) =>
      xml.replace('</ofd:DocInfo>', `<ofd:Cover>/${PAGE}</ofd:Cover></ofd:DocInfo>`),
    );
    const pointing = edited(files, 'Doc_0/Document.xml', (xml) =>
      xml.replace('Tags/CustomTags.xml', 'PublicRes.xml'),
    );
    const roles = await entryRoles(await open(pointing));
    expect([roles.get(PAGE), roles.get('Doc_0/PublicRes.xml')]).toEqual(['page', 'resource']);
  });

  it('reads that the document forbids signatures, and passes over what is left empty', async () => {
    const forbids = async (element: string) => {
      const files = edited(sampleDocument(), 'Doc_0/Document.xml', (xml) =>
        xml.replace('<ofd:Annotations>', `${element}<ofd:Annotations>`),
      );
      const ofd = await open(files);
      return (await readDocument(ofd, ofd.bodies[0]!)).forbidsSignatures;
    };
    expect(await forbids('')).toBe(false);
    expect(await forbids('<ofd:Extensions/>')).toBe(false);
    expect(await forbids('<ofd:Permissions><ofd:Signature>true</ofd:Signature></ofd:Permissions>')).toBe(
      false,
    );
    expect(await forbids('<ofd:Permissions><ofd:Signature>false</ofd:Signature></ofd:Permissions>')).toBe(
      true,
    );
    const empty = await open(
      edited(sampleDocument(), 'OFD.xml', (xml) =>
        xml.replace(/<ofd:Signatures>.*<\/ofd:Signatures>/, '<ofd:Signatures/>'),
      ),
    );
    expect(empty.bodies[0]).toEqual({ document: 'Doc_0/Document.xml', versions: [] });
  });

  it('reads a file in another namespace, and no element of a foreign one', async () => {
    const other = (xml: string) => xml.replace('www.ofdspec.org/2016', 'www.ofdspec.org');
    const ofd = await open(edited(sampleDocument(), 'OFD.xml', other));
    expect(ofd.checks.map(({ code, status }) => [code, status])).toEqual([['OFD_NAMESPACE', 'warning']]);
    const foreign = edited(sampleDocument(), 'OFD.xml', (xml) =>
      xml.replace(
        '<ofd:DocBody>',
        '<e:DocBody xmlns:e="urn:e"><e:DocRoot>/x</e:DocRoot></e:DocBody><ofd:DocBody>',
      ),
    );
    expect((await open(foreign)).bodies).toHaveLength(1);
  });

  it.each([
    ['no OFD.xml', { 'OFD.xml': null }, 'OFD_INVALID'],
    ['an OFD.xml that is none', { 'OFD.xml': '<a/>' }, 'OFD_INVALID'],
    ['an OFD.xml without document', { 'OFD.xml': '<OFD/>' }, 'OFD_INVALID'],
    ['a body without root', { 'OFD.xml': '<OFD><DocBody/></OFD>' }, 'OFD_INVALID'],
    [
      'a body with two roots',
      { 'OFD.xml': '<OFD><DocBody><DocRoot>a</DocRoot><DocRoot>b</DocRoot></DocBody></OFD>' },
      'OFD_INVALID',
    ],
    [
      'a root outside',
      { 'OFD.xml': '<OFD><DocBody><DocRoot>../a.xml</DocRoot></DocBody></OFD>' },
      'OFD_INVALID',
    ],
    ['a DOCTYPE', { 'OFD.xml': '<!DOCTYPE OFD [<!ENTITY a "b">]><OFD/>' }, 'XML_INVALID'],
  ] as const)('with %s is refused', async (_, changes, code) => {
    expect(await codeOf(() => open(changed(sampleDocument(), changes)))).toBe(code);
  });

  it.each([
    [
      'a page twice as root element',
      (xml: string) => xml.replace('</ofd:Pages>', '</ofd:Pages><ofd:Pages/>'),
    ],
    ['no pages', (xml: string) => xml.replace(/<ofd:Pages>.*<\/ofd:Pages>/, '')],
    ['a page outside', (xml: string) => xml.replace('Pages/Page_0/', '../../')],
    ['a page without identifier', (xml: string) => xml.replace('<ofd:Page ID="1" ', '<ofd:Page ')],
    ['a box of words', (xml: string) => xml.replace('0 0 210 297', '0 0 210 wide')],
    ['a box without area', (xml: string) => xml.replace('0 0 210 297', '0 0 0 297')],
    ['a box beyond reason', (xml: string) => xml.replace('0 0 210 297', '0 0 1e30 297')],
  ])('with %s in its document has no document', async (_, edit) => {
    const ofd = await open(edited(sampleDocument(), 'Doc_0/Document.xml', edit));
    expect(await codeOf(() => readDocument(ofd, ofd.bodies[0]!))).toBe('OFD_INVALID');
    // Nothing that was pointed to becomes metadata because the pointer cannot be read.
    expect((await entryRoles(ofd)).get('Doc_0/Tags/CustomTags.xml')).toBeUndefined();
  });

  it('has a list of signatures that names files inside the package', async () => {
    const files = await sealedFiles();
    const read = async (list: OfdFiles) => readSignatureList(await open(list), LIST);
    expect((await read(files)).entries).toEqual([
      { id: '1', type: 'Seal', file: 'Doc_0/Signs/Sign_0/Signature.xml' },
    ]);
    const relative = edited(files, LIST, (xml) => xml.replace('/Doc_0/Signs/', ''));
    expect((await read(relative)).entries[0]!.file).toBe('Doc_0/Signs/Sign_0/Signature.xml');
    for (const bad of [
      edited(files, LIST, (xml) => xml.replace('/Doc_0/', '/../')),
      edited(files, LIST, (xml) => xml.replace(/ BaseLoc="[^"]*"/, '')),
      changed(files, { [LIST]: '<Other/>' }),
      changed(files, { [LIST]: null }),
    ]) {
      expect(await codeOf(() => read(bad))).toBe('OFD_INVALID');
    }
  });
});

describe('Signature.xml', () => {
  it.each([
    ['without references', (xml: string) => xml.replace(/<ofd:References.*<\/ofd:References>/, '')],
    [
      'with two lists of references',
      (xml: string) => xml.replace('</ofd:References>', '</ofd:References><ofd:References/>'),
    ],
    [
      'with an empty list',
      (xml: string) => xml.replace(/(<ofd:References[^>]*>).*(<\/ofd:References>)/, '$1$2'),
    ],
    [
      'with a method for one file',
      (xml: string) => xml.replace('<ofd:Reference ', '<ofd:Reference CheckMethod="SM3" '),
    ],
    [
      'with a file without digest',
      (xml: string) => xml.replace(/<ofd:CheckValue>[^<]*<\/ofd:CheckValue>/, ''),
    ],
    [
      'with a digest that is no base64',
      (xml: string) => xml.replace(/<ofd:CheckValue>[^<]*/, '<ofd:CheckValue>*'),
    ],
    [
      'with elements in a digest',
      (xml: string) => xml.replace(/<ofd:CheckValue>/, '<ofd:CheckValue><ofd:a/>'),
    ],
    ['without value', (xml: string) => xml.replace(/<ofd:SignedValue>.*<\/ofd:SignedValue>/, '')],
    ['with a value outside', (xml: string) => xml.replace(/<ofd:SignedValue>/, '<ofd:SignedValue>/..')],
    [
      'with two values',
      (xml: string) =>
        xml.replace('</ofd:Signature>', '<ofd:SignedValue>a</ofd:SignedValue></ofd:Signature>'),
    ],
    ['with a stamp without page', (xml: string) => xml.replace(' PageRef="1"', '')],
    ['with a stamp without place', (xml: string) => xml.replace(' Boundary="150 20 42 42"', '')],
    ['with a seal without file', (xml: string) => xml.replace(/<ofd:BaseLoc>[^<]*<\/ofd:BaseLoc>/, '')],
  ])('%s is refused', async (_, edit) => {
    const xml = new TextDecoder().decode((await sealedFiles()).get('Doc_0/Signs/Sign_0/Signature.xml')!);
    expect(edit(xml)).not.toBe(xml);
    expect(await codeOf(() => parseSignatureFile(utf8(edit(xml)), 'a/b.xml'))).toBe('OFD_INVALID');
  });

  it('is read, or refused with an error of this library, whatever is changed in it', async () => {
    const xml = (await sealedFiles()).get('Doc_0/Signs/Sign_0/Signature.xml')!;
    await fc.assert(
      fc.asyncProperty(fc.nat(xml.length - 1), fc.uint8Array({ maxLength: 8 }), async (at, bytes) => {
        const bad = new Uint8Array([...xml.subarray(0, at), ...bytes, ...xml.subarray(at + bytes.length)]);
        expect(await codeOf(() => parseSignatureFile(bad, 'a/b.xml'))).not.toContain('foreign');
      }),
      runs(300),
    );
  });
});
