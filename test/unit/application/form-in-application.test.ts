import { describe, expect, it } from 'vitest';
import { writeZip } from '../../../src/formats/zip/index.ts';
import { type FormSchema, utf8 } from '../../../src/foundation/core/index.ts';
import { documentKindOf, signApplication } from '../../../src/sign/application/index.ts';
import { testPki } from '../asic/fixtures.ts';
import { applicationInput, verify } from './fixtures.ts';
import { receiptReport, scene } from './scene.ts';

const schema: FormSchema = {
  id: 'F',
  version: '1',
  fields: [
    { key: '申请人', type: 'text', required: true },
    { key: '数量', type: 'integer', max: 3 },
  ],
};

describe('the form of an application', () => {
  it('is refused before anybody signs, with every fault in the error and no value', async () => {
    const pki = await testPki('P-256');
    const form = { 数量: 4, 秘密: '不可见的值' };
    const signing = signApplication(await applicationInput(pki, { form, formSchema: schema }));
    const error = await signing.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'APPLICATION_INVALID' });
    const { details } = error as { details: { faults: { field: string; code: string }[] } };
    expect(details.faults.map(({ field, code }) => [field, code])).toEqual([
      ['申请人', 'FORM_FIELD_MISSING'],
      ['数量', 'FORM_FIELD_RANGE'],
      ['秘密', 'FORM_FIELD_UNKNOWN'],
    ]);
    expect(JSON.stringify(details)).not.toContain('不可见的值');
  });

  it('is told fault by fault when it is verified; without a schema that is said', async () => {
    const pki = await testPki('P-256');
    const { file } = await signApplication(await applicationInput(pki, { form: { 数量: 4 } }));
    const report = await verify(pki, file, { formSchema: schema });
    expect([report.conclusion, report.reasons]).toEqual([
      'not-acceptable',
      ['FORM_FIELD_MISSING', 'FORM_FIELD_RANGE'],
    ]);
    expect((await verify(pki, file)).notChecked.map(({ code }) => code)).toContain('FORM_SCHEMA_ABSENT');
  });

  it('filled by another version of the schema is refused', async () => {
    const pki = await testPki('P-256');
    const { file } = await signApplication(await applicationInput(pki, { formSchema: schema }));
    expect((await verify(pki, file, { formSchema: schema })).conclusion).toBe('acceptable');
    const other = { ...schema, version: '2' };
    expect((await verify(pki, file, { formSchema: other })).reasons).toEqual(['APPLICATION_FORM_SCHEMA']);
  });
});

describe('documents of a history', () => {
  it('tell their kind, and a receipt that follows another document needs it', async () => {
    const pki = await testPki('P-256');
    const life = await scene(pki);
    for (const { kind, file } of life.documents) expect(await documentKindOf(file)).toBe(kind);
    const both = writeZip(
      ['application.json', 'supplement.json'].map((name) => ({ name, data: utf8('{}') })),
    );
    for (const none of [utf8('x'), utf8('PK'), new Uint8Array(0), both])
      expect(await documentKindOf(none)).toBeUndefined();
    const late = await receiptReport(pki, life.application, life.accepted.file);
    expect([late.conclusion, late.reasons]).toEqual(['undecided', ['RECEIPT_PREVIOUS']]);
  });
});
