import { expect, test } from 'vitest';
import { readZip } from '../../../src/formats/zip/index.ts';
import { equalBytes, sourceFromBytes } from '../../../src/foundation/core/index.ts';
import {
  completeSealOfd,
  prepareSealOfd,
  type SealOfdOptions,
  sealOfd,
  signSealOfd,
} from '../../../src/seal/index.ts';
import { signOfd } from '../../../src/sign/index.ts';
import { LIST, look, NOW, testPki, unzip } from '../../support/ofd.ts';
import { pagesOfd, plainOfd, testSeal } from '../../support/seal-ofd.ts';

async function options(more: Partial<SealOfdOptions> = {}): Promise<SealOfdOptions> {
  return {
    file: plainOfd(),
    signer: await (await testPki()).sealSigner.signer(),
    seal: await testSeal(),
    placements: [{ kind: 'point', page: 1, x: 100, y: 200 }],
    claimedTime: NOW,
    ...more,
  } as SealOfdOptions;
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

for (const version of [1, 4] as const) {
  for (const sealFile of [true, false]) {
    for (const mode of ['continue', 'whole'] as const) {
      test(`a seal of V${version}, ${sealFile ? 'with' : 'without'} Seal.esl, in mode ${mode}, is good over the whole file`, async () => {
        const sealed = await sealOfd(await options({ seal: await testSeal({ version }), sealFile, mode }));
        const { verdict, codes, judgement } = await look(sealed);
        expect(codes).toEqual([]);
        expect(verdict).toBe('TOTAL_PASSED');
        const [signature] = judgement.signatures;
        expect(signature).toMatchObject({
          kind: 'seal',
          format: `SES-V${version}`,
          coverage: 'whole-file',
          modification: 'none',
          trust: 'trusted',
        });
        const files = await unzip(sealed);
        expect(files.has('Doc_0/Signs/Sign_0/Seal.esl')).toBe(sealFile);
        const xml = text(files.get('Doc_0/Signs/Sign_0/Signature.xml'));
        expect(xml.includes(`FileRef="/${LIST}"`)).toBe(mode === 'whole');
        expect(text(files.get(LIST))).toContain('<ofd:MaxSignId>s002</ofd:MaxSignId>');
      });
    }
  }
}

test('entries of the original keep their compressed bytes, their order and their times', async () => {
  const file = plainOfd();
  const before = await readZip(sourceFromBytes(file));
  const sealed = await sealOfd(await options({ file }));
  const after = await readZip(sourceFromBytes(sealed));
  expect(after.findings).toEqual([]);
  expect(after.entries.slice(0, before.entries.length).map(({ name }) => name)).toEqual(
    before.entries.map(({ name }) => name),
  );
  const raw = (
    bytes: Uint8Array,
    { dataOffset, compressedSize }: { dataOffset: number; compressedSize: number },
  ) => bytes.subarray(dataOffset, dataOffset + compressedSize);
  for (const entry of before.entries) {
    const same = equalBytes(raw(file, entry), raw(sealed, after.find(entry.name)!));
    // OFD.xml gains the location of the list, and nothing else.
    expect(same, entry.name).toBe(entry.name !== 'OFD.xml');
    if (entry.name !== 'OFD.xml') expect(after.find(entry.name)?.modified).toEqual(entry.modified);
  }
  const root = text(await before.read(before.find('OFD.xml')!));
  expect(text(await after.read(after.find('OFD.xml')!))).toBe(
    root.replace('</ofd:DocRoot>', `</ofd:DocRoot><ofd:Signatures>/${LIST}</ofd:Signatures>`),
  );
});

test('equal input gives equal bytes', async () => {
  const asked = await options();
  expect(equalBytes(await sealOfd(asked), await sealOfd(asked))).toBe(true);
});

test('later seals and signatures keep earlier ones valid, and one in mode whole closes the file', async () => {
  const pki = await testPki();
  const first = await sealOfd(await options());
  const second = await sealOfd(
    await options({
      file: first,
      seal: await testSeal({ version: 1 }),
      placements: [{ kind: 'point', page: 2, x: 10, y: 10 }],
    }),
  );
  const third = await signOfd({ file: second, signer: await pki.signer.signer(), claimedTime: NOW });
  const { verdict, codes, judgement } = await look(third);
  expect(codes).toEqual([]);
  expect(verdict).toBe('TOTAL_PASSED');
  expect(
    judgement.signatures.map(({ kind, coverage, modification }) => [kind, coverage, modification]),
  ).toEqual([
    ['seal', 'whole-revision', 'form-fill'],
    ['seal', 'whole-revision', 'form-fill'],
    ['signature', 'whole-file', 'none'],
  ]);
  const closed = await sealOfd(
    await options({ file: third, mode: 'whole', placements: [{ kind: 'point', page: 1, x: 10, y: 10 }] }),
  );
  expect((await look(closed)).verdict).toBe('TOTAL_PASSED');
  await expect(options({ file: closed }).then(sealOfd)).rejects.toMatchObject({
    code: 'OFD_CHANGES_FORBIDDEN',
  });
  await expect(
    signOfd({ file: closed, signer: await pki.signer.signer(), claimedTime: NOW }),
  ).rejects.toMatchObject({ code: 'OFD_CHANGES_FORBIDDEN' });
});

test('identifiers go on counting after those of earlier signatures and stamps', async () => {
  const riding = { kind: 'riding', side: 'right' } as const;
  const first = await sealOfd(await options({ placements: [riding] }));
  const second = await sealOfd(
    await options({ file: first, placements: [{ kind: 'point', page: 2, x: 10, y: 10 }] }),
  );
  const files = await unzip(second);
  const list = text(files.get(LIST));
  expect([...list.matchAll(/ID="(\w+)"/g)].map(([, id]) => id)).toEqual(['s001', 's004']);
  expect(list).toContain('<ofd:MaxSignId>s005</ofd:MaxSignId>');
  const stamps = (n: number): (string | undefined)[] =>
    [...text(files.get(`Doc_0/Signs/Sign_${n}/Signature.xml`)).matchAll(/StampAnnot ID="(\w+)"/g)].map(
      ([, id]) => id,
    );
  expect([...stamps(0), ...stamps(1)]).toEqual(['s002', 's003', 's005']);
});

test('a timestamp stands over the value by default when there is an authority; V1 has no place for one', async () => {
  const tsa = (await testPki()).timestampAuthority();
  const { verdict, judgement } = await look(await sealOfd(await options({ tsa })));
  expect(verdict).toBe('TOTAL_PASSED');
  expect(judgement.signatures.map(({ kind }) => kind)).toEqual(['seal', 'timestamp']);
  await expect(options({ tsa, seal: await testSeal({ version: 1 }) }).then(sealOfd)).rejects.toMatchObject({
    code: 'ARGUMENT_INVALID',
  });
  const silent = { request: () => Promise.reject(new Error('nobody there')) };
  await expect(options({ tsa: silent }).then(sealOfd)).rejects.toMatchObject({ code: 'TIMESTAMP_FAILED' });
});

test('a riding seal over many pages is one signature with a slice on each', async () => {
  const placements = [
    { kind: 'riding', side: 'right', pagesPerSeal: 8 },
    { kind: 'point', page: 1, x: 10, y: 10 },
  ] as const;
  const sealed = await sealOfd(await options({ file: pagesOfd(16), placements }));
  const { verdict, judgement } = await look(sealed);
  expect(verdict).toBe('TOTAL_PASSED');
  expect(judgement.signatures).toHaveLength(1);
  const placed = judgement.signatures[0]?.seal?.placements ?? [];
  expect(placed).toHaveLength(17);
  const xml = text((await unzip(sealed)).get('Doc_0/Signs/Sign_0/Signature.xml'));
  expect(xml).toContain('Boundary="204.75 127.5 42 42" Clip="0 0 5.25 42"');
  expect(xml).toContain('Boundary="168 127.5 42 42" Clip="36.75 0 5.25 42"');
});

test('in three steps: what was prepared takes the value that was made for it, and no other', async () => {
  const asked = await options();
  const prepared = await prepareSealOfd(asked);
  const value = await signSealOfd(prepared, asked);
  const sealed = await completeSealOfd(prepared, value);
  expect(equalBytes(sealed, await sealOfd(asked))).toBe(true);
  const elsewhere = await options({ placements: [{ kind: 'point', page: 2, x: 1, y: 1 }] });
  const other = await signSealOfd(await prepareSealOfd(elsewhere), elsewhere);
  await expect(completeSealOfd(prepared, other)).rejects.toMatchObject({
    code: 'SEAL_ANSWER_MISMATCH',
  });
  for (let at = 0; at < value.length; at += 7) {
    const spoilt = value.slice();
    spoilt[at]! ^= 1;
    await expect(completeSealOfd(prepared, spoilt), `byte ${at}`).rejects.toMatchObject({
      name: 'YinxinError',
    });
  }
});
