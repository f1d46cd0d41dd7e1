import type { PathCommand } from '../../formats/font/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';

const TOKEN = /[MmLlHhVvCcSsQqTtZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/g;
/** Emblems have some thousands of steps. */
const MAX_LENGTH = 1024 * 1024;
const COUNTS: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, Z: 0 };

type Point = readonly [number, number];

/**
 * Path data of an SVG (`d`, SVG 2 9.3) as an outline; y upwards, as seals are drawn. All commands but elliptical arcs, which
 * drawing programs can turn into curves. ARGUMENT_INVALID.
 */
export function parseSvgPath(data: string): PathCommand[] {
  const rest = data.length > MAX_LENGTH ? '?' : data.replace(TOKEN, '').replace(/[\s,]+/g, '');
  if (rest !== '') invalid(/[Aa]/.test(rest) ? 'has elliptical arcs: turn them into curves' : 'is malformed');
  const tokens = data.match(TOKEN) ?? [];
  const pen = new Pen();
  let at = 0;
  let command = '';
  while (at < tokens.length) {
    if (/^[A-Za-z]$/.test(tokens[at]!)) command = tokens[at++]!;
    else if (command === '' || /^[Zz]$/.test(command)) invalid('is malformed');
    const count = COUNTS[command.toUpperCase()]!;
    const values = tokens.slice(at, at + count).map(Number);
    if (values.length !== count || values.some((value) => !Number.isFinite(value))) invalid('is malformed');
    at += count;
    pen.step(command, values);
    // Further points behind a move are lines.
    if (command === 'M') command = 'L';
    if (command === 'm') command = 'l';
  }
  if (pen.path[0]?.[0] !== 'M') invalid('does not begin with a move');
  return pen.path.map(flipped);
}

/** Follows the commands from point to point. */
class Pen {
  readonly path: PathCommand[] = [];
  #at: Point = [0, 0];
  #start: Point = [0, 0];
  /** The control point before, for the smooth commands. */
  #control: { readonly kind: 'C' | 'Q'; readonly point: Point } | undefined;

  step(command: string, values: readonly number[]): void {
    const kind = command.toUpperCase();
    const [ox, oy] = command === kind ? [0, 0] : this.#at;
    const point = (i: number): Point => [values[i]! + ox, values[i + 1]! + oy];
    switch (kind) {
      case 'M':
        this.#start = point(0);
        this.#to(['M', ...this.#start], this.#start);
        break;
      case 'L':
        this.#to(['L', ...point(0)], point(0));
        break;
      case 'H':
        this.#to(['L', values[0]! + ox, this.#at[1]], [values[0]! + ox, this.#at[1]]);
        break;
      case 'V':
        this.#to(['L', this.#at[0], values[0]! + oy], [this.#at[0], values[0]! + oy]);
        break;
      case 'C':
        this.#cubic(point(0), point(2), point(4));
        break;
      case 'S':
        this.#cubic(this.#mirrored('C'), point(0), point(2));
        break;
      case 'Q':
        this.#quadratic(point(0), point(2));
        break;
      case 'T':
        this.#quadratic(this.#mirrored('Q'), point(0));
        break;
      default:
        this.#to(['Z'], this.#start);
    }
  }

  #to(step: PathCommand, end: Point): void {
    this.path.push(step);
    this.#at = end;
    this.#control = undefined;
  }

  #cubic(a: Point, b: Point, end: Point): void {
    this.#to(['C', ...a, ...b, ...end], end);
    this.#control = { kind: 'C', point: b };
  }

  #quadratic(a: Point, end: Point): void {
    this.#to(['Q', ...a, ...end], end);
    this.#control = { kind: 'Q', point: a };
  }

  #mirrored(kind: 'C' | 'Q'): Point {
    if (this.#control?.kind !== kind) return this.#at;
    const [x, y] = this.#control.point;
    return [2 * this.#at[0] - x, 2 * this.#at[1] - y];
  }
}

function flipped(step: PathCommand): PathCommand {
  const values = step.slice(1).map((value, i) => (i % 2 === 0 ? (value as number) : -(value as number)));
  return [step[0], ...values] as unknown as PathCommand;
}

function invalid(message: string): never {
  throw new YinxinError('ARGUMENT_INVALID', `the path of the emblem ${message}`);
}
