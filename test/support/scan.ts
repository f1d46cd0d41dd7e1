import type { Random } from '../../src/foundation/core/index.ts';

/** A grey picture, rows from the top, one byte per pixel. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** How a camera or scanner sees a code. */
export interface Sight {
  /** Pixels per module: a module of 0.42 mm at 150 dpi has 2.48. */
  readonly scale: number;
  readonly degrees: number;
  /** Amplitude of noise in grey levels. */
  readonly noise: number;
}

/** Samples in each direction that a pixel averages. */
const SAMPLES = 3;
const QUIET_ZONE = 4;

/** A code as seen: turned about its middle, every pixel the mean of what falls on it, with noise. */
export function seen(
  modules: readonly (readonly boolean[])[],
  { scale, degrees, noise }: Sight,
  random: Random,
): GreyPicture {
  const count = modules.length + 2 * QUIET_ZONE;
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const side = Math.ceil(count * scale * (Math.abs(cos) + Math.abs(sin)));
  const data = new Uint8Array(side * side);
  const grain = random.bytes(side * side);
  const darkAt = (x: number, y: number): number => {
    const [dx, dy] = [x - side / 2, y - side / 2];
    const column = Math.floor((dx * cos + dy * sin) / scale + count / 2) - QUIET_ZONE;
    const row = Math.floor((dy * cos - dx * sin) / scale + count / 2) - QUIET_ZONE;
    return modules[row]?.[column] === true ? 1 : 0;
  };
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [i % side, Math.floor(i / side)];
    let dark = 0;
    for (let k = 0; k < SAMPLES * SAMPLES; k++) {
      dark += darkAt(x + ((k % SAMPLES) + 0.5) / SAMPLES, y + (Math.floor(k / SAMPLES) + 0.5) / SAMPLES);
    }
    const grey = 235 - (205 * dark) / (SAMPLES * SAMPLES) + ((grain[i]! - 128) / 128) * noise;
    data[i] = Math.max(0, Math.min(255, Math.round(grey)));
  }
  return { width: side, height: side, data };
}

/** As RGBA, for readers that want it. */
export function rgbaOf({ data, width, height }: GreyPicture): Uint8ClampedArray {
  const out = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [i, grey] of data.entries()) out.fill(grey, i * 4, i * 4 + 3);
  return out;
}

/** As a binary PGM file (Netpbm). */
export function pgmOf({ data, width, height }: GreyPicture): Uint8Array {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]);
}
