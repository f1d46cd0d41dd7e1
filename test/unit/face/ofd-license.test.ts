import { beforeAll, describe, expect, it } from 'vitest';
import { type VerifyOptions, verify } from '../../../src/entries/index.ts';
import { openOfd, readCustomData } from '../../../src/formats/ofd/index.ts';
import { readZip, writeZip } from '../../../src/formats/zip/index.ts';
import { fromUtf8, type Signer, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { readLicenseOfd } from '../../../src/license/index.ts';
import { makeSeal, sealOfd } from '../../../src/seal/index.ts';
import { AT } from '../../support/license.ts';
import { NOW } from '../../support/life.ts';
import { issuedOfd } from '../../support/ofd-license.ts';
import { PIXEL } from '../../support/seal-ofd.ts';

let issued: Awaited<ReturnType<typeof issuedOfd>>;
let crls: readonly Uint8Array[];
beforeAll(async () => {
  issued = await issuedOfd();
  crls = (await issued.pki.validationData()).crls;
});

const options = (): VerifyOptions => ({
  at: AT,
  revocation: 'require-where-declared',
  // An SES signature holds the signer's certificate alone.
  intermediates: [issued.pki.intermediate.certificate],
  crls,
  trust: {
    signers: [issued.pki.root.certificate],
    sealMakers: [issued.pki.sealMaker.certificate],
    licenseIssuers: [issued.pki.licenseIssuer.certificate],
    statusIssuers: [issued.pki.licenseIssuer.certificate],
  },
  statusLists: [issued.statusList],
});

/** The file with some entries written anew; `change` sees the text of each entry. */
async function rewritten(
  file: Uint8Array,
  change: (name: string, text: string) => string,
): Promise<Uint8Array> {
  const zip = await readZip(sourceFromBytes(file));
  const files = [];
  for (const entry of zip.entries) {
    const data = await zip.read(entry);
    const isText = entry.name.endsWith('.xml');
    files.push({ name: entry.name, data: isText ? utf8(change(entry.name, fromUtf8(data))) : data });
  }
  return writeZip(files);
}

/** The face as it was before it was sealed, changed, and sealed anew by the same agency. */
async function resealed(
  change: (name: string, text: string) => string,
  by: Partial<{ seal: Uint8Array; signer: Signer }> = {},
): Promise<Uint8Array> {
  const bare = await rewritten(issued.license.file, (name, text) =>
    name === 'OFD.xml' ? text.replace(/<ofd:Signatures>.*?<\/ofd:Signatures>/, '') : text,
  );
  const zip = await readZip(sourceFromBytes(bare));
  const files = [];
  for (const entry of zip.entries) {
    if (entry.name.includes('Signs/')) continue;
    files.push({ name: entry.name, data: await zip.read(entry) });
  }
  return sealOfd({
    file: await rewritten(writeZip(files), change),
    seal: issued.seal,
    signer: await issued.pki.sealSigner.signer(),
    claimedTime: NOW,
    placements: [{ kind: 'point', page: 1, x: 196.5, y: 142.5 }],
    ...by,
  });
}

const failedOf = async (file: Uint8Array): Promise<readonly string[]> => {
  const { checks, license } = await verify(file, options());
  expect(license?.conclusion).toBe('not-usable');
  return checks.filter(({ status }) => status === 'failed').map(({ code }) => code);
};

describe('a license issued as OFD', () => {
  it('is usable: seal, code, metadata, visible fields, issuer and status agree', async () => {
    const { license, checks, conclusion } = await verify(issued.license.file, options());
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(conclusion.indication).toBe('TOTAL_PASSED');
    expect(license).toMatchObject({
      identifier: issued.license.identifier,
      status: 'valid',
      conclusion: 'usable',
      crossChecks: {
        qrRoot: 'match',
        metadataRoot: 'match',
        visibleFields: 'match',
        issuerAuthority: 'match',
      },
    });
  });

  it('gives every field by its tag, and the code as it was issued', async () => {
    const parts = await readLicenseOfd(sourceFromBytes(issued.license.file));
    expect(parts?.visibleByField['CZZT']).toBe('示例市样章餐饮有限公司');
    expect(parts?.visibleByField['ZZYXQJZRQ']).toBe('2026年12月31日');
    expect(parts?.qrText).toBe(issued.license.code.text);
    expect(parts?.contradicted).toBeUndefined();
  });

  it('carries its metadata in the description of the document, too', async () => {
    const ofd = await openOfd(sourceFromBytes(issued.license.file));
    const custom = await readCustomData(ofd, ofd.bodies[0]!);
    expect(custom).toContainEqual({ name: 'ZZBS', value: issued.license.identifier });
  });

  it('sealed anew as it was, is still usable: what fails below fails for its own reason', async () => {
    const { license } = await verify(await resealed((_name, text) => text), options());
    expect(license?.conclusion).toBe('usable');
  });

  it('with another holder on the page is not usable, though the seal is right', async () => {
    const file = await resealed((name, text) =>
      name.includes('Pages/') ? text.replace('示例市样章餐饮有限公司', '示例市山水餐饮有限公司') : text,
    );
    expect(await failedOf(file)).toEqual(['VISIBLE_FIELDS']);
  });

  it('with a hidden field is not usable', async () => {
    const file = await resealed((name, text) =>
      name.includes('Pages/')
        ? text.replace(
            /<ofd:TextObject ([^>]*>(?:(?!<\/ofd:TextObject>).)*示例市样章餐饮有限公司)/,
            '<ofd:TextObject Visible="false" $1',
          )
        : text,
    );
    expect(await failedOf(file)).toEqual(['VISIBLE_FIELDS']);
  });

  it('whose tag points to two objects of one identifier is not usable', async () => {
    const file = await resealed((name, text) =>
      name.includes('Pages/')
        ? text.replace(
            /(<ofd:TextObject [^>]*>(?:(?!<\/ofd:TextObject>).)*示例市样章餐饮有限公司<\/ofd:TextCode><\/ofd:TextObject>)/,
            '$1$1',
          )
        : text,
    );
    expect(await failedOf(file)).toContain('VISIBLE_FIELDS');
  });

  it('whose description says another holder than its metadata is not usable', async () => {
    const file = await resealed((name, text) =>
      name === 'OFD.xml' ? text.replace('>示例市样章餐饮有限公司<', '>示例市山水餐饮有限公司<') : text,
    );
    expect(await failedOf(file)).toEqual(['LICENSE_CUSTOM_DATA']);
  });

  it('whose metadata was changed has no root any more', async () => {
    const file = await resealed((name, text) =>
      name.endsWith('metadata.xml') ? text.replace('示例市样章餐饮有限公司', '示例市山水餐饮有限公司') : text,
    );
    expect(await failedOf(file)).toEqual(expect.arrayContaining(['METADATA_ROOT', 'VISIBLE_FIELDS']));
  });

  it('with the code of another license is not usable', async () => {
    const other = await issuedOfd({ number: '示许〔2026〕第000002号' });
    const zip = await readZip(sourceFromBytes(other.license.file));
    const page = fromUtf8(await zip.read(zip.find('Doc_0/Pages/Page_0/Content.xml')!));
    const bars =
      /<ofd:PathObject [^>]*>(?:(?!<\/ofd:PathObject>).)*<ofd:FillColor Value="0 0 0"\/>.*?<\/ofd:PathObject>/;
    const copied = bars.exec(page)?.[0].replace(/ID="\d+"/, '');
    const file = await resealed((name, text) =>
      name.includes('Pages/')
        ? text.replace(bars, (own) =>
            copied!.replace('<ofd:PathObject ', `<ofd:PathObject ${/ID="\d+"/.exec(own)![0]} `),
          )
        : text,
    );
    expect(await failedOf(file)).toContain('QR_ROOT');
  });

  it('whose bars are transformed has no code that could be read', async () => {
    const file = await resealed((name, text) =>
      name.includes('Pages/')
        ? text.replace(
            'Fill="true"><ofd:FillColor Value="0 0 0"/>',
            'Fill="true" CTM="1 0 0 1 0 0"><ofd:FillColor Value="0 0 0"/>',
          )
        : text,
    );
    expect((await verify(file, options())).license?.crossChecks.qrRoot).toBe('not-checked');
  });

  it('changed after it was sealed is not usable', async () => {
    const file = await rewritten(issued.license.file, (name, text) =>
      name.includes('Pages/') ? text.replace('示例市样章餐饮有限公司', '示例市山水餐饮有限公司') : text,
    );
    expect(await failedOf(file)).toEqual(expect.arrayContaining(['LICENSE_SEAL', 'VISIBLE_FIELDS']));
  });

  it('sealed with the seal of another body is not usable', async () => {
    const other = await issued.pki.issue({ name: '示例市另一机关', key: 'another-body' });
    const seal = await makeSeal({
      maker: await issued.pki.sealMaker.signer(),
      id: '33990000000009',
      name: '示例市另一机关样章',
      signerCertificates: [other.certificate],
      picture: { type: 'PNG', data: PIXEL, widthMm: 42, heightMm: 42 },
      createdAt: NOW,
      validFrom: NOW,
      validTo: new Date(NOW.getTime() + 86_400_000),
    });
    const file = await resealed((_name, text) => text, { seal, signer: await other.signer() });
    const { license } = await verify(file, options());
    expect(license?.conclusion).not.toBe('usable');
    expect(license?.crossChecks.issuerAuthority).not.toBe('match');
  });
});
