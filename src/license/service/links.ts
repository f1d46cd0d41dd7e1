import { toHex } from '../../foundation/core/index.ts';
import type { Call, ServiceContext } from './context.ts';
import { giveFile, permitFile } from './give-file.ts';
import { isTokenOf, linkToken, readLinkToken } from './link-token.ts';
import type { TemporaryLink } from './ports.ts';
import type { CreateLinkRequest, GivenFile, GivenLink, LinkRequest } from './requests.ts';
import { refuse, type Step } from './step.ts';

const MAX_USES = 1_000_000;

/** A link to a file that may be given now; it is decided on anew whenever it is opened. */
export async function createLink(
  context: ServiceContext,
  call: Call,
  request: CreateLinkRequest,
): Promise<Step<GivenLink>> {
  const { identifier, fileType, copyExpiresAt, seconds, uses } = request;
  if (!isCount(seconds, context.maxLinkSeconds))
    return refuse('REQUEST_INVALID', `a link lives 1 to ${context.maxLinkSeconds} whole seconds`);
  if (uses !== undefined && !isCount(uses, MAX_USES))
    return refuse('REQUEST_INVALID', `a link is opened 1 to ${MAX_USES} times`);
  const permitted = await permitFile(context, call, request);
  if ('refused' in permitted) return permitted;
  const { expiresAt: until } = permitted.given;
  const ends = Math.min(call.time.getTime() + seconds * 1000, until?.getTime() ?? Number.POSITIVE_INFINITY);
  const link: TemporaryLink = {
    id: toHex(context.random.bytes(16)),
    identifier,
    fileType,
    operation: copyExpiresAt === undefined ? 'download' : 'copy',
    ...(copyExpiresAt === undefined ? {} : { copyExpiresAt }),
    // Whole seconds, as the token has them.
    expiresAt: new Date(Math.floor(ends / 1000) * 1000),
    ...(uses === undefined ? {} : { uses }),
  };
  await context.links.put(link);
  return {
    given: { token: linkToken(context.linkKey, link, call.request.requester), expiresAt: link.expiresAt },
  };
}

/** The file of a link, for the requester it was made for, while it lives; the policy is asked again. */
export async function openLink(
  context: ServiceContext,
  call: Call,
  request: LinkRequest,
): Promise<Step<GivenFile>> {
  const found = await findLink(context, call, request);
  if ('refused' in found) return found;
  const link = found.given;
  const permitted = await permitFile(context, call, link);
  if ('refused' in permitted) return permitted;
  // Counted before anything is given: two that come at once never share the last use.
  if (!(await context.links.use(link.id)))
    return refuse('LINK_USED_UP', 'the link was opened as often as it may be: ask for a new one');
  return giveFile(context, call, link.fileType, permitted.given);
}

/** Takes a link back; its requester alone can. Gives nothing, so the policy is not asked. */
export async function deleteLink(
  context: ServiceContext,
  call: Call,
  request: LinkRequest,
): Promise<Step<{ readonly deleted: boolean }>> {
  const found = await findLink(context, call, request);
  if ('refused' in found) return found;
  return { given: { deleted: await context.links.remove(found.given.id) } };
}

async function findLink(
  { links, linkKey }: ServiceContext,
  { request, time }: Call,
  { token }: LinkRequest,
): Promise<Step<TemporaryLink>> {
  const said = readLinkToken(token);
  const invalid = refuse('LINK_INVALID', 'the link is not good here: ask for a new one');
  if (said === undefined) return invalid;
  const link = await links.find(said.id);
  // A store forgets what has expired: the token's own word about that costs nothing to believe.
  if (link === undefined) return said.expiresAt <= time ? refuse('LINK_EXPIRED') : invalid;
  if (!isTokenOf(linkKey, token, link, request.requester)) return invalid;
  return link.expiresAt <= time
    ? refuse('LINK_EXPIRED', 'the link has expired: ask for a new one')
    : { given: link };
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
