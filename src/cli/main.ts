#!/usr/bin/env node
import { failure } from './failure.ts';
import { createProgram } from './program.ts';

// A reader that went away (`| head`) is no error worth a trace.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 3);
});

createProgram()
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    process.stderr.write(`${failure(error).line}\n`);
    process.exitCode = 3;
  });
