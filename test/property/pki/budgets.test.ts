import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/foundation/core/index.ts';
import {
  type PathOptions,
  type PathReport,
  pkiMemo,
  validatePath,
} from '../../../src/foundation/pki/index.ts';
import { inspectCms, signCms } from '../../../src/signatures/cades/index.ts';
import { createTestPki, type TestPki } from '../../../src/testing/index.ts';
import { CountedBytes } from '../../support/counted-bytes.ts';
import { type DerNode, derTree, encodeTree, primitive } from '../../support/der-tree.ts';

// Hostile company: bundles made to keep a validator busy. What is counted is work, not time.

const NOW = new Date('2026-11-23T03:00:00Z');
const MANY = 300;

let pki: TestPki;
beforeAll(async () => {
  pki = await createTestPki({ algorithm: 'P-256', now: NOW });
});

/** Signatures really asked for while one question is answered. */
async function judge(options: Partial<PathOptions>): Promise<{ report: PathReport; verified: number }> {
  const memo = pkiMemo();
  let verified = 0;
  const report = await validatePath({
    certificate: pki.signer.certificate,
    intermediates: [pki.intermediate.certificate],
    trustAnchors: [pki.root.certificate],
    at: NOW,
    revocation: 'require',
    memo: {
      ...memo,
      signedBy(child, issuer) {
        verified++;
        return memo.signedBy(child, issuer);
      },
    },
    ...options,
  });
  return { report, verified };
}

/** True company makes no difference, or it is told that not all of it was looked at. */
function expectHonest({ status, notChecked }: PathReport): void {
  if (status === 'valid') return;
  expect(status).toBe('indeterminate');
  expect(notChecked.map(({ code }) => code)).toContain('REVOCATION_BUDGET');
}

describe('hostile company', () => {
  it('of CRLs that somebody else signed in the name of the CA: each is verified a few times at most', async () => {
    const { crls } = await pki.validationData();
    const forged: Uint8Array[] = [];
    for (let i = 0; i < MANY; i++) {
      forged.push(
        await pki.crl({ signedBy: pki.signer.key, crlNumber: i, thisUpdate: new Date(NOW.getTime() - i) }),
      );
    }
    const { report, verified } = await judge({ crls: [...forged, ...crls] });
    expectHonest(report);
    expect(verified).toBeLessThan(3 * MANY + 20);
  });

  it('of OCSP responses that somebody else signed: each is verified a few times at most', async () => {
    const { crls } = await pki.validationData();
    const forged: Uint8Array[] = [];
    for (let i = 0; i < MANY; i++) {
      forged.push(
        await pki.ocsp({ certificate: pki.signer, signedBy: pki.signer.key, nonce: utf8(String(i)) }),
      );
    }
    const { report, verified } = await judge({ crls, ocspResponses: forged });
    expectHonest(report);
    expect(verified).toBeLessThan(4 * MANY + 20);
  });

  it('of signers and certificates in one CMS: the reading is in proportion to the bytes, not to their product', async () => {
    const { cms } = await signCms({
      signer: await pki.signer.signer(),
      content: { bytes: utf8('内容') },
      detached: false,
      claimedTime: NOW,
    });
    const perByte = async (signers: number, certificates: number): Promise<number> => {
      const bytes = crowded(cms, signers, certificates);
      const read = async (offset: number, length: number): Promise<Uint8Array> =>
        CountedBytes.from(bytes.subarray(offset, offset + length));
      CountedBytes.views = 0;
      const facts = await inspectCms({ size: bytes.length, read });
      expect(facts.signatures).toHaveLength(signers);
      return CountedBytes.views / bytes.length;
    };
    const alone = await perByte(1, 400);
    expect(await perByte(40, 400)).toBeLessThan(4 * alone + 1);
  });
});

/** The CMS with its signer many times, and many certificates that carry his issuer and serial number. */
function crowded(cms: Uint8Array, signers: number, certificates: number): Uint8Array {
  const tree = derTree(cms);
  const [type, content] = tree.children!;
  const [signedData] = content!.children!;
  const children = signedData!.children!.map((node, i, all): DerNode => {
    const [first] = node.children ?? [];
    if (i === all.length - 1) return { ...node, children: new Array<DerNode>(signers).fill(first!) };
    if (node.identifier !== 0xa0) return node;
    const crowd = Array.from({ length: certificates }, (_, n) => ({
      ...first!,
      children: [...first!.children!.slice(0, 2), primitive(0x03, Uint8Array.of(0, n >> 8, n & 0xff))],
    }));
    return { ...node, children: [...crowd, ...node.children!] };
  });
  return encodeTree({
    ...tree,
    children: [type!, { ...content!, children: [{ ...signedData!, children }] }],
  });
}
