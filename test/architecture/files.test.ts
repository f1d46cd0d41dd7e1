import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const MAX_LINES = 400;

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.generated.ts'))
  .map((name) => ({ name, text: readFileSync(join('src', name), 'utf8') }));

/** Comments and strings may say "any"; types may not. */
const withoutText = (code: string): string =>
  code
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''");

const offenders = (test: (text: string) => boolean): string[] =>
  sources.filter(({ text }) => test(text)).map(({ name }) => name);

describe('files of src', () => {
  it('are found', () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  it(`are at most ${MAX_LINES} lines long`, () => {
    expect(offenders((text) => text.split('\n').length - 1 > MAX_LINES)).toEqual([]);
  });

  it('have no `any`, no default export, no `export *` and no ts-ignore', () => {
    expect(offenders((text) => /(?:[:<,|&]|\bas)\s*any\b(?!\s*[?.(=])/.test(withoutText(text)))).toEqual([]);
    expect(offenders((text) => /^export default/m.test(text))).toEqual([]);
    expect(offenders((text) => /^export \* /m.test(text))).toEqual([]);
    expect(offenders((text) => /@ts-(?:ignore|nocheck)/.test(text))).toEqual([]);
  });

  it('are named in kebab-case, by a noun that says something', () => {
    const bad = sources.filter(
      ({ name }) =>
        !/^[a-z0-9/.-]+$/.test(name) || /(?:^|[/-])(?:utils?|helpers?|common|manager)\b/.test(name),
    );
    expect(bad.map(({ name }) => name)).toEqual([]);
  });
});
