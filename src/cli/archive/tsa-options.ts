import { writeFileBeside } from '../../adapters/files/index.ts';
import { timestampAuthorityOverHttp } from '../../adapters/online/index.ts';
import { type TimestampAuthority, YinxinError } from '../../foundation/core/index.ts';
import { readNamed } from '../key-options.ts';

/** Options that name a time-stamping authority: asked over HTTP, or by file, for archives without a network. */
export interface TsaArguments {
  readonly tsa?: string;
  readonly tsaRequest?: string;
  readonly tsaResponse?: string;
}

/**
 * The authority of `--tsa`, or one that is asked by file: without `--tsa-response` the request is written to `--tsa-request` and the work
 * stops; given the answer, the same command goes through. Requests carry no nonce, so that both runs ask the same.
 */
export function tsaOf({ tsa, tsaRequest, tsaResponse }: TsaArguments): TimestampAuthority {
  if (tsa !== undefined) return timestampAuthorityOverHttp({ url: tsa });
  if (tsaRequest === undefined && tsaResponse === undefined) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'give --tsa, or --tsa-request and, once it was answered, --tsa-response',
      {
        details: { option: '--tsa' },
      },
    );
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
