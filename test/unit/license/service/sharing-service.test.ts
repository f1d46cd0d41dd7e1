import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../../src/foundation/core/index.ts';
import { createSharingService, SHARING_SERVICE_CODES } from '../../../../src/license/service/index.ts';
import { SAMPLE_RESIDENT_ID, TYPE_CODE } from '../fixture.ts';
import {
  asking,
  FILE,
  HOLDER_KEY,
  IDENTIFIER,
  LINK_KEY,
  METADATA,
  OPEN_KEYS,
  PERSON,
  RESTRICTED_KEYS,
  T,
  UNKNOWN_IDENTIFIER,
  type World,
  worldOf,
  zhejiang,
} from './world.ts';

const HOUR = 3600 * 1000;
const byHolder = { holder: PERSON, typeCode: TYPE_CODE };
const fileTerms = { identifier: IDENTIFIER, fileType: 'pdf' as const };

/** Report of a file, as `verify` gives it, as far as the service looks at it. */
const reportOf = (conclusion: string, identifier: string | null = IDENTIFIER) =>
  ({
    license: { identifier, conclusion },
    checks: [{ code: 'LICENSE_ROOT', status: conclusion === 'usable' ? 'passed' : 'failed' }],
    notChecked: [{ code: 'QR_PAPER' }],
  }) as never;
const verifying = { verifyFile: async () => reportOf('usable') };

/** Each operation with what it needs to succeed. */
const OPERATIONS = {
  queryByHolder: ({ service }: World, who) => service.queryByHolder({ ...who, ...byHolder }),
  queryByIdentifier: ({ service }, who) => service.queryByIdentifier({ ...who, identifier: IDENTIFIER }),
  queryByCode: ({ service, shown }, who) =>
    service.queryByCode({ ...who, code: shown.show(IDENTIFIER).code }),
  verifyData: ({ service }, who) =>
    service.verifyData({ ...who, ...byHolder, values: { CZZT: '测试人', ZZBFRQ: '20261123' } }),
  verifyFile: ({ service }, who) => service.verifyFile({ ...who, file: FILE }),
  createLink: ({ service }, who) => service.createLink({ ...who, ...fileTerms, seconds: 60 }),
  openLink: async ({ service }, who) => {
    const made = await service.createLink({ ...asking(), ...fileTerms, seconds: 60 });
    return service.openLink({ ...who, token: made.ok ? made.data.token : '' });
  },
  deleteLink: async ({ service }, who) => {
    const made = await service.createLink({ ...asking(), ...fileTerms, seconds: 60 });
    return service.deleteLink({ ...who, token: made.ok ? made.data.token : '' });
  },
  download: ({ service }, who) => service.download({ ...who, ...fileTerms }),
  annotate: ({ service }, who) =>
    service.annotate({ ...who, ...fileTerms, copyExpiresAt: new Date(T.getTime() + HOUR) }),
} satisfies Record<string, (world: World, who: ReturnType<typeof asking>) => Promise<unknown>>;

const NAMES = Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[];

