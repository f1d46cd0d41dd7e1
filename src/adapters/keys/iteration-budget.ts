import { YinxinError } from '../../foundation/core/index.ts';

/** Iterations of key derivation spent on one file: a hostile file could ask for hours, in many small parts. */
export interface IterationBudget {
  /** LIMIT_EXCEEDED when the file asks for more in all than is allowed; DER_INVALID below 1. */
  spend(iterations: number): void;
}

/** Some 10 s of work. Common files ask for 2,048 to 600,000 for each part. */
export const DEFAULT_MAX_ITERATIONS = 10_000_000;

/** A budget for one file. */
export function iterationBudget(limit: number = DEFAULT_MAX_ITERATIONS): IterationBudget {
  let spent = 0;
  return {
    spend(iterations) {
      if (iterations < 1) throw new YinxinError('DER_INVALID', 'a key derivation has at least one iteration');
      spent += iterations;
      if (spent > limit) {
        throw new YinxinError(
          'LIMIT_EXCEEDED',
          'the key file asks for too much key derivation; raise maxIterations only for a file you trust',
          { details: { limit, value: spent } },
        );
      }
    },
  };
}
