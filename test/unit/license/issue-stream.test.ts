import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { memoryFiles, memoryJournal } from '../../../src/entries/stores.ts';
import { concatBytes, type Journal, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import {
  type IssueLicensesOptions,
  type IssueLicensesResult,
  issueLicenses,
  type LicenseFace,
  type LicenseJob,
  openJournalLedger,
  presentationMemory,
  presentLicense,
  verifyPresentation,
} from '../../../src/license/index.ts';
import { seededRandom } from '../../../src/testing/index.ts';
import {
  clockAt,
  DRAFT,
  ENTRY,
  HOST,
  issuersOf,
  NOW,
  PLAIN_FACE,
  pkiOf,
  SAMPLE_RESIDENT_ID,
} from './fixture.ts';

const jobOf = (n: number, change: Partial<LicenseJob['draft']> = {}): LicenseJob => ({
  entry: ENTRY,
  draft: { ...DRAFT, number: `示许〔2026〕第${String(n).padStart(6, '0')}号`, ...change },
});

async function optionsOf(change: Partial<IssueLicensesOptions> & { journal?: Journal } = {}) {
  const ledger = await openJournalLedger({
    journal: change.journal ?? memoryJournal(),
    files: memoryFiles(),
    clock: clockAt(NOW),
    random: seededRandom('stream'),
  });
  const options: IssueLicensesOptions = {
    ledger,
    codeSigner: await (await pkiOf('P-256')).licenseIssuer.signer(),
    carrier: { kind: 'url', host: HOST },
    face: PLAIN_FACE,
    seal: {
      async prepare(face) {
        return { toSignDigest: digest('sha256', face), state: face };
      },
      async sign({ toSignDigest }) {
        return concatBytes(toSignDigest, utf8('value'));
      },
      async embed({ state }, value) {
        return concatBytes(state as Uint8Array, value);
      },
    },
    concurrency: 4,
    ...change,
  };
  return options;
}

async function collect(stream: AsyncIterable<IssueLicensesResult>): Promise<IssueLicensesResult[]> {
  const out: IssueLicensesResult[] = [];
  for await (const result of stream) out.push(result);
  return out;
}

/** A face that waits until it is let go, and counts how many are being drawn. */
function waitingFace() {
  const waiting: (() => void)[] = [];
  const face: LicenseFace = {
    ...PLAIN_FACE,
    async render(input) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return PLAIN_FACE.render(input);
    },
  };
  return { face, waiting };
}

function letGo(waiting: (() => void)[]): void {
  for (const go of waiting.splice(0)) go();
}

