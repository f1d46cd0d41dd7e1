import { parseSignedData } from '../../../src/foundation/cms/index.ts';
import { toHex } from '../../../src/foundation/core/index.ts';
import { parseOcspResponse } from '../../../src/foundation/x509/index.ts';

/** Parts by name, in hex. */
export type Parts = Readonly<Record<string, string>>;

/** Certificates and CRLs: no byte of them is unsigned. */
export function whole(bytes: Uint8Array): Parts {
  return { whole: toHex(bytes) };
}

/**
 * An OCSP response. Unsigned (RFC 6960 4.2.1): the wrapper, whose every field has one possible value, and `certs` of
 * BasicOCSPResponse, which only help to find the signer: a delegate's certificate is signed by itself.
 */
export function ocspParts(certificates: 'with delegate' | 'alone') {
  return (bytes: Uint8Array): Parts => {
    const { status, basic } = parseOcspResponse(bytes);
    return {
      status,
      tbsResponseData: toHex(basic!.tbs),
      signatureAlgorithm: toHex(basic!.signatureAlgorithm.raw),
      signature: toHex(basic!.signature),
      ...(certificates === 'with delegate' ? { delegate: toHex(basic!.certificates[0]!) } : {}),
    };
  };
}

/**
 * A CMS signature (RFC 5652). Unsigned by its design: `digestAlgorithms` beyond the digest used, certificates beyond
 * those that the path needs (here it needs all that came, and none where the signer is pinned), CRLs, parameters of
 * NULL against none in the signer's algorithms (RFC 5754 2 takes both), and the unsigned attributes.
 */
export function cmsParts(original: Uint8Array, certificates: 'needed' | 'pinned' = 'needed') {
  const needed = certificates === 'pinned' ? [] : parseSignedData(original).certificates.map(toHex);
  return (bytes: Uint8Array): Parts => {
    const data = parseSignedData(bytes);
    const found = new Set(data.certificates.map(toHex));
    const signers = data.signerInfos.map((signer) => ({
      version: signer.version,
      sid:
        'issuer' in signer.sid
          ? [toHex(signer.sid.issuer.raw), toHex(signer.sid.serialNumber)]
          : toHex(signer.sid.keyIdentifier),
      digestAlgorithm: signer.digestAlgorithm.oid,
      signedAttributes: toHex(signer.signedAttributes?.encoded ?? new Uint8Array(0)),
      signatureAlgorithm: signer.signatureAlgorithm.oid,
      signature: toHex(signer.signature),
    }));
    return {
      contentType: data.contentType,
      version: String(data.version),
      eContentType: data.eContentType,
      eContent: toHex(data.eContent ?? new Uint8Array(0)),
      certificates: needed.filter((certificate) => found.has(certificate)).join(),
      signerInfos: JSON.stringify(signers),
    };
  };
}

/** The timestamp over a signature value: the value, and the token that stands in the CMS as it was issued. */
export function stampParts(original: Uint8Array) {
  const [issued] = attributeValues(original);
  const parts = cmsParts(issued!);
  const asIssued = JSON.stringify(parts(issued!));
  return (bytes: Uint8Array): Parts => {
    const [signer] = parseSignedData(bytes).signerInfos;
    const isIssued = (value: Uint8Array): boolean => {
      try {
        return JSON.stringify(parts(value)) === asIssued;
      } catch {
        return false;
      }
    };
    return {
      signature: toHex(signer!.signature),
      token: attributeValues(bytes).some(isIssued) ? 'as issued' : 'another',
    };
  };
}

function attributeValues(bytes: Uint8Array): Uint8Array[] {
  return parseSignedData(bytes)
    .signerInfos.flatMap(({ unsignedAttributes }) => unsignedAttributes)
    .flatMap(({ values }) => values)
    .map(({ raw }) => raw);
}
