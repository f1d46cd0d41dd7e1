import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SignatureFacts } from '../../../src/foundation/validation/index.ts';
import { runs } from '../../support/property.ts';
import { day, judgeAll, signature, timestamp, world } from './world.ts';

/** Days at which tokens are made and files are judged, with ends of certificates between them. */
const YEARS = ['2026', '2027', '2028', '2029', '2030', '2031', '2032'].map((year) => day(`${year}-06-01`));

/** Signer 2026–2028, authorities 2026–2030 and 2029–2032, and one that nobody trusts. */
const AUTHORITIES = ['tsa', 'laterTsa', 'strangeTsa'] as const;
const ENDS = { tsa: day('2030-01-01'), laterTsa: day('2032-01-01'), strangeTsa: day('2040-01-01') };
const BEGINS = { tsa: day('2026-01-01'), laterTsa: day('2029-01-01'), strangeTsa: day('2026-01-01') };
const SIGNER_ENDS = day('2028-01-01');

type Authority = (typeof AUTHORITIES)[number];

/** A token in an arbitrary file: it covers the signature or not, and some of the tokens before it. */
interface Token {
  readonly authority: Authority;
  readonly year: number;
  readonly coversSignature: boolean;
  readonly coversTokens: readonly boolean[];
  readonly broken: boolean;
}

const token: fc.Arbitrary<Token> = fc.record({
  authority: fc.constantFrom(...AUTHORITIES),
  year: fc.nat(YEARS.length - 1),
  coversSignature: fc.boolean(),
  coversTokens: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  broken: fc.nat(5).map((n) => n === 0),
});

const pool = new Map<string, SignatureFacts>();

beforeAll(async () => {
  const w = await world();
  for (const authority of AUTHORITIES) {
    for (const [year, at] of YEARS.entries()) {
      if (at < BEGINS[authority] || at > ENDS[authority]) continue;
      const facts = await timestamp(w[authority], at, { kind: 'document-timestamp' });
      pool.set(`${authority} ${year}`, facts);
    }
  }
});

const timeOf = ({ year }: Token): Date => YEARS[year]!;

/** Which tokens a token covers, by number; only earlier ones of the file. */
const covered = ({ coversTokens }: Token, index: number): number[] =>
  coversTokens.flatMap((covers, i) => (covers && i < index ? [i] : []));

/** What the standard comes to where nothing is ever revoked: the slow way, from the definition. */
function model(tokens: readonly Token[], at: Date): 'passed' | 'open' | 'contradiction' {
  /** Times of good tokens over a token. */
  const proofs = (i: number): Date[] =>
    tokens.flatMap((outer, n) => (covered(outer, n).includes(i) && isGood(n) ? [timeOf(outer)] : []));
  const isGood = (i: number): boolean => {
    const { authority, broken } = tokens[i]!;
    if (broken || authority === 'strangeTsa' || timeOf(tokens[i]!) > at) return false;
    // Proved to be older than its authority: somebody's clock is wrong by years.
    if (proofs(i).some((time) => time < BEGINS[authority])) return false;
    return at <= ENDS[authority] || proofs(i).some((time) => time <= ENDS[authority]);
  };
  const stamping = tokens.flatMap(({ coversSignature }, i) => (coversSignature && isGood(i) ? [i] : []));
  if (stamping.some((i) => proofs(i).some((time) => time < timeOf(tokens[i]!)))) return 'contradiction';
  if (at <= SIGNER_ENDS) return 'passed';
  return stamping.some((i) => timeOf(tokens[i]!) <= SIGNER_ENDS) ? 'passed' : 'open';
}

function file(signer: SignatureFacts, tokens: readonly Token[]): SignatureFacts[] {
  const facts = tokens.map((one, i): SignatureFacts => {
    const signatures = [
      ...(one.coversSignature ? ['s'] : []),
      ...covered(one, i).map((inner) => `t${inner}`),
    ];
    return {
      ...pool.get(`${one.authority} ${one.year}`)!,
      id: `t${i}`,
      covers: { signatures, objects: [] },
      ...(one.broken ? { cryptography: 'broken' as const } : {}),
    };
  });
  return [signer, ...facts];
}

describe('any file with timestamps', () => {
  it('passes exactly where some chain of good proofs reaches back to the signer', async () => {
    const { signer } = await world();
    await fc.assert(
      fc.asyncProperty(fc.array(token, { maxLength: 4 }), fc.nat(YEARS.length - 1), async (drawn, year) => {
        const tokens = drawn.filter((one) => pool.has(`${one.authority} ${one.year}`));
        const at = YEARS[year]!;
        const { signatures } = await judgeAll(file(signature(signer), tokens), { at });
        const verdict = signatures[0]!.subIndication;
        const expected = model(tokens, at);
        const actual =
          verdict === null ? 'passed' : verdict === 'TIMESTAMP_ORDER_FAILURE' ? 'contradiction' : 'open';
        expect(actual, `${verdict} at ${at.toISOString()}`).toBe(expected);
      }),
      runs(300),
    );
  }, 60_000);
});
