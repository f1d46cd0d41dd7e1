import { describe, expect, it } from 'vitest';
import { PdfDict, PdfRef } from '../../../../src/formats/pdf/index.ts';
import { fromLatin1, utf8 } from '../../../../src/foundation/core/index.ts';
import { contract, name, OBJ, outcome, sign, update } from '../../../support/pdf-history.ts';

/** Runs within a time that a machine under load keeps, and a quadratic walk does not. */
async function quickly<T>(step: () => Promise<T>): Promise<T> {
  const start = process.cpuUsage();
  const result = await step();
  const { user } = process.cpuUsage(start);
  expect(user / 1000).toBeLessThan(10_000);
  return result;
}

describe('hostile later revisions', () => {
  it('with a field tree as deep as the file is long are not compared', async () => {
    const depth = 5_000;
    const nodes = Object.fromEntries(
      Array.from({ length: depth }, (_, i) => [100 + i, `<< /T (n${i}) /FT /Tx /Kids [${101 + i} 0 R] >>`]),
    );
    const file = contract({ ...nodes, [100 + depth]: '<< /T (leaf) >>' });
    const signed = await sign(file);
    const deep = await update(signed, ({ change }) => change(OBJ.form, { Fields: [new PdfRef(100)] }));
    const found = await quickly(async () => outcome(deep).catch(() => undefined));
    expect([undefined, 'disallowed', 'not-checked']).toContain(found?.modification);
  });

  it('with metadata that inflates without end cost a bounded time', async () => {
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/">${' '.repeat(2_000_000)}</x:xmpmeta>`;
    const data = utf8(xmp);
    let file = await sign(contract());
    for (let i = 0; i < 40; i++) {
      file = await update(file, ({ add, change }) => {
        const dict = PdfDict.of({ Type: name('Metadata'), Subtype: name('XML') });
        change(OBJ.catalog, { Metadata: add({ dict, data: i % 2 === 0 ? data : data.slice(1) }) });
      });
    }
    const { modification, codes } = await quickly(() => outcome(file));
    expect(modification).toBe('disallowed');
    expect(codes).toContain('METADATA');
  }, 60_000);

  it('with thousands of forbidden changes name some of them', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, i) => [100 + i, `<< /Type /Font /Next ${101 + i} 0 R >>`]),
    );
    const file = await sign(contract({ ...many, 8: '<< /Type /Font /First 100 0 R >>' }));
    const changed = await update(file, ({ set }) => {
      for (let i = 0; i < 3_000; i++) set(100 + i, PdfDict.of({ Type: name('Font') }));
    });
    const { modification, changes } = await quickly(() => outcome(changed));
    expect(modification).toBe('disallowed');
    expect(changes.length).toBeLessThanOrEqual(100);
  });

  it('with streams inside of streams are not compared without end', async () => {
    const inner = (num: number, data: string): string =>
      `${num} 0 obj\n<< /Length ${data.length} >>\nstream\n${data}\nendstream\nendobj\n`;
    let nested = 'x'.repeat(20_000);
    for (let num = 160; num > 100; num--) nested = inner(num, nested);
    const flat = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [101 + i, '<< /Length 1 >>\nstream\nx\nendstream']),
    );
    const signed = await sign(contract(flat));
    const bytes = `${nested}`;
    const at = signed.length;
    let table = 'xref\n';
    for (let num = 101; num <= 160; num++) {
      table += `${num} 1\n${String(at + bytes.indexOf(`${num} 0 obj`)).padStart(10, '0')} 00000 n \n`;
    }
    const old = Buffer.from(signed).lastIndexOf('startxref');
    const prev = /\d+/.exec(Buffer.from(signed.subarray(old)).toString('latin1'))![0];
    const tail = `${table}trailer\n<< /Size 400 /Root 1 0 R /Info 25 0 R /Prev ${prev} >>\nstartxref\n${at + bytes.length}\n%%EOF\n`;
    const file = Buffer.concat([signed, fromLatin1(bytes + tail)]);
    const { modification } = await quickly(() => outcome(new Uint8Array(file)));
    expect(['disallowed', 'not-checked']).toContain(modification);
  });
});
