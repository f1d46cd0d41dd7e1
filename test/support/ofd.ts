import { readZip, writeZip } from '../../src/formats/zip/index.ts';
import { sourceFromBytes, toBase64, utf8 } from '../../src/foundation/core/index.ts';
import { type DigestName, digest } from '../../src/foundation/crypto/index.ts';
import {
  type FileFacts,
  type Judgement,
  type JudgeOptions,
  judge,
} from '../../src/foundation/validation/index.ts';
import { type InspectOfdOptions, inspectOfd } from '../../src/signatures/ofd/index.ts';
import { createTestPki, type TestAlgorithm, type TestPki } from '../../src/testing/index.ts';
import { bareValue, type CmsForm, cmsValue, type SesSpec, sesValue } from './ofd-values.ts';

export const NOW = new Date('2026-07-01T02:03:04Z');

/** Entries of a package by name, in their order. */
export type OfdFiles = Map<string, Uint8Array>;

const NS = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
export const LIST = 'Doc_0/Signs/Signatures.xml';
export const PAGE = 'Doc_0/Pages/Page_0/Content.xml';

const pkis = new Map<TestAlgorithm, Promise<TestPki>>();

/** One test PKI per algorithm for all tests of a file. */
export function testPki(algorithm: TestAlgorithm = 'SM2'): Promise<TestPki> {
  const pki = pkis.get(algorithm) ?? createTestPki({ algorithm, now: NOW });
  pkis.set(algorithm, pki);
  return pki;
}

/** A document of two pages with one of each thing that a document may have. */
export function sampleDocument(): OfdFiles {
  return new Map(
    Object.entries({
      'OFD.xml': `${HEAD}<ofd:OFD ${NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>/${LIST}</ofd:Signatures></ofd:DocBody></ofd:OFD>`,
      'Doc_0/Document.xml': `${HEAD}<ofd:Document ${NS}><ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:TemplatePage ID="8" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/><ofd:Page ID="2" BaseLoc="Pages/Page_1/Content.xml"/></ofd:Pages><ofd:Annotations>Annots/Annotations.xml</ofd:Annotations><ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags><ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments></ofd:Document>`,
      'Doc_0/PublicRes.xml': `${HEAD}<ofd:Res ${NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="样字" FontFile="font_3.ttf"/></ofd:Fonts><ofd:MultiMedias><ofd:MultiMedia ID="4" Type="Image"><ofd:MediaFile>image_4.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>`,
      'Doc_0/Res/image_4.png': 'no picture',
      'Doc_0/Tpls/Tpl_0/Content.xml': `${HEAD}<ofd:Page ${NS}><ofd:Content/></ofd:Page>`,
      [PAGE]: `${HEAD}<ofd:Page ${NS}><ofd:Template TemplateID="8"/><ofd:Content><ofd:Layer ID="5"><ofd:TextObject ID="6" Boundary="20 20 80 5" Font="3" Size="4"><ofd:TextCode X="0" Y="4">样章：示例市许可证</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>`,
      'Doc_0/Pages/Page_1/Content.xml': `${HEAD}<ofd:Page ${NS}><ofd:Area><ofd:PhysicalBox>0 0 297 210</ofd:PhysicalBox></ofd:Area><ofd:Content/></ofd:Page>`,
      'Doc_0/Annots/Annotations.xml': `${HEAD}<ofd:Annotations ${NS}/>`,
      'Doc_0/Tags/CustomTags.xml': `${HEAD}<ofd:CustomTags ${NS}/>`,
      'Doc_0/Attachs/Attachments.xml': `${HEAD}<ofd:Attachments ${NS}><ofd:Attachment ID="7" Name="data"><ofd:FileLoc>data.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>`,
      'Doc_0/Attachs/data.xml': '<data/>',
    }).map(([name, text]) => [name, utf8(text)]),
  );
}

