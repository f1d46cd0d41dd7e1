import { type SignedData, singleValue } from '../../foundation/cms/index.ts';
import { type Check, isYinxinError } from '../../foundation/core/index.ts';
import type { SealFacts, SignatureFacts } from '../../foundation/validation/index.ts';
import { ID_AA_ELECTRONIC_SEAL, parseSeal, sealFacts } from '../ses/index.ts';

const CLAUSE = 'GB/T 38540-2020 6.1';

/**
 * A signature that carries a seal as signed attribute is a seal (电子签章): its facts gain the seal's. An attribute
 * that is no readable seal, or comes twice, makes the signature malformed. The picture on the page is not compared
 * with the seal's here, and the facts say so.
 */
export async function withSeal(
  facts: SignatureFacts,
  { signerInfos }: SignedData,
  placements: () => Promise<SealFacts['placements']>,
): Promise<SignatureFacts> {
  const value = singleValue(signerInfos[0]?.signedAttributes?.list ?? [], ID_AA_ELECTRONIC_SEAL);
  if (facts.kind !== 'signature' || value === 'absent') return facts;
  if (value === 'duplicate' || signerInfos.length !== 1)
    return malformed(facts, 'one seal belongs to one signature');
  try {
    const parsed = parseSeal(value.raw);
    const found = sealFacts(parsed, facts.signerCertificate, await placements());
    const formatFailure = facts.formatFailure ?? found.formatFailure;
    const detail = 'the picture on the page was not compared with the picture in the seal';
    return {
      ...facts,
      kind: 'seal',
      seal: found.facts,
      algorithms: [...(facts.algorithms ?? []), ...found.algorithms],
      ...(formatFailure === undefined ? {} : { formatFailure }),
      checks: [...facts.checks, ...found.checks],
      notChecked: [...facts.notChecked, { code: 'SEAL_APPEARANCE', detail }],
    };
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return malformed(facts, error.message);
  }
}

function malformed(facts: SignatureFacts, detail: string): SignatureFacts {
  const check: Check = { code: 'SEAL_STRUCTURE', status: 'failed', detail, clause: CLAUSE };
  return { ...facts, kind: 'seal', formatFailure: 'FORMAT_FAILURE', checks: [...facts.checks, check] };
}