describe('the sharing service (GB/T 36906)', () => {
  it.each(NAMES)('%s: succeeds, and stands in the audit log', async (name) => {
    const world = await worldOf(verifying);
    const answer = await OPERATIONS[name](world, asking());
    expect(answer).toMatchObject({ ok: true, status: 0, code: 'OK' });
    const last = JSON.parse(world.lines.at(-1)!.slice(65));
    expect(last).toMatchObject({ kind: 'sharing-service', body: { code: 'OK', purpose: 'inspection' } });
    expect(answer.audit.sequence).toBe(world.lines.length - 1);
    if (name !== 'deleteLink') expect(world.lines.join()).toContain('"kind":"sharing-decision"');
  });

  it.each(NAMES)('%s: no use reason, no purpose, nobody: refused and logged', async (name) => {
    const world = await worldOf(verifying);
    const refused = async (who: ReturnType<typeof asking>) => {
      const answer = await OPERATIONS[name](world, who);
      expect(JSON.parse(world.lines.at(-1)!.slice(65)).body).toMatchObject({
        code: answer.code,
        status: answer.status,
      });
      return answer;
    };
    expect(await refused(asking('whole', { reason: ' ' }))).toMatchObject({ code: 'USE_REASON_MISSING' });
    expect(await refused(asking('whole', { reason: '理'.repeat(201) }))).toMatchObject({
      code: 'USE_REASON_TOO_LONG',
    });
    expect(await refused(asking('whole', { purpose: '' }))).toMatchObject({ code: 'PURPOSE_MISSING' });
    expect(await refused(asking(' '))).toMatchObject({ code: 'AUTHENTICATION_FAILED', status: 11 });
    const telling = asking('whole', { reason: `核验 ${SAMPLE_RESIDENT_ID}` });
    expect(await refused(telling)).toMatchObject({ code: 'REQUEST_INVALID' });
    for (const purpose of [`inspection ${SAMPLE_RESIDENT_ID}`, 'x'.repeat(101)])
      expect(await refused(asking('whole', { purpose }))).toMatchObject({ code: 'REQUEST_INVALID' });
    expect(world.lines.join()).not.toContain(SAMPLE_RESIDENT_ID);
  });

  it.each(NAMES.filter((name) => !name.endsWith('Link')))(
    '%s: no permission for the type, whether there is such a license or not',
    async (name) => {
      const world = await worldOf(verifying);
      const found = await OPERATIONS[name](world, asking('advertiser'));
      expect(found).toMatchObject({ ok: false, status: 100, code: 'NO_PERMISSION' });
      world.store.findByHolder = async () => [];
      world.store.findByIdentifier = async () => undefined;
      expect(await OPERATIONS[name](world, asking('advertiser'))).toMatchObject({ status: 100 });
      expect(await OPERATIONS[name](world, asking())).toMatchObject({ code: 'NOT_FOUND' });
    },
  );

  it('createLink: no permission; openLink and deleteLink: another requester is told nothing', async () => {
    const world = await worldOf();
    const made = await OPERATIONS.createLink(world, asking('some'));
    expect(made).toMatchObject({ code: 'NO_PERMISSION', status: 100 });
    for (const name of ['openLink', 'deleteLink'] as const)
      expect(await OPERATIONS[name](world, asking('some'))).toMatchObject({ code: 'LINK_INVALID' });
  });

  it.each(['queryByHolder', 'verifyData'] as const)(
    '%s: an unknown type of holder code, and a wrong code of a known one',
    async (name) => {
      const { service } = await worldOf();
      const ask = (holder: { codeType: string; code: string }) =>
        service[name]({ ...asking(), holder, typeCode: TYPE_CODE, values: { CZZT: 'x' } });
      expect(await ask({ codeType: '998', code: '1' })).toMatchObject({
        code: 'HOLDER_TYPE_UNKNOWN',
        status: 103,
      });
      expect(await ask({ codeType: '111', code: '110105194912310021' })).toMatchObject({
        code: 'REQUEST_INVALID',
      });
    },
  );

  it('numbers of the codes are those of the implementations, and the rest cannot be taken for them', () => {
    expect(SHARING_SERVICE_CODES).toMatchObject({
      OK: 0,
      AUTHENTICATION_FAILED: 11,
      NO_PERMISSION: 100,
      HOLDER_TYPE_UNKNOWN: 103,
    });
    const numbers = Object.values(SHARING_SERVICE_CODES);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => number > 103).every((number) => number > 1000)).toBe(true);
  });
});

