import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

type Target = string | { readonly types: string; readonly default: string };
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, Target>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const subpaths = Object.entries(manifest.exports).filter(([, target]) => typeof target === 'object');
const specifiers = subpaths.map(([path]) => manifest.name + path.slice(1));

const home = mkdtempSync(join(tmpdir(), 'yinxin-package-'));
const installed = join(home, 'node_modules', manifest.name);
const node = (code: string, ...flags: string[]): string =>
  execFileSync(process.execPath, [...flags, '--eval', code], { cwd: home, encoding: 'utf8' }).trim();

/** Packs and unpacks as npm would; the dependencies are those of this checkout, devDependencies are not there. */
beforeAll(() => {
  const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', home], {
    encoding: 'utf8',
  }).trim();
  execFileSync('tar', ['-xzf', join(home, packed.split('\n').at(-1) ?? ''), '-C', home]);
  mkdirSync(join(home, 'node_modules'), { recursive: true });
  cpSync(join(home, 'package'), installed, { recursive: true });
  for (const name of readdirSync('node_modules')) {
    if (name.startsWith('.') || name in manifest.devDependencies) continue;
    symlinkSync(join(process.cwd(), 'node_modules', name), join(home, 'node_modules', name));
  }
  writeFileSync(join(home, 'package.json'), '{"type":"module","private":true}');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the packed tarball', () => {
  it('holds every file that package.json names', () => {
    const named = Object.values(manifest.exports).flatMap((t) =>
      typeof t === 'string' ? [t] : Object.values(t),
    );
    expect(named.filter((path) => !existsSync(join(installed, path)))).toEqual([]);
    for (const path of [
      'dist/cli.js',
      'dist/platform-node.js',
      'dist/platform-default.js',
      'README.md',
      'LICENSE',
    ]) {
      expect(existsSync(join(installed, path)), path).toBe(true);
    }
  });

  it('holds no sources, no tests and no keys', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    expect(
      files.filter((f) => /^(?:src|test|tools|bench|examples)\//.test(f) || /\.(?:pem|p12|key)$/.test(f)),
    ).toEqual([]);
  });

  it('passes publint without an error or warning', async () => {
    const { publint } = await import('publint');
    const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });
    expect(messages.filter((m) => m.type !== 'suggestion')).toEqual([]);
  });

  it('gives every subpath to import and to require', () => {
    const code = `
      import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      for (const name of ${JSON.stringify(specifiers)}) {
        const a = Object.keys(await import(name)).sort().join(), b = Object.keys(require(name)).sort().join();
        if (a === '' || a !== b) throw new Error(name + ': ' + a + ' / ' + b);
      }
      console.log('same');`;
    expect(node(code, '--input-type=module', '--no-warnings')).toBe('same');
  });

  it('has one YinxinError class over all subpaths', () => {
    const code = `
      const classes = new Set(), names = ${JSON.stringify(specifiers)};
      let holders = 0;
      for (const name of names) {
        const { YinxinError } = await import(name);
        if (YinxinError) { classes.add(YinxinError); holders += 1; }
      }
      const { YinxinError } = await import('yinxin');
      const { sm2 } = await import('yinxin/crypto');
      let thrown; try { sm2.sign(new Uint8Array(1), new Uint8Array(1)); } catch (error) { thrown = error; }
      console.log(JSON.stringify([classes.size, holders >= 1, thrown instanceof YinxinError]));`;
    expect(JSON.parse(node(code, '--input-type=module', '--no-warnings'))).toEqual([1, true, true]);
  });

  it('runs nothing on import that takes long or writes', () => {
    const code = `
      const before = process._getActiveHandles().length;
      await import('yinxin');
      console.log(process._getActiveHandles().length - before);`;
    expect(node(code, '--input-type=module', '--no-warnings')).toBe('0');
  });

  it('has a command that tells its version', () => {
    const cli = join(installed, 'dist', 'cli.js');
    expect(readFileSync(cli, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true);
    expect(execFileSync(process.execPath, [cli, '--version'], { encoding: 'utf8' }).trim()).toBe(
      manifest.version,
    );
  });
});

describe('the published declarations', () => {
  const declarations = (): { name: string; text: string }[] =>
    readdirSync(join(installed, 'dist/types'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.d.ts'))
      .map((name) => ({ name, text: readFileSync(join(installed, 'dist/types', name), 'utf8') }));

  it('name only packages that are installed with this one, and no platform build', () => {
    const packageOf = (module: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module;
    const foreign = declarations().flatMap(({ name, text }) =>
      [...text.matchAll(/(?:from |import\()['"]([^.'"][^'"]*)['"]/g)]
        .filter(([, module = '']) => !(packageOf(module) in manifest.dependencies))
        .map(([, module]) => `${name}: ${module}`),
    );
    expect(foreign).toEqual([]);
  });

  it('compile for a strict user, in both kinds of module resolution', () => {
    const use = specifiers.map((s, i) => `import * as m${i} from '${s}';\nvoid m${i};`).join('\n');
    writeFileSync(join(home, 'use.ts'), `${use}\n`);
    const options = [
      '--noEmit',
      '--strict',
      '--target',
      'es2022',
      '--lib',
      'es2022,dom',
      '--skipLibCheck',
      'false',
    ];
    const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
    for (const [module, resolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ] as const) {
      const args = [...options, '--module', module, '--moduleResolution', resolution];
      writeFileSync(
        join(home, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: { types: [] }, files: ['use.ts'] }),
      );
      const { stdout } = spawnSync(process.execPath, [join(process.cwd(), tsc), '-p', home, ...args], {
        encoding: 'utf8',
      });
      // Errors inside declarations of other packages are theirs: fontkit's name `fs` without asking for its types.
      const own = stdout.split('\n').filter((line) => /^(?:use\.ts|.*node_modules\/yinxin\/)/.test(line));
      expect(own).toEqual([]);
      expect(stdout).not.toMatch(/TS(?:5|6|18)\d{3}/);
    }
  });
});
