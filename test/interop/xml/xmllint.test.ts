import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseXml, writeXml, xmlNode } from '../../../src/formats/xml/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { tool } from '../../support/tools.ts';

describe.skipIf(tool('xmllint') === undefined)('xmllint', () => {
  const lint = (text: string): string =>
    execFileSync('xmllint', ['--noout', '-'], { input: text, encoding: 'utf8', stdio: 'pipe' });

  it('accepts what we write', () => {
    const text = writeXml(
      xmlNode('a:根', { 'xmlns:a': 'urn:x', 属性: '<&>"\'\t\n\r𠀀' }, [
        xmlNode('a:子', {}, [']]> & <汉字> \r\n']),
        xmlNode('空'),
      ]),
      { indent: false },
    );
    expect(lint(text)).toBe('');
  });

  it.each(['<a/>', '<a b="1" b="2"/>', '<a>&#1;</a>', '<a>]]></a>', '<a b=<>/>', '<a></b>', '<1/>'])(
    'agrees with our parser about %s',
    (text) => {
      const theirs = accepts(() => lint(text));
      expect(accepts(() => parseXml(utf8(text)))).toBe(theirs);
    },
  );
});

function accepts(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
