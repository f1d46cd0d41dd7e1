import { describe, expect, it } from 'vitest';
import { folderOf, intersection, resolveLocation } from '../../../src/formats/ofd/index.ts';

describe('a location in an OFD', () => {
  it.each([
    ['/Doc_0/Document.xml', 'Doc_0/Signs/', 'Doc_0/Document.xml'],
    ['Pages/Page_0/Content.xml', 'Doc_0/', 'Doc_0/Pages/Page_0/Content.xml'],
    ['./Res/a.png', 'Doc_0/', 'Doc_0/Res/a.png'],
    ['\n  Res/a.png\t', '', 'Res/a.png'],
    ['目录/数据.txt', 'Doc_0/', 'Doc_0/目录/数据.txt'],
    ['a%2Fb.xml', '', 'a%2Fb.xml'],
    ['/x', 'y/', 'x'],
    ['..x/..', 'a/', undefined],
    ['../OFD.xml', 'Doc_0/', undefined],
    ['/Doc_0/../OFD.xml', '', undefined],
    ['/Doc_0//a.xml', '', undefined],
    ['', 'Doc_0/', undefined],
    ['.', 'Doc_0/', undefined],
    ['/', 'Doc_0/', undefined],
    ['Doc_0/', '', undefined],
    ['Doc_0\\a.xml', '', undefined],
    ['C:/a.xml', '', undefined],
    ['https://example.invalid/a.xml', '', undefined],
    ['a\u0000.xml', '', undefined],
  ])('%j in %j is %j', (location, folder, name) => {
    expect(resolveLocation(location, folder)).toBe(name);
  });

  it('keeps the case: another case is another entry', () => {
    expect(resolveLocation('/doc_0/document.XML', '')).toBe('doc_0/document.XML');
  });

  it('stands in a folder that its name tells', () => {
    expect([folderOf('OFD.xml'), folderOf('Doc_0/Signs/Signatures.xml')]).toEqual(['', 'Doc_0/Signs/']);
  });
});

describe('two rectangles', () => {
  const a = { x: 0, y: 0, width: 10, height: 10 };
  it('have their common part, or none', () => {
    expect(intersection(a, { x: 5, y: -5, width: 10, height: 10 })).toEqual({
      x: 5,
      y: 0,
      width: 5,
      height: 5,
    });
    expect(intersection(a, { x: 10, y: 0, width: 5, height: 5 })).toBeUndefined();
  });
});
