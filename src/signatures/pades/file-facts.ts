import { decodeDate } from '../../formats/pdf/index.ts';
import type { Check, Cryptography, NotChecked, ValidationData } from '../../foundation/core/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import type { SignatureContext } from './context.ts';
import type { Covered, Problem } from './coverage.ts';

/** Clause of the rules on signature dictionaries. */
const CLAUSE = 'ISO 32000-2 12.8; ETSI EN 319 142-1 5';

/** What only the file knows: its broken rules, later changes, the DSS, the claimed time of the dictionary. */
export function withFile(
  facts: SignatureFacts,
  context: SignatureContext,
  problems: readonly Problem[],
): SignatureFacts {
  const { covered, store } = context;
  if (facts.parent !== undefined) return { ...facts, ...withStore(facts, store) };
  const claimed = decodeDate(covered.signature.signingTime ?? '');
  const named = {
    code: 'FIELD',
    status: 'passed',
    detail: covered.signature.fieldName,
    clause: CLAUSE,
  } as const;
  return withProblems(
    {
      ...facts,
      ...withStore(facts, store),
      ...(facts.claimedTime === undefined && claimed !== undefined && facts.kind === 'signature'
        ? { claimedTime: claimed }
        : {}),
      ...(covered.changes.length === 0 ? {} : { changes: covered.changes }),
      hasValidationData: store.crls.length + store.ocspResponses.length > 0,
      ...(isGoodButFor(covered.demands, facts) ? { formatFailure: 'SIG_CONSTRAINTS_FAILURE' } : {}),
      checks: [named, ...facts.checks, ...covered.demands],
      notChecked: [...facts.notChecked, ...laterChanges(covered)],
    },
    problems,
  );
}

/** Demands that are not met leave a signature undecided; whatever fails it comes first. */
function isGoodButFor(demands: readonly Check[], facts: SignatureFacts): boolean {
  const fails =
    facts.formatFailure !== undefined ||
    facts.cryptography === 'broken' ||
    facts.modification === 'disallowed';
  return demands.length > 0 && !fails;
}

function withStore(
  facts: SignatureFacts,
  store: ValidationData,
): Pick<SignatureFacts, 'certificates' | 'crls' | 'ocspResponses'> {
  return {
    certificates: [...facts.certificates, ...store.certificates],
    crls: [...facts.crls, ...store.crls],
    ocspResponses: [...facts.ocspResponses, ...store.ocspResponses],
  };
}

/** Certificates and revocation data that stand in the signature itself, from facts that the DSS was added to. */
export function withoutStore(facts: SignatureFacts, store: ValidationData): Uint8Array[] {
  const own = (all: readonly Uint8Array[], added: readonly Uint8Array[]) =>
    all.slice(0, all.length - added.length);
  return [
    ...own(facts.certificates, store.certificates),
    ...own(facts.crls, store.crls),
    ...own(facts.ocspResponses, store.ocspResponses),
  ];
}

/** Broken rules as failed checks: the format itself then demands a failure. */
export function withProblems(facts: SignatureFacts, problems: readonly Problem[]): SignatureFacts {
  if (problems.length === 0) return facts;
  const checks = problems.map(
    ({ code, detail }): Check => ({ code, status: 'failed', detail, clause: CLAUSE }),
  );
  return { ...facts, formatFailure: 'FORMAT_FAILURE', checks: [...facts.checks, ...checks] };
}

function laterChanges({ unanalysed, signature }: Covered): NotChecked[] {
  if (unanalysed === undefined) return [];
  const detail = `whether anything was changed after "${signature.fieldName}" was signed is not analysed: ${unanalysed}`;
  return [{ code: 'PDF_LATER_CHANGES', detail }];
}

/** Facts of a signature whose value cannot be looked at. */
export function emptyFacts(
  context: SignatureContext,
  cryptography: Cryptography,
  ...notChecked: readonly NotChecked[]
): SignatureFacts {
  const { covered, id } = context;
  const timestamp = context.kind === 'ETSI.RFC3161';
  return {
    id,
    kind: timestamp ? 'document-timestamp' : 'signature',
    format: covered.signature.subFilter ?? 'PDF',
    cryptography,
    coverage: covered.coverage,
    modification: covered.modification,
    purpose: timestamp ? 'timestamps' : 'signers',
    certificates: [],
    crls: [],
    ocspResponses: [],
    checks: [],
    notChecked,
  };
}
