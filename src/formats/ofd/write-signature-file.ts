import { toBase64, utf8 } from '../../foundation/core/index.ts';
import { writeXml, type XmlNode, xmlNode } from '../xml/index.ts';
import type { Box } from './box.ts';
import { OFD_NAMESPACE } from './elements.ts';
import { writeBox } from './write-numbers.ts';

/** Who made the software that signs (GB/T 33190-2016 table 68). */
export interface OfdProvider {
  readonly name: string;
  readonly company?: string;
  readonly version?: string;
}

/** A stamp to write: the identifier of a page, and millimetres on it; of a slice the part that is shown. */
export interface NewStamp {
  readonly id: string;
  readonly pageRef: string;
  readonly boundary: Box;
  /** Relative to the boundary. */
  readonly clip?: Box;
}

/** What goes into Signature.xml. Names are entry names. */
export interface NewSignatureFile {
  readonly provider: OfdProvider;
  /** OID of the signature algorithm. */
  readonly signatureMethod: string;
  /** Free text for people; the signed value states the time of the claim. */
  readonly signatureDateTime: string;
  /** OID of the digest of the references. */
  readonly checkMethod: string;
  readonly references: readonly { readonly name: string; readonly checkValue: Uint8Array }[];
  readonly stamps: readonly NewStamp[];
  readonly seal?: string;
  readonly signedValue: string;
}

/** Signature.xml (GB/T 33190-2016 18.2), in the order of its schema. Equal input gives equal bytes. XML_INVALID. */
export function writeSignatureFile(file: NewSignatureFile): Uint8Array {
  const { provider } = file;
  const info = xmlNode('ofd:SignedInfo', {}, [
    xmlNode('ofd:Provider', {
      ProviderName: provider.name,
      Company: provider.company,
      Version: provider.version,
    }),
    xmlNode('ofd:SignatureMethod', {}, [file.signatureMethod]),
    xmlNode('ofd:SignatureDateTime', {}, [file.signatureDateTime]),
    xmlNode('ofd:References', { CheckMethod: file.checkMethod }, file.references.map(writeReference)),
    ...file.stamps.map(writeStamp),
    ...(file.seal === undefined
      ? []
      : [xmlNode('ofd:Seal', {}, [xmlNode('ofd:BaseLoc', {}, [`/${file.seal}`])])]),
  ]);
  const value = xmlNode('ofd:SignedValue', {}, [`/${file.signedValue}`]);
  return utf8(writeXml(xmlNode('ofd:Signature', { 'xmlns:ofd': OFD_NAMESPACE }, [info, value])));
}

function writeReference({ name, checkValue }: NewSignatureFile['references'][number]): XmlNode {
  return xmlNode('ofd:Reference', { FileRef: `/${name}` }, [
    xmlNode('ofd:CheckValue', {}, [toBase64(checkValue)]),
  ]);
}

function writeStamp({ id, pageRef, boundary, clip }: NewStamp): XmlNode {
  return xmlNode('ofd:StampAnnot', {
    ID: id,
    PageRef: pageRef,
    Boundary: writeBox(boundary),
    Clip: clip === undefined ? undefined : writeBox(clip),
  });
}
