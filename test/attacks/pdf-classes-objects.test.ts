// Classes of attack on signed PDFs, each beside its legitimate twin: what an attacker does must never pass, what an
// honest holder does in the same place must.
import { PdfDict, type PdfRef } from '../../src/formats/pdf/index.ts';
import { fromLatin1, latin1 } from '../../src/foundation/core/index.ts';
import {
  AGREED,
  type AttackClass,
  addField,
  again,
  attackEach,
  compressed,
  content,
  edit,
  fill,
  raw,
  ref,
  sign,
  stream,
  text,
} from '../support/pdf-attacks.ts';
import { name, OBJ } from '../support/pdf-history.ts';
import { append } from '../support/raw-revision.ts';
import { lastXref } from '../unit/pdf/build-pdf.ts';

const CLASSES: Readonly<Record<string, AttackClass>> = {
  'fields duplicated, renamed, re-parented': {
    base: 'signed',
    attacks: {
      'a copy under its name': edit((e) => addField({ T: text('signHere'), V: e.dict(14).get('V') })(e)),
      'a copy under another name': edit((e) => addField({ T: text('x'), V: e.dict(14).get('V') })(e)),
      renamed: edit(({ change }) => change(OBJ.signHere, { T: text('notary') })),
      're-parented': edit(({ change }) => change(OBJ.signHere, { Parent: ref(OBJ.buyer) })),
      'its parent renamed': edit(({ change }) => change(OBJ.buyer, { T: text('seller') })),
    },
    twins: { 'a field of its own': edit(addField({})), 'a signature in it': (file) => sign(file) },
  },
  'the signature dictionary changed later': {
    base: 'signed',
    attacks: {
      'another reason': edit(({ dict, change }) =>
        change((dict(OBJ.signHere).get('V') as PdfRef).num, { Reason: text('other') }),
      ),
      freed: (file) => {
        const num = Number(
          /\/V (\d+) 0 R/.exec(latin1(file).slice(latin1(file).lastIndexOf('/T (signHere)')))![1],
        );
        return append(file, { entries: [[num, 'free', 1]] });
      },
    },
    twins: { 'left alone': sign },
  },
  'colliding ranges': {
    base: 'signed',
    attacks: {
      'a second dictionary over the same bytes': (file) => {
        const dict = /<< \/Type \/Sig .*>>/.exec(latin1(file))![0];
        return append(file, {
          bodies: {
            10: '<< /Fields [11 0 R 13 0 R 14 0 R 27 0 R 32 0 R 56 0 R] /SigFlags 3 >>',
            55: dict,
            56: '<< /FT /Sig /T (Other) /V 55 0 R /Rect [0 0 0 0] /Type /Annot /Subtype /Widget >>',
          },
        });
      },
    },
    twins: { 'one inside of the next': sign },
  },
  'a signature that no form declares': {
    base: 'signed',
    attacks: { 'the form unhooked': (file) => raw(file, /\/AcroForm 10 0 R/g, '/AcroFork 10 0 R') },
    twins: { 'a signature of the form': sign },
  },
  'fonts, images, colours, functions replaced': {
    base: 'signed',
    attacks: {
      'a font': edit(({ change }) => change(OBJ.font, { BaseFont: name('Symbol') })),
      'an image': edit(({ dict, set }) => set(OBJ.image, { dict: dict(OBJ.image), data: fromLatin1('y') })),
      'a colour space': edit(({ set }) => set(OBJ.colorSpace, name('DeviceGray'))),
      'a function': edit(({ change }) => change(OBJ.tint, { C1: [0, 0, 0, 0] })),
      'a graphics state': edit(({ change }) => change(OBJ.graphics, { CA: 0 })),
    },
    twins: {
      'as they were': again(OBJ.font),
      'a font more for the form': edit(({ add, change, dict }) => {
        const font = add(
          PdfDict.of({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Courier') }),
        );
        const Font = (dict(OBJ.form).get('DR') as PdfDict).get('Font') as PdfDict;
        change(OBJ.form, { DR: PdfDict.of({ Font: Font.with({ Cour: font }) }) });
      }),
    },
  },
  'optional content switched': {
    base: 'signed',
    attacks: {
      'layers shown': edit(({ change }) => change(OBJ.layers, { D: PdfDict.of({ ON: [ref(OBJ.layer)] }) })),
      'a layer renamed': edit(({ change }) => change(OBJ.layer, { Name: text('x') })),
      'a field put into a layer': edit(({ change }) => change(OBJ.agreed, { OC: ref(OBJ.layer) })),
    },
    twins: { 'as it was': again(OBJ.layers) },
  },
  'actions and JavaScript': {
    base: 'signed',
    attacks: {
      'on opening': edit(({ change }) => change(OBJ.catalog, { OpenAction: ref(OBJ.script) })),
      'of the document': edit(({ change }) =>
        change(OBJ.catalog, { AA: PdfDict.of({ WC: ref(OBJ.script) }) }),
      ),
      'of a page': edit(({ change }) => change(OBJ.page1, { AA: PdfDict.of({ O: ref(OBJ.script) }) })),
      'of a field': edit(({ change }) => change(OBJ.agreed, { A: ref(OBJ.script) })),
      'a script replaced': edit(({ change }) => change(OBJ.script, { JS: text('2') })),
    },
    twins: { 'a field with a script filled': fill },
  },
  XFA: {
    base: 'signed',
    attacks: {
      replaced: edit(({ set }) => set(OBJ.xfa, content('<xdp>9</xdp>'))),
      removed: edit(({ change }) => change(OBJ.form, { XFA: undefined })),
    },
    twins: { 'as it was, and a field filled': fill },
  },
  'names, labels, outlines, boxes': {
    base: 'signed',
    attacks: {
      'names replaced': edit(({ change }) => change(OBJ.names, { Dests: PdfDict.of({ Names: [] }) })),
      'labels replaced': edit(({ change }) => change(OBJ.labels, { Nums: [] })),
      'outlines replaced': edit(({ change }) => change(OBJ.outlines, { Count: 1 })),
      'a crop box': edit(({ change }) => change(OBJ.page1, { CropBox: [0, 0, 9, 9] })),
      'a media box of all pages': edit(({ change }) => change(OBJ.pages, { MediaBox: [0, 0, 9, 9] })),
      turned: edit(({ change }) => change(OBJ.page2, { Rotate: 180 })),
    },
    twins: {
      'the date of the document': edit(({ change }) => change(OBJ.info, { ModDate: text('D:2027') })),
    },
  },
  'a hybrid file that two readers see differently': {
    base: 'signed',
    attacks: {
      'a table that says otherwise': (file) => {
        const both = compressed(file, { 13: AGREED }, [13]);
        const at = lastXref(both);
        const own =
          latin1(both).slice(0, file.length) +
          latin1(both).slice(file.length, latin1(both).lastIndexOf('startxref'));
        const old = latin1(file).lastIndexOf('13 0 obj');
        const table = `xref\n13 1\n${String(old).padStart(10, '0')} 00000 n \ntrailer\n<< /Size 60 /Root 1 0 R /Info 25 0 R /Prev ${lastXref(file)} /XRefStm ${at} >>\nstartxref\n${own.length}\n%%EOF\n`;
        return fromLatin1(own + table);
      },
    },
    twins: { 'a cross-reference stream alone': (file) => compressed(file, { 13: AGREED }, [13]) },
  },
  'objects redefined twice in one revision': {
    base: 'signed',
    attacks: {
      'a second definition in the bytes': (file) =>
        append(file, {
          bodies: { 13: AGREED },
          between: `13 0 obj\n${AGREED.replace('On', 'No')}\nendobj\n`,
        }),
      'a definition that is not listed': (file) =>
        append(file, {
          bodies: { 13: AGREED },
          between: `5 0 obj\n${stream('BT (9 yuan) Tj ET')}\nendobj\n`,
        }),
      'one that is not listed in an object stream': (file) =>
        compressed(file, { 13: AGREED, 3: '<< /Type /Page /Parent 2 0 R /Contents 53 0 R >>' }, [13]),
      'a key given twice': (file) =>
        append(file, { bodies: { 13: AGREED.replace('/V /On', '/V /On /V /Off') } }),
    },
    twins: {
      'once each': (file) => append(file, { bodies: { 13: AGREED } }),
      'with comments between': (file) => append(file, { bodies: { 13: AGREED }, between: '% a comment\n\n' }),
      'in an object stream, all listed': (file) => compressed(file, { 13: AGREED, 57: '1' }, [13, 57]),
    },
  },
  'content revived out of free or unreferenced objects': {
    base: 'prepared',
    attacks: {
      'a dangling reference filled in': (file) =>
        append(file, { bodies: { 57: stream('BT (9 yuan) Tj ET') } }),
      'unused content used': edit(({ change }) => change(OBJ.page1, { Contents: ref(53) })),
      'an unused drawing used': edit(({ change }) =>
        change(OBJ.buyerName, { AP: PdfDict.of({ N: ref(26) }) }),
      ),
      'freed, then used again': async (file) => {
        const without = append(file, { entries: [[OBJ.unused, 'free', 1]] });
        return append(without, {
          bodies: { 26: stream('') },
          entries: [[OBJ.unused, latin1(file).indexOf('\n26 0 obj') + 1]],
        });
      },
    },
    twins: {
      'what nobody uses written again': again(53),
      'a number that was never used': (file) => append(file, { bodies: { 58: '(x)' } }),
    },
  },
};

attackEach(CLASSES);
