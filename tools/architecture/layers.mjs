// The one table of the house: which room may use which. Everything else follows from it: the rules of
// dependency-cruiser, their tests, and the map in CONTRIBUTING.md. Change house and table together, and say why
// in docs/decisions/.

const CORE = ['foundation/core'];
const PLATFORM = [...CORE, 'foundation/platform'];
const ASN1 = [...PLATFORM, 'foundation/asn1'];
const CRYPTO = [...ASN1, 'foundation/crypto'];
const X509 = [...CRYPTO, 'foundation/x509'];
const CMS = [...X509, 'foundation/cms'];
const PKI = [...CMS, 'foundation/pki'];
const FOUNDATION = [...PKI, 'foundation/evidence', 'foundation/validation'];

const FORMATS = ['pdf', 'ofd', 'zip', 'xml', 'qr', 'font', 'png', 'media', 'bagit'].map(
  (name) => `formats/${name}`,
);
const SIGNATURES = ['cades', 'pades', 'asic', 'ses', 'ofd', 'evidence', 'sidecar'].map(
  (name) => `signatures/${name}`,
);
const BELOW_SIGN = [...FOUNDATION, ...FORMATS, ...SIGNATURES];

/** Room (folder under src) -> rooms it may import, always through their doors. */
export const ROOMS = {
  'foundation/core': [],
  'foundation/platform': CORE,
  'foundation/asn1': PLATFORM,
  'foundation/crypto': ASN1,
  'foundation/x509': CRYPTO,
  'foundation/cms': X509,
  'foundation/pki': CMS,
  'foundation/evidence': PKI,
  'foundation/validation': PKI,

  // Carriers of bytes, strangers to each other. OFD is XML in a ZIP; a QR code is drawn as a PNG.
  'formats/pdf': PLATFORM,
  // Rules over a PDF; its metadata is XML.
  'formats/pdf-a': [...PLATFORM, 'formats/pdf', 'formats/xml'],
  'formats/zip': PLATFORM,
  'formats/xml': PLATFORM,
  'formats/png': PLATFORM,
  'formats/font': PLATFORM,
  'formats/media': PLATFORM,
  'formats/bagit': PLATFORM,
  'formats/qr': [...PLATFORM, 'formats/png'],
  'formats/ofd': [...PLATFORM, 'formats/zip', 'formats/xml'],

  // Format and CMS put together. PAdES and ASiC are CAdES in a carrier; a PAdES signature may carry a seal (SES).
  // OFD carries seals (SES) and signatures without one (CMS), both with timestamps.
  'signatures/cades': [...FOUNDATION, ...FORMATS],
  'signatures/pades': [...FOUNDATION, ...FORMATS, 'signatures/cades', 'signatures/ses'],
  // A container may hold evidence records over its files.
  'signatures/asic': [...FOUNDATION, ...FORMATS, 'signatures/cades', 'signatures/evidence'],
  'signatures/ses': [...FOUNDATION, ...FORMATS, 'signatures/cades'],
  'signatures/ofd': [...FOUNDATION, ...FORMATS, 'signatures/cades', 'signatures/ses'],
  // Evidence records are tokens over hash trees; those of RFC 6283 are XML.
  'signatures/evidence': [...FOUNDATION, ...FORMATS, 'signatures/cades'],
  // Validation data beside a file, with timestamps over it.
  'signatures/sidecar': [...FOUNDATION, ...FORMATS, 'signatures/cades'],

  verify: BELOW_SIGN,
  policy: FOUNDATION,
  sign: BELOW_SIGN,
  seal: [...BELOW_SIGN, 'sign'],
  license: [...BELOW_SIGN, 'sign', 'seal', 'policy'],
  archive: [...BELOW_SIGN, 'sign', 'seal', 'policy'],

  // The only other I/O. No product imports them.
  'adapters/keys': FOUNDATION,
  // A folder that is a store is locked as a ledger is.
  'adapters/files': [...FOUNDATION, 'adapters/stores'],
  'adapters/online': FOUNDATION,
  'adapters/stores': FOUNDATION,
  'adapters/queue': FOUNDATION,
  testing: FOUNDATION,
};

/** Rooms that compose: they may use every door. Nothing in the house imports them, but `cli` uses `entries`. */
export const ROOTS = ['entries', 'cli'];

/**
 * Doors other than `index.ts`. The platform is entered by its contract (index.ts), by `#platform` as one of its
 * builds, and by the portable mathematics that `crypto` shares with both.
 */
export const OTHER_DOORS = {
  'foundation/platform': ['node/index.ts', 'default/index.ts', 'portable/index.ts'],
};

/** Type-only imports allowed beside the table: contracts that a higher room fulfils. */
export const TYPE_ONLY = {
  // Products register handlers with the one door for any file.
  license: ['verify'],
  archive: ['verify'],
};

/** Where `node:*` may be imported. */
export const NODE_ROOMS = ['foundation/platform/node', 'adapters', 'cli'];