/** How one signature is made; every field spoils or changes one thing before anything is signed. */
export interface SignSpec extends SesSpec {
  /** `ses` when unset. */
  readonly form?: 'ses' | 'raw' | 'raw-64' | CmsForm;
  /** Type in the list; `undefined` leaves the attribute out. Default: as the form demands. */
  readonly type?: string | null;
  /** Entries left out of the references; those of the list are always left out but in `whole` mode. */
  readonly omit?: readonly string[];
  readonly whole?: boolean;
  readonly checkMethod?: string | null;
  readonly digest?: DigestName;
  readonly stamps?: string;
  /** No Seal.esl beside the value. */
  readonly withoutSealFile?: boolean;
  /** The finished Signature.xml before it is signed. */
  readonly xml?: (xml: string) => string;
  /** References as they are written. */
  readonly references?: (lines: string[]) => string[];
  /** Signature.xml is written in this folder; `Doc_0/Signs/Sign_N` when unset. */
  readonly folder?: string;
  readonly dateTime?: string;
  /** The finished value before it is stored. */
  readonly stored?: (value: Uint8Array) => Uint8Array;
  readonly propertyInfo?: string;
}

/** Adds a signature over everything in `files`, as products do: own folder, references, value, a line in the list. */
export async function addSignature(files: OfdFiles, pki: TestPki, spec: SignSpec = {}): Promise<void> {
  const n = [...files.keys()].filter((name) => /Sign_\d+\/Signature\.xml$/.test(name)).length;
  const folder = spec.folder ?? `Doc_0/Signs/Sign_${n}`;
  const form = spec.form ?? 'ses';
  const ses = form === 'ses' ? await sesValue(pki, spec) : undefined;
  if (ses !== undefined && spec.withoutSealFile !== true) files.set(`${folder}/Seal.esl`, ses.seal);
  const list = addToList(files, n, folder, spec);
  if (spec.whole === true) files.set(LIST, list);
  const xml = utf8(signatureXml(files, n, folder, spec, ses !== undefined));
  files.set(`${folder}/Signature.xml`, xml);
  const path = spec.propertyInfo ?? `/${folder}/Signature.xml`;
  const value =
    ses !== undefined
      ? await ses.sign(xml, path)
      : form === 'raw' || form === 'raw-64'
        ? await bareValue(pki, xml, form === 'raw-64')
        : await cmsValue(pki, xml, form as CmsForm, NOW);
  files.set(`${folder}/SignedValue.dat`, spec.stored?.(value) ?? value);
  files.set(LIST, list);
}

function addToList(files: OfdFiles, n: number, folder: string, spec: SignSpec): Uint8Array {
  const old = files.get(LIST);
  const lines =
    old === undefined ? '' : (/<ofd:Signature .*\/>/.exec(new TextDecoder().decode(old))?.[0] ?? '');
  const usual = spec.form === undefined || spec.form === 'ses' ? 'Seal' : 'Sign';
  const type = spec.type === null ? '' : ` Type="${spec.type ?? usual}"`;
  const line = `<ofd:Signature ID="${2 * n + 1}"${type} BaseLoc="/${folder}/Signature.xml"/>`;
  return utf8(
    `${HEAD}<ofd:Signatures ${NS}><ofd:MaxSignId>${spec.stamps === '' ? 2 * n + 1 : 2 * n + 2}</ofd:MaxSignId>${lines}${line}</ofd:Signatures>`,
  );
}

