import { expect, test } from 'vitest';
import { addToSignatureList, nameSignatureList, newSignatureList } from '../../../src/formats/ofd/index.ts';
import { fromUtf8, utf8 } from '../../../src/foundation/core/index.ts';

const NS = 'xmlns="http://www.ofdspec.org/2016"';
const ENTRY = {
  id: 's003',
  type: 'Seal',
  file: 'Doc_0/Signs/Sign_1/Signature.xml',
  maxSignId: 's004',
} as const;
const LINE = 'ID="s003" Type="Seal" BaseLoc="/Doc_0/Signs/Sign_1/Signature.xml"/>';

const add = (list: string): string => fromUtf8(addToSignatureList(utf8(list), ENTRY));
const name = (root: string, body = 0): string =>
  fromUtf8(nameSignatureList(utf8(root), body, 'Doc_0/Signs/Signatures.xml'));

test('a new list counts and names one signature', () => {
  expect(fromUtf8(newSignatureList(ENTRY))).toContain(
    `<ofd:MaxSignId>s004</ofd:MaxSignId><ofd:Signature ${LINE}`,
  );
});

test('a line is added behind the others, whatever the prefix, and nothing else changes', () => {
  expect(
    add(`<Signatures ${NS}>\n <MaxSignId>2</MaxSignId>\n <Signature ID="1" BaseLoc="a"/>\n</Signatures>`),
  ).toBe(
    `<Signatures ${NS}>\n <MaxSignId>s004</MaxSignId>\n <Signature ID="1" BaseLoc="a"/><Signature ${LINE}\n</Signatures>`,
  );
  const prefixed = NS.replace('xmlns', 'xmlns:x');
  expect(
    add(
      `<x:Signatures ${prefixed}><x:Signature ID="1" BaseLoc="a"></x:Signature><x:MaxSignId>1</x:MaxSignId></x:Signatures>`,
    ),
  ).toBe(
    `<x:Signatures ${prefixed}><x:Signature ID="1" BaseLoc="a"></x:Signature><x:Signature ${LINE}<x:MaxSignId>s004</x:MaxSignId></x:Signatures>`,
  );
});

test('lists that are empty, or do not count, are taken too', () => {
  const counted = `<MaxSignId>s004</MaxSignId><Signature ${LINE}`;
  expect(add(`<Signatures ${NS}/>`)).toBe(`<Signatures ${NS}>${counted}</Signatures>`);
  expect(add(`<Signatures ${NS}> </Signatures>`)).toBe(`<Signatures ${NS}> ${counted}</Signatures>`);
  expect(add(`<Signatures ${NS}><!-- < --></Signatures >`)).toBe(
    `<Signatures ${NS}><!-- < -->${counted}</Signatures >`,
  );
});

test('OFD.xml gains the location where its schema has it, in its own namespace', () => {
  const root = (inner: string): string =>
    `<o:OFD xmlns:o="urn:x"><o:DocBody><o:DocRoot>d</o:DocRoot>${inner}</o:DocBody></o:OFD>`;
  const location = '<o:Signatures>/Doc_0/Signs/Signatures.xml</o:Signatures>';
  expect(name(root(''))).toBe(root(location));
  expect(name(root('<o:Versions/>'))).toBe(root(`<o:Versions/>${location}`));
  expect(name(root('<o:Signatures/>'))).toBe(root(location));
  expect(name(root('<o:Signatures> </o:Signatures>'))).toBe(root(location));
  expect(() => name(root(''), 1)).toThrow(expect.objectContaining({ code: 'OFD_INVALID' }));
});

test('text in other scripts before the place does not move it', () => {
  const root = `<!-- 示例𠮷 --><OFD><DocBody 名="示例"><DocRoot>d</DocRoot></DocBody></OFD>`;
  expect(name(root)).toBe(
    root.replace('</DocRoot>', '</DocRoot><Signatures>/Doc_0/Signs/Signatures.xml</Signatures>'),
  );
});
