import { describe, expect, it } from 'vitest';
import { encodePng } from '../../../src/formats/png/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import {
  applicationBinding,
  jwsIdentityVerifier,
  type PlatformInput,
  type SignApplicationInput,
  signApplication,
  type VerifyApplicationOptions,
} from '../../../src/sign/application/index.ts';
import type { TestIdentity, TestPki } from '../../../src/testing/index.ts';
import { NOW, repack, testPki } from '../asic/fixtures.ts';
import { AGENCY, AGENT, applicationInput, PERSON, verify } from './fixtures.ts';
import { AUDIENCE, claims, ISSUER, jws } from './tokens.ts';

const handwriting = encodePng({ width: 2, height: 2, kind: 'bit', data: new Uint8Array([0, 1, 1, 0]) });

async function signed(
  pki: TestPki,
  means: PlatformInput['means'],
  signer: TestIdentity,
  changes: Partial<SignApplicationInput> = {},
): Promise<Uint8Array> {
  const base = await applicationInput(pki, {
    platform: { means, operator: AGENCY, handwriting: '手写签名.png' },
    attachments: [{ name: '手写签名.png', data: handwriting }],
    signer: await signer.signer(),
    ...changes,
  });
  const payload = JSON.stringify(claims(applicationBinding(base)));
  const data = await jws(pki.statusIssuer, '{"alg":"ES256","kid":"k1"}', payload);
  const { file } = await signApplication({
    ...base,
    identity: {
      method: 'face',
      assuranceLevel: '高',
      subject: { code: PERSON.code, codeType: PERSON.codeType },
      time: NOW,
      evidence: { form: 'jws', data },
    },
  });
  return file;
}

async function trusting(
  pki: TestPki,
  changes: Partial<VerifyApplicationOptions> = {},
): Promise<Partial<VerifyApplicationOptions>> {
  const { publicKey } = await (await pki.statusIssuer.signer()).info();
  const keys = [{ kid: 'k1', algorithm: 'ES256', publicKey }] as const;
  return {
    platforms: [pki.sealSigner.certificate],
    identity: {
      verifier: jwsIdentityVerifier({ providers: [{ issuer: ISSUER, keys }] }),
      audience: AUDIENCE,
    },
    ...changes,
  };
}

/** A CA that issues event certificates alone, and one in the name of the applicant. */
async function eventCertificate(pki: TestPki, name = PERSON.name) {
  const issuer = await pki.issue({
    name: '事件证书签发 CA（样）',
    key: 'eventCa',
    ca: true,
    issuer: pki.root,
  });
  const citizen = await pki.issue({ name, key: 'event', issuer });
  return { issuer, citizen, crls: (await pki.validationData([issuer])).crls };
}

