import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type FontChain, loadFontChain } from '../../formats/font/index.ts';
import type { Clock, Random } from '../../foundation/core/index.ts';
import {
  createTestPki,
  fixedClock,
  seededRandom,
  type TestAlgorithm,
  type TestPki,
} from '../../testing/index.ts';
import { SYSTEM_RANDOM } from '../home/home.ts';
import { writeInto } from '../pki/trust-folders.ts';

/** What every step of the demo works with. */
export interface Stage {
  readonly folder: string;
  readonly at: Date;
  readonly clock: Clock;
  readonly random: Random;
  readonly pki: TestPki;
  /** Keys of codes and status lists: those are ES256 or SM2, so RSA has a P-256 PKI beside it. */
  readonly codePki: TestPki;
  readonly font: FontChain;
  /** Writes a file of the demo and tells its name. */
  write(name: string, content: Uint8Array | string): Promise<void>;
}

/** Options of `yinxin demo`. */
export interface StageOptions {
  readonly folder: string;
  readonly at: Date;
  readonly algorithm: TestAlgorithm;
  /** The same seed and time give the same bytes; unset: random salts and serial numbers. */
  readonly seed: string | undefined;
}

/** Sets the stage: keys, time, randomness, font. */
export async function setStage(options: StageOptions): Promise<Stage> {
  const { folder, at, algorithm, seed } = options;
  const pki = await createTestPki({ algorithm, now: at });
  return {
    folder,
    at,
    clock: fixedClock(at),
    random: seed === undefined ? SYSTEM_RANDOM : seededRandom(seed),
    pki,
    codePki: algorithm === 'RSA' ? await createTestPki({ algorithm: 'P-256', now: at }) : pki,
    font: await demoFont(),
    write: (name, content) => writeInto(folder, name, content),
  };
}

/** The subset of an open font that comes with the package (`assets/fonts/OFL.txt`), beside dist/ and src/. */
export async function demoFont(): Promise<FontChain> {
  const name = 'assets/fonts/yinxin-demo-serif.ttf';
  for (const up of ['../', '../../../']) {
    const path = fileURLToPath(new URL(up + name, import.meta.url));
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined) return loadFontChain([new Uint8Array(bytes)]);
  }
  return loadFontChain([]);
}
