import { type Clock, YinxinError } from '../../foundation/core/index.ts';
import type { LinkStore, TemporaryLink } from './ports.ts';

const MAX_LINKS = 100_000;

/**
 * Links in memory: they end with the process, which refuses them and gives nothing away. Links that have expired make
 * room for new ones. LIMIT_EXCEEDED over 100,000 that live.
 */
export function memoryLinkStore(clock: Clock): LinkStore {
  const links = new Map<string, { readonly link: TemporaryLink; left: number }>();
  return {
    async put(link) {
      if (links.size >= MAX_LINKS) dropExpired(links, clock.now());
      if (links.size >= MAX_LINKS)
        throw new YinxinError('LIMIT_EXCEEDED', `more than ${MAX_LINKS} links live: give them less time`);
      links.set(link.id, { link, left: link.uses ?? Number.POSITIVE_INFINITY });
    },
    async find(id) {
      return links.get(id)?.link;
    },
    async use(id) {
      const held = links.get(id);
      if (held === undefined || held.left < 1) return false;
      held.left -= 1;
      return true;
    },
    async remove(id) {
      return links.delete(id);
    },
  };
}

function dropExpired(links: Map<string, { readonly link: TemporaryLink }>, at: Date): void {
  for (const [id, { link }] of links) if (link.expiresAt <= at) links.delete(id);
}
