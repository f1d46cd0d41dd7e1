import { describe, expect, it } from 'vitest';
import {
  type FormField,
  type FormSchema,
  formFaults,
  formSchemaFaults,
  type JsonValue,
} from '../../../src/foundation/core/index.ts';

const schema = (...fields: readonly FormField[]): FormSchema => ({ id: 'F', version: '1', fields });
const faults = (form: JsonValue, ...fields: readonly FormField[]) =>
  formFaults(form, schema(...fields)).map(({ code, field }) => `${code} ${field}`.trim());

describe('a form against its schema', () => {
  it.each<readonly [string, FormField, readonly JsonValue[], readonly (readonly [JsonValue, string])[]]>([
    [
      'a required text of at most three characters',
      { key: 'a', type: 'text', required: true, minLength: 2, maxLength: 3 },
      ['甲乙', '𠮷甲乙'],
      [
        [' ', 'MISSING'],
        ['甲', 'LENGTH'],
        ['甲乙丙丁', 'LENGTH'],
        [1, 'TYPE'],
        [null, 'TYPE'],
        ['a\u0007b', 'PATTERN'],
        ['a\nb', 'PATTERN'],
        ['a\u202eb', 'PATTERN'],
      ],
    ],
    ['an optional text', { key: 'a', type: 'text', multiline: true }, ['', 'a\nb'], [['a\rb', 'PATTERN']]],
    [
      'an identity number',
      { key: 'a', type: 'text', pattern: 'resident-id' },
      ['11010519491231002X'],
      [
        ['110105194912310021', 'PATTERN'],
        ['11010519491231002x', 'PATTERN'],
      ],
    ],
    [
      'a social credit code',
      { key: 'a', type: 'text', pattern: 'uscc' },
      ['11330105002500287C'],
      [['11330105002500288C', 'PATTERN']],
    ],
    [
      'a mobile number',
      { key: 'a', type: 'text', pattern: 'mobile' },
      ['13800000000'],
      [['1380000000', 'PATTERN']],
    ],
    ['a region', { key: 'a', type: 'text', pattern: 'region-code' }, ['330106'], [['0330106', 'PATTERN']]],
    ['a postal code', { key: 'a', type: 'text', pattern: 'postal-code' }, ['010000'], [['31000', 'PATTERN']]],
    [
      'an address of mail',
      { key: 'a', type: 'text', pattern: 'email' },
      ['a@b.example'],
      [
        ['a@b', 'PATTERN'],
        [`${'a'.repeat(100_000)}@`, 'PATTERN'],
      ],
    ],
    [
      'a whole number',
      { key: 'a', type: 'integer', min: 1, max: 9 },
      [1, 9],
      [
        [0, 'RANGE'],
        [10, 'RANGE'],
        [1.5, 'TYPE'],
        ['1', 'TYPE'],
        [2 ** 53, 'TYPE'],
      ],
    ],
    ['a number', { key: 'a', type: 'number', max: 1 }, [0.5], [[1.5, 'RANGE']]],
    [
      'a date',
      { key: 'a', type: 'date', min: '2026-01-01', max: '2026-12-31' },
      ['2026-02-28'],
      [
        ['2026-02-29', 'TYPE'],
        ['2026-2-1', 'TYPE'],
        ['2025-12-31', 'RANGE'],
        ['2027-01-01', 'RANGE'],
      ],
    ],
    [
      'a code',
      { key: 'a', type: 'code', codes: [{ code: '1', name: '甲' }] },
      ['1'],
      [
        ['2', 'CODE'],
        [1, 'TYPE'],
        ['toString', 'CODE'],
      ],
    ],
    [
      'a declaration that must be made',
      { key: 'a', type: 'boolean', equals: true },
      [true],
      [
        [false, 'CODE'],
        ['true', 'TYPE'],
      ],
    ],
  ])('%s', (_what, field, good, bad) => {
    for (const value of good) expect(faults({ a: value }, field)).toEqual([]);
    for (const [value, code] of bad) expect(faults({ a: value }, field)).toEqual([`FORM_FIELD_${code} a`]);
  });

  it('tells every wrong field at once, with its place', () => {
    const member: FormField = {
      key: '成员',
      type: 'list',
      minItems: 1,
      maxItems: 2,
      fields: [{ key: '姓名', type: 'text', required: true }],
    };
    const address: FormField = {
      key: '地址',
      type: 'group',
      required: true,
      fields: [{ key: '街道', type: 'text', required: true, maxLength: 2 }],
    };
    expect(
      faults({ 成员: [{ 姓名: '甲' }, { 别的: 1 }], 地址: { 街道: '一二三' }, 多余: 1 }, member, address),
    ).toEqual([
      'FORM_FIELD_MISSING 成员[2].姓名',
      'FORM_FIELD_UNKNOWN 成员[2].别的',
      'FORM_FIELD_LENGTH 地址.街道',
      'FORM_FIELD_UNKNOWN 多余',
    ]);
    expect(faults({ 成员: [] }, member, address)).toEqual([
      'FORM_FIELD_ITEMS 成员',
      'FORM_FIELD_MISSING 地址',
    ]);
    expect(faults({ 成员: [{}, {}, {}], 地址: 1 }, member, address)).toEqual([
      'FORM_FIELD_ITEMS 成员',
      'FORM_FIELD_TYPE 地址',
    ]);
    expect(faults({ 成员: {} }, member)).toEqual(['FORM_FIELD_TYPE 成员']);
    expect(faults([], member)).toEqual(['FORM_FIELD_TYPE']);
  });

  it('is bounded, and takes no field from the prototype', () => {
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`x${i}`, 1]));
    expect(faults(many, { key: 'a', type: 'text' })).toHaveLength(500);
    expect(faults({}, { key: 'toString', type: 'text', required: true })).toEqual([
      'FORM_FIELD_MISSING toString',
    ]);
  });
});

