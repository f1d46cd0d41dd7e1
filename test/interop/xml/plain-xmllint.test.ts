import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteOffsets } from '../../../src/formats/xml/byte-offsets.ts';
import { parsePlainXml } from '../../../src/formats/xml/plain.ts';
import { DEFAULT_LIMITS, utf8 } from '../../../src/foundation/core/index.ts';
import { tool } from '../../support/tools.ts';

const SEED = `<?xml version="1.0" encoding="UTF-8"?>
<s:Signature xmlns:s="http://www.ofdspec.org/2016"><s:SignedInfo><s:Provider ProviderName='印' Version="1.0"/><s:References CheckMethod="1.2.156.10197.1.401"><s:Reference FileRef="/OFD.xml"><s:CheckValue>AA==</s:CheckValue></s:Reference></s:References></s:SignedInfo></s:Signature>`;
const PIECES = [
  ...'<>/="\'&: \t\n!-]s',
  ...['</s:a>', '<s:a>', '<s:a/>', '<t:a/>', ' xmlns:t="urn:t"', ' a="b"', ' s="t"'],
];
const edited = fc
  .array(fc.record({ at: fc.nat(), cut: fc.nat({ max: 2 }), piece: fc.constantFrom('', ...PIECES) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((changes) =>
    changes.reduce((text, { at, cut, piece }) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + piece + text.slice(from + cut);
    }, SEED),
  );

describe.skipIf(tool('xmllint') === undefined)('XML of the plainest kind, and xmllint', () => {
  it('is accepted by xmllint whatever was done to it', () => {
    const read = fc
      .sample(edited, { numRuns: 4000, seed: 20261123 })
      .filter((text) => accepted(text))
      .slice(0, 400);
    expect(read.length).toBeGreaterThan(200);
    const folder = mkdtempSync(join(tmpdir(), 'yinxin-xml-'));
    try {
      const files = read.map((text, i) => {
        const file = join(folder, `${i}.xml`);
        writeFileSync(file, utf8(text));
        return file;
      });
      // Namespace errors are warnings of xmllint. That a name of a namespace should be a URI is checked by nobody else.
      const { status, stderr } = spawnSync('xmllint', ['--noout', ...files], { encoding: 'utf8' });
      const said = stderr
        .split('\n')
        .filter((line) => /error|warning/.test(line) && !/a valid URI$/.test(line));
      expect({ status, said }).toEqual({ status: 0, said: [] });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function accepted(text: string): boolean {
  return parsePlainXml(text, new ByteOffsets(text, utf8(text).length, 0), DEFAULT_LIMITS) !== undefined;
}
