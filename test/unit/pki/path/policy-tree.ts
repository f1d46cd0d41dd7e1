/**
 * The policy tree of RFC 5280 6.1 before RFC 9618, to the letter and exponential: what the graph must agree with.
 */
export const ANY = '2.5.29.32.0';

/** One certificate as policy processing sees it. */
export interface PolicyCertificate {
  readonly selfIssued: boolean;
  readonly policies?: readonly string[];
  readonly mappings?: readonly (readonly [string, string])[];
  readonly requireExplicitPolicy?: number;
  readonly inhibitPolicyMapping?: number;
  readonly inhibitAnyPolicy?: number;
}

/** The caller's inputs. */
export interface TreeInputs {
  readonly initialPolicySet?: readonly string[];
  readonly requireExplicitPolicy?: boolean;
  readonly inhibitPolicyMapping?: boolean;
  readonly inhibitAnyPolicy?: boolean;
}

interface TreeNode {
  readonly depth: number;
  readonly policy: string;
  expected: Set<string>;
  readonly parent: TreeNode | undefined;
  children: TreeNode[];
}

function nodesAt(root: TreeNode | undefined, depth: number): TreeNode[] {
  if (root === undefined) return [];
  if (root.depth === depth) return [root];
  return root.children.flatMap((child) => nodesAt(child, depth));
}

function add(parent: TreeNode, policy: string, expected: Iterable<string> = [policy]): void {
  parent.children.push({
    depth: parent.depth + 1,
    policy,
    expected: new Set(expected),
    parent,
    children: [],
  });
}

/** Deletes nodes above `depth` without children; answers with the tree, undefined for NULL. */
function prune(root: TreeNode | undefined, depth: number): TreeNode | undefined {
  if (root === undefined || root.depth === depth) return root;
  root.children = root.children.filter((child) => prune(child, depth) !== undefined);
  return root.children.length === 0 ? undefined : root;
}

/** Certificates from the one below the anchor to the target; what comes out of RFC 5280 6.1. */
export function processTree(
  path: readonly PolicyCertificate[],
  inputs: TreeInputs,
): { readonly valid: boolean; readonly policies: readonly string[] } {
  const state = new TreeState(path.length, inputs);
  for (const [index, certificate] of path.entries()) {
    state.assert(certificate, index + 1);
    if (state.isRefused()) return { valid: false, policies: [] };
    if (index + 1 === path.length) state.end(certificate);
    else if ((certificate.mappings ?? []).some((pair) => pair.includes(ANY))) {
      return { valid: false, policies: [] };
    } else state.prepareNext(certificate, index + 1);
  }
  const policies = wrapUp(state.root, path.length, inputs.initialPolicySet);
  return { valid: state.explicit > 0 || policies.length > 0, policies };
}

class TreeState {
  root: TreeNode | undefined = {
    depth: 0,
    policy: ANY,
    expected: new Set([ANY]),
    parent: undefined,
    children: [],
  };
  explicit: number;
  #mapping: number;
  #inhibitAny: number;
  readonly #n: number;

  constructor(n: number, inputs: TreeInputs) {
    this.#n = n;
    this.explicit = inputs.requireExplicitPolicy === true ? 0 : n + 1;
    this.#mapping = inputs.inhibitPolicyMapping === true ? 0 : n + 1;
    this.#inhibitAny = inputs.inhibitAnyPolicy === true ? 0 : n + 1;
  }

  /** 6.1.3 (f). */
  isRefused(): boolean {
    return this.explicit === 0 && this.root === undefined;
  }

  /** 6.1.3 (d) and (e). */
  assert({ policies, selfIssued }: PolicyCertificate, i: number): void {
    if (policies === undefined) this.root = undefined;
    if (policies === undefined || this.root === undefined) return;
    const above = nodesAt(this.root, i - 1);
    for (const policy of policies.filter((p) => p !== ANY)) {
      const matching = above.filter((node) => node.expected.has(policy));
      const parents = matching.length > 0 ? matching : above.filter((node) => node.policy === ANY);
      for (const node of parents) add(node, policy);
    }
    if (policies.includes(ANY) && (this.#inhibitAny > 0 || (i < this.#n && selfIssued))) {
      for (const node of above) {
        const missing = [...node.expected].filter((p) => !node.children.some((child) => child.policy === p));
        for (const policy of missing) add(node, policy);
      }
    }
    this.root = prune(this.root, i);
  }

  /** 6.1.4 (b), (h) to (j). */
  prepareNext(certificate: PolicyCertificate, i: number): void {
    const mappings = certificate.mappings ?? [];
    for (const from of new Set(mappings.map(([issuer]) => issuer))) {
      const to = mappings.filter(([issuer]) => issuer === from).map(([, subject]) => subject);
      if (this.#mapping > 0) this.#map(from, to, i);
      else this.#drop(from, i);
    }
    if (!certificate.selfIssued) {
      this.explicit = Math.max(0, this.explicit - 1);
      this.#mapping = Math.max(0, this.#mapping - 1);
      this.#inhibitAny = Math.max(0, this.#inhibitAny - 1);
    }
    this.explicit = Math.min(this.explicit, certificate.requireExplicitPolicy ?? this.explicit);
    this.#mapping = Math.min(this.#mapping, certificate.inhibitPolicyMapping ?? this.#mapping);
    this.#inhibitAny = Math.min(this.#inhibitAny, certificate.inhibitAnyPolicy ?? this.#inhibitAny);
  }

  /** 6.1.5 (a) and (b). */
  end(certificate: PolicyCertificate): void {
    this.explicit = certificate.requireExplicitPolicy === 0 ? 0 : Math.max(0, this.explicit - 1);
  }

  #map(from: string, to: readonly string[], i: number): void {
    const own = nodesAt(this.root, i).filter((node) => node.policy === from);
    for (const node of own) node.expected = new Set(to);
    const any = nodesAt(this.root, i).find((node) => node.policy === ANY);
    if (own.length === 0 && any !== undefined) add(any.parent!, from, to);
  }

  #drop(from: string, i: number): void {
    for (const node of nodesAt(this.root, i).filter((own) => own.policy === from)) {
      node.parent!.children = node.parent!.children.filter((child) => child !== node);
    }
    this.root = prune(this.root, i);
  }
}

function wrapUp(root: TreeNode | undefined, n: number, asked: readonly string[] | undefined): string[] {
  if (root === undefined) return [];
  const set = new Set<string>();
  for (let depth = 1; depth <= n; depth++) {
    for (const node of nodesAt(root, depth)) {
      if (node.parent!.policy === ANY && node.policy !== ANY) set.add(node.policy);
    }
  }
  const any = nodesAt(root, n).some((node) => node.policy === ANY);
  if (asked === undefined || asked.includes(ANY)) return [...set, ...(any ? [ANY] : [])].sort();
  return [...new Set(asked)].filter((policy) => any || set.has(policy)).sort();
}