describe('a form schema', () => {
  it('that is sound has no faults', () => {
    expect(
      formSchemaFaults(
        schema(
          { key: 'a', type: 'text', pattern: 'uscc', maxLength: 18 },
          { key: 'b', type: 'list', fields: [{ key: 'a', type: 'boolean' }] },
          { key: 'c', type: 'code', codes: [{ code: '1', name: '一' }] },
          { key: 'd', type: 'date' },
          { key: 'e', type: 'integer', min: 1 },
        ),
      ),
    ).toEqual([]);
  });

  it.each<readonly [string, FormField]>([
    ['a key twice', { key: 'x', type: 'text' }],
    ['no key', { key: ' ', type: 'text' }],
    ['no length', { key: 'a', type: 'text', minLength: 3, maxLength: 2 }],
    ['an unknown pattern', { key: 'a', type: 'text', pattern: 'toString' as 'uscc' }],
    ['no number', { key: 'a', type: 'number', min: 3, max: 2 }],
    ['no date', { key: 'a', type: 'date', min: '2026-02-01', max: '2026-01-01' }],
    ['no codes', { key: 'a', type: 'code', codes: [] }],
    [
      'a code twice',
      {
        key: 'a',
        type: 'code',
        codes: [
          { code: '1', name: '一' },
          { code: '1', name: '二' },
        ],
      },
    ],
    ['a group of nothing', { key: 'a', type: 'group', fields: [] }],
    ['no rows', { key: 'a', type: 'list', minItems: 2, maxItems: 1, fields: [{ key: 'b', type: 'text' }] }],
    ['an unknown type', { key: 'a', type: 'photo' } as unknown as FormField],
  ])('with %s is faulty', (_what, field) => {
    expect(formSchemaFaults(schema({ key: 'x', type: 'text' }, field))).toHaveLength(1);
  });

  it('nested without end is faulty', () => {
    let field: FormField = { key: 'a', type: 'text' };
    for (let i = 0; i < 20; i++) field = { key: 'a', type: 'group', fields: [field] };
    expect(formSchemaFaults(schema(field))).toHaveLength(1);
  });
});
