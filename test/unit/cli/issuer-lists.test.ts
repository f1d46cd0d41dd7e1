import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIssuers } from '../../../src/cli/verify/issuer-lists.ts';
import type { SignedIssuerList } from '../../../src/sign/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { day, entryOf, listOf, NOW, pkiOf, signedList } from '../pki/issuer-list/sample-list.ts';

let folder: string;
let pki: TestPki;
let signed: SignedIssuerList;
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yinxin-issuers-'));
  pki = await pkiOf('P-256');
  const entries = [
    entryOf(pki.licenseIssuer),
    entryOf(pki.sealMaker, { purposes: ['sealMakers'] }),
    entryOf(pki.tsa, { purposes: ['timestamps'] }),
    entryOf(pki.sealSigner, { state: 'compromised', compromisedAt: day('2026-06-01') }),
  ];
  signed = await signedList(pki, listOf(entries));
  mkdirSync(file('folder'));
  for (const name of ['issuers.json', 'folder/a.json']) {
    writeFileSync(file(name), signed.list);
    writeFileSync(file(`${name}.p7s`), signed.signature);
  }
  writeFileSync(file('issuers.p7m'), signed.attached);
  writeFileSync(file('folder/README'), 'who may issue');
  writeFileSync(file('folder/pin.der'), pki.signer.certificate);
  writeFileSync(file('pin.der'), pki.signer.certificate);
  writeFileSync(file('alone.json'), signed.list);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string, at = NOW) => readIssuers([file(name)], [pki.statusIssuer.certificate], at);

describe('--issuers', () => {
  it('takes a list beside its signature, one with the list inside, and plain certificates', async () => {
    for (const name of ['issuers.json', 'issuers.p7m']) {
      const found = await read(name);
      expect(found).toMatchObject({ certificates: [], notChecked: [] });
      expect(found.lists).toMatchObject([{ status: 'valid' }]);
    }
    expect(await read('pin.der')).toMatchObject({ certificates: [pki.signer.certificate], lists: [] });
  });

  it('takes all of a folder', async () => {
    const { certificates, lists } = await read('folder');
    expect(certificates).toEqual([pki.signer.certificate]);
    expect(lists).toHaveLength(1);
  });

  it('is an error where a list is not authentic or lacks its signature', async () => {
    const nobody = readIssuers([file('issuers.json')], [pki.root.certificate], NOW);
    await expect(nobody).rejects.toMatchObject({
      code: 'ISSUER_LIST_INVALID',
      details: { checks: ['ISSUER_LIST_SIGNER'] },
    });
    await expect(read('alone.json')).rejects.toMatchObject({ code: 'IO_FAILED' });
  });

  it('tells a stale list, and keeps its bad news', async () => {
    const { lists, notChecked } = await read('issuers.json', day('2026-12-24'));
    expect(notChecked).toMatchObject([{ code: 'ISSUER_LIST_NOT_USED' }]);
    expect(lists).toMatchObject([{ stale: true, entries: [] }]);
    expect(lists[0]!.compromised.map(({ certificate }) => certificate)).toEqual([pki.sealSigner.certificate]);
  });
});
