import { describe, expect, it } from 'vitest';
import { verifySeal } from '../../../src/entries/seal.ts';
import { encodePng } from '../../../src/formats/png/index.ts';
import { der } from '../../../src/foundation/asn1/index.ts';
import type { IssuerListEntry, VerifiedIssuers } from '../../../src/foundation/pki/index.ts';
import { parseCertificate } from '../../../src/foundation/x509/index.ts';
import { judgeOptions, NOW, testPki } from '../../support/ofd.ts';
import { changedAt, makeSeal } from '../../support/ofd-values.ts';

const DAY = 24 * 3600 * 1000;
const days = (count: number) => new Date(NOW.getTime() + count * DAY);
const PNG = encodePng({ width: 2, height: 2, kind: 'bit', data: new Uint8Array(4) });
const picture = changedAt(3, () =>
  der.sequence(der.ia5String('PNG'), der.octetString(PNG), der.integer(42), der.integer(42)),
);

async function judged(entry: Partial<IssuerListEntry>, pinned = false) {
  const pki = await testPki();
  const { certificate, name } = pki.sealMaker;
  const listed: IssuerListEntry = {
    certificate,
    names: [name],
    purposes: ['sealMakers'],
    state: 'active',
    from: days(-1000),
    to: days(1000),
    ...entry,
  };
  const read = { ...listed, parsed: parseCertificate(certificate) };
  const list: VerifiedIssuers = {
    entries: [read],
    compromised: read.state === 'compromised' ? [read] : [],
  };
  const options = await judgeOptions();
  const { sealMakers: _, ...trust } = options.trust;
  const seal = await makeSeal(pki, { info: picture });
  const { indication, checks } = await verifySeal(seal, {
    ...options,
    trust: pinned ? options.trust : trust,
    issuerLists: [list],
  });
  const failed = checks.filter(({ status }) => status === 'failed').map(({ code }) => code);
  return [indication, ...failed].join(' ');
}

describe('the maker of a seal in a signed list', () => {
  it('counts for seals made while it was listed, for this purpose alone', async () => {
    expect(await judged({})).toBe('TOTAL_PASSED');
    expect(await judged({ purposes: ['signers'] })).toBe('INDETERMINATE SEAL_MAKER_NOT_AUTHORISED');
    expect(await judged({ from: days(1), to: days(9) })).toBe('INDETERMINATE SEAL_MAKER_NOT_AUTHORISED');
  });

  it('counts for nothing once its key is compromised, be it pinned too', async () => {
    const compromised = { state: 'compromised', compromisedAt: days(10) } as const;
    expect(await judged(compromised)).toBe('INDETERMINATE SEAL_MAKER_NOT_AUTHORISED');
    expect(await judged(compromised, true)).toBe('INDETERMINATE KEY_COMPROMISED');
  });
});