describe('an application that a platform signs', () => {
  it('is acceptable by its evidence, and is never the citizen’s own signature', async () => {
    const pki = await testPki('P-256');
    const report = await verify(pki, await signed(pki, 'agency', pki.sealSigner), await trusting(pki));
    expect(report.reasons).toEqual([]);
    expect(report.conclusion).toBe('acceptable');
    expect(report.ownSignature).toBe(false);
    expect(report.signatories.map(({ role, status }) => [role, status])).toEqual([['platform', 'signed']]);
    expect(report.checks.find(({ code }) => code === 'APPLICATION_PLATFORM_SIGNED')?.detail).toContain(
      'not the applicant’s own signature',
    );
    expect(report.reliability[0]?.conditions.map(({ item, status }) => [item, status])).toEqual([
      [1, 'not-met'],
      [2, 'not-met'],
      [3, 'proved'],
      [4, 'proved'],
    ]);
  });

  it('by an event certificate as well, in the citizen’s name alone', async () => {
    const pki = await testPki('P-256');
    const { issuer, citizen, crls } = await eventCertificate(pki);
    const options = await trusting(pki, { eventCertificateIssuers: [issuer.certificate], crls });
    const report = await verify(pki, await signed(pki, 'event-certificate', citizen), options);
    expect(report.reasons).toEqual([]);
    expect(report.ownSignature).toBe(false);
    const other = (await eventCertificate(pki, '别人')).citizen;
    const wrong = await verify(pki, await signed(pki, 'event-certificate', other), options);
    expect(wrong.reasons).toEqual(['APPLICATION_PLATFORM_SIGNED']);
    const otherMeans = await verify(pki, await signed(pki, 'agency', citizen), options);
    expect(otherMeans.conclusion).toBe('undecided');
  });

  it('is open when nobody believes the platform, or its evidence is not verified', async () => {
    const pki = await testPki('P-256');
    const file = await signed(pki, 'agency', pki.sealSigner);
    const unknown = await verify(pki, file, await trusting(pki, { platforms: [] }));
    expect([unknown.conclusion, unknown.reasons]).toEqual(['undecided', ['APPLICATION_PLATFORM_SIGNED']]);
    expect(unknown.signatories[0]?.status).toBe('missing');
    const asserted = await verify(pki, file, { platforms: [pki.sealSigner.certificate] });
    expect([asserted.conclusion, asserted.reasons]).toEqual(['undecided', ['APPLICATION_PLATFORM_EVIDENCE']]);
  });

  it('is refused when the evidence is', async () => {
    const pki = await testPki('P-256');
    const options = await trusting(pki);
    const identity = { ...options.identity!, audience: 'somebody else' };
    const report = await verify(pki, await signed(pki, 'agency', pki.sealSigner), { ...options, identity });
    expect(report.reasons).toEqual(['IDENTITY_AUDIENCE', 'APPLICATION_PLATFORM_EVIDENCE']);
    expect(report.conclusion).toBe('not-acceptable');
  });

  it.each<readonly [string, Partial<SignApplicationInput>]>([
    ['without a picture', { attachments: [] }],
    ['with a text for a picture', { attachments: [{ name: '手写签名.png', data: utf8('x') }] }],
    ['with others to sign', { signatories: [{ role: 'applicant', party: PERSON }] }],
    ['for several', { coApplicants: [AGENT] }],
  ])('%s cannot be made', async (_what, changes) => {
    const pki = await testPki('P-256');
    await expect(signed(pki, 'agency', pki.sealSigner, changes)).rejects.toMatchObject({
      code: 'APPLICATION_INVALID',
    });
  });

  it('cannot be made without evidence', async () => {
    const pki = await testPki('P-256');
    const base = await applicationInput(pki, {
      platform: { means: 'agency', operator: AGENCY, handwriting: '手写签名.png' },
      attachments: [{ name: '手写签名.png', data: handwriting }],
    });
    await expect(signApplication(base)).rejects.toMatchObject({ code: 'APPLICATION_INVALID' });
  });

  it('that says it is the citizen’s own is refused, by event certificate or platform key', async () => {
    const pki = await testPki('P-256');
    const { issuer, citizen, crls } = await eventCertificate(pki);
    const options = { eventCertificateIssuers: [issuer.certificate], crls };
    const event = await signApplication(await applicationInput(pki, { signer: await citizen.signer() }));
    const report = await verify(pki, event.file, options);
    expect([report.conclusion, report.reasons]).toEqual([
      'not-acceptable',
      ['APPLICATION_PLATFORM_UNDECLARED'],
    ]);
    const agency = await signApplication(
      await applicationInput(pki, { signer: await pki.sealSigner.signer() }),
    );
    const disguised = await verify(pki, agency.file, { platforms: [pki.sealSigner.certificate] });
    expect(disguised.reasons).toContain('APPLICATION_PLATFORM_UNDECLARED');
  });
});

describe('the conditions of 电子签名法 art. 13', () => {
  const statuses = (report: Awaited<ReturnType<typeof verify>>) =>
    report.reliability[0]?.conditions.map(({ status }) => status);

  it('are told one by one: custody is asserted, changes are proved to be detectable, each with its reason', async () => {
    const pki = await testPki('P-256');
    const { file } = await signApplication(await applicationInput(pki, { tsa: pki.timestampAuthority() }));
    const report = await verify(pki, file);
    expect(statuses(report)).toEqual(['asserted', 'asserted', 'proved', 'proved']);
    const [one, two, three, four] = report.reliability[0]!.conditions;
    expect(one?.by[0]).toContain('which names the signatory (name)');
    expect(two?.code).toBe('SOLE_CONTROL_AT_SIGNING');
    expect(three?.by).toHaveLength(2);
    expect(three?.by[1]).toContain('timestamp of 2026-11-23T02:00:00Z');
    expect(four?.by[0]).toContain('digests of every file');
  });

  it('are not met where the signer is a stranger, the signature is broken or a file is not as listed', async () => {
    const pki = await testPki('P-256');
    const { file } = await signApplication(
      await applicationInput(pki, { signer: await pki.sealSigner.signer() }),
    );
    expect(statuses(await verify(pki, file))).toEqual(['not-met', 'not-met', 'proved', 'proved']);
    const own = (await signApplication(await applicationInput(pki))).file;
    const changed = await repack(own, { 'attachments/情况说明.txt': utf8('别的') });
    const report = await verify(pki, changed);
    expect(statuses(report)).toEqual(['not-met', 'not-met', 'not-met', 'not-met']);
  });
});
