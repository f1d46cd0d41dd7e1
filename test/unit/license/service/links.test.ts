import { describe, expect, it } from 'vitest';
import { memoryLinkStore, type TemporaryLink } from '../../../../src/license/service/index.ts';
import { SAMPLE_RESIDENT_ID } from '../fixture.ts';
import { asking, closed, FILE, IDENTIFIER, METADATA, T, type World, worldOf } from './world.ts';

const terms = { identifier: IDENTIFIER, fileType: 'pdf' as const };

async function made(world: World, change = {}): Promise<string> {
  const answer = await world.service.createLink({ ...asking(), ...terms, seconds: 60, ...change });
  if (!answer.ok) throw new Error(answer.code);
  return answer.data.token;
}
const open = (world: World, token: string, id = 'whole') => world.service.openLink({ ...asking(id), token });

describe('temporary links', () => {
  it('give the file until they expire, and say nothing about anybody', async () => {
    const world = await worldOf();
    const token = await made(world);
    expect(token).toMatch(/^[0-9a-f]{32}\.[0-9]+\.[0-9a-f]{64}$/);
    expect(await open(world, token)).toMatchObject({ data: { file: FILE, kind: 'original' } });
    world.at = new Date(T.getTime() + 59_999);
    expect(await open(world, token)).toMatchObject({ ok: true });
    world.at = new Date(T.getTime() + 60_000);
    expect(await open(world, token)).toMatchObject({ code: 'LINK_EXPIRED' });
    expect(world.lines.join()).not.toContain(token);
    expect(world.lines.join()).not.toContain(SAMPLE_RESIDENT_ID);
  });

  it('are no good changed in any place, nor for another requester', async () => {
    const world = await worldOf();
    const token = await made(world);
    for (let i = 0; i < token.length; i++) {
      const other = token[i] === '1' ? '2' : '1';
      const forged = token.slice(0, i) + other + token.slice(i + 1);
      expect((await open(world, forged)).code, `place ${i}`).not.toBe('OK');
    }
    const later = token.replace(/\.[0-9]+\./, '.99999999999.');
    expect(await open(world, later)).toMatchObject({ code: 'LINK_INVALID' });
    for (const forged of ['', 'x', `${token} `, token.toUpperCase(), token.slice(0, -1), `${token}0`])
      expect(await open(world, forged)).toMatchObject({ code: 'LINK_INVALID' });
    expect(await open(world, token, 'some')).toMatchObject({ code: 'LINK_INVALID' });
    const person = { ...asking(), requester: { type: 'person' as const, id: 'whole' }, token };
    expect(await world.service.openLink(person)).toMatchObject({ code: 'LINK_INVALID' });
    expect(await open(world, token)).toMatchObject({ ok: true });
  });

  it('what is stored of them cannot be changed either', async () => {
    const changes: Partial<TemporaryLink>[] = [
      { identifier: IDENTIFIER.replace('2430599', '2430598') },
      { fileType: 'ofd' },
      { operation: 'copy' },
      { copyExpiresAt: new Date('2027-01-01T00:00:00Z') },
      { expiresAt: new Date('2027-01-01T00:00:00Z') },
      { uses: 9 },
      { id: '0'.repeat(32) },
    ];
    for (const change of changes) {
      const links = memoryLinkStore({ now: () => T });
      const world = await worldOf({ links });
      const token = await made(world, { uses: 1 });
      const [id] = token.split('.') as [string];
      const link = (await links.find(id))!;
      links.find = async () => ({ ...link, ...change });
      expect(await open(world, token), JSON.stringify(change)).toMatchObject({ code: 'LINK_INVALID' });
    }
  });

  it('of another service are no good here', async () => {
    const links = memoryLinkStore({ now: () => T });
    const world = await worldOf({ links });
    const other = await worldOf({ links, linkKey: new Uint8Array(32).fill(8) });
    expect(await open(other, await made(world))).toMatchObject({ code: 'LINK_INVALID' });
  });

  it('are opened as often as was said, also by many at once', async () => {
    const world = await worldOf();
    const token = await made(world, { uses: 3 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => open(world, token)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['OK', 'LINK_USED_UP']));
  });

  it('a refusal takes no use', async () => {
    const world = await worldOf();
    const token = await made(world, { uses: 1 });
    world.store.put(METADATA, 'suspended', { pdf: FILE });
    expect(await open(world, token)).toMatchObject({ code: 'LICENSE_NOT_VALID' });
    world.store.put(METADATA, 'valid', { pdf: FILE });
    expect(await open(world, token)).toMatchObject({ ok: true });
  });

  it('are decided on anew: a grant that ended gives nothing', async () => {
    let allowed = true;
    const policy: typeof closed = {
      decide: async (request) => {
        const decision = await closed.decide(request);
        return allowed ? decision : { ...decision, effect: 'deny' as const, obligations: [] };
      },
    };
    const world = await worldOf({ policy });
    const token = await made(world);
    allowed = false;
    expect(await open(world, token)).toMatchObject({ code: 'NO_PERMISSION' });
  });

  it('end with the copy they lead to, and with the grant', async () => {
    const world = await worldOf();
    const copyExpiresAt = new Date(T.getTime() + 10_000);
    const answer = await world.service.createLink({ ...asking(), ...terms, seconds: 60, copyExpiresAt });
    expect(answer).toMatchObject({ data: { expiresAt: copyExpiresAt } });
    const token = answer.ok ? answer.data.token : '';
    expect(await open(world, token)).toMatchObject({ data: { kind: 'annotated', expiresAt: copyExpiresAt } });
  });

  it('are taken back by their requester alone', async () => {
    const world = await worldOf();
    const token = await made(world);
    const remove = (id: string) => world.service.deleteLink({ ...asking(id), token });
    expect(await remove('some')).toMatchObject({ code: 'LINK_INVALID' });
    expect(await remove('whole')).toMatchObject({ data: { deleted: true } });
    expect(await open(world, token)).toMatchObject({ code: 'LINK_INVALID' });
    world.at = new Date(T.getTime() + 60_000);
    expect(await open(world, token)).toMatchObject({ code: 'LINK_EXPIRED' });
  });

  it.each([
    ['no time', { seconds: 0 }],
    ['half a second', { seconds: 0.5 }],
    ['more than a day', { seconds: 86_401 }],
    ['no use', { uses: 0 }],
    ['an endless number of uses', { uses: Number.POSITIVE_INFINITY }],
  ])('%s: no link', async (_, change) => {
    const { service } = await worldOf();
    expect(await service.createLink({ ...asking(), ...terms, seconds: 60, ...change })).toMatchObject({
      code: 'REQUEST_INVALID',
    });
  });
});

describe('links in memory', () => {
  it('make room by those that expired, and no more than so many live', async () => {
    let at = T;
    const links = memoryLinkStore({ now: () => at });
    const link = (i: number): TemporaryLink => ({
      id: String(i),
      identifier: IDENTIFIER,
      fileType: 'pdf',
      operation: 'download',
      expiresAt: new Date(T.getTime() + 1000),
    });
    for (let i = 0; i < 100_000; i++) await links.put(link(i));
    await expect(links.put(link(100_000))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    at = new Date(T.getTime() + 1000);
    await links.put(link(100_001));
    expect(await links.find('5')).toBeUndefined();
    expect(await links.remove('5')).toBe(false);
  });
});
