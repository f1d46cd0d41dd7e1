import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPki, TEST_AGENCY_CODE, TEST_AGENCY_NAME } from '../../src/testing/index.ts';
import { yinxin } from './run-cli.ts';

const AT = '2026-11-23T10:00:00+08:00';
const NOW = new Date(AT);
const PERSON = { name: '测试人甲', code: '测试证件0001', codeType: '111' };
const SECOND = { name: '测试人丁', code: '测试证件0004', codeType: '111' };

describe('yinxin application', () => {
  let folder = '';
  const run = (...args: string[]) => yinxin(['application', ...args], { cwd: folder });
  const put = (name: string, content: Uint8Array | object): void =>
    writeFileSync(join(folder, name), content instanceof Uint8Array ? content : JSON.stringify(content));
  const trust = ['--trust', 'root.der', '--crl', 'crl0.der', '--crl', 'crl1.der', '--at', AT];
  const key = (name: string): string[] => ['--key', `${name}.key`, '--cert', `${name}.cer`, 'ca.cer'];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-application-'));
    const pki = await createTestPki({ algorithm: 'P-256', now: NOW });
    const second = await pki.issue({ name: SECOND.name, key: 'second' });
    for (const [name, identity] of Object.entries({ one: pki.signer, two: second, agency: pki.sealSigner })) {
      put(`${name}.key`, identity.pkcs8);
      put(`${name}.cer`, identity.certificate);
    }
    put('ca.cer', pki.intermediate.certificate);
    put('root.der', pki.root.certificate);
    for (const [i, crl] of (await pki.validationData()).crls.entries()) put(`crl${i}.der`, crl);
    put('form.json', { 数量: 3 });
    put('schema.json', { id: 'F', version: '1', fields: [{ key: '数量', type: 'integer', max: 3 }] });
    put('narrow.json', { id: 'F', version: '1', fields: [{ key: '数量', type: 'integer', max: 2 }] });
    put('note.txt', new TextEncoder().encode('说明'));
    put('reasons.json', [{ code: 'M3', text: '缺健康证明' }]);
    put('application.json', {
      id: 'SQ-1',
      matter: { code: 'M', name: '示例许可' },
      receiver: { name: TEST_AGENCY_NAME, code: TEST_AGENCY_CODE, codeType: '001' },
      applicant: PERSON,
      coApplicants: [SECOND],
      form: 'form.json',
      formSchema: 'schema.json',
      attachments: [{ path: 'note.txt', title: '说明' }],
      identity: { method: 'face', assuranceLevel: '高', subject: PERSON, time: AT },
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('signs, countersigns, verifies and answers from files alone', () => {
    const binding = run('binding', 'application.json');
    expect(binding.lines()[0]).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const signed = run('sign', 'application.json', ...key('one'), '--at', AT, '--out', 'a.asice');
    expect([signed.code, signed.err]).toEqual([0, expect.stringContaining('still to sign: co-applicant-1')]);
    const half = run('verify', 'a.asice', ...trust);
    expect([half.code, half.out]).toEqual([1, expect.stringContaining('co-applicant 测试人丁: missing')]);
    const both = run(
      'countersign',
      'a.asice',
      '--as',
      'co-applicant-1',
      ...key('two'),
      '--at',
      AT,
      '--out',
      'b.asice',
    );
    expect(both.code).toBe(0);
    const good = run(
      'verify',
      'b.asice',
      ...trust,
      '--receiver',
      TEST_AGENCY_CODE,
      '--form',
      'schema.json',
      '--json',
    );
    expect(good.code).toBe(0);
    expect(good.lines()[0]).toMatchObject({ conclusion: 'acceptable', ownSignature: true });
    const receipt = run(
      'receipt',
      'b.asice',
      ...trust,
      ...key('agency'),
      '--decision',
      'supplement',
      '--reasons',
      'reasons.json',
      '--out',
      'r.p7m',
    );
    expect([receipt.code, receipt.err]).toEqual([0, '']);
    const history = run('verify', 'b.asice', 'r.p7m', ...trust);
    expect([history.code, history.out]).toEqual([0, expect.stringContaining('state supplement-asked')]);
    expect(run('verify', 'r.p7m', 'b.asice', ...trust).code).toBe(1);
  });

  it('refuses a form that does not fit, a receipt without reasons, and an unknown signatory', () => {
    const narrow = run('verify', 'b.asice', ...trust, '--form', 'narrow.json');
    expect([narrow.code, narrow.out]).toEqual([1, expect.stringContaining('FORM_FIELD_RANGE')]);
    const none = run(
      'receipt',
      'b.asice',
      ...trust,
      ...key('agency'),
      '--decision',
      'rejected',
      '--out',
      'x.p7m',
    );
    expect([none.code, none.err]).toEqual([3, expect.stringContaining('APPLICATION_INVALID')]);
    const stranger = run(
      'countersign',
      'a.asice',
      '--as',
      'agent',
      ...key('two'),
      '--at',
      AT,
      '--out',
      'c.asice',
    );
    expect(stranger.code).toBe(3);
    expect(run('verify', 'b.asice', 'note.txt', ...trust).code).toBe(3);
  });
});
