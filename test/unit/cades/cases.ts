import type { FileFacts, JudgeOptions, SignatureFacts } from '../../../src/foundation/validation/index.ts';
import { judge } from '../../../src/foundation/validation/index.ts';
import { createTestPki, type TestAlgorithm, type TestPki } from '../../../src/testing/index.ts';

/** The instant all tests of this room stand at. */
export const NOW: Date = new Date('2026-11-23T03:00:00Z');

/** Algorithms of the test PKI. */
export const ALGORITHMS: readonly TestAlgorithm[] = ['P-256', 'SM2', 'RSA'];

const made = new Map<TestAlgorithm, Promise<TestPki>>();

/** One test PKI per algorithm and test file. */
export function testPki(algorithm: TestAlgorithm): Promise<TestPki> {
  const known = made.get(algorithm) ?? createTestPki({ algorithm, now: NOW });
  made.set(algorithm, known);
  return known;
}

/** Verdict over facts with the root of the PKI trusted and CRLs of all CAs given. */
export async function verdict(
  facts: FileFacts | readonly SignatureFacts[],
  pki: TestPki,
  options: Partial<JudgeOptions> = {},
): Promise<Awaited<ReturnType<typeof judge>>> {
  const { crls } = await pki.validationData();
  const file =
    'signatures' in facts ? facts : { format: 'cms' as const, signatures: facts, checks: [], notChecked: [] };
  return judge(file, {
    at: NOW,
    trust: { signers: [pki.root.certificate], timestamps: [pki.root.certificate] },
    revocation: 'require-where-declared',
    crls,
    ...options,
  });
}
