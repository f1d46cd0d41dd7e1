import { makeSeal } from '../../src/seal/index.ts';
import type { TestIdentity } from '../../src/testing/index.ts';
import { NOW, sampleDocument, testPki, zipOf } from './ofd.ts';

/** A PNG of one red pixel: pictures are not looked at when a seal is placed. */
export const PIXEL: Uint8Array = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
    'base64',
  ),
);

/** What the test seal is made with. */
export interface TestSealSpec {
  readonly version?: 1 | 4;
  readonly holder?: TestIdentity;
  readonly validFrom?: Date;
  readonly validTo?: Date;
}

/** A seal of the test maker, 42 mm, for the holder of the test PKI. */
export async function testSeal(spec: TestSealSpec = {}): Promise<Uint8Array> {
  const pki = await testPki();
  return makeSeal({
    maker: await pki.sealMaker.signer(),
    id: '33990000000001',
    name: '示例市数据资源管理局（样）',
    ...(spec.version === undefined ? {} : { version: spec.version }),
    signerCertificates: [(spec.holder ?? pki.sealSigner).certificate],
    picture: { type: 'PNG', data: PIXEL, widthMm: 42, heightMm: 42 },
    createdAt: NOW,
    validFrom: spec.validFrom ?? NOW,
    validTo: spec.validTo ?? new Date(NOW.getTime() + 300 * 24 * 3600 * 1000),
  });
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NS = 'xmlns:ofd="http://www.ofdspec.org/2016"';

/** The sample document without any signature or list of them. */
export function plainOfd(): Uint8Array {
  const files = sampleDocument();
  const root = new TextDecoder()
    .decode(files.get('OFD.xml'))
    .replace(/<ofd:Signatures>.*<\/ofd:Signatures>/, '');
  files.set('OFD.xml', new TextEncoder().encode(root));
  return zipOf(files);
}

/** A document of so many A4 pages, each with one line of text. */
export function pagesOfd(count: number): Uint8Array {
  const numbers = Array.from({ length: count }, (_, i) => i);
  const page = (n: number): string => `Pages/Page_${n}/Content.xml`;
  const pages = numbers.map((n) => `<ofd:Page ID="${n + 10}" BaseLoc="${page(n)}"/>`).join('');
  const text = (n: number): string =>
    `<ofd:TextObject ID="${n + 100_000}" Boundary="20 20 100 8" Font="3" Size="6"><ofd:TextCode X="0" Y="6">示例 ${n + 1}</ofd:TextCode></ofd:TextObject>`;
  const entries: [string, string][] = [
    [
      'OFD.xml',
      `${HEAD}<ofd:OFD ${NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    ],
    [
      'Doc_0/Document.xml',
      `${HEAD}<ofd:Document ${NS}><ofd:CommonData><ofd:MaxUnitID>900000</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>${pages}</ofd:Pages></ofd:Document>`,
    ],
    ...numbers.map((n): [string, string] => [
      `Doc_0/${page(n)}`,
      `${HEAD}<ofd:Page ${NS}><ofd:Content><ofd:Layer ID="${n + 500_000}">${text(n)}</ofd:Layer></ofd:Content></ofd:Page>`,
    ]),
  ];
  return zipOf(new Map(entries.map(([name, xml]) => [name, new TextEncoder().encode(xml)])));
}
