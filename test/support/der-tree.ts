import fc from 'fast-check';

// DER as a tree that tests may cut, repeat and rewrite: written apart from the library's reader, and lenient.

/** One value. Content that is itself DER (OCTET STRING and BIT STRING around a structure) stands in `children` too. */
export interface DerNode {
  readonly identifier: number;
  /** Octets before the children: the count of unused bits of a BIT STRING. */
  readonly prefix: Uint8Array;
  readonly children?: readonly DerNode[];
  /** Content of a value without children. */
  readonly content: Uint8Array;
  /** Written in place of the length that would be right. */
  readonly length?: Uint8Array;
}

const EMPTY = new Uint8Array(0);
const BIT_STRING = 3;
const OCTET_STRING = 4;
const CONSTRUCTED = 0x20;

/** The tree of bytes that are DER of short tags; throws where they are not. */
export function derTree(bytes: Uint8Array): DerNode {
  const nodes = readAll(bytes);
  if (nodes?.length !== 1) throw new Error('not one DER value');
  return nodes[0]!;
}

/** The bytes of a tree, lengths made anew. */
export function encodeTree(node: DerNode): Uint8Array {
  const content =
    node.children === undefined ? node.content : join([node.prefix, ...node.children.map(encodeTree)]);
  return join([Uint8Array.of(node.identifier), node.length ?? lengthOctets(content.length), content]);
}

/** Number of values in a tree. */
export function sizeOfTree({ children = [] }: DerNode): number {
  return children.reduce((sum, child) => sum + sizeOfTree(child), 1);
}

/** A value by its number in the order of the bytes. */
export function nodeAt(tree: DerNode, index: number): DerNode {
  let found = tree;
  rewrite(tree, index, (node) => {
    found = node;
    return [node];
  });
  return found;
}

/** The tree with other values in the place of one; the whole of it cannot vanish. */
export function replaced(tree: DerNode, index: number, by: (node: DerNode) => readonly DerNode[]): DerNode {
  return rewrite(tree, index, by)[0] ?? tree;
}

/** A primitive value. */
export function primitive(identifier: number, content: Uint8Array = EMPTY): DerNode {
  return { identifier, prefix: EMPTY, content };
}

/** A constructed value. */
export function constructed(identifier: number, children: readonly DerNode[]): DerNode {
  return { identifier, prefix: EMPTY, children, content: EMPTY };
}

/** One change of one value, as fast-check draws it; positions are fractions of the tree. */
export interface TreeChange {
  readonly at: number;
  readonly other: number;
  readonly kind: (typeof KINDS)[number];
  readonly bytes: Uint8Array;
}

const KINDS = [
  'drop',
  'repeat',
  'swap',
  'copy',
  'content',
  'tag',
  'length',
  'wrap',
  'unwrap',
  'empty',
] as const;

/** Draws a change of a tree. */
export const treeChange: fc.Arbitrary<TreeChange> = fc.record({
  at: fc.double({ min: 0, max: 0.999999, noNaN: true }),
  other: fc.double({ min: 0, max: 0.999999, noNaN: true }),
  kind: fc.constantFrom(...KINDS),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 24 }),
});

/** Tags that structures of X.509 and CMS are made of. */
const TAGS = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x1e, 0x80, 0x82, 0x86];
const CONTAINERS = [0x30, 0x31, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4];

/** Draws a tree of any shape. */
export const anyTree: fc.Arbitrary<DerNode> = fc.letrec<{ node: DerNode; leaf: DerNode; inner: DerNode }>(
  (tie) => ({
    node: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, tie('leaf'), tie('inner')),
    leaf: fc
      .tuple(fc.constantFrom(...TAGS), fc.uint8Array({ maxLength: 20 }))
      .map(([tag, content]) => primitive(tag, content)),
    inner: fc
      .tuple(fc.constantFrom(...CONTAINERS), fc.array(tie('node'), { maxLength: 8 }))
      .map(([tag, children]) => constructed(tag, children)),
  }),
).inner;

/** The tree after one change. */
export function changeTree(tree: DerNode, change: TreeChange): DerNode {
  const size = sizeOfTree(tree);
  const at = Math.floor(change.at * size);
  const other = nodeAt(tree, Math.floor(change.other * size));
  const { bytes } = change;
  return replaced(tree, at, (node) => {
    switch (change.kind) {
      case 'drop':
        return [];
      case 'repeat':
        return new Array<DerNode>(1 + (bytes[0]! % 40)).fill(node);
      case 'swap':
        return [{ ...node, children: [...(node.children ?? [])].reverse() }];
      case 'copy':
        return [other];
      case 'content':
        return [primitive(node.identifier & ~CONSTRUCTED, bytes)];
      case 'tag':
        return [{ ...node, identifier: bytes[0]! }];
      case 'length':
        return [{ ...node, length: bytes.slice(0, 6) }];
      case 'wrap':
        return [constructed(bytes[0]! | CONSTRUCTED, [node])];
      case 'unwrap':
        return node.children ?? [];
      default:
        return [node.children === undefined ? primitive(node.identifier) : { ...node, children: [] }];
    }
  });
}

function rewrite(
  tree: DerNode,
  index: number,
  by: (node: DerNode) => readonly DerNode[],
): readonly DerNode[] {
  let left = index;
  const walk = (node: DerNode): readonly DerNode[] => {
    if (left-- === 0) return by(node);
    if (node.children === undefined || left < 0) return [node];
    return [{ ...node, children: node.children.flatMap(walk) }];
  };
  return walk(tree);
}

function readAll(bytes: Uint8Array): DerNode[] | undefined {
  const out: DerNode[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = readHeader(bytes, at);
    if (header === undefined) return undefined;
    const content = bytes.subarray(header.start, header.end);
    out.push({ identifier: bytes[at]!, prefix: EMPTY, content, ...inside(bytes[at]!, content) });
    at = header.end;
  }
  return out;
}

function readHeader(bytes: Uint8Array, at: number): { start: number; end: number } | undefined {
  const first = bytes[at + 1];
  if (first === undefined || (bytes[at]! & 0x1f) === 0x1f || first === 0x80) return undefined;
  const octets = first < 0x80 ? 0 : first & 0x7f;
  const length =
    octets === 0 ? first : bytes.subarray(at + 2, at + 2 + octets).reduce((n, b) => n * 256 + b, 0);
  const start = at + 2 + octets;
  return start + length > bytes.length ? undefined : { start, end: start + length };
}

function inside(identifier: number, content: Uint8Array): Partial<Pick<DerNode, 'children' | 'prefix'>> {
  if ((identifier & CONSTRUCTED) !== 0) {
    const children = readAll(content);
    return children === undefined ? {} : { children };
  }
  if (identifier !== BIT_STRING && identifier !== OCTET_STRING) return {};
  const unused = identifier === BIT_STRING ? 1 : 0;
  const children = content[unused] === 0x30 ? readAll(content.subarray(unused)) : undefined;
  return children?.length === 1 ? { children, prefix: content.subarray(0, unused) } : {};
}

function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