function signatureXml(files: OfdFiles, n: number, folder: string, spec: SignSpec, sealed: boolean): string {
  const hash = spec.digest ?? 'sm3';
  const lines = [...files]
    .filter(([name]) => !(spec.omit ?? []).includes(name) && (name !== LIST || spec.whole === true))
    .map(
      ([name, data]) =>
        `<ofd:Reference FileRef="/${name}"><ofd:CheckValue>${toBase64(digest(hash, data))}</ofd:CheckValue></ofd:Reference>`,
    );
  const references = (spec.references?.(lines) ?? lines).join('');
  const method =
    spec.checkMethod === null ? '' : ` CheckMethod="${spec.checkMethod ?? '1.2.156.10197.1.401'}"`;
  const stamps =
    spec.stamps ?? `<ofd:StampAnnot ID="${2 * n + 2}" PageRef="1" Boundary="150 ${20 + 45 * n} 42 42"/>`;
  const seal =
    sealed && spec.withoutSealFile !== true
      ? `<ofd:Seal><ofd:BaseLoc>/${folder}/Seal.esl</ofd:BaseLoc></ofd:Seal>`
      : '';
  const xml = `${HEAD}<ofd:Signature ${NS}><ofd:SignedInfo><ofd:Provider ProviderName="样"/><ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod><ofd:SignatureDateTime>${spec.dateTime ?? '20260701100304'}</ofd:SignatureDateTime><ofd:References${method}>${references}</ofd:References>${stamps}${seal}</ofd:SignedInfo><ofd:SignedValue>/${folder}/SignedValue.dat</ofd:SignedValue></ofd:Signature>`;
  return spec.xml?.(xml) ?? xml;
}

/** The package as a file; everything stored, so that bytes can be changed in place. */
export function zipOf(files: OfdFiles): Uint8Array {
  return writeZip([...files].map(([name, data]) => ({ name, data, stored: true })));
}

/** A sealed package: the sample document and one signature for each spec, in order. */
export async function sealedFiles(...specs: readonly SignSpec[]): Promise<OfdFiles> {
  const pki = await testPki();
  const files = sampleDocument();
  for (const spec of specs.length === 0 ? [{}] : specs) await addSignature(files, pki, spec);
  return files;
}

/** The files with some changed, added or removed (`null`). */
export function changed(
  files: OfdFiles,
  changes: Readonly<Record<string, Uint8Array | string | null>>,
): OfdFiles {
  const out = new Map(files);
  for (const [name, data] of Object.entries(changes)) {
    if (data === null) out.delete(name);
    else out.set(name, typeof data === 'string' ? utf8(data) : data);
  }
  return out;
}

/** An entry as text, changed. */
export function edited(files: OfdFiles, name: string, edit: (text: string) => string): OfdFiles {
  return changed(files, { [name]: edit(new TextDecoder().decode(files.get(name)!)) });
}

/** The entries of a file. */
export async function unzip(file: Uint8Array): Promise<OfdFiles> {
  const zip = await readZip(sourceFromBytes(file));
  const out: OfdFiles = new Map();
  for (const entry of zip.entries) if (!entry.directory) out.set(entry.name, await zip.read(entry));
  return out;
}

/** What a verifier is told: the test root, its seal maker, fresh CRLs. */
export async function judgeOptions(): Promise<JudgeOptions> {
  const pki = await testPki();
  const { crls } = await pki.validationData();
  return {
    at: NOW,
    trust: {
      signers: [pki.root.certificate],
      timestamps: [pki.root.certificate],
      sealMakers: [pki.sealMaker.certificate],
    },
    revocation: 'require-where-declared',
    // An SES signature holds the signer's certificate alone.
    intermediates: [pki.intermediate.certificate],
    crls,
  };
}

/** Facts and verdict on a package, given as entries or as bytes. */
export async function look(
  input: OfdFiles | Uint8Array,
  options: InspectOfdOptions = {},
): Promise<{ facts: FileFacts; judgement: Judgement; verdict: string; codes: string[] }> {
  const facts = await inspectOfd(sourceFromBytes(input instanceof Map ? zipOf(input) : input), options);
  const judgement = await judge(facts, await judgeOptions());
  const { indication, subIndications } = judgement.conclusion;
  const checks = [...judgement.checks, ...judgement.signatures.flatMap((s) => s.checks)];
  return {
    facts,
    judgement,
    verdict: [indication, ...subIndications].join(' '),
    codes: checks.filter((c) => c.status !== 'passed').map((c) => `${c.status} ${c.code}`),
  };
}
