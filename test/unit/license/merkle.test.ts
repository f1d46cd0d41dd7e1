import { describe, expect, it } from 'vitest';
import { concatBytes, toHex } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import { encodeCbor } from '../../../src/license/cbor/index.ts';
import { buildFieldTree, discloseFields, verifyDisclosedField } from '../../../src/license/merkle/index.ts';

const SEED = Uint8Array.from({ length: 32 }, (_, i) => i);
const FIELDS = [
  { key: 'ZZBH', value: '示许〔2026〕第000001号' },
  { key: 'CZZT', value: '示例市样章餐饮有限公司' },
  { key: 'KZ_RS', value: 12 },
  { key: 'ZZBFRQ', value: { date: '2026-11-23' } },
  { key: 'CZZTDM', value: ['甲', '乙'] },
];

describe.each(['sha256', 'sm3'] as const)('the tree of fields over %s', (hash) => {
  const tree = buildFieldTree(hash, SEED, FIELDS);

  it('has the root that its definition gives', () => {
    const h = (...parts: Uint8Array[]): Uint8Array => digest(hash, ...parts);
    const salt = (key: string): Uint8Array => h(SEED, new TextEncoder().encode(key)).slice(0, 16);
    const leaf = (key: string, value: Parameters<typeof encodeCbor>[0]): Uint8Array =>
      h(Uint8Array.of(0), encodeCbor([salt(key), key, value]));
    const dummy = (i: number): Uint8Array => h(Uint8Array.of(2), SEED, encodeCbor(i));
    const node = (a: Uint8Array, b: Uint8Array): Uint8Array => h(concatBytes(Uint8Array.of(1), a, b));
    const leaves = [
      leaf('CZZT', '示例市样章餐饮有限公司'),
      leaf('CZZTDM', ['甲', '乙']),
      leaf('KZ_RS', 12),
      leaf('ZZBFRQ', { tag: 100, value: 20_780 }),
      leaf('ZZBH', '示许〔2026〕第000001号'),
      dummy(5),
      dummy(6),
      dummy(7),
    ] as const;
    const left = node(node(leaves[0], leaves[1]), node(leaves[2], leaves[3]));
    const right = node(node(leaves[4], leaves[5]), node(leaves[6], leaves[7]));
    expect(toHex(tree.root)).toBe(toHex(node(left, right)));
    expect(tree.leafCount).toBe(5);
  });

  it('does not depend on the order in which fields are given', () => {
    expect(buildFieldTree(hash, SEED, [...FIELDS].reverse()).root).toEqual(tree.root);
  });

  it('proves every field, and nothing else under its proof', () => {
    for (const { key } of FIELDS) {
      const [proof] = discloseFields(tree, [key]) as [ReturnType<typeof discloseFields>[number]];
      expect(verifyDisclosedField(tree, proof), key).toBe(true);
      const wrong = [
        { ...proof, salt: proof.salt.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) },
        { ...proof, salt: proof.salt.slice(1) },
        { ...proof, key: `${key}X` },
        { ...proof, value: '别的' },
        { ...proof, index: proof.index ^ 1 },
        { ...proof, index: tree.leafCount },
        { ...proof, index: -1 },
        { ...proof, index: 0.5 },
        { ...proof, path: proof.path.slice(1) },
        { ...proof, path: [...proof.path, proof.path[0]!] },
        { ...proof, path: proof.path.map((sibling) => sibling.slice(1)) },
        { ...proof, value: { date: '2026-13-01' } },
      ];
      for (const forged of wrong) expect(verifyDisclosedField(tree, forged)).toBe(false);
    }
  });

  it('does not take the proof of another license, nor bytes moved between key and value', () => {
    const other = buildFieldTree(hash, SEED.slice().reverse(), FIELDS);
    const [proof] = discloseFields(tree, ['CZZT']) as [ReturnType<typeof discloseFields>[number]];
    expect(verifyDisclosedField(other, proof)).toBe(false);
    const moved = { ...proof, key: 'CZZT示', value: '例市样章餐饮有限公司' };
    expect(verifyDisclosedField(tree, moved)).toBe(false);
  });

  it('gives away nothing of the fields that are not disclosed', () => {
    const text = JSON.stringify(discloseFields(tree, ['KZ_RS']), (_, value) =>
      value instanceof Uint8Array ? toHex(value) : value,
    );
    expect(text).not.toContain('示例市');
    expect(text).not.toContain(toHex(SEED));
  });
});

describe('a tree of fields', () => {
  it('refuses a field twice, no field, and a salt seed of another length', () => {
    const invalid = expect.objectContaining({ code: 'ARGUMENT_INVALID' });
    expect(() => buildFieldTree('sha256', SEED, [FIELDS[0]!, FIELDS[0]!])).toThrow(invalid);
    expect(() => buildFieldTree('sha256', SEED, [])).toThrow(invalid);
    expect(() => buildFieldTree('sha256', SEED.slice(1), FIELDS)).toThrow(invalid);
    expect(() => discloseFields(buildFieldTree('sha256', SEED, FIELDS), ['KZ_NONE'])).toThrow(invalid);
  });

  it('has one leaf for one field', () => {
    const tree = buildFieldTree('sha256', SEED, [FIELDS[0]!]);
    expect(discloseFields(tree, ['ZZBH']).map((proof) => verifyDisclosedField(tree, proof))).toEqual([true]);
  });
});
