import { ANY_POLICY, type PolicyMapping } from '../../../x509/index.ts';

/** A policy that holds for the path down to one depth (RFC 9618 5.1). */
interface PolicyNode {
  readonly policy: string;
  /** What a certificate one deeper may assert to satisfy it. */
  expected: ReadonlySet<string>;
  /** Nodes one depth above that it satisfies; none for the root. */
  readonly parents: readonly PolicyNode[];
}

/**
 * The valid_policy_graph of RFC 9618, which stands in the place of RFC 5280's tree: at each depth one node for each
 * policy, so that work and memory grow with the size of the certificates and not with the paths through the graph.
 *
 * Only the nodes of the last depth are held; those above hang on them as parents. Nodes without children need no
 * pruning: nobody reaches them from below, and no rule looks at another depth than the last.
 */
export class PolicyGraph {
  #last = new Map<string, PolicyNode>([
    [ANY_POLICY, { policy: ANY_POLICY, expected: new Set([ANY_POLICY]), parents: [] }],
  ]);

  /** NULL: no policy holds. */
  get isNull(): boolean {
    return this.#last.size === 0;
  }

  /** A certificate without policies (6.1.3 (e)). */
  clear(): void {
    this.#last = new Map();
  }

  /** A certificate with these policies (6.1.3 (d)); `anyPolicyCounts` where it may stand for the others. */
  descend(policies: ReadonlySet<string>, anyPolicyCounts: boolean): void {
    const above = this.#byExpected();
    const any = this.#last.get(ANY_POLICY);
    const next = new Map<string, PolicyNode>();
    for (const policy of policies) {
      if (policy === ANY_POLICY) continue;
      const parents = above.get(policy) ?? (any === undefined ? undefined : [any]);
      if (parents !== undefined) next.set(policy, node(policy, parents));
    }
    if (policies.has(ANY_POLICY) && anyPolicyCounts) {
      for (const [policy, parents] of above) {
        if (!next.has(policy)) next.set(policy, node(policy, parents));
      }
    }
    this.#last = next;
  }

  /** Policy mappings of a CA (6.1.4 (b)); where they are inhibited, a mapped policy holds no more. */
  map(mappings: readonly PolicyMapping[], allowed: boolean): void {
    const any = this.#last.get(ANY_POLICY);
    for (const [policy, expected] of grouped(mappings)) {
      const own = this.#last.get(policy);
      if (!allowed) this.#last.delete(policy);
      else if (own !== undefined) own.expected = expected;
      else if (any !== undefined) this.#last.set(policy, { policy, expected, parents: any.parents });
    }
  }

  /** The policies in the words of the anchor's domain (6.1.5 (g)(2) to (4)); anyPolicy where all hold. */
  authorityConstrained(): Set<string> {
    const out = new Set<string>();
    if (this.#last.has(ANY_POLICY)) out.add(ANY_POLICY);
    const seen = new Set<PolicyNode>(this.#last.values());
    // A Set is walked in the order of adding: what is added on the way is walked too.
    for (const { policy, parents } of seen) {
      const [parent] = parents;
      if (policy !== ANY_POLICY && parents.length === 1 && parent!.policy === ANY_POLICY) out.add(policy);
      for (const above of parents) seen.add(above);
    }
    return out;
  }

  #byExpected(): Map<string, PolicyNode[]> {
    const out = new Map<string, PolicyNode[]>();
    for (const own of this.#last.values()) {
      for (const policy of own.expected) {
        const list = out.get(policy);
        if (list === undefined) out.set(policy, [own]);
        else list.push(own);
      }
    }
    return out;
  }
}

function node(policy: string, parents: readonly PolicyNode[]): PolicyNode {
  return { policy, expected: new Set([policy]), parents };
}

function grouped(mappings: readonly PolicyMapping[]): Map<string, Set<string>> {
  const out = new Map<string, Set<string>>();
  for (const { issuerDomain, subjectDomain } of mappings) {
    const set = out.get(issuerDomain) ?? new Set<string>();
    out.set(issuerDomain, set.add(subjectDomain));
  }
  return out;
}
