import { ANY_POLICY, type Certificate, isSelfIssued } from '../../../x509/index.ts';
import type { Findings } from '../../findings.ts';
import type { PolicyInputs } from '../../path-report.ts';
import { labelOf } from '../certificate-label.ts';
import type { PathExtensions } from '../path-extensions.ts';
import { PolicyGraph } from './policy-graph.ts';

/** How many certificates may still follow before a rule sets in; 0: it is in force (RFC 5280 6.1.2 (d) to (f)). */
interface Counters {
  explicitPolicy: number;
  policyMapping: number;
  inhibitAnyPolicy: number;
}

const CLAUSE_NO_POLICY = 'RFC 5280 6.1.3 (f)';

/**
 * Certificate policies (RFC 5280 6.1 as updated by RFC 9618). Answers with the user-constrained policy set, empty
 * where no policy holds for the whole path; anyPolicy alone where every one does.
 *
 * The anchor is no part of the path: its policies and mappings are not looked at. That it requires a policy or
 * inhibits mapping or anyPolicy counts as if the caller had asked for it, after as many certificates as it says
 * (RFC 5937 3.2). A pinned certificate is its own path of one.
 */
export function checkPolicies(
  path: readonly Certificate[],
  extensions: readonly PathExtensions[],
  inputs: PolicyInputs,
  findings: Findings,
): readonly string[] {
  const length = Math.max(1, path.length - 1);
  const graph = new PolicyGraph();
  const counters = initialCounters(length, inputs);
  if (path.length > 1) constrain(counters, extensions[path.length - 1]!);
  for (let index = length - 1; index >= 0; index--) {
    const problem = descend(path, index, extensions[index]!, graph, counters);
    if (problem === undefined) continue;
    refuse(`${labelOf(path, index)}: ${problem.detail}`, problem.clause, findings);
    return [];
  }
  return wrapUp(graph, counters, inputs, findings);
}

interface Problem {
  readonly detail: string;
  readonly clause: string;
}

function initialCounters(length: number, inputs: PolicyInputs): Counters {
  const start = (inForce: boolean | undefined): number => (inForce === true ? 0 : length + 1);
  return {
    explicitPolicy: start(inputs.requireExplicitPolicy),
    policyMapping: start(inputs.inhibitPolicyMapping),
    inhibitAnyPolicy: start(inputs.inhibitAnyPolicy),
  };
}

/** One certificate of the path: 6.1.3 (d) to (f), then 6.1.4 (a), (b), (h) to (j), or 6.1.5 (a) and (b) for the last. */
function descend(
  path: readonly Certificate[],
  index: number,
  own: PathExtensions,
  graph: PolicyGraph,
  counters: Counters,
): Problem | undefined {
  const certificate = path[index]!;
  const selfIssued = isSelfIssued(certificate);
  const last = index === 0;
  if (own.policies === undefined) graph.clear();
  else graph.descend(own.policies.oids, counters.inhibitAnyPolicy > 0 || (!last && selfIssued));
  if (graph.isNull && counters.explicitPolicy === 0) {
    return { detail: 'a policy is required, and none holds down to here', clause: CLAUSE_NO_POLICY };
  }
  if (last) {
    counters.explicitPolicy = down(counters.explicitPolicy);
    if (own.policyConstraints?.requireExplicitPolicy === 0) counters.explicitPolicy = 0;
    return undefined;
  }
  const mappings = own.policyMappings ?? [];
  if (mappings.some((m) => m.issuerDomain === ANY_POLICY || m.subjectDomain === ANY_POLICY)) {
    return { detail: 'anyPolicy is mapped', clause: 'RFC 5280 6.1.4 (a)' };
  }
  graph.map(mappings, counters.policyMapping > 0);
  if (!selfIssued) {
    counters.explicitPolicy = down(counters.explicitPolicy);
    counters.policyMapping = down(counters.policyMapping);
    counters.inhibitAnyPolicy = down(counters.inhibitAnyPolicy);
  }
  constrain(counters, own);
  return undefined;
}

/** 6.1.4 (i) and (j). */
function constrain(counters: Counters, { policyConstraints, inhibitAnyPolicy }: PathExtensions): void {
  const lower = (now: number, asked: number | undefined): number => Math.min(now, asked ?? now);
  counters.explicitPolicy = lower(counters.explicitPolicy, policyConstraints?.requireExplicitPolicy);
  counters.policyMapping = lower(counters.policyMapping, policyConstraints?.inhibitPolicyMapping);
  counters.inhibitAnyPolicy = lower(counters.inhibitAnyPolicy, inhibitAnyPolicy);
}

/** 6.1.5 (g): what is left of the caller's set. */
function wrapUp(
  graph: PolicyGraph,
  counters: Counters,
  { initialPolicySet }: PolicyInputs,
  findings: Findings,
): readonly string[] {
  const authority = graph.authorityConstrained();
  const asked = initialPolicySet?.includes(ANY_POLICY) === true ? undefined : initialPolicySet;
  const set =
    asked === undefined
      ? [...authority]
      : asked.filter((policy) => authority.has(policy) || authority.has(ANY_POLICY));
  const policies = [...new Set(set)].sort();
  if (counters.explicitPolicy === 0) {
    if (policies.length === 0) {
      refuse(
        'a policy is required, and none of those asked for holds for the path',
        'RFC 9618 5.5',
        findings,
      );
    } else {
      const detail = `the path holds under ${policies.slice(0, 10).join(', ')}`;
      findings.passed('CERTIFICATE_POLICIES', detail, 'RFC 9618 5.5');
    }
  }
  return policies;
}

function refuse(detail: string, clause: string, findings: Findings): void {
  findings.refuse('untrusted', 'CHAIN_CONSTRAINTS_FAILURE', 'CERTIFICATE_POLICIES', detail, clause);
}

function down(counter: number): number {
  return Math.max(0, counter - 1);
}
