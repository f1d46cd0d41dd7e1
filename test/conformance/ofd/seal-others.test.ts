import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sealOfd } from '../../../src/seal/index.ts';
import { look, NOW, testPki } from '../../support/ofd.ts';
import { testSeal } from '../../support/seal-ofd.ts';

const folder = join(process.env['YINXIN_CORPORA'] ?? '../shared/corpora', 'ofd');
const present = existsSync(folder);
if (!present) console.log(`skipped: no OFD files at ${folder} (set YINXIN_CORPORA)`);

const files = (name: string): [string, Uint8Array][] =>
  present
    ? readdirSync(join(folder, name))
        .filter((file) => file.endsWith('.ofd'))
        .map((file) => [file, new Uint8Array(readFileSync(join(folder, name, file)))])
    : [];

async function sealed(file: Uint8Array): Promise<Awaited<ReturnType<typeof look>>> {
  const pki = await testPki();
  return look(
    await sealOfd({
      file,
      signer: await pki.sealSigner.signer(),
      seal: await testSeal(),
      claimedTime: NOW,
      placements: [{ kind: 'point', page: 1, x: 5, y: 5 }],
    }),
  );
}

describe.skipIf(!present)('OFD of other products', () => {
  it.each(files('unsigned'))('%s is sealed, and the seal is good over the whole file', async (_, file) => {
    const { verdict, judgement } = await sealed(file);
    expect(verdict).toBe('TOTAL_PASSED');
    expect(judgement.signatures[0]).toMatchObject({
      kind: 'seal',
      coverage: 'whole-file',
      modification: 'none',
    });
  });

  it.each(files('ofdrw-made'))('the signature of %s holds as before under a second seal', async (_, file) => {
    const before = (await look(file)).judgement.signatures[0]!;
    const { judgement } = await sealed(file);
    const [first, second] = judgement.signatures;
    expect(first).toMatchObject({
      cryptography: before.cryptography,
      coverage: 'whole-revision',
      modification: 'form-fill',
    });
    expect(second).toMatchObject({ cryptography: 'intact', coverage: 'whole-file', trust: 'trusted' });
  });
});
