import { expect, test } from 'vitest';
import { concatBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { type SealOfdOptions, sealOfd } from '../../../src/seal/index.ts';
import { signOfd } from '../../../src/sign/index.ts';
import {
  changed,
  edited,
  look,
  NOW,
  type OfdFiles,
  sealedFiles,
  testPki,
  unzip,
  zipOf,
} from '../../support/ofd.ts';
import { plainOfd, testSeal } from '../../support/seal-ofd.ts';

const DAY = 24 * 3600 * 1000;

/** The code with which sealing is refused, and whether the signer was asked to sign. */
async function refused(more: object): Promise<string> {
  const pki = await testPki();
  const real = await pki.sealSigner.signer();
  let asked = false;
  const signer = {
    info: () => real.info(),
    sign: (...input: Parameters<typeof real.sign>) => {
      asked = true;
      return real.sign(...input);
    },
  };
  const options = {
    file: plainOfd(),
    signer,
    seal: await testSeal(),
    placements: [{ kind: 'point', page: 1, x: 100, y: 200 }],
    claimedTime: NOW,
    ...more,
  } as SealOfdOptions;
  try {
    await sealOfd(options);
    return 'sealed';
  } catch (error) {
    return `${(error as { code: string }).code}${asked ? ' after signing' : ''}`;
  }
}

async function refusedFile(edit: (files: OfdFiles) => OfdFiles): Promise<string> {
  return refused({ file: zipOf(edit(await unzip(plainOfd()))) });
}

test('the plain file is sealed', async () => {
  expect(await refused({})).toBe('sealed');
});

test('a seal that is out of force, lists another signer or is none is refused before anything is signed', async () => {
  const pki = await testPki();
  expect(await refused({ seal: await testSeal({ holder: pki.signer }) })).toBe('SEAL_SIGNER_NOT_LISTED');
  expect(await refused({ seal: await testSeal({ validFrom: new Date(NOW.getTime() + DAY) }) })).toBe(
    'SEAL_INVALID',
  );
  const ended = await testSeal({
    validFrom: new Date(NOW.getTime() - 2 * DAY),
    validTo: new Date(NOW.getTime() - DAY),
  });
  expect(await refused({ seal: ended })).toBe('SEAL_INVALID');
  expect(await refused({ seal: utf8('no seal') })).toMatch(/^(?:DER|SEAL)_/);
  expect(await refused({ claimedTime: new Date(NOW.getTime() + 4000 * DAY) })).toBe('CERTIFICATE_EXPIRED');
});

test('places that are not there are refused before anything is signed', async () => {
  expect(await refused({ placements: [] })).toBe('ARGUMENT_INVALID');
  expect(await refused({ placements: [{ kind: 'point', page: 3, x: 1, y: 1 }] })).toBe('ARGUMENT_INVALID');
  expect(await refused({ placements: [{ kind: 'point', page: 1, x: 200, y: 1 }] })).toBe('ARGUMENT_INVALID');
  expect(await refused({ placements: [{ kind: 'keyword', text: '不在' }] })).toBe('SEAL_KEYWORD_NOT_FOUND');
  expect(await refused({ document: 2 })).toBe('ARGUMENT_INVALID');
  expect(
    await refusedFile((files) =>
      edited(files, 'Doc_0/Document.xml', (xml) => xml.replace(/<ofd:PageArea>.*<\/ofd:PageArea>/, '')),
    ),
  ).toBe('OFD_INVALID');
});

test('a seal that would hide an earlier one is refused; one that overlaps it is not', async () => {
  const pki = await testPki();
  const point = (x: number): object => ({ placements: [{ kind: 'point', page: 1, x, y: 200 }] });
  const riding = (offset: number): object => ({ placements: [{ kind: 'riding', side: 'right', offset }] });
  const sealed = async (more: object): Promise<Uint8Array> =>
    sealOfd({
      file: plainOfd(),
      signer: await pki.sealSigner.signer(),
      seal: await testSeal(),
      claimedTime: NOW,
      ...more,
    } as SealOfdOptions);
  const first = await sealed(point(100));
  expect(await refused({ file: first, ...point(100) })).toBe('ARGUMENT_INVALID');
  expect(await refused({ file: first, ...point(120) })).toBe('sealed');
  const rides = await sealed(riding(100));
  expect(await refused({ file: rides, ...riding(100) })).toBe('ARGUMENT_INVALID');
  expect(await refused({ file: rides, ...riding(142) })).toBe('sealed');
  const over = { kind: 'point', page: 2, x: 297 - 42, y: 100 };
  expect(await refused({ file: rides, placements: [over] })).toBe('ARGUMENT_INVALID');
});

test('broken, encrypted and forbidding packages are refused', async () => {
  const file = plainOfd();
  expect(await refused({ file: concatBytes(utf8('stray'), file) })).toMatch(/^(?:OFD|ZIP)_INVALID$/);
  expect(await refused({ file: concatBytes(file, utf8('stray')) })).toBe('OFD_INVALID');
  expect(await refused({ file: file.subarray(0, file.length - 9) })).toBe('ZIP_INVALID');
  const root = (edit: (xml: string) => string): Promise<string> =>
    refusedFile((files) => edited(files, 'OFD.xml', edit));
  expect(
    await root((xml) =>
      xml.replace('</ofd:DocBody>', '<ofd:Encryptions>/Encryptions.xml</ofd:Encryptions></ofd:DocBody>'),
    ),
  ).toBe('OFD_ENCRYPTED');
  expect(
    await refusedFile((files) =>
      edited(files, 'Doc_0/Document.xml', (xml) =>
        xml.replace(
          '</ofd:Pages>',
          '</ofd:Pages><ofd:Permissions><ofd:Signature>false</ofd:Signature></ofd:Permissions>',
        ),
      ),
    ),
  ).toBe('OFD_CHANGES_FORBIDDEN');
});

test('signatures that nothing names, or that cannot be read, are refused', async () => {
  const signed = await sealedFiles();
  const signature = signed.get('Doc_0/Signs/Sign_0/Signature.xml')!;
  expect(await refusedFile((files) => changed(files, { 'Doc_0/Hidden/Signature.xml': signature }))).toBe(
    'OFD_INVALID',
  );
  expect(await refusedFile((files) => changed(files, { 'Doc_0/Signs/Signatures.xml': '<a/>' }))).toBe(
    'OFD_INVALID',
  );
  const sealedAgain = (edit: (files: OfdFiles) => OfdFiles): Promise<string> =>
    refused({ file: zipOf(edit(signed)) });
  expect(await sealedAgain((files) => files)).toBe('sealed');
  expect(await sealedAgain((files) => changed(files, { 'Doc_0/Signs/Sign_0/Signature.xml': '<a/>' }))).toBe(
    'OFD_INVALID',
  );
  expect(await sealedAgain((files) => changed(files, { 'Doc_0/Signs/Sign_0/Signature.xml': null }))).toBe(
    'OFD_INVALID',
  );
});

test('names that a signature needs and others have, and pages of one identifier, are refused before anything is signed', async () => {
  for (const name of ['Doc_0/Signs', 'Doc_0/signs', 'Doc_0/signs/signatures.XML']) {
    expect(await refusedFile((files) => changed(files, { [name]: 'x' })), name).toBe('OFD_INVALID');
  }
  const twice = await refusedFile((files) =>
    edited(files, 'Doc_0/Document.xml', (xml) => xml.replace('<ofd:Page ID="2"', '<ofd:Page ID="1"')),
  );
  expect(twice).toBe('OFD_INVALID');
});

test('a path that property information cannot say is refused; a signature without seal names none', async () => {
  const files = await unzip(plainOfd());
  const moved = new Map([...files].map(([name, bytes]) => [name.replace('Doc_0/', '文档/'), bytes] as const));
  const file = zipOf(edited(moved, 'OFD.xml', (xml) => xml.replace('Doc_0/', '文档/')));
  expect(await refused({ file })).toBe('OFD_INVALID');
  const pki = await testPki();
  const signed = await signOfd({ file, signer: await pki.signer.signer(), claimedTime: NOW });
  expect((await look(signed)).verdict).toBe('TOTAL_PASSED');
});

test('folders that are taken are passed over', async () => {
  const files = await unzip(plainOfd());
  const file = zipOf(changed(files, { 'Doc_0/Signs/SIGN_0/x': 'x', 'Doc_0/Signs/Sign_1': 'x' }));
  const pki = await testPki();
  const signed = await signOfd({ file, signer: await pki.signer.signer(), claimedTime: NOW });
  expect((await unzip(signed)).has('Doc_0/Signs/Sign_2/Signature.xml')).toBe(true);
});

test('a file that an earlier signature closed is refused, by whatever path it names the list', async () => {
  const closed = await sealedFiles({ whole: true });
  expect(await refused({ file: zipOf(closed) })).toBe('OFD_CHANGES_FORBIDDEN');
  const relative = await sealedFiles({
    whole: true,
    xml: (xml) =>
      xml.replace('FileRef="/Doc_0/Signs/Signatures.xml"', 'FileRef="Doc_0/Signs/Signatures.xml"'),
  });
  expect(await refused({ file: zipOf(relative) })).toBe('OFD_CHANGES_FORBIDDEN');
});

test('a signature without seal is refused for the same reasons', async () => {
  const pki = await testPki();
  const sign = async (more: object): Promise<unknown> =>
    signOfd({ file: plainOfd(), signer: await pki.signer.signer(), claimedTime: NOW, ...more }).then(
      () => 'signed',
      (error) => error.code,
    );
  expect(await sign({})).toBe('signed');
  expect(await sign({ file: zipOf(await sealedFiles({ whole: true })) })).toBe('OFD_CHANGES_FORBIDDEN');
  expect(await sign({ claimedTime: new Date(NOW.getTime() + 4000 * DAY) })).toBe('CERTIFICATE_EXPIRED');
  expect(await sign({ document: 0 })).toBe('ARGUMENT_INVALID');
});
