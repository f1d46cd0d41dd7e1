import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../../src/foundation/core/index.ts';
import { SAMPLE_RESIDENT_ID } from '../fixture.ts';
import { asking, closed, FILE, IDENTIFIER, METADATA, T, worldOf, zhejiang } from './world.ts';

const HOUR = 3600 * 1000;
const fileTerms = { identifier: IDENTIFIER, fileType: 'pdf' as const };

const everything: typeof closed = {
  decide: (request) => zhejiang.decide({ ...request, subject: { type: 'agency', id: 'whole' } }),
};

describe('files', () => {
  it('the original as it was issued, or a copy that says for whom, why and until when', async () => {
    const world = await worldOf();
    const original = await world.service.download({ ...asking(), ...fileTerms });
    expect(original).toMatchObject({ data: { kind: 'original', file: FILE } });
    const copyExpiresAt = new Date(T.getTime() + HOUR);
    const copy = await world.service.download({ ...asking(), ...fileTerms, copyExpiresAt });
    expect(copy).toMatchObject({ data: { kind: 'annotated', expiresAt: copyExpiresAt } });
    expect(world.annotated).toEqual([
      { purpose: '日常检查', requester: '示例市市场监管局', expiresAt: copyExpiresAt, watermarks: [] },
    ]);
  });

  it('a file that shows more than may be shared is kept back', async () => {
    const { service } = await worldOf({ policy: zhejiang });
    for (const id of ['some', 'statistics'])
      expect(await service.download({ ...asking(id), ...fileTerms })).toMatchObject({
        code: 'NO_PERMISSION',
      });
    // A field of the license that the catalog does not know: nobody has decided on it.
    const world = await worldOf();
    world.store.put({ ...METADATA, extensions: { KZ_XX: '敏感' } }, 'valid', { pdf: FILE });
    expect(await world.service.download({ ...asking(), ...fileTerms })).toMatchObject({
      code: 'NO_PERMISSION',
    });
  });

  it('a mark that the policy wants makes the copy an annotated one, and ends with the policy', async () => {
    const at = new Date(T.getTime() + 60_000);
    const marked = {
      decide: async (request: Parameters<typeof closed.decide>[0]) => {
        const decision = await closed.decide(request);
        const watermark = { type: 'watermark' as const, text: '仅供检查' };
        const expire = { type: 'expire' as const, at };
        return { ...decision, obligations: [...decision.obligations, watermark, expire] };
      },
    };
    const world = await worldOf({ policy: marked });
    const answer = await world.service.download({ ...asking(), ...fileTerms });
    expect(answer).toMatchObject({ data: { kind: 'annotated', expiresAt: at } });
    expect(world.annotated).toMatchObject([{ watermarks: ['仅供检查'], expiresAt: at }]);
    const bare = await worldOf({ policy: marked, annotate: undefined as never });
    expect(await bare.service.download({ ...asking(), ...fileTerms })).toMatchObject({ code: 'NOT_OFFERED' });
  });

  it('a license that is not valid, a copy that has ended, a form that is not there: refused', async () => {
    const world = await worldOf();
    const ask = (change = {}) => world.service.download({ ...asking(), ...fileTerms, ...change });
    expect(await ask({ copyExpiresAt: T })).toMatchObject({ code: 'REQUEST_INVALID' });
    expect(await ask({ copyExpiresAt: new Date(Number.NaN) })).toMatchObject({ code: 'REQUEST_INVALID' });
    expect(await ask({ fileType: 'ofd' })).toMatchObject({ code: 'FILE_TYPE_ABSENT' });
    world.store.put(METADATA, 'revoked', { pdf: FILE });
    expect(await ask()).toMatchObject({ code: 'LICENSE_NOT_VALID' });
  });

  it('a copy names its requester, never by an identity number', async () => {
    const { service } = await worldOf({ policy: everything });
    const copyExpiresAt = new Date(T.getTime() + HOUR);
    const requester = { type: 'person' as const, id: SAMPLE_RESIDENT_ID };
    const { requesterName: _, ...who } = { ...asking(), requester };
    const ask = (name = {}) => service.annotate({ ...who, ...name, ...fileTerms, copyExpiresAt });
    expect(await ask()).toMatchObject({ code: 'REQUEST_INVALID' });
    expect(await ask({ requesterName: '测试人' })).toMatchObject({ ok: true });
  });

  it('an annotated copy without an end is none, and never the original', async () => {
    const { service } = await worldOf();
    for (const copyExpiresAt of [undefined, null, '2099-01-01'])
      expect(
        await service.annotate({ ...asking(), ...fileTerms, copyExpiresAt: copyExpiresAt as never }),
      ).toMatchObject({ ok: false, code: 'REQUEST_INVALID' });
  });

  it('a form of file that no copies are made of is refused', async () => {
    const { service } = await worldOf({ annotate: async () => undefined });
    const copyExpiresAt = new Date(T.getTime() + HOUR);
    expect(await service.annotate({ ...asking(), ...fileTerms, copyExpiresAt })).toMatchObject({
      code: 'FILE_TYPE_ABSENT',
    });
  });

  it('a stored file that was changed is not given', async () => {
    const world = await worldOf();
    world.store.openFile = async () => utf8('forged');
    const answer = await world.service.download({ ...asking(), ...fileTerms });
    expect(answer).toMatchObject({ code: 'SERVICE_FAILED', cause: { code: 'LEDGER_CORRUPT' } });
  });
});
