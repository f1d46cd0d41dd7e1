import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { inspectCommand } from '../../../src/cli/inspect/command.ts';
import { pdfAtRevision, readPdfRevisions } from '../../../src/entries/index.ts';
import { PdfString } from '../../../src/formats/pdf/index.ts';
import { concatBytes, fromLatin1 } from '../../../src/foundation/core/index.ts';
import { contract, OBJ, sign, update } from '../../support/pdf-history.ts';

const text = (value: string): PdfString => new PdfString(fromLatin1(value));
let states: Uint8Array[];

beforeAll(async () => {
  const first = contract();
  const signed = await sign(first);
  const filled = await update(signed, ({ change }) => change(OBJ.buyerName, { V: text('Wang') }));
  const stamped = await sign(filled, { type: 'DocTimeStamp' });
  const forged = await update(stamped, ({ set }) => set(OBJ.content1, text('x')));
  states = [first, signed, filled, stamped, forged];
});

describe('the revisions of a PDF', () => {
  it('are listed with their sizes, signatures and changes', async () => {
    const found = await readPdfRevisions(states.at(-1)!);
    expect(found.map(({ number, size }) => [number, size])).toEqual(states.map((s, i) => [i + 1, s.length]));
    expect(found.map(({ modification }) => modification)).toEqual([
      ...['none', 'form-fill', 'form-fill', 'ltv-update', 'disallowed'],
    ]);
    expect(found.map(({ signatures }) => signatures.map(({ field, kind }) => `${kind} ${field}`))).toEqual([
      [],
      ['signature Signature1'],
      [],
      ['document-timestamp Signature2'],
      [],
    ]);
    expect(found[2]!.changes).toEqual([{ code: 'FIELD_VALUE', detail: 'field "buyer.name": value changed' }]);
    expect(found[4]!.changes).toContainEqual({ code: 'PAGE_CONTENT', detail: 'page 1: content replaced' });
  });

  it('come out as they were, byte for byte', async () => {
    for (const [i, state] of states.entries()) {
      expect(await pdfAtRevision(states.at(-1)!, i + 1)).toEqual(state);
    }
  });

  it('are refused where there is none of that number', async () => {
    for (const number of [0, 6, 1.5, Number.NaN]) {
      await expect(pdfAtRevision(states[4]!, number)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    }
  });

  it('of a damaged file are not compared, and have no end', async () => {
    const damaged = concatBytes(states[2]!.subarray(0, -30), fromLatin1('startxref\n1\n%%EOF\n'));
    const [only, ...others] = await readPdfRevisions(damaged);
    expect([only!.size, others.length]).toEqual([undefined, 0]);
    await expect(pdfAtRevision(damaged, 1)).rejects.toMatchObject({ code: 'PDF_INVALID' });
  });
});

describe('yinxin inspect', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inspect-'));
  afterEach(() => vi.restoreAllMocks());

  async function run(...args: string[]): Promise<string> {
    let out = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      out += String(chunk);
      return true;
    });
    await inspectCommand().exitOverride().parseAsync(args, { from: 'user' });
    return out;
  }

  it('lists revisions for people and for programs, and takes one out', async () => {
    const file = join(folder, 'a.pdf');
    writeFileSync(file, states[4]!);
    expect(await run(file)).toContain('revision 5: ');
    const json = JSON.parse(await run(file, '--json')) as { schema: string; revisions: unknown[] };
    expect([json.schema, json.revisions.length]).toEqual(['yinxin.inspect/1', 5]);
    const out = join(folder, 'b.pdf');
    await run(file, '--revision', '2', '--out', out);
    expect(new Uint8Array(readFileSync(out))).toEqual(states[1]);
    await expect(run(file, '--revision', '2', '--out', out)).rejects.toMatchObject({ code: 'IO_FAILED' });
    await expect(run(file, '--out', join(folder, 'c.pdf'))).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
    await expect(run(file, '--revision', '2')).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    await expect(run(file, '--revision', '9', '--out', join(folder, 'c.pdf'))).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
    rmSync(folder, { recursive: true });
  });

  it('shows no control characters of the file', async () => {
    const named = mkdtempSync(join(tmpdir(), 'inspect-'));
    const file = join(named, 'a.pdf');
    writeFileSync(
      file,
      await sign(contract({ 32: '<< /T (a\\033[2Jb) /FT /Sig /Rect [0 0 0 0] >>' }), {
        field: 'a\u001b[2Jb',
      }),
    );
    const out = await run(file);
    expect(out).toContain('[2Jb');
    expect(out).not.toContain('\u001b');
    rmSync(named, { recursive: true });
  });
});
