import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, fromLatin1, latin1, sourceFromBytes } from '../../../../src/foundation/core/index.ts';
import { inspectPdf } from '../../../../src/signatures/pades/index.ts';
import { contract, name, OBJ, outcome, sign, update } from '../../../support/pdf-history.ts';
import { append } from '../../../support/raw-revision.ts';
import { lastXref } from '../../pdf/build-pdf.ts';

const stream = (data: string): string => `<< /Length ${data.length} >>\nstream\n${data}\nendstream`;

const offsetOf = (file: Uint8Array, text: string): number => latin1(file).indexOf(text);

let signed: Uint8Array;
beforeAll(async () => {
  signed = await sign(contract());
});

async function found(file: Uint8Array): Promise<readonly string[]> {
  const { modification, codes } = await outcome(file);
  return [modification, ...codes];
}

describe('a cross-reference section of a later revision', () => {
  it('may write what it wrote before, and free what nobody needs', async () => {
    expect(await found(append(signed, { bodies: { 90: '1' }, size: 91 }))).toEqual(['ltv-update']);
    expect(await found(append(signed, { entries: [[OBJ.unused, 'free', 1]] }))).toEqual(['ltv-update']);
    const same = offsetOf(signed, `${OBJ.content1} 0 obj`);
    expect(await found(append(signed, { entries: [[OBJ.content1, same]] }))).toEqual(['ltv-update']);
  });

  it('may free the appearance of a field, as when it is emptied, and no content', async () => {
    expect(await found(append(signed, { entries: [[OBJ.appearance, 'free', 1]] }))).toEqual([
      'form-fill',
      'FIELD_APPEARANCE',
    ]);
    expect(await found(append(signed, { entries: [[OBJ.content1, 'free', 1]] }))).toEqual([
      'disallowed',
      'PAGE_CONTENT',
    ]);
  });

  it('may not lead to an object that was prepared in the signed bytes', async () => {
    const hidden = `${OBJ.content1} 0 obj\n${stream('BT (9 yuan) Tj ET')}\nendobj\n`;
    const prepared = await sign(contract({ [OBJ.unused]: stream(hidden) }));
    const file = append(prepared, {
      entries: [[OBJ.content1, offsetOf(prepared, hidden)]],
    });
    expect(await found(file)).toEqual(['disallowed', 'XREF_POINTS_BACK']);
  });

  it('may not give an object another generation', async () => {
    const file = append(signed, { bodies: { 5: stream('other') }, gens: { 5: 1 } });
    expect(await found(file)).toEqual(['disallowed', 'OBJECT_GENERATION']);
  });

  it('may not fill in an object that was referred to and did not exist', async () => {
    const dangling = await sign(contract({ 4: '<< /Type /Page /Parent 2 0 R /Contents [6 0 R 55 0 R] >>' }));
    const file = append(dangling, { bodies: { 55: stream('BT (9 yuan) Tj ET') } });
    expect(await found(file)).toEqual(['disallowed', 'OBJECT_REVIVED']);
  });

  it('may not fill in an annotation that did not exist', async () => {
    const dangling = await sign(contract({ 4: '<< /Type /Page /Parent 2 0 R /Annots [55 0 R] >>' }));
    const file = append(dangling, { bodies: { 55: '<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>' } });
    expect(await found(file)).toEqual(['disallowed', 'OBJECT_REVIVED']);
  });

  it('may not show, by a larger /Size, what the signed one hid', async () => {
    const hidden = append(contract(), { bodies: { 80: '1' }, size: 60 });
    const file = append(await sign(hidden), { bodies: { 90: '1' }, size: 100 });
    expect(await outcome(file)).toMatchObject({ modification: 'not-checked' });
  });

  it('may not lead to what is no object', async () => {
    const file = append(signed, { bodies: { 90: '1' }, entries: [[90, signed.length + 3]], size: 91 });
    expect(await found(file)).toEqual(['disallowed', 'OBJECT_UNREADABLE', 'REVISION_BYTES']);
  });

  it('may not give a key twice: readers disagree about it', async () => {
    const body = '<< /T (agreed) /FT /Btn /V /On /V /Off /AS /Off >>';
    expect(await found(append(signed, { bodies: { 90: body }, size: 91 }))).toEqual([
      'disallowed',
      'DUPLICATE_KEY',
    ]);
  });

  it('may not settle what readers disagreed about', async () => {
    const twice = contract({ 4: '<< /Type /Page /Parent 2 0 R /Contents 6 0 R /Contents 5 0 R >>' });
    const once = append(await sign(twice), {
      bodies: { 4: '<< /Type /Page /Parent 2 0 R /Contents 6 0 R >>' },
    });
    expect(await found(once)).toEqual(['disallowed', 'DUPLICATE_KEY']);
    const root = append(signed, { bodies: { 90: '1' }, size: 91, trailer: '/Root 26 0 R' });
    expect(await found(root)).toEqual(['disallowed', 'DUPLICATE_KEY']);
  });

  it('may not lead past a revision, nor forget the catalog', async () => {
    const filled = append(signed, { bodies: { 26: '1' } });
    const past = append(filled, { bodies: { 27: '2' }, prev: lastXref(signed) });
    expect((await found(past))[0]).toBe('disallowed');
    expect((await found(past)).slice(1)).toContain('REVISION_BYTES');
    expect(await found(append(signed, { bodies: { 90: '1' }, size: 91, root: '' }))).toEqual([
      'disallowed',
      'TRAILER',
    ]);
  });

  it('may not bring a trailer with more than it had', async () => {
    for (const trailer of ['/Foo 5 0 R', '/Foo 1']) {
      expect(await found(append(signed, { bodies: { 90: '1' }, size: 91, trailer }))).toEqual([
        'disallowed',
        'TRAILER',
      ]);
    }
    const encrypted = append(signed, { bodies: { 90: '1' }, size: 91, trailer: '/Encrypt << >>' });
    expect(await outcome(encrypted)).toMatchObject({ modification: 'not-checked' });
  });

  it('may not lead to another catalog', async () => {
    const file = append(signed, {
      bodies: { 90: '<< /Type /Catalog /Pages 2 0 R /AcroForm 10 0 R >>' },
      size: 91,
      root: '/Root 90 0 R',
    });
    expect(await found(file)).toEqual(['disallowed', 'TRAILER']);
  });
});

