import { der, readSequence } from '../../src/foundation/asn1/index.ts';
import { buildSignedData, CMS_OID, encodeAttribute } from '../../src/foundation/cms/index.ts';
import { toBase64, utf8 } from '../../src/foundation/core/index.ts';
import { derToRawSignature, digest, rawToDerSignature } from '../../src/foundation/crypto/index.ts';
import { parseCertificate } from '../../src/foundation/x509/index.ts';
import type { TestIdentity, TestPki } from '../../src/testing/index.ts';

const SM2_WITH_SM3 = '1.2.156.10197.1.501';
const SM3 = '1.2.156.10197.1.401';
const SM2_SIGN = '1.2.156.10197.1.301.1';
const DAY = 24 * 3600 * 1000;

type Edit = (parts: Uint8Array[]) => Uint8Array[];

/** How an SES signature and its seal are made; every field changes one thing before it is signed. */
export interface SesSpec {
  readonly version?: 1 | 4 | 5;
  readonly signer?: TestIdentity;
  readonly maker?: TestIdentity;
  /** Parts of SES_SealInfo: header, id, property, picture, extensions. */
  readonly info?: Edit;
  /** Parts of SES_ESPropertyInfo. */
  readonly property?: Edit;
  /** Parts of the finished SESeal. */
  readonly sealParts?: Edit;
  /** Parts of TBS_Sign. */
  readonly tbs?: Edit;
  /** Parts of the finished SES_Signature. */
  readonly parts?: Edit;
  /** dataHash from Signature.xml. */
  readonly dataHash?: (xml: Uint8Array) => Uint8Array;
  /** The time claimed. */
  readonly time?: Date;
  /** A token over the value. */
  readonly timestamp?: (value: Uint8Array) => Promise<Uint8Array>;
  /** The value as r ‖ s. */
  readonly rawValue?: boolean;
  readonly rawMakerValue?: boolean;
}

/** The seal, and a signature with it over any Signature.xml. */
export async function sesValue(
  pki: TestPki,
  spec: SesSpec,
): Promise<{ seal: Uint8Array; sign(xml: Uint8Array, path: string): Promise<Uint8Array> }> {
  const seal = await makeSeal(pki, spec);
  return { seal, sign: (xml, path) => makeSignature(pki, spec, seal, xml, path) };
}

/** An SESeal of V1, V4 or V5. */
export async function makeSeal(pki: TestPki, spec: SesSpec): Promise<Uint8Array> {
  const version = spec.version ?? 4;
  const maker = spec.maker ?? pki.sealMaker;
  const holder = (spec.signer ?? pki.sealSigner).certificate;
  const time = version === 1 ? der.utcTime : der.generalizedTime;
  const property = [
    der.integer(1),
    der.utf8String('示例市数据资源管理局（样）'),
    ...(version === 1 ? [] : [der.integer(1)]),
    der.sequence(der.octetString(holder)),
    time(pki.at),
    time(pki.at),
    time(new Date(pki.at.getTime() + 300 * DAY)),
  ];
  const parts = [
    der.sequence(der.ia5String('ES'), der.integer(version), der.ia5String('yang')),
    der.ia5String('33990000000001'),
    der.sequence(...edit(spec.property, property)),
    der.sequence(der.ia5String('PNG'), der.octetString(utf8('no picture')), der.integer(42), der.integer(42)),
  ];
  const info = der.sequence(...edit(spec.info, parts));
  const cert = der.octetString(maker.certificate);
  const algorithm = der.oid(SM2_WITH_SM3);
  const signed = version === 1 ? der.sequence(info, cert, algorithm) : info;
  const value = der.bitString(await signedBy(maker, signed, spec.rawMakerValue));
  const finished =
    version === 1 ? [info, der.sequence(cert, algorithm, value)] : [info, cert, algorithm, value];
  return der.sequence(...edit(spec.sealParts, finished));
}

