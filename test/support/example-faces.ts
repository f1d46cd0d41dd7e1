import { readFileSync } from 'node:fs';
import type { FaceTemplate } from '../../src/license/index.ts';

/** Names of the templates in examples/templates. */
export const EXAMPLE_FACES = ['business-license', 'food-business-permit', 'real-estate-certificate'] as const;

const LONG_TEXT =
  '许可项目：食品经营（依法应经批准的项目，经相关部门批准后方可开展经营活动）；技术服务、技术开发、技术转让。';
/** Fields that go on on further pages, by template. */
const LONG_FIELD = {
  'business-license': 'KZ_JYFW',
  'food-business-permit': 'KZ_JYXM',
  'real-estate-certificate': 'KZ_QLQTZK',
} as const;

/** A template with values; `long`: the longest plausible ones (a scope of 2,000 characters, a name of 80). */
export function exampleFace(
  name: (typeof EXAMPLE_FACES)[number],
  { long = false }: { readonly long?: boolean } = {},
): { readonly template: FaceTemplate; readonly fields: Readonly<Record<string, string>> } {
  const template = read(name) as FaceTemplate;
  const fields = (read('values') as Record<string, Record<string, string>>)[name]!;
  if (!long) return { template, fields };
  const company = `示例市${'山水人家餐饮管理服务'.repeat(8)}`.slice(0, 76);
  return {
    template,
    fields: {
      ...fields,
      CZZT: `${company}有限公司`,
      [LONG_FIELD[name]]: LONG_TEXT.repeat(40).slice(0, 2000),
    },
  };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../examples/templates/${name}.json`, import.meta.url), 'utf8'));
}