describe('bytes of a later revision', () => {
  const body =
    '<< /T (agreed) /FT /Btn /Type /Annot /Subtype /Widget /Rect [10 40 30 60] /P 3 0 R /V /On /AS /Off /AP << /N << /On 31 0 R >> >> /F 4 >>';

  it('are objects that are listed, comments and white space', async () => {
    expect(await found(append(signed, { bodies: { 13: body } }))).toEqual(['form-fill', 'FIELD_VALUE']);
    expect(await found(append(signed, { bodies: { 13: body }, between: '% a comment\n \n' }))).toEqual([
      'form-fill',
      'FIELD_VALUE',
    ]);
  });

  it('are no second definition of an object, and none that is not listed', async () => {
    const second = `13 0 obj\n${body.replace('/On /AS', '/Off /AS')}\nendobj\n`;
    for (const between of [second, second.replace('13', '99'), 'garbage\n', '%%EOF\n', 'startxref\n5\n']) {
      const [modification, ...codes] = await found(append(signed, { bodies: { 13: body }, between }));
      expect([between, modification]).toEqual([between, 'disallowed']);
      expect(codes).toContain('REVISION_BYTES');
    }
  });

  it('are no object inside of another', async () => {
    const inner = '91 0 obj\n1\nendobj\n';
    const outer = stream(inner);
    const start = signed.length + `90 0 obj\n${outer}`.indexOf(inner);
    const file = append(signed, {
      bodies: { 90: outer },
      entries: [
        [90, 'written'],
        [91, start],
      ],
      size: 92,
    });
    expect(await found(file)).toEqual(['disallowed', 'REVISION_BYTES']);
  });

  it('end with a startxref of their own', async () => {
    const prepared = `xref\n0 0\ntrailer\n<< /Size 60 /Root 50 0 R /Prev ${lastXref(contract())} >>\n`;
    const file = await sign(contract({ [OBJ.unused]: stream(prepared) }));
    const at = offsetOf(file, prepared);
    const led = concatBytes(file, fromLatin1(`startxref\n${at}\n%%EOF\n`));
    const facts = await inspectPdf(sourceFromBytes(led));
    for (const { modification, coverage } of facts.signatures) {
      expect([modification, coverage]).not.toEqual(['none', 'whole-file']);
      expect(['not-checked', 'disallowed']).toContain(modification);
    }
  });

  it('behind the last end are no revision', async () => {
    for (const tail of ['\n', ' ', '%x\n', '%%EOF\n', 'x']) {
      const { modification, unanalysed } = await outcome(concatBytes(signed, fromLatin1(tail)));
      expect([tail, modification]).toEqual([tail, 'not-checked']);
      expect(unanalysed).toBeDefined();
    }
    const filled = append(signed, { bodies: { 13: body } });
    expect((await outcome(concatBytes(filled, fromLatin1('x')))).modification).toBe('not-checked');
  });
});

describe('trees that are none', () => {
  it('of pages are not compared', async () => {
    const loop = await sign(contract({ 2: '<< /Type /Pages /Kids [3 0 R 4 0 R 2 0 R] /Count 2 >>' })).catch(
      () => undefined,
    );
    expect(
      loop === undefined || (await outcome(append(loop, { bodies: { 90: '1' }, size: 91 }))).modification,
    ).not.toBe('ltv-update');
  });

  it('of structure are not compared', async () => {
    const base = contract({
      22: '<< /Type /StructTreeRoot /K 40 0 R >>',
      40: '<< /S /P /K [41 0 R] >>',
      41: '<< /S /P /K [40 0 R] >>',
    });
    const file = append(await sign(base), { bodies: { 90: '1' }, size: 91 });
    expect(await outcome(file)).toMatchObject({ modification: 'not-checked' });
  });
});