/** The collector of this engine, to be called by hand. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('issueLicenses', () => {
  it('answers every job once, in their order, with licenses of their own', async () => {
    const results = await collect(
      issueLicenses(
        [1, 2, 3, 4, 5, 6, 7].map((n) => jobOf(n)),
        await optionsOf(),
      ),
    );
    expect(results.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const numbers = results.map((result) => 'license' in result && result.license.metadata.number);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => jobOf(n).draft.number));
    expect(new Set(results.map((result) => 'license' in result && result.license.identifier)).size).toBe(7);
  });

  it('goes on after a job that fails, whose answer is its error without personal data', async () => {
    const wrong = jobOf(2, {
      holders: [{ name: '测试人', code: SAMPLE_RESIDENT_ID.replace('X', '1'), codeType: '111' }],
    });
    const taken = jobOf(1, { areaCode: '330000' });
    const results = await collect(issueLicenses([jobOf(1), wrong, taken, jobOf(3)], await optionsOf()));
    const codes = results.map((result) =>
      'error' in result ? (result.error as { code: string }).code : 'issued',
    );
    expect(codes).toEqual(['issued', 'LICENSE_INVALID', 'LEDGER_CONFLICT', 'issued']);
    const text = JSON.stringify(results.map((result) => ('error' in result ? result.error : '')));
    expect(text).not.toContain(SAMPLE_RESIDENT_ID.slice(0, 17));
  });

  it('gives an equal job of one stream the same license, and signs nothing for it', async () => {
    let signed = 0;
    const options = await optionsOf();
    const counting = {
      ...options.seal,
      sign: async (...args: Parameters<typeof options.seal.sign>) => {
        signed++;
        return options.seal.sign(...args);
      },
    };
    const jobs = [jobOf(1), jobOf(1), jobOf(2), jobOf(1)];
    const results = await collect(issueLicenses(jobs, { ...options, seal: counting }));
    const identifiers = results.map((result) => 'license' in result && result.license.identifier);
    expect(new Set(identifiers).size).toBe(2);
    expect(identifiers[0]).toBe(identifiers[3]);
    expect(signed).toBe(2);
  });

  it('takes no more jobs than may be in work before the answers are taken', async () => {
    let taken = 0;
    async function* jobs(): AsyncGenerator<LicenseJob> {
      for (let n = 1; n <= 100; n++) {
        taken++;
        yield jobOf(n);
      }
    }
    const { face, waiting } = waitingFace();
    const stream = issueLicenses(jobs(), await optionsOf({ face, concurrency: 3 }));
    const first = stream.next();
    await turn();
    expect([taken, waiting.length]).toEqual([3, 3]);
    letGo(waiting);
    await first;
    await turn();
    expect(taken, 'nobody asked for more').toBe(3);
    const second = stream.next();
    await turn();
    expect(taken).toBe(4);
    letGo(waiting);
    await second;
    const ended = stream.return();
    await turn();
    letGo(waiting);
    await ended;
    expect(taken).toBe(4);
  });

  it('holds the jobs in work alone, however long the stream is', async () => {
    const collect = collector();
    let alive = 0;
    let most = 0;
    const registry = new FinalizationRegistry(() => alive--);
    async function* jobs(): AsyncGenerator<LicenseJob> {
      for (let n = 1; n <= 120; n++) {
        const job = jobOf(n);
        registry.register(job, n);
        most = Math.max(most, ++alive);
        yield job;
      }
    }
    let count = 0;
    for await (const _ of issueLicenses(jobs(), await optionsOf({ concurrency: 4 }))) {
      if (++count % 10 !== 0) continue;
      collect();
      await turn();
    }
    expect(count).toBe(120);
    expect(most).toBeLessThan(40);
  });

  it('answers the jobs before an error of its input, and then throws it', async () => {
    async function* jobs(): AsyncGenerator<LicenseJob> {
      yield jobOf(1);
      yield jobOf(2);
      throw new Error('the input broke');
    }
    const seen: number[] = [];
    const run = async (): Promise<void> => {
      for await (const { index } of issueLicenses(jobs(), await optionsOf())) seen.push(index);
    };
    await expect(run()).rejects.toThrow('the input broke');
    expect(seen).toEqual([0, 1]);
  });

  it('stops when it is aborted, and goes on in another run', async () => {
    const lines: string[] = [];
    const controller = new AbortController();
    const options = await optionsOf({ journal: memoryJournal(lines), sign: { signal: controller.signal } });
    const seen: IssueLicensesResult[] = [];
    const jobs = [1, 2, 3, 4, 5, 6].map((n) => jobOf(n));
    const run = async (): Promise<void> => {
      for await (const result of issueLicenses(jobs, { ...options, concurrency: 1 })) {
        seen.push(result);
        if (seen.length === 2) controller.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ code: 'ABORTED' });
    expect(seen).toHaveLength(2);
    const { sign: _, ...again } = options;
    const results = await collect(issueLicenses(jobs, again));
    expect(results.every((result) => 'license' in result)).toBe(true);
  });

  it('takes a face for each job, and refuses a concurrency that is none', async () => {
    const faces: string[] = [];
    const face = (job: LicenseJob): LicenseFace => {
      faces.push(job.draft.number);
      return PLAIN_FACE;
    };
    await collect(issueLicenses([jobOf(1), jobOf(2)], await optionsOf({ face })));
    expect(faces).toEqual([jobOf(1).draft.number, jobOf(2).draft.number]);
    for (const concurrency of [0, 1.5, 1025]) {
      const stream = issueLicenses([jobOf(1)], await optionsOf({ concurrency }));
      await expect(stream.next()).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    }
  });
});

describe('a job with a key that may present the license', () => {
  it('gives a license that this key presents, and is another job than one without', async () => {
    const pki = await pkiOf('P-256');
    const signer = await pki.signer.signer();
    const { publicKey } = await signer.info();
    const job = { ...jobOf(1), presenterKey: publicKey };
    const options = await optionsOf();
    const [result] = await collect(issueLicenses([job], options));
    const { license } = result as Extract<IssueLicensesResult, { license: unknown }>;
    const { text } = await presentLicense({ code: license.code.text, signer, clock: clockAt(NOW) });
    const verdict = await verifyPresentation(text, {
      at: NOW,
      issuers: issuersOf(pki),
      memory: presentationMemory(),
    });
    expect(verdict.checks.filter(({ status }) => status === 'failed')).toEqual([]);
    const [other] = await collect(issueLicenses([jobOf(1)], options));
    expect(other).toMatchObject({ error: { code: 'LEDGER_CONFLICT' } });
  });

  it('draws the code by the symbology given', async () => {
    let drawn = 0;
    const symbology = {
      name: 'test',
      modules: () => {
        drawn++;
        return [[true]];
      },
    };
    await collect(issueLicenses([jobOf(1)], await optionsOf({ symbology })));
    expect(drawn).toBe(1);
  });
});
