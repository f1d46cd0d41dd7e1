import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPdf, readSignatures } from '../../../src/formats/pdf/index.ts';
import { readDerPrefix } from '../../../src/foundation/asn1/index.ts';
import { parseSignedData, singleValue } from '../../../src/foundation/cms/index.ts';
import { concatBytes, sourceFromBytes, toHex } from '../../../src/foundation/core/index.ts';
import { parseCertificate } from '../../../src/foundation/x509/index.ts';
import {
  ID_AA_SES_SIGNATURE,
  readSesSignature,
  type SesSignature,
} from '../../../src/signatures/ses/index.ts';
import { sampleSeal } from '../../support/life.ts';
import { pagesPdf, sealedPages } from '../../support/seal-pdf.ts';
import { tool } from '../../support/tools.ts';

const qpdf = tool('qpdf');
const pdfsig = tool('pdfsig');
const openssl = tool('openssl');

describe.skipIf(qpdf === undefined || pdfsig === undefined || openssl === undefined)(
  'sealed PDFs, judged by qpdf, pdfsig and OpenSSL',
  () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'yinxin-seal-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const leave = (name: string, bytes: Uint8Array): string => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return path;
    };

    /** What OpenSSL says to a value over bytes under the key of a certificate, with the identifier of GB/T 35276. */
    const verdictOf = (certificate: Uint8Array, data: Uint8Array, value: Uint8Array): string => {
      const pem = (label: string, der: Uint8Array): string =>
        `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
      const spki = parseCertificate(certificate).spki;
      const key = leave('key.pem', Buffer.from(pem('PUBLIC KEY', spki)));
      const run = spawnSync(openssl!, [
        ...['pkeyutl', '-verify', '-pubin', '-inkey', key, '-rawin', '-digest', 'sm3'],
        ...[
          '-pkeyopt',
          'distid:1234567812345678',
          '-in',
          leave('data', data),
          '-sigfile',
          leave('value', value),
        ],
      ]);
      return String(run.stdout).trim();
    };

    const parses = (name: string, bytes: Uint8Array): boolean =>
      spawnSync(openssl!, ['asn1parse', '-inform', 'DER', '-in', leave(name, bytes)]).status === 0;

    async function sesOf(file: Uint8Array, form: 'pades' | 'ses') {
      const pdf = await openPdf(sourceFromBytes(file));
      const { signatures } = await pdf.read((document) => readSignatures(document));
      const { contents, range } = signatures[0]!;
      const value = readDerPrefix(contents).raw;
      const covered = concatBytes(
        file.subarray(0, range!.gapStart),
        file.subarray(range!.gapEnd, range!.end),
      );
      if (form === 'ses') return { ses: readSesSignature(value), value, covered };
      const attribute = singleValue(
        parseSignedData(value).signerInfos[0]!.signedAttributes!.list,
        ID_AA_SES_SIGNATURE,
      );
      if (typeof attribute === 'string') throw new Error(attribute);
      return { ses: readSesSignature(attribute.raw), value, covered };
    }

    const checkValues = (ses: SesSignature, covered: Uint8Array): void => {
      expect(parses('ses.der', ses.raw)).toBe(true);
      expect(parses('seal.der', ses.seal.raw)).toBe(true);
      expect(verdictOf(ses.signerCertificate, ses.toSign, ses.signature)).toBe(
        'Signature Verified Successfully',
      );
      const sealed = concatBytes(...ses.seal.signed);
      expect(verdictOf(ses.seal.makerCertificate, sealed, ses.seal.signature)).toBe(
        'Signature Verified Successfully',
      );
      const digest = spawnSync(openssl!, ['dgst', '-sm3', '-r', leave('covered', covered)]);
      expect(String(digest.stdout).split(' ')[0]).toBe(toHex(ses.dataHash));
    };

    for (const form of ['pades', 'ses'] as const) {
      for (const version of [4, 1] as const) {
        it(`of form ${form} with a seal of V${version} are sound, listed, and right to the value`, async () => {
          const { seal } = await sampleSeal('SM2', undefined, 72, version);
          const { file } = await sealedPages({
            form,
            seal,
            file: pagesPdf(3),
            placements: [{ kind: 'riding', side: 'right' }],
          });
          const path = leave(`${form}-${version}.pdf`, file);
          expect(spawnSync(qpdf!, ['--check', path]).status).toBe(0);
          const listed = String(spawnSync(pdfsig!, ['-nocert', path]).stdout);
          expect(listed.match(/Signature #/g)).toHaveLength(1);
          expect(listed).toContain('Total document signed');
          expect(listed).toContain('Signature Field Name: Signature1');
          const { ses, covered } = await sesOf(file, form);
          checkValues(ses, covered);
        });
      }
    }

    it('with a timestamp carry a token that OpenSSL reads, over the value', async () => {
      const { pki } = await sealedPages();
      const { file } = await sealedPages({ form: 'ses', tsa: pki.timestampAuthority() });
      const { ses } = await sesOf(file, 'ses');
      const shown = spawnSync(openssl!, [
        'ts',
        '-reply',
        '-token_in',
        '-in',
        leave('token', ses.timestamp!),
        '-text',
      ]);
      expect(shown.status).toBe(0);
      const digest = spawnSync(openssl!, ['dgst', '-sm3', '-r', leave('value', ses.signature)]);
      const imprint = String(shown.stdout)
        .match(/^ +[0-9a-f]{4} - ((?:[0-9a-f]{2}[- ]){16})/gm)!
        .join(' ');
      const hex = imprint.replace(/[0-9a-f]{4} - /g, '').replace(/[^0-9a-f]/g, '');
      expect(hex).toBe(String(digest.stdout).split(' ')[0]);
    });
  },
);
