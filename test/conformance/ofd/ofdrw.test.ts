import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromPkcs12 } from '../../../src/adapters/keys/index.ts';
import { type Report, verify } from '../../../src/entries/index.ts';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import { readSeal, readSesSignature, sealFacts } from '../../../src/signatures/ses/index.ts';

const folder = join(process.env['YINXIN_CORPORA'] ?? '../shared/corpora', 'ofd');
const present = existsSync(folder);
if (!present) console.log(`skipped: no OFD files at ${folder} (set YINXIN_CORPORA)`);

const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
const filesIn = (name: string): string[] =>
  present ? readdirSync(join(folder, name)).map((file) => `${name}/${file}`) : [];

const OLD_TIME = new Date('2020-06-01T00:00:00Z');

/** When the certificates and seals of these files were, or will be, in force. */
const TIMES = {
  /** USER and the seals of V1 and V4. */
  '2021-06-01': new Date('2021-06-01T00:00:00Z'),
  /** The certificate of the signatures without seal, too. */
  '2021-08-01': new Date('2021-08-01T00:00:00Z'),
  /** When the files were signed. */
  signing: new Date('2026-11-23T08:09:00Z'),
} as const;

/** File, what it holds, and the verdict at each time: as trust / indication. */
const TABLE: readonly (readonly [string, string, string, string, string])[] = [
  ['v1.ofd', 'seal SES-V1', 'trusted TOTAL_PASSED', 'trusted TOTAL_PASSED', 'expired INDETERMINATE'],
  ['v4.ofd', 'seal SES-V4', 'trusted TOTAL_PASSED', 'trusted TOTAL_PASSED', 'expired INDETERMINATE'],
  ['v4noseal.ofd', 'seal SES-V4', 'trusted TOTAL_PASSED', 'trusted TOTAL_PASSED', 'expired INDETERMINATE'],
  // Its seal begins in 2026, when the certificate of its signer has ended: never good.
  ['v5.ofd', 'seal SES-V5', 'expired INDETERMINATE', 'expired INDETERMINATE', 'expired INDETERMINATE'],
  // Their certificate begins on 2021-07-29.
  ['pkcs9.ofd', 'signature CMS', 'untrusted TOTAL_FAILED', 'trusted TOTAL_PASSED', 'expired INDETERMINATE'],
  [
    'sign35275.ofd',
    'signature CMS',
    'untrusted TOTAL_FAILED',
    'trusted TOTAL_PASSED',
    'expired INDETERMINATE',
  ],
  [
    'sign35275b64.ofd',
    'signature CMS',
    'untrusted TOTAL_FAILED',
    'trusted TOTAL_PASSED',
    'expired INDETERMINATE',
  ],
  ['raw.ofd', 'signature SM2', 'trusted TOTAL_PASSED', 'trusted TOTAL_PASSED', 'expired INDETERMINATE'],
];

