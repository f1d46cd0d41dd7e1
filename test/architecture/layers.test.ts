import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** One forbidden import of each kind, in a file of its own, and the rule that must refuse it. */
const SEEDED: readonly { file: string; code: string; rule: string }[] = [
  {
    file: 'foundation/core/seed-upward.ts',
    code: "import '../x509/index.ts';",
    rule: 'layer-foundation-core',
  },
  {
    file: 'formats/pdf/seed-stranger.ts',
    code: "import '../zip/index.ts';",
    rule: 'layer-formats-pdf',
  },
  {
    file: 'formats/xml/seed-crypto.ts',
    code: "import '../../foundation/crypto/index.ts';",
    rule: 'layer-formats-xml',
  },
  {
    file: 'signatures/ses/seed-stranger.ts',
    code: "import '../pades/index.ts';",
    rule: 'layer-signatures-ses',
  },
  {
    file: 'verify/seed-product.ts',
    code: "import '../license/codes/index.ts';",
    rule: 'layer-verify',
  },
  {
    file: 'seal/seed-adapter.ts',
    code: "import '../adapters/files/index.ts';",
    rule: 'layer-seal',
  },
  {
    file: 'license/seed-testing.ts',
    code: "import '../testing/index.ts';",
    rule: 'layer-license',
  },
  {
    file: 'license/seed-runtime-verify.ts',
    code: "import { detectFormat } from '../verify/index.ts'; void detectFormat;",
    rule: 'types-only-license',
  },
  {
    file: 'verify/seed-door.ts',
    code: "import '../foundation/core/bytes.ts';",
    rule: 'door-foundation-core',
  },
  {
    file: 'license/seed-inner-door.ts',
    code: "import './cbor/decode.ts';",
    rule: 'door-license-cbor',
  },
  {
    file: 'foundation/core/seed-node.ts',
    code: "import 'node:fs';",
    rule: 'node-only-at-the-edge',
  },
  {
    file: 'foundation/core/seed-dev.ts',
    code: "import { parse } from 'asn1js'; void parse;",
    rule: 'no-dev-dependency',
  },
  {
    file: 'foundation/core/seed-unresolved.ts',
    code: "import '#nothing';",
    rule: 'resolved',
  },
  {
    file: 'sign/seed-entries.ts',
    code: "import '../entries/index.ts';",
    rule: 'nothing-imports-the-roots',
  },
  {
    file: 'foundation/core/seed-cycle-a.ts',
    code: "import { b } from './seed-cycle-b.ts'; export const a: unknown = () => b;",
    rule: 'no-cycles',
  },
  {
    file: 'foundation/core/seed-cycle-b.ts',
    code: "import type { a } from './seed-cycle-a.ts'; export const b: typeof a = 1;",
    // The other half of the cycle, by a type: reported once, from its first file.
    rule: '',
  },
  {
    file: 'utils/seed-unknown-room.ts',
    code: "import './other.ts';",
    rule: 'known-rooms',
  },
  { file: 'utils/other.ts', code: 'export const other = 1;', rule: '' },
];

const cruise = (folder: string): Promise<readonly Violation[]> =>
  new Promise((done, fail) => {
    const args = [
      join('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      ...['--config', 'tools/architecture/dependency-cruiser.mjs', '--output-type', 'json', 'src'],
    ];
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 28 }, (error, stdout) => {
      if (stdout === '') return fail(error ?? new Error('dependency-cruiser said nothing'));
      done(JSON.parse(stdout).summary.violations);
    });
  });

const described = (violations: readonly Violation[]): string[] =>
  violations.map((v) => `${v.rule.name}: ${v.from}`);

describe('the layer table', () => {
  it('holds for the house as it is', async () => {
    expect(described(await cruise('.'))).toEqual([]);
  }, 120_000);

  describe('in a copy with one forbidden import of each kind', () => {
    const copy = mkdtempSync(join(tmpdir(), 'yinxin-architecture-'));
    let violations: readonly Violation[] = [];

    beforeAll(async () => {
      for (const item of ['src', 'tools', 'examples', 'package.json', 'tsconfig.json']) {
        cpSync(item, join(copy, item), { recursive: true });
      }
      symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
      for (const { file, code } of SEEDED) {
        mkdirSync(dirname(join(copy, 'src', file)), { recursive: true });
        writeFileSync(join(copy, 'src', file), `${code}\nexport {};\n`);
      }
      violations = await cruise(copy);
    }, 120_000);
    afterAll(() => rmSync(copy, { recursive: true, force: true }));

    for (const { file, rule } of SEEDED.filter((seed) => seed.rule !== '')) {
      it(`refuses ${file} by ${rule}`, () => {
        expect(described(violations)).toContain(`${rule}: src/${file}`);
      });
    }

    it('refuses nothing else', () => {
      const seeds = new Set(SEEDED.map((seed) => `src/${seed.file}`));
      expect(described(violations.filter((v) => !seeds.has(v.from)))).toEqual([]);
    });
  });
});
