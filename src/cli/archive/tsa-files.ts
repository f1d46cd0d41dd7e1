import { writeFileBeside } from '../../adapters/files/index.ts';
import { type TimestampAuthority, YinxinError } from '../../foundation/core/index.ts';
import { readNamed } from '../key-options.ts';

/** Options that name a time-stamping authority that is asked by file, for archives without a network. */
export interface TsaFileArguments {
  readonly tsaRequest?: string;
  readonly tsaResponse?: string;
}

/**
 * An authority that is asked by file: without `--tsa-response` the request is written to `--tsa-request` and the work
 * stops; given the answer, the same command goes through. Requests carry no nonce, so that both runs ask the same.
 */
export function tsaByFiles({ tsaRequest, tsaResponse }: TsaFileArguments): TimestampAuthority {
  if (tsaRequest === undefined && tsaResponse === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'give --tsa-request, and --tsa-response once it was answered', {
      details: { option: '--tsa-request' },
    });
  }
  return {
    async request(query) {
      if (tsaResponse !== undefined) return readNamed('--tsa-response', tsaResponse);
      await writeFileBeside(tsaRequest!, query, 'replace');
      throw new RequestWritten(tsaRequest!);
    },
  };
}

/** The request stands in a file: ask the authority, and come again. */
export class RequestWritten extends Error {
  readonly path: string;

  constructor(path: string) {
    super('the timestamp request was written');
    this.path = path;
  }
}

/** Work that ended because a request was written; undefined for anything else. */
export function requestWritten(error: unknown): RequestWritten | undefined {
  const cause = (error as { cause?: unknown } | undefined)?.cause;
  return cause instanceof RequestWritten ? cause : undefined;
}
