import type { AggregationChange, AggregationOperation } from '../../../../src/license/aggregate/index.ts';
import { change } from './feed.ts';

/** Numbers from 0 to 1, always the same for a seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many changes of so many licenses, each possible after the one before; every modify says which it is. */
export function story(count: number, licenses: number, seed: number): readonly AggregationChange[] {
  const next = numbers(seed);
  const steps = new Map<number, number>();
  const there = new Set<number>();
  return Array.from({ length: count }, () => {
    const i = Math.floor(next() * licenses);
    const step = steps.get(i) ?? 0;
    steps.set(i, step + 1);
    const operation: AggregationOperation = !there.has(i) ? 'add' : next() < 0.6 ? 'modify' : 'delete';
    if (operation === 'delete') there.delete(i);
    else there.add(i);
    return change(i, operation, step, { name: `示例 ${step}` });
  });
}

/** What stands in the catalog after a story: names by license. */
export function endOf(changes: readonly AggregationChange[]): Map<string, string | undefined> {
  const end = new Map<string, string | undefined>();
  for (const { license, operation, record } of changes) {
    if (operation === 'delete') end.delete(license);
    else end.set(license, record.certificate_name);
  }
  return end;
}

/** What a receiver's journal holds, in order, as `license step-of-its-own`. */
export function appliedIn(lines: readonly string[]): Map<string, (string | undefined)[]> {
  const applied = new Map<string, (string | undefined)[]>();
  for (const text of lines) {
    const { license, record } = JSON.parse(text) as {
      license: string;
      record?: { certificate_name: string };
    };
    applied.set(license, [...(applied.get(license) ?? []), record?.certificate_name]);
  }
  return applied;
}

/** The same of the story itself: each change once, in order. */
export function toldIn(changes: readonly AggregationChange[]): Map<string, (string | undefined)[]> {
  const told = new Map<string, (string | undefined)[]>();
  for (const { license, operation, record } of changes) {
    const name = operation === 'delete' ? undefined : record.certificate_name;
    told.set(license, [...(told.get(license) ?? []), name]);
  }
  return told;
}
