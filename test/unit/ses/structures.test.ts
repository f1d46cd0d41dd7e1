import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import { readSeal, readSesSignature, sealFacts } from '../../../src/signatures/ses/index.ts';
import { sealedFiles, testPki } from '../../support/ofd.ts';
import { makeSeal } from '../../support/ofd-values.ts';
import { runs } from '../../support/property.ts';

/** What happens to bytes on their way: some are replaced, inserted or lost. */
const damage = fc.record({ at: fc.nat(), lost: fc.nat(4), put: fc.uint8Array({ maxLength: 4 }) });

function damaged(
  bytes: Uint8Array,
  { at, lost, put }: { at: number; lost: number; put: Uint8Array },
): Uint8Array {
  const from = at % bytes.length;
  return new Uint8Array([...bytes.subarray(0, from), ...put, ...bytes.subarray(from + lost)]);
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return isYinxinError(error) ? error.code : `foreign: ${String(error)}`;
  }
  return 'none';
}

describe.each([1, 4, 5] as const)('structures of V%s', (version) => {
  it('are read with the shape that their version has', async () => {
    const pki = await testPki();
    const seal = readSeal(await makeSeal(pki, { version }));
    expect(seal).toMatchObject({ structure: `V${version}`, version, quirks: [] });
    expect(sealFacts(seal, pki.sealSigner.certificate, [])).toMatchObject({
      facts: { makerSignature: 'intact', signerListed: true },
      checks: [],
    });
    const value = (await sealedFiles({ version })).get('Doc_0/Signs/Sign_0/SignedValue.dat')!;
    const signature = readSesSignature(value);
    expect(signature).toMatchObject({ structure: `V${version}`, version, time: pki.at, quirks: [] });
    // Original slices: what was signed is never written anew.
    expect(signature.toSign.buffer).toBe(value.buffer);
    expect(signature.seal.info.buffer).toBe(value.buffer);
  });

  it('are read or refused with an error of this library, whatever happened to their bytes', async () => {
    const seal = await makeSeal(await testPki(), { version });
    const value = (await sealedFiles({ version })).get('Doc_0/Signs/Sign_0/SignedValue.dat')!;
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const spoil = (bytes: Uint8Array) => damages.reduce(damaged, bytes);
        expect(codeOf(() => sealFacts(readSeal(spoil(seal)), undefined, []))).not.toContain('foreign');
        expect(codeOf(() => readSesSignature(spoil(value)))).not.toContain('foreign');
      }),
      runs(300),
    );
  });
});
