import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validatePath } from '../../../src/foundation/pki/index.ts';
import { corpus, names, readCertificate, rows } from './corpora.ts';

const folder = corpus('ocsp');

/** `.ors` files are base64 of the response. */
function readResponse(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return new Uint8Array(bytes[0] === 0x30 ? bytes : Buffer.from(bytes.toString('latin1'), 'base64'));
}

/**
 * The corpus was made for "soft-fail": a certificate about which nothing was given passes (one good row has a CA whose
 * CRL is not given), data that was given and cannot be used does not. That is `if-available`, for every row.
 */
const MODE = 'if-available';

describe.skipIf(folder === undefined)(
  'OCSP responses of OpenSSL (skipped: corpora/ocsp is not there)',
  () => {
    const cases = folder === undefined ? [] : rows(join(folder, 'expected.tsv'));

    it.each(cases.map((row) => [row['name']!, row['expected']!, row] as const))(
      '%s is %s',
      async (_, expected, row) => {
        const cert = (name: string): Uint8Array => readCertificate(join(folder!, name));
        const report = await validatePath({
          certificate: cert(row['cert']!),
          intermediates: names(row['other_certs']).map(cert),
          trustAnchors: [cert(row['root']!)],
          at: new Date(row['moment']!),
          ocspResponses: names(row['ocsps']).map((name) => readResponse(join(folder!, name))),
          revocation: MODE,
          keyUsage: 'any',
          allowLegacy: true,
        });
        expect(report.status === 'valid' ? 'valid' : 'invalid').toBe(expected);
      },
    );
  },
);
