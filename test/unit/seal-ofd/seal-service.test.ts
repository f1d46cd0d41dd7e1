import { expect, test } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import type { SealService } from '../../../src/foundation/core/index.ts';
import { type SealOfdOptions, sealOfd } from '../../../src/seal/index.ts';
import { makeSesSignature } from '../../../src/signatures/ses/index.ts';
import { look, NOW, testPki } from '../../support/ofd.ts';
import { changedAt, flipped, partsOf } from '../../support/ofd-values.ts';
import { plainOfd, testSeal } from '../../support/seal-ofd.ts';

interface Spoil {
  readonly hash?: (hash: Uint8Array) => Uint8Array;
  readonly propertyInfo?: string;
  readonly seal?: Uint8Array;
  readonly time?: Date;
  readonly answer?: (bytes: Uint8Array) => Uint8Array;
}

/** A platform with the test key, that answers as told. */
async function platform(spoil: Spoil = {}): Promise<SealService & { asked: string[] }> {
  const signer = await (await testPki()).sealSigner.signer();
  const seal = await testSeal();
  const asked: string[] = [];
  return {
    asked,
    seal: async ({ sealId, dataHash, propertyInfo }) => {
      asked.push(sealId);
      const answer = await makeSesSignature({
        signer,
        seal: spoil.seal ?? seal,
        time: spoil.time ?? NOW,
        propertyInfo: spoil.propertyInfo ?? propertyInfo,
        dataHash: spoil.hash?.(dataHash) ?? dataHash,
      });
      return spoil.answer?.(answer) ?? answer;
    },
  };
}

async function sealedBy(sealService: SealService, more: object = {}): Promise<Uint8Array> {
  return sealOfd({
    file: plainOfd(),
    sealService,
    seal: await testSeal(),
    placements: [{ kind: 'point', page: 1, x: 100, y: 200 }],
    claimedTime: NOW,
    ...more,
  } as SealOfdOptions);
}

test('a platform seals by the identifier of the seal, or by the one it is known under there', async () => {
  const service = await platform();
  const { verdict, codes } = await look(await sealedBy(service));
  expect([verdict, codes]).toEqual(['TOTAL_PASSED', []]);
  await sealedBy(service, { sealId: 'other' });
  expect(service.asked).toEqual(['33990000000001', 'other']);
});

test('our own authority stamps the value where the platform asked none', async () => {
  const tsa = (await testPki()).timestampAuthority();
  const { verdict, judgement } = await look(await sealedBy(await platform(), { tsa }));
  expect(verdict).toBe('TOTAL_PASSED');
  expect(judgement.signatures.map(({ kind }) => kind)).toEqual(['seal', 'timestamp']);
});

test('an answer to another question is not embedded', async () => {
  const refused = async (spoil: Spoil): Promise<unknown> =>
    sealedBy(await platform(spoil)).then(
      () => 'sealed',
      (error) => error.code,
    );
  expect(await refused({})).toBe('sealed');
  expect(await refused({ hash: flipped })).toBe('SEAL_ANSWER_MISMATCH');
  expect(await refused({ propertyInfo: '/Doc_0/Signs/Sign_1/Signature.xml' })).toBe('SEAL_ANSWER_MISMATCH');
  expect(await refused({ seal: await testSeal({ validTo: new Date(NOW.getTime() + 1e9) }) })).toBe(
    'SEAL_ANSWER_MISMATCH',
  );
  expect(await refused({ time: new Date(NOW.getTime() + 2 * 3600_000) })).toBe('SEAL_ANSWER_MISMATCH');
  expect(
    await refused({
      answer: (bytes) => der.sequence(...changedAt(3, (value) => flipped(value))(partsOf(bytes))),
    }),
  ).toBe('SIGNATURE_SELF_CHECK_FAILED');
  expect(await refused({ answer: () => new Uint8Array(0) })).toBe('DER_INVALID');
});