async function makeSignature(
  pki: TestPki,
  spec: SesSpec,
  seal: Uint8Array,
  xml: Uint8Array,
  path: string,
): Promise<Uint8Array> {
  const version = spec.version ?? 4;
  const signer = spec.signer ?? pki.sealSigner;
  const time = spec.time ?? pki.at;
  const hash = der.bitString(spec.dataHash?.(xml) ?? digest('sm3', xml));
  const cert = der.octetString(signer.certificate);
  const algorithm = der.oid(SM2_WITH_SM3);
  const own =
    version === 1
      ? [der.bitString(der.utcTime(time)), hash, der.ia5String(path), cert, algorithm]
      : [der.generalizedTime(time), hash, der.ia5String(path)];
  const tbs = der.sequence(...edit(spec.tbs, [der.integer(version), seal, ...own]));
  const value = await signedBy(signer, tbs, spec.rawValue);
  const token = await spec.timestamp?.(value);
  const stamp = token === undefined ? [] : [der.explicit(0, der.bitString(token))];
  const finished =
    version === 1 ? [tbs, der.bitString(value)] : [tbs, cert, algorithm, der.bitString(value), ...stamp];
  return der.sequence(...edit(spec.parts, finished));
}

/** A bare SM2 value over Signature.xml. */
export async function bareValue(pki: TestPki, xml: Uint8Array, raw: boolean): Promise<Uint8Array> {
  return signedBy(pki.sealSigner, xml, raw);
}

/** SignedData of GB/T 35275 in the forms that are met in OFD. */
export type CmsForm =
  | 'cms'
  | 'cms-base64'
  | 'cms-detached'
  | 'cms-attributes'
  | 'cms-unsorted'
  | 'cms-data'
  | 'cms-empty';

/** SignedData of GB/T 35275 over Signature.xml. */
export async function cmsValue(pki: TestPki, xml: Uint8Array, form: CmsForm, now: Date): Promise<Uint8Array> {
  const signer = pki.signer;
  const hash = digest('sm3', xml);
  const content = form === 'cms' ? hash : form === 'cms-base64' ? utf8(toBase64(hash)) : xml;
  const type = form === 'cms-data' ? CMS_OID.data : CMS_OID.gmData;
  const list = [
    encodeAttribute(CMS_OID.messageDigest, der.octetString(hash)),
    encodeAttribute(CMS_OID.signingTime, der.utcTime(now)),
    encodeAttribute(CMS_OID.contentType, der.oid(type)),
  ];
  const attributes =
    form === 'cms-unsorted'
      ? der.set(...list)
      : form === 'cms-attributes' || form === 'cms-data'
        ? der.setOf(list)
        : undefined;
  const value = await signedBy(signer, attributes ?? content, false);
  const certificate = parseCertificate(signer.certificate);
  const algorithm = der.sequence(der.oid(SM3));
  const info = der.sequence(
    der.integer(1),
    der.sequence(certificate.issuer.raw, der.tlv(2, certificate.serialNumber)),
    algorithm,
    ...(attributes === undefined ? [] : [der.implicit(0, attributes)]),
    der.sequence(der.oid(SM2_SIGN)),
    der.octetString(value),
  );
  const attached = form === 'cms' || form === 'cms-base64';
  return buildSignedData({
    contentType: CMS_OID.gmSignedData,
    eContentType: type,
    ...(attached ? { eContent: content } : {}),
    digestAlgorithms: [algorithm],
    certificates: [...signer.chain],
    signerInfos: form === 'cms-empty' ? [] : [info],
  });
}

/** A token of the test TSA over any bytes. */
export async function tokenOver(pki: TestPki, data: Uint8Array): Promise<Uint8Array> {
  const imprint = der.sequence(der.sequence(der.oid(SM3)), der.octetString(digest('sm3', data)));
  const request = der.sequence(der.integer(1), imprint, der.boolean(true));
  const response = await pki.timestampAuthority().request(request);
  return readSequence(response).rest()[1]!.raw;
}

/** One part of a list changed. */
export const changedAt =
  (index: number, change: (part: Uint8Array) => Uint8Array) =>
  (parts: Uint8Array[]): Uint8Array[] =>
    parts.map((part, i) => (i === index ? change(part) : part));

/** The last byte with one bit changed. */
export function flipped(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  out[out.length - 1]! ^= 1;
  return out;
}

/** The parts of a SEQUENCE. */
export function partsOf(value: Uint8Array): Uint8Array[] {
  return readSequence(value)
    .rest()
    .map((part) => part.raw);
}

async function signedBy(
  signer: TestIdentity,
  data: Uint8Array,
  raw: boolean | undefined,
): Promise<Uint8Array> {
  const { value, format } = await (await signer.signer()).sign({ kind: 'message', data });
  if (raw === true) return format === 'raw' ? value : derToRawSignature(value, 32);
  return format === 'raw' ? rawToDerSignature(value) : value;
}

function edit(change: Edit | undefined, parts: Uint8Array[]): Uint8Array[] {
  return change?.(parts) ?? parts;
}