describe.skipIf(!present)('OFD files that OFDRW 2.4.0 made (skipped: corpora/ofd is not there)', () => {
  let root: Uint8Array;
  let maker: Uint8Array;
  let user: Uint8Array;

  beforeAll(async () => {
    const certificate = async (name: string, password: string): Promise<Uint8Array> => {
      const signer = await fromPkcs12(bytesOf(`keys/${name}`), password, { at: OLD_TIME });
      return (await signer.info()).chain![0]!;
    };
    root = await certificate('ROOT.p12', '123456');
    maker = await certificate('SealBuilder.p12', '777777');
    user = await certificate('USER.p12', '777777');
  }, 60_000);

  const judge = (name: string, at: Date, signerCertificate?: Uint8Array): Promise<Report> =>
    verify(bytesOf(name), {
      at,
      trust: { signers: [root], sealMakers: [maker] },
      revocation: 'require-where-declared',
      ...(signerCertificate === undefined ? {} : { signerCertificate }),
    });

  it('are all in the table', () => {
    expect(filesIn('ofdrw-made').sort()).toEqual(TABLE.map(([name]) => `ofdrw-made/${name}`).sort());
  });

  it.each(TABLE)('%s is %s, intact and covered as a whole', async (name, what) => {
    const { signatures, input } = await judge(`ofdrw-made/${name}`, TIMES['2021-06-01'], user);
    expect(input.format).toBe('ofd');
    expect(signatures.map((s) => `${s.kind} ${s.format}`)).toEqual([what]);
    expect(signatures[0]).toMatchObject({
      cryptography: 'intact',
      coverage: 'whole-file',
      modification: 'none',
    });
    expect(
      signatures[0]!.checks.filter((c) => /^(?:OFD|SES)_/.test(c.code) && c.status === 'failed'),
    ).toEqual([]);
  });

  it.each(TABLE)(
    '%s (%s) is good in its time and expired when it was signed',
    async (name, _, ...expected) => {
      const seen = [];
      for (const at of Object.values(TIMES)) {
        const { conclusion, signatures } = await judge(`ofdrw-made/${name}`, at, user);
        seen.push(`${signatures[0]!.trust} ${conclusion.indication}`);
      }
      expect(seen).toEqual(expected);
    },
  );

  it('a bare value without the certificate of its signer is not checked, and with another one broken', async () => {
    const without = await judge('ofdrw-made/raw.ofd', TIMES['2021-06-01']);
    expect(without.signatures[0]).toMatchObject({ cryptography: 'not-checked', indication: 'INDETERMINATE' });
    expect(without.notChecked.map(({ code }) => code)).toContain('SIGNER_CERTIFICATE_MISSING');
    const other = await judge('ofdrw-made/raw.ofd', TIMES['2021-06-01'], root);
    expect(other.signatures[0]).toMatchObject({ cryptography: 'broken', indication: 'TOTAL_FAILED' });
  });

  it('a seal whose maker is not listed is not good, whatever the root', async () => {
    const report = await verify(bytesOf('ofdrw-made/v4.ofd'), {
      at: TIMES['2021-06-01'],
      trust: { signers: [root, maker] },
      revocation: 'require-where-declared',
    });
    expect(report.conclusion.indication).toBe('INDETERMINATE');
    expect(report.signatures[0]!.checks.map((c) => c.code)).toContain('SEAL_MAKER_NOT_AUTHORISED');
  });

  it.each(filesIn('unsigned'))('%s holds no signature', async (name) => {
    const { conclusion, signatures } = await judge(name, TIMES['2021-06-01']);
    expect([conclusion.indication, signatures]).toEqual(['NO_SIGNATURE_FOUND', []]);
  });

  it('every loose seal is read and its maker’s value is right', () => {
    for (const name of filesIn('ses').filter((file) => file.endsWith('.esl'))) {
      const { facts, formatFailure } = sealFacts(readSeal(bytesOf(name)), user, []);
      expect([name, facts.makerSignature, facts.signerListed, formatFailure]).toEqual([
        name,
        'intact',
        true,
        undefined,
      ]);
    }
  });

  it('every loose signature is read, with the seal inside', () => {
    const structures = filesIn('ses')
      .filter((file) => file.endsWith('.dat'))
      .map((name) => readSesSignature(bytesOf(name)))
      .map(({ structure, seal, quirks }) => [structure, seal.structure, quirks.length]);
    expect(structures).toEqual([
      ['V4', 'V4', 0],
      ['V5', 'V5', 0],
    ]);
  });

  it('cut anywhere they give a report or an error of this library, and never pass', async () => {
    for (const name of [...filesIn('ofdrw-made'), ...filesIn('unsigned')]) {
      const bytes = bytesOf(name);
      for (let end = 0; end < bytes.length; end += 997) {
        try {
          const report = await verify(bytes.subarray(0, end), {
            at: TIMES['2021-06-01'],
            trust: { signers: [root], sealMakers: [maker] },
            revocation: 'none',
          });
          expect(report.conclusion.indication).not.toBe('TOTAL_PASSED');
        } catch (error) {
          if (!isYinxinError(error)) throw error;
        }
      }
    }
  });
});
