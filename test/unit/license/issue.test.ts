import { describe, expect, it } from 'vitest';
import { memoryFiles, memoryJournal } from '../../../src/entries/stores.ts';
import {
  concatBytes,
  type FileStore,
  type Journal,
  latin1,
  type Signer,
  utf8,
} from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import { parseLicenseId } from '../../../src/license/identifier/index.ts';
import {
  changeLicense,
  type IssueLicenseOptions,
  issueLicense,
  type LicenseJob,
  openJournalLedger,
  type SealStep,
  verifyLicenseQr,
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

/** Dies at the n-th of the instants it is asked at; 0 never. */
class Killer {
  #left: number;
  instants = 0;
  constructor(at: number) {
    this.#left = at;
  }
  instant(): void {
    this.instants++;
    if (--this.#left === 0) throw new Error('killed');
  }
}

/** A world that outlives a killed run: journal, files, and what signers did. */
class World {
  readonly lines: string[] = [];
  readonly files: FileStore = memoryFiles();
  readonly sealValues = new Map<string, Uint8Array>();
  readonly codeSigns: string[] = [];
  #runs = 0;

  async options(killer: Killer): Promise<IssueLicenseOptions> {
    const journal = memoryJournal(this.lines);
    const files = this.files;
    const dying: Journal = {
      ...journal,
      async append(records) {
        killer.instant();
        await journal.append(records);
        killer.instant();
      },
    };
    const ledger = await openJournalLedger({
      journal: dying,
      files: {
        ...files,
        async put(name, bytes) {
          killer.instant();
          await files.put(name, bytes);
          killer.instant();
        },
      },
      clock: clockAt(new Date(NOW.getTime() + this.#runs * 60_000)),
      random: seededRandom(`world ${this.#runs++}`),
    });
    const signer = await (await pkiOf('P-256')).licenseIssuer.signer();
    return {
      ledger,
      codeSigner: this.#codeSigner(signer, killer),
      carrier: { kind: 'url', host: HOST },
      face: PLAIN_FACE,
      seal: this.#seal(killer),
    };
  }

  #codeSigner(signer: Signer, killer: Killer): Signer {
    return {
      info: () => signer.info(),
      sign: async (input, options) => {
        killer.instant();
        this.codeSigns.push(options?.idempotencyKey ?? 'none');
        const value = await signer.sign(input);
        killer.instant();
        return value;
      },
    };
  }

  /** A signer that gives a new value for every key, and the same for a key it knows, as the port demands. */
  #seal(killer: Killer): SealStep {
    return {
      async prepare(face) {
        killer.instant();
        return { toSignDigest: digest('sha256', face), state: face };
      },
      sign: async (prepared, { idempotencyKey }) => {
        killer.instant();
        const known = this.sealValues.get(idempotencyKey!);
        const value = known ?? concatBytes(prepared.toSignDigest, utf8(` value ${this.sealValues.size}`));
        this.sealValues.set(idempotencyKey!, value);
        killer.instant();
        return value;
      },
      async embed(prepared, value) {
        killer.instant();
        return concatBytes(prepared.state as Uint8Array, value);
      },
    };
  }
}

const JOB: LicenseJob = { entry: ENTRY, draft: DRAFT };

describe('issueLicense', () => {
  it('issues a license whose code agrees with its metadata and is signed by the issuer', async () => {
    const world = new World();
    const options = await world.options(new Killer(0));
    const issued = await issueLicense(JOB, options);
    expect(parseLicenseId(issued.identifier)).toMatchObject({ typeCode: DRAFT.typeCode, version: '001' });
    expect(issued.metadata.faceFields).toEqual(PLAIN_FACE.fields);
    const pki = await pkiOf('P-256');
    const verdict = await verifyLicenseQr(issued.code.text, { at: NOW, issuers: issuersOf(pki) });
    expect(verdict).toMatchObject({ cryptography: 'intact', payload: { identifier: issued.identifier } });
    expect(latin1(issued.file)).toContain('20261123');
    expect(issued.record).toMatchObject({ state: 'PUBLISHED', status: 'valid' });
    expect(await options.ledger.getFile(issued.fileDigest)).toEqual(issued.file);
  });

  it('gives the same file again for an equal job, and signs nothing for it', async () => {
    const world = new World();
    const first = await issueLicense(JOB, await world.options(new Killer(0)));
    const again = await issueLicense(structuredClone(JOB), await world.options(new Killer(0)));
    expect(again.file).toEqual(first.file);
    expect(again.identifier).toBe(first.identifier);
    expect(world.codeSigns).toHaveLength(1);
    expect(world.sealValues.size).toBe(1);
  });

  it('killed at every instant, finishes on the next run with one license and one seal value', async () => {
    const counting = new Killer(0);
    const whole = new World();
    await issueLicense(JOB, await whole.options(counting));
    expect(counting.instants).toBeGreaterThan(15);
    for (let at = 1; at <= counting.instants; at++) {
      const world = new World();
      const killed = async () => issueLicense(JOB, await world.options(new Killer(at)));
      await expect(killed(), `instant ${at}`).rejects.toThrow('killed');
      const storedCode = lastRecord(world)['qr'];
      const storedValue = lastRecord(world)['sealValue'];
      const issued = await issueLicense(JOB, await world.options(new Killer(0)));
      expect(issued.record.state, `instant ${at}`).toBe('PUBLISHED');
      expect(world.sealValues.size, `instant ${at}: one seal value`).toBe(1);
      expect(new Set(world.codeSigns).size, `instant ${at}: one act of signing the code`).toBe(1);
      const [value] = [...world.sealValues.values()] as [Uint8Array];
      expect(latin1(issued.file).endsWith(latin1(value.slice(32))), `instant ${at}`).toBe(true);
      if (storedCode !== undefined) expect(lastRecord(world)['qr']).toBe(storedCode);
      if (storedValue !== undefined) expect(lastRecord(world)['sealValue']).toBe(storedValue);
      const states = (await collect(world)).filter(({ state }) => state === 'valid');
      expect(states, `instant ${at}: one valid license`).toHaveLength(1);
    }
  });

  it('killed twice in a row at any two instants, still finishes once', async () => {
    for (let first = 1; first <= 16; first += 3) {
      for (let second = 1; second <= 12; second += 2) {
        const world = new World();
        const options = await world.options(new Killer(first)).catch(() => undefined);
        if (options !== undefined) await issueLicense(JOB, options).catch(() => undefined);
        const again = await world.options(new Killer(second)).catch(() => undefined);
        if (again !== undefined) await issueLicense(JOB, again).catch(() => undefined);
        await issueLicense(JOB, await world.options(new Killer(0)));
        expect(world.sealValues.size, `${first} then ${second}`).toBe(1);
        expect(await collect(world)).toHaveLength(1);
      }
    }
  });

  it('refuses to go on with another face than the one that was prepared', async () => {
    const world = new World();
    // Dies before the seal's value is stored.
    const options = await world.options(new Killer(0));
    const dying = { ...options.seal, sign: async () => Promise.reject(new Error('killed')) };
    await expect(issueLicense(JOB, { ...options, seal: dying })).rejects.toThrow('killed');
    const drawnOtherwise = {
      ...PLAIN_FACE,
      render: async () => ({ file: utf8('other'), sealBox: { page: 0, x: 0, y: 0, width: 1, height: 1 } }),
    };
    const again = issueLicense(JOB, { ...options, face: drawnOtherwise });
    await expect(again).rejects.toMatchObject({
      code: 'LEDGER_CONFLICT',
      details: { reason: 'prepared-differs' },
    });
  });

  it('reports every wrong field at once, reserves nothing, and repeats no value', async () => {
    const world = new World();
    const options = await world.options(new Killer(0));
    const draft = {
      ...DRAFT,
      name: '',
      issueDate: '2026-02-30',
      validTo: '2026-01-01',
      holders: [{ name: '测试人', code: '110105194912310021', codeType: '111' }],
      extensions: { KZ_RS: '十二', KZ_OTHER: '值' },
    };
    const failing = issueLicense({ entry: ENTRY, draft }, options);
    await expect(failing).rejects.toMatchObject({
      code: 'LICENSE_INVALID',
      details: {
        fields: [
          { field: 'ZZMC', code: 'MISSING' },
          { field: 'ZZBFRQ', code: 'CALENDAR' },
          { field: 'CZZTDM', code: 'CHECK_CHARACTER' },
          { field: 'ZZYXQJZRQ', code: 'ORDER' },
          { field: 'KZ_RS', code: 'TYPE' },
          { field: 'KZ_OTHER', code: 'UNKNOWN_FIELD' },
        ],
      },
    });
    await expect(failing).rejects.not.toThrow(/110105/);
    expect(world.lines).toHaveLength(1);
  });

  it('never lets a personal number into ledger, code or identifier', async () => {
    const world = new World();
    const draft = {
      ...DRAFT,
      number: SAMPLE_RESIDENT_ID,
      holders: [{ name: '测试人', code: SAMPLE_RESIDENT_ID, codeType: '111' }],
    };
    const issued = await issueLicense({ entry: ENTRY, draft }, await world.options(new Killer(0)));
    expect(world.lines.join('\n')).not.toContain(SAMPLE_RESIDENT_ID.slice(0, 17));
    const pki = await pkiOf('P-256');
    const verdict = await verifyLicenseQr(issued.code.text, { at: NOW, issuers: issuersOf(pki) });
    expect(JSON.stringify(verdict)).not.toContain(SAMPLE_RESIDENT_ID.slice(0, 17));
    const serial = `N${SAMPLE_RESIDENT_ID}`;
    const named = issueLicense({ ...JOB, serial }, await world.options(new Killer(0)));
    await expect(named).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });

  it('refuses a second license of a number and version with other data', async () => {
    const world = new World();
    const options = await world.options(new Killer(0));
    await issueLicense(JOB, options);
    const other = { entry: ENTRY, draft: { ...DRAFT, areaCode: '339901' } };
    await expect(issueLicense(other, options)).rejects.toMatchObject({ code: 'LEDGER_CONFLICT' });
  });
});

describe('a license that is continued', () => {
  it('is superseded in the instant its next version is published, with the next identifier', async () => {
    const world = new World();
    const options = await world.options(new Killer(0));
    const first = await issueLicense(JOB, options);
    const renewed: LicenseJob = {
      entry: ENTRY,
      draft: { ...DRAFT, validTo: '2028-12-31' },
      operation: '02',
      previousIdentifier: first.identifier,
    };
    const second = await issueLicense(renewed, options);
    expect(parseLicenseId(second.identifier)).toMatchObject({
      serial: parseLicenseId(first.identifier).serial,
      version: '002',
    });
    expect(second.metadata.previousIdentifier).toBe(first.identifier);
    expect((await options.ledger.find(first.identifier))?.status).toBe('superseded');
    expect((await issueLicense(renewed, options)).file).toEqual(second.file);
    const third = issueLicense({ ...renewed, draft: { ...DRAFT, validTo: '2030-12-31' } }, options);
    await expect(third).rejects.toMatchObject({
      code: expect.stringMatching(/LEDGER_CONFLICT|LICENSE_STATE_FORBIDDEN/),
    });
  });

  it('is continued only by the rules', async () => {
    const world = new World();
    const options = await world.options(new Killer(0));
    const first = await issueLicense(JOB, options);
    const change = { clock: clockAt(NOW), ledger: options.ledger };
    await changeLicense({ identifier: first.identifier, operation: '03' }, change);
    const altered: LicenseJob = { ...JOB, operation: '09', previousIdentifier: first.identifier };
    await expect(issueLicense(altered, options)).rejects.toMatchObject({
      code: 'LICENSE_STATE_FORBIDDEN',
      details: { operation: '09', status: 'suspended' },
    });
    const without = issueLicense({ ...JOB, operation: '02' }, options);
    await expect(without).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    const unknown = issueLicense(
      {
        ...altered,
        previousIdentifier: '1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F',
      },
      options,
    );
    await expect(unknown).rejects.toMatchObject({ code: 'LICENSE_INVALID' });
  });

  it('may come from elsewhere when it is transferred in', async () => {
    const world = new World();
    const previousIdentifier = '1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F';
    const options = await world.options(new Killer(0));
    const issued = await issueLicense({ ...JOB, operation: '08', previousIdentifier }, options);
    expect(parseLicenseId(issued.identifier).version).toBe('001');
    expect(issued.metadata.previousIdentifier).toBe(previousIdentifier);
  });
});

function lastRecord(world: World): Record<string, unknown> {
  const last = world.lines.at(-1);
  if (last === undefined) return {};
  return ((JSON.parse(last) as Record<string, unknown>)['record'] ?? {}) as Record<string, unknown>;
}

async function collect(world: World) {
  const { ledger } = await world.options(new Killer(0));
  const entries: { index: number; state: string }[] = [];
  for await (const entry of ledger.statusEntries(0)) entries.push(entry);
  return entries;
}