describe('hybrid files', () => {
  /** A cross-reference stream that lists one object, written in front of the table that names it. */
  const hybrid = (file: Uint8Array, num: number, body: string, visible?: string): Uint8Array => {
    const at = file.length;
    const object = `${num} 0 obj\n${body}\nendobj\n`;
    const table = visible === undefined ? '' : `${num} 0 obj\n${visible}\nendobj\n`;
    const data = String.fromCharCode(1, at >> 16, (at >> 8) & 255, at & 255, 0, 0);
    const streamed = `95 0 obj\n<< /Type /XRef /W [1 3 2] /Index [${num} 1] /Size 96 /Length 6 >>\nstream\n${data}\nendstream\nendobj\n`;
    const tableAt = at + object.length;
    const streamAt = tableAt + table.length;
    const before = concatBytes(file, fromLatin1(object + table + streamed));
    const entry = `${num} 1\n${String(visible === undefined ? 0 : tableAt).padStart(10, '0')} 00000 ${visible === undefined ? 'f' : 'n'} \n`;
    const own = `95 1\n${String(streamAt).padStart(10, '0')} 00000 n \n`;
    const tail = `xref\n${entry}${own}trailer\n<< /Size 96 /Root 1 0 R /Info 25 0 R /Prev ${lastXref(file)} /XRefStm ${streamAt} >>\nstartxref\n${before.length}\n%%EOF\n`;
    return concatBytes(before, fromLatin1(tail));
  };
  const modificationOf = async (file: Uint8Array) => {
    const { signatures, checks } = await inspectPdf(sourceFromBytes(file));
    return [signatures[0]?.modification, ...checks.map(({ code }) => code)];
  };

  it('that hide the structure tree alone are signed and judged', async () => {
    const base = hybrid(contract(), OBJ.structure, '<< /Type /StructTreeRoot >>');
    expect((await modificationOf(await sign(base)))[0]).toBe('none');
  });

  it('that hide content, or show another, are neither', async () => {
    for (const visible of [undefined, stream('BT (9 yuan) Tj ET')]) {
      const base = hybrid(contract(), OBJ.content1, stream('BT (1 yuan) Tj ET'), visible);
      await expect(sign(base)).rejects.toMatchObject({ code: 'PDF_INVALID' });
    }
  });

  it('made so by a later update are disallowed', async () => {
    expect(await found(hybrid(signed, OBJ.buyerName, '(x)'))).toContain('HYBRID');
    const value = '<< /T (name) /Parent 11 0 R /V (Li) >>';
    const file = hybrid(signed, OBJ.buyerName, value, value.replace('Li', 'Wu'));
    expect((await found(file))[0]).toBe('disallowed');
  });
});

describe('object streams', () => {
  /** A file with cross-reference stream, in which the agreed field stands in an object stream. */
  function compressed(): Uint8Array {
    const plain = latin1(contract());
    const objects = plain.slice(0, plain.indexOf('xref\n'));
    const field =
      '<< /T (agreed) /FT /Btn /Type /Annot /Subtype /Widget /Rect [10 40 30 60] /P 3 0 R /V /Off /AS /Off /AP << /N << /On 31 0 R >> >> /F 4 >>';
    const holder = `40 0 obj\n<< /Type /ObjStm /N 1 /First 5 /Length ${field.length + 5} >>\nstream\n13 0 ${field}\nendstream\nendobj\n`;
    const text = objects + holder;
    const entries: number[][] = [[0, 0, 0]];
    for (let num = 1; num < 41; num++) {
      const at = text.indexOf(`\n${num} 0 obj\n`) + 1;
      entries.push(num === 13 ? [2, 40, 0] : at === 0 ? [0, 0, 0] : [1, at, 0]);
    }
    entries.push([1, text.length, 0]);
    const data = entries
      .map(([type, at, third]) => String.fromCharCode(type!, at! >> 16, (at! >> 8) & 255, at! & 255, third!))
      .join('');
    const xref = `41 0 obj\n<< /Type /XRef /W [1 3 1] /Size 42 /Root 1 0 R /Info 25 0 R /Length ${data.length} >>\nstream\n${data}\nendstream\nendobj\n`;
    return fromLatin1(`${text}${xref}startxref\n${text.length}\n%%EOF\n`);
  }

  it('hold fields that are filled outside of them', async () => {
    const file = await update(await sign(compressed()), ({ change }) =>
      change(OBJ.agreed, { V: name('On'), AS: name('On') }),
    );
    expect(await found(file)).toEqual(['form-fill', 'FIELD_VALUE']);
  });

  it('may not be written again, though no object of them is listed', async () => {
    const file = await update(await sign(compressed()), ({ dict, set }) => {
      const other = '13 0 << /T (agreed) /FT /Btn /V /On /AS /On >>';
      set(40, { dict: dict(40), data: fromLatin1(other) });
    });
    expect(await found(file)).toEqual(['disallowed', 'OBJECT_STREAM', 'REVISION_BYTES']);
  });
});
