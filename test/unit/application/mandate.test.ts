import { describe, expect, it } from 'vitest';
import { canonicalJsonBytes, utf8 } from '../../../src/foundation/core/index.ts';
import {
  countersignApplication,
  type SignApplicationInput,
  signApplication,
  signMandate,
} from '../../../src/sign/application/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { NOW, testPki } from '../asic/fixtures.ts';
import {
  AGENT,
  applicationInput,
  asJsonObject,
  identityOf,
  later,
  mandateFile,
  PERSON,
  personOf,
  SECOND,
  verify,
} from './fixtures.ts';

describe('an agent with a mandate', () => {
  const byAgent = async (
    pki: TestPki,
    mandate: Uint8Array | undefined,
    changes: Partial<SignApplicationInput> = {},
    name = '授权委托书.p7m',
  ) => {
    const agent = await personOf(pki, AGENT);
    const { file } = await signApplication(
      await applicationInput(pki, {
        agent: AGENT,
        identity: identityOf(AGENT),
        ...(mandate === undefined ? {} : { mandates: [name], attachments: [{ name, data: mandate }] }),
        signer: await agent.signer(),
        ...changes,
      }),
    );
    return file;
  };

  it('is acceptable, and signs as the agent', async () => {
    const pki = await testPki('P-256');
    const report = await verify(pki, await byAgent(pki, await mandateFile(pki)));
    expect(report.reasons).toEqual([]);
    expect(report.conclusion).toBe('acceptable');
    expect(report.signatories.map(({ role, status }) => [role, status])).toEqual([['agent', 'signed']]);
    expect(report.mandates[0]?.signedByPrincipal).toBe(true);
    expect(report.notChecked.map(({ code }) => code)).toContain('MANDATE_REVOCATION');
  });

  it.each([
    ['another agent', { agent: SECOND }, 'AGENT', 'not-acceptable'],
    [
      'an agent of that name with another code',
      { agent: { ...AGENT, code: 'X' } },
      'AGENT',
      'not-acceptable',
    ],
    ['another matter', { matters: ['别的事项'] }, 'MATTER', 'not-acceptable'],
    ['another act', { acts: ['receive'] }, 'ACT', 'not-acceptable'],
    ['another principal', { principal: SECOND }, 'PRINCIPAL', 'not-acceptable'],
    ['a time that has passed', { validTo: later(-1) }, 'TIME', 'not-acceptable'],
    ['a time to come', { validFrom: later(1) }, 'TIME', 'not-acceptable'],
  ] as const)('a mandate for %s is a failed check', async (_what, changes, code, conclusion) => {
    const pki = await testPki('P-256');
    const report = await verify(pki, await byAgent(pki, await mandateFile(pki, changes)));
    expect(report.conclusion).toBe(conclusion);
    expect(report.reasons).toContain(`APPLICATION_MANDATE_${code}`);
  });

  it('no mandate is refused; one that the agent signed himself, or a scan, leaves it open', async () => {
    const pki = await testPki('P-256');
    const none = await verify(pki, await byAgent(pki, undefined));
    expect(none.reasons).toEqual(['APPLICATION_MANDATE_MISSING']);
    const agent = await personOf(pki, AGENT);
    const self = await mandateFile(pki, { signer: await agent.signer() });
    const own = await verify(pki, await byAgent(pki, self));
    expect([own.conclusion, own.reasons]).toEqual(['undecided', ['APPLICATION_MANDATE_SIGNATURE']]);
    const scan = await verify(pki, await byAgent(pki, utf8('%PDF-1.7\n%扫描件'), {}, '委托书.pdf'));
    expect([scan.conclusion, scan.reasons]).toEqual(['undecided', ['APPLICATION_MANDATE_UNREAD']]);
  });

  it('a mandate whose signature is broken, or that is none, is refused', async () => {
    const pki = await testPki('P-256');
    const good = await mandateFile(pki);
    const bad = good.slice();
    bad[bad.length - 1]! ^= 1;
    const broken = await verify(pki, await byAgent(pki, bad));
    expect(broken.reasons).toContain('APPLICATION_MANDATE_SIGNATURE');
    expect(broken.conclusion).toBe('not-acceptable');
    const none = await verify(pki, await byAgent(pki, utf8('{"a":1}'), {}, 'a.json'));
    expect(none.reasons).toContain('APPLICATION_MANDATE_MALFORMED');
  });

  it('a mandate that ends before the application is proved to exist leaves it open', async () => {
    const pki = await testPki('P-256');
    const short = await mandateFile(pki, { validTo: later(1) });
    const plain = await byAgent(pki, short);
    const late = await verify(pki, plain, { at: later(2) });
    expect([late.conclusion, late.reasons]).toEqual(['undecided', ['APPLICATION_MANDATE_TIME']]);
    expect((await verify(pki, plain, { at: later(2), receivedAt: NOW })).conclusion).toBe('acceptable');
    const stamped = await byAgent(pki, short, { tsa: pki.timestampAuthority() });
    expect((await verify(pki, stamped, { at: later(2) })).conclusion).toBe('acceptable');
  });

  it('every principal signs or gives a mandate', async () => {
    const pki = await testPki('P-256');
    const { file } = await signApplication(
      await applicationInput(pki, {
        agent: AGENT,
        coApplicants: [SECOND],
        mandates: ['丁.p7m'],
        attachments: [
          {
            name: '丁.p7m',
            data: await mandateFile(pki, {
              principal: SECOND,
              signer: await (await personOf(pki, SECOND)).signer(),
            }),
          },
        ],
        signatories: [
          { role: 'applicant', party: PERSON },
          { role: 'agent', party: AGENT },
        ],
      }),
    );
    const agent = await personOf(pki, AGENT);
    const both = await countersignApplication({
      application: file,
      as: 'agent',
      signer: await agent.signer(),
      at: NOW,
    });
    const report = await verify(pki, both.file);
    expect(report.reasons).toEqual([]);
    expect(report.signatories.map(({ role, status }) => [role, status])).toEqual([
      ['applicant', 'signed'],
      ['agent', 'signed'],
    ]);
  });

  it('plain terms count where the principal signs the application that they are part of', async () => {
    const pki = await testPki('P-256');
    const { mandate } = await signMandate({
      id: 'WT-2',
      principal: PERSON,
      agent: AGENT,
      matters: ['000164001000'],
      acts: ['apply'],
      validFrom: later(-1),
      validTo: later(1),
      signer: await pki.signer.signer(),
      at: NOW,
    });
    const plain = canonicalJsonBytes(asJsonObject(mandate));
    const alone = await verify(pki, await byAgent(pki, plain, {}, 'a.json'));
    expect([alone.conclusion, alone.reasons]).toEqual(['undecided', ['APPLICATION_MANDATE_SIGNATURE']]);
    const signatories = [
      { role: 'applicant', party: PERSON },
      { role: 'agent', party: AGENT },
    ] as const;
    const first = await byAgent(pki, plain, { signatories, signer: await pki.signer.signer() }, 'a.json');
    const agent = await personOf(pki, AGENT);
    const both = await countersignApplication({
      application: first,
      as: 'agent',
      signer: await agent.signer(),
      at: NOW,
    });
    const report = await verify(pki, both.file);
    expect(report.conclusion).toBe('acceptable');
    expect(report.mandates[0]?.signedByPrincipal).toBe(true);
  });

  it('a scan of many pages, and a hundred and one co-applicants, end in a report or an error of ours', async () => {
    const pki = await testPki('P-256');
    const scan = utf8(`%PDF-1.7\n%${'x'.repeat(5 * 1024 * 1024)}`);
    const report = await verify(pki, await byAgent(pki, scan, {}, '委托书.pdf'));
    expect([report.conclusion, report.reasons]).toEqual(['undecided', ['APPLICATION_MANDATE_UNREAD']]);
    const crowd = Array.from({ length: 101 }, (_, i) => ({ ...SECOND, code: `测试证件${i}` }));
    await expect(signApplication(await applicationInput(pki, { coApplicants: crowd }))).rejects.toMatchObject(
      { code: 'APPLICATION_INVALID' },
    );
  });
});