describe('queries', () => {
  it('give what the policy gives: everything, a part with a mask, or what is open', async () => {
    const { service } = await worldOf({ policy: zhejiang });
    const ask = async (id: string) => {
      const answer = await service.queryByHolder({ ...asking(id), ...byHolder });
      return answer.ok ? answer.data[0]! : undefined;
    };
    const whole = (await ask('whole'))!;
    expect(whole.fields.map(({ key }) => key).sort()).toEqual([...OPEN_KEYS, ...RESTRICTED_KEYS].sort());
    expect(whole.fields.every(({ treatment }) => treatment === 'clear')).toBe(true);
    expect(whole).toMatchObject({ identifier: IDENTIFIER, status: 'valid', withheld: [] });
    const some = (await ask('some'))!;
    expect(some.fields.find(({ key }) => key === 'CZZTDM')).toEqual({
      key: 'CZZTDM',
      value: '110105＊＊＊＊＊＊＊＊002X',
      treatment: 'masked',
    });
    expect((await ask('statistics'))!.fields.map(({ key }) => key)).toEqual(OPEN_KEYS);
  });

  it('tell the status, and that a last day is over', async () => {
    const world = await worldOf();
    const status = async () => {
      const answer = await world.service.queryByIdentifier({ ...asking(), identifier: IDENTIFIER });
      return answer.ok ? answer.data.status : answer.code;
    };
    world.store.put(METADATA, 'suspended', { pdf: FILE });
    expect(await status()).toBe('suspended');
    world.store.put(METADATA, 'valid', { pdf: FILE });
    world.at = new Date('2026-12-31T15:59:59Z');
    expect(await status()).toBe('valid');
    world.at = new Date('2026-12-31T16:00:00Z');
    expect(await status()).toBe('expired');
  });

  it('take the number into account, and only identifiers', async () => {
    const { service } = await worldOf();
    const ask = (number: string) => service.queryByHolder({ ...asking(), ...byHolder, number });
    expect(await ask(METADATA.number)).toMatchObject({ ok: true });
    expect(await ask('another')).toMatchObject({ code: 'NOT_FOUND' });
    const query = (identifier: string) => service.queryByIdentifier({ ...asking(), identifier });
    expect(await query(IDENTIFIER.replace(/F$/, 'E'))).toMatchObject({ code: 'REQUEST_INVALID' });
    // Of a type that the catalog does not know: nobody may see it.
    expect(await query(UNKNOWN_IDENTIFIER)).toMatchObject({ code: 'NO_PERMISSION' });
  });

  it('a code is good for its time, and only where codes are read', async () => {
    const world = await worldOf();
    const { code } = world.shown.show(IDENTIFIER);
    const ask = () => world.service.queryByCode({ ...asking(), code });
    expect(code).toMatch(/^[0-9]{39}$/);
    expect(await ask()).toMatchObject({ ok: true });
    world.at = new Date(T.getTime() + 60_000);
    expect(await ask()).toMatchObject({ code: 'CODE_INVALID' });
    const deaf = await worldOf({ codes: undefined as never });
    expect(await deaf.service.queryByCode({ ...asking(), code })).toMatchObject({ code: 'NOT_OFFERED' });
  });

  it('a store that answers with another license is not believed', async () => {
    const world = await worldOf();
    const other = { ...METADATA, holders: [{ name: '甲', code: '11330105002500287C', codeType: '001' }] };
    world.store.findByHolder = async () => [{ metadata: other, status: 'valid', files: [] }];
    const answer = await world.service.queryByHolder({ ...asking(), ...byHolder });
    expect(answer).toMatchObject({ ok: false, code: 'SERVICE_FAILED', cause: { code: 'LEDGER_CORRUPT' } });
    expect(world.lines.join()).not.toContain(SAMPLE_RESIDENT_ID);
  });
});

describe('verifying data', () => {
  const verify = async (id: string, values: Record<string, string>) => {
    const { service } = await worldOf({ policy: zhejiang });
    const answer = await service.verifyData({ ...asking(id), ...byHolder, values });
    return answer.ok ? answer.data[0]! : answer;
  };

  it('compares value by value and gives none of them', async () => {
    const right = await verify('whole', { CZZT: '测试人', ZZBFRQ: '2026-11-23', KZ_RS: '12' });
    expect(right).toMatchObject({ matches: true, status: 'valid' });
    const wrong = await verify('whole', { CZZT: '测试人', KZ_ZS: '别处' });
    expect(wrong).toMatchObject({
      matches: false,
      fields: [
        { key: 'CZZT', result: 'match' },
        { key: 'KZ_ZS', result: 'mismatch' },
      ],
    });
    expect(JSON.stringify(wrong)).not.toContain('测试路');
  });

  it('a masked or withheld field cannot be guessed at', async () => {
    const guessed = await verify('some', { CZZT: '测试人', CZZTDM: SAMPLE_RESIDENT_ID, KZ_ZS: 'x' });
    expect(guessed).toMatchObject({
      matches: false,
      fields: [
        { key: 'CZZT', result: 'match' },
        { key: 'CZZTDM', result: 'not-checked' },
        { key: 'KZ_ZS', result: 'not-checked' },
      ],
    });
  });

  it('nothing to compare is no request', async () => {
    expect(await verify('whole', {})).toMatchObject({ code: 'REQUEST_INVALID' });
  });
});

