import { expect, it } from 'vitest';
import { readEachOnce } from '../../../src/foundation/cms/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';

it('a reader of certificates parses each array once, malformed ones too', async () => {
  const { signer } = await createTestPki({ algorithm: 'P-256', now: new Date('2026-11-23T03:00:00Z') });
  const read = readEachOnce();
  const first = read(signer.certificate);
  expect(first?.subject.commonName).toBe(signer.name);
  expect(read(signer.certificate)).toBe(first);
  expect(read(Uint8Array.of(0x30, 0))).toBeUndefined();
});
