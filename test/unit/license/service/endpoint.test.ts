import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../../../../src/foundation/core/index.ts';
import { sharingEndpoint } from '../../../../src/license/service/index.ts';
import { SAMPLE_RESIDENT_ID, TYPE_CODE } from '../fixture.ts';
import { FILE, IDENTIFIER, type World, worldOf } from './world.ts';

const ACCESS = { accessId: 'whole', accessToken: 'right' };
const USE = { useCause: '日常检查', usePurpose: 'inspection', useBasis: '某法' };
const HOLDER = { holderCode: SAMPLE_RESIDENT_ID, holderTypeCode: '111', certTypeCode: TYPE_CODE };
const FILE_OF = { certIdentifier: IDENTIFIER, fileType: 'pdf' };
const UNTIL = '2026-11-23T11:00:00+08:00';

async function endpointOf(change = {}): Promise<{
  world: World;
  ask: (operation: string, data: unknown, access?: object) => ReturnType<ReturnType<typeof sharingEndpoint>>;
}> {
  const world = await worldOf(change);
  const endpoint = sharingEndpoint({
    service: world.service,
    authenticate: async (id, token) =>
      token === 'right' ? { requester: { type: 'agency', id }, name: '示例市市场监管局' } : undefined,
  });
  // Everything goes through JSON, as it does over a wire.
  const wire = (value: unknown) => JSON.parse(JSON.stringify(value));
  return {
    world,
    ask: async (operation, data, access = ACCESS) =>
      wire(await endpoint(operation, wire({ ...access, data }))),
  };
}

describe('the envelope of the sharing service', () => {
  it('carries every operation', async () => {
    const verifyFile = async () =>
      ({
        license: { identifier: IDENTIFIER, conclusion: 'usable' },
        checks: [],
        notChecked: [],
      }) as never;
    const { world, ask } = await endpointOf({ verifyFile });
    const ok = { status: 0, message: 'OK' };
    const data = async (operation: string, members: object) => {
      const reply = await ask(operation, { ...USE, ...members });
      expect(reply.head, operation).toEqual(ok);
      return reply.data as never;
    };
    expect(await data('queryByHolder', HOLDER)).toMatchObject([{ identifier: IDENTIFIER }]);
    const some = { certIdentifier: IDENTIFIER, fields: ['CZZT'] };
    expect(await data('queryByIdentifier', some)).toMatchObject({ fields: [{ key: 'CZZT' }] });
    const { code } = world.shown.show(IDENTIFIER);
    expect(await data('queryByCode', { qrcode: code })).toMatchObject({ identifier: IDENTIFIER });
    expect(await data('verifyData', { ...HOLDER, certData: { CZZT: '测试人' } })).toMatchObject([
      { matches: true },
    ]);
    expect(await data('verifyFile', { file: toBase64(FILE) })).toMatchObject({ conclusion: 'usable' });
    const link = (await data('createLink', { ...FILE_OF, seconds: 60, uses: 2 })) as { token: string };
    expect(link).toMatchObject({ expiresAt: '2026-11-23T02:01:00Z' });
    const opened = (await data('openLink', { token: link.token })) as { file: string };
    expect(fromBase64(opened.file)).toEqual(FILE);
    expect(await data('deleteLink', { token: link.token })).toEqual({ deleted: true });
    expect(await data('download', FILE_OF)).toMatchObject({ kind: 'original' });
    const copy = { ...FILE_OF, certificateCopyExpiringTime: UNTIL };
    expect(await data('download', copy)).toMatchObject({ kind: 'annotated' });
    expect(await data('annotate', copy)).toMatchObject({ expiresAt: '2026-11-23T03:00:00Z' });
    expect(world.annotated[0]).toMatchObject({ requester: '示例市市场监管局' });
  });

  it('refuses with the status of the norm and the reason', async () => {
    const { world, ask } = await endpointOf();
    const head = async (operation: string, data: object, access?: object) =>
      (await ask(operation, data, access)).head;
    const query = { ...USE, ...HOLDER };
    expect(await head('queryByHolder', query, { ...ACCESS, accessToken: 'wrong' })).toMatchObject({
      status: 11,
    });
    expect(world.lines.join()).toContain('AUTHENTICATION_FAILED');
    expect(await head('queryByHolder', query, { ...ACCESS, accessId: 'advertiser' })).toMatchObject({
      status: 100,
      message: expect.stringMatching(/^NO_PERMISSION: /),
    });
    expect(await head('queryByHolder', { ...query, holderTypeCode: '998' })).toMatchObject({ status: 103 });
    expect(await head('queryByHolder', { ...query, useCause: '' })).toMatchObject({
      message: expect.stringMatching(/^USE_REASON_MISSING/),
    });
    const refused = await ask('queryByHolder', query, { ...ACCESS, accessId: 'advertiser' });
    expect(refused.data).toBeNull();
    expect(JSON.stringify(refused)).not.toContain(SAMPLE_RESIDENT_ID);
  });

  it.each([
    ['a member that is not there', 'queryByHolder', { ...USE, ...HOLDER, certTypeCode: undefined }],
    ['a member of another type', 'queryByHolder', { ...USE, ...HOLDER, holderCode: 5 }],
    ['a member that nobody knows', 'queryByHolder', { ...USE, ...HOLDER, admin: true }],
    ['no use', 'queryByHolder', HOLDER],
    ['no object', 'queryByHolder', []],
    ['nothing', 'queryByHolder', null],
    ['a list of fields with a number', 'queryByHolder', { ...USE, ...HOLDER, fields: [1] }],
    ['a value that is no text', 'verifyData', { ...USE, ...HOLDER, certData: { CZZT: 1 } }],
    ['a file that is no base64', 'verifyFile', { ...USE, file: '*' }],
    ['half a second', 'createLink', { ...USE, ...FILE_OF, seconds: 0.5 }],
    ['another form of file', 'download', { ...USE, ...FILE_OF, fileType: 'exe' }],
    ['no time', 'annotate', { ...USE, ...FILE_OF, certificateCopyExpiringTime: 'tomorrow' }],
    [
      'a day that is none',
      'annotate',
      { ...USE, ...FILE_OF, certificateCopyExpiringTime: '2026-13-01T00:00:00Z' },
    ],
    ['a very long text', 'openLink', { ...USE, token: 'x'.repeat(70_000) }],
  ])('%s: the request is none', async (_, operation, data) => {
    const { world, ask } = await endpointOf();
    expect((await ask(operation, data)).head).toEqual({ status: 1001, message: 'REQUEST_INVALID' });
    expect(world.lines).toEqual([]);
  });

  it('an operation that there is not, and an envelope that is none', async () => {
    const { ask } = await endpointOf();
    for (const name of ['drop', 'toString', '__proto__', 'constructor', ''])
      expect((await ask(name, { ...USE, ...HOLDER })).head.message).toBe('NOT_OFFERED');
    for (const access of [{}, { accessId: 1, accessToken: 'right' }, { ...ACCESS, more: 'x' }])
      expect((await ask('queryByHolder', { ...USE, ...HOLDER }, access)).head.status).toBe(11);
  });
});
