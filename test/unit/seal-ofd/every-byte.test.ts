import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import { type SealOfdOptions, sealOfd } from '../../../src/seal/index.ts';
import { signOfd } from '../../../src/sign/index.ts';
import { newOfd } from '../../support/new-ofd.ts';
import { changed, LIST, look, NOW, type OfdFiles, testPki, unzip } from '../../support/ofd.ts';
import { runs } from '../../support/property.ts';
import { testSeal } from '../../support/seal-ofd.ts';

/** Sealed and signed files in all forms, as entries. */
async function samples(): Promise<Record<string, OfdFiles>> {
  const pki = await testPki();
  const file = newOfd();
  const base = { file, signer: await pki.sealSigner.signer(), claimedTime: NOW };
  const seal = async (more: object): Promise<OfdFiles> =>
    unzip(
      await sealOfd({
        ...base,
        seal: await testSeal(),
        placements: [{ kind: 'riding', side: 'right' }],
        ...more,
      } as SealOfdOptions),
    );
  const sign = { file, signer: await pki.signer.signer(), claimedTime: NOW };
  return {
    v4: await seal({}),
    'v4-whole': await seal({ mode: 'whole', sealFile: false }),
    v1: await seal({ seal: await testSeal({ version: 1 }) }),
    attributes: await unzip(await signOfd(sign)),
    digest: await unzip(await signOfd({ ...sign, form: 'digest', mode: 'whole' })),
  };
}

const files = samples();

async function verdictOf(entries: OfdFiles): Promise<string> {
  try {
    return (await look(entries)).verdict;
  } catch (error) {
    if (isYinxinError(error)) return error.code;
    throw error;
  }
}

test('untouched, all are good', async () => {
  for (const [name, entries] of Object.entries(await files)) {
    expect(await verdictOf(entries), name).toBe('TOTAL_PASSED');
  }
});

test('no entry can be changed, taken away or added', async () => {
  for (const [form, entries] of Object.entries(await files)) {
    for (const name of entries.keys()) {
      expect(await verdictOf(changed(entries, { [name]: null })), `${form} without ${name}`).not.toBe(
        'TOTAL_PASSED',
      );
      const twin = changed(entries, { [`${name}.bak`]: entries.get(name)! });
      expect(await verdictOf(twin), `${form} with ${name} twice`).not.toBe('TOTAL_PASSED');
    }
  }
});

/** Not signed: the list of a file that others may still sign, and the certificates beside the signer's in a CMS. */
function isSigned(form: string, name: string): boolean {
  if (name === LIST) return ['v4-whole', 'digest'].includes(form);
  return !(name.endsWith('SignedValue.dat') && ['attributes', 'digest'].includes(form));
}

test('no bit of what is signed can be changed', async () => {
  const all = Object.entries(await files).flatMap(([form, entries]) =>
    [...entries].filter(([name]) => isSigned(form, name)).map(([name, bytes]) => ({ entries, name, bytes })),
  );
  const which = fc.nat(all.length - 1);
  await fc.assert(
    fc.asyncProperty(which, fc.nat(), fc.nat(7), async (index, at, bit) => {
      const { entries, name, bytes } = all[index]!;
      const spoilt = bytes.slice();
      spoilt[at % bytes.length]! ^= 1 << bit;
      const verdict = await verdictOf(changed(entries, { [name]: spoilt }));
      expect(verdict, `${name} ${at % bytes.length}`).not.toBe('TOTAL_PASSED');
    }),
    runs(300),
  );
}, 600_000);