describe('verifying a file', () => {
  const judge = async (report: unknown, file = FILE, status: 'valid' | 'revoked' = 'valid') => {
    const world = await worldOf({ verifyFile: async () => report as never });
    world.store.put(METADATA, status, { pdf: FILE });
    const answer = await world.service.verifyFile({ ...asking(), file });
    return answer.ok ? answer.data : answer;
  };

  it('tells whether it is usable, and whether it is the file that was issued', async () => {
    expect(await judge(reportOf('usable'))).toMatchObject({
      conclusion: 'usable',
      asIssued: true,
      status: 'valid',
      failed: [],
      notChecked: ['QR_PAPER'],
    });
    expect(await judge(reportOf('not-usable'), utf8('changed'))).toMatchObject({
      conclusion: 'not-usable',
      asIssued: false,
      failed: ['LICENSE_ROOT'],
    });
  });

  it('a good file of a license that was revoked is not usable', async () => {
    expect(await judge(reportOf('usable'), FILE, 'revoked')).toMatchObject({
      conclusion: 'not-usable',
      asIssued: true,
      status: 'revoked',
    });
    expect(await judge(reportOf('unknown'))).toMatchObject({ conclusion: 'unknown' });
  });

  it('a file without a license, with none of ours, or too large is refused', async () => {
    expect(await judge({ checks: [], notChecked: [] })).toMatchObject({ code: 'FILE_NOT_LICENSE' });
    expect(await judge(reportOf('usable', 'nonsense'))).toMatchObject({ code: 'FILE_NOT_LICENSE' });
    expect(await judge(reportOf('usable', UNKNOWN_IDENTIFIER))).toMatchObject({ code: 'NO_PERMISSION' });
    expect(await judge(reportOf('usable'), new Uint8Array(0))).toMatchObject({ code: 'REQUEST_INVALID' });
    const { service } = await worldOf();
    expect(await service.verifyFile({ ...asking(), file: FILE })).toMatchObject({ code: 'NOT_OFFERED' });
  });
});

describe('the audit log of the service', () => {
  it('holds no code, name, number, reason, identifier or token in clear', async () => {
    const world = await worldOf(verifying);
    for (const name of NAMES) await OPERATIONS[name](world, asking());
    const text = world.lines.join();
    for (const secret of [SAMPLE_RESIDENT_ID, '测试人', '日常检查', IDENTIFIER, '"whole"', METADATA.number])
      expect(text).not.toContain(secret);
  });

  it('what cannot be logged is not given', async () => {
    const audit = {
      append: () => Promise.reject(new Error('disk full')),
      checkpoint: () => Promise.reject(new Error('disk full')),
      close: async () => undefined,
    };
    const world = await worldOf({ ...verifying, audit });
    for (const name of NAMES.filter((one) => !/^(open|delete)/.test(one)))
      await expect(OPERATIONS[name](world, asking())).rejects.toThrow('disk full');
  });

  it('a policy that throws gives nothing, and that is logged', async () => {
    const policy = { decide: () => Promise.reject(new Error(SAMPLE_RESIDENT_ID)) };
    const world = await worldOf({ ...verifying, policy });
    const answer = await OPERATIONS.queryByIdentifier(world, asking());
    expect(answer).toMatchObject({ code: 'NO_PERMISSION', reasons: [{ code: 'POLICY_FAILED' }] });
    expect(world.lines.join() + JSON.stringify(answer)).not.toContain(SAMPLE_RESIDENT_ID);
  });
});

describe('the keys of a service', () => {
  it('are long, and one for each use', () => {
    const options = (holderKey: Uint8Array, linkKey: Uint8Array) => ({ holderKey, linkKey }) as never;
    for (const [a, b] of [
      [HOLDER_KEY, HOLDER_KEY],
      [HOLDER_KEY, LINK_KEY.slice(1)],
      [HOLDER_KEY.slice(1), LINK_KEY],
    ] as const)
      expect(() => createSharingService(options(a, b))).toThrow(
        expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
      );
  });
});
