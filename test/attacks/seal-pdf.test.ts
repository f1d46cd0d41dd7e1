import { describe, expect, it } from 'vitest';
import { type PdfStamp, preparedDigest, type RawImage } from '../../src/formats/pdf/index.ts';
import { der } from '../../src/foundation/asn1/index.ts';
import { concatBytes } from '../../src/foundation/core/index.ts';
import { digest, rawToDerSignature } from '../../src/foundation/crypto/index.ts';
import type { SealPdfOptions } from '../../src/seal/index.ts';
import {
  completeSealPdf,
  type PreparedSealPdf,
  prepareSealPdf,
  signSealPdf,
} from '../../src/seal/pdf/index.ts';
import { preparePdf, type SignPdfOptions, signPdf, signPreparedPdf } from '../../src/sign/index.ts';
import { signCms } from '../../src/signatures/cades/index.ts';
import {
  ID_AA_ELECTRONIC_SEAL,
  makeSesSignature,
  readSesSignature,
  sesAttribute,
} from '../../src/signatures/ses/index.ts';
import type { TestIdentity } from '../../src/testing/index.ts';
import { NOW, sampleSeal } from '../support/life.ts';
import { flipped, partsOf } from '../support/ofd-values.ts';
import { judged, pagesPdf, sealing } from '../support/seal-pdf.ts';
import { appendRevision } from '../unit/pdf/build-pdf.ts';

type Pades = NonNullable<PreparedSealPdf['pades']>;

interface Forgery {
  readonly options?: Partial<SealPdfOptions>;
  /** The seal whose SES_Signature goes in, and who makes it. */
  readonly seal?: Uint8Array;
  readonly sesSigner?: TestIdentity;
  readonly cmsSigner?: TestIdentity;
  readonly dataHash?: (right: Uint8Array) => Uint8Array;
  readonly propertyInfo?: string;
  /** The finished SES_Signature changed. */
  readonly ses?: (signature: Uint8Array) => Uint8Array;
  readonly attributes?: (ses: Uint8Array) => Partial<SignPdfOptions>;
  /** What the pages show. */
  readonly shown?: (right: SignPdfOptions) => Partial<SignPdfOptions>;
}

/** SES_Signature with any seal by any key: a forger checks nothing. */
async function sesBy(who: TestIdentity, seal: Uint8Array, dataHash: Uint8Array, propertyInfo: string) {
  const tbs = der.sequence(
    der.integer(4),
    seal,
    der.generalizedTime(NOW),
    der.bitString(dataHash),
    der.ia5String(propertyInfo),
  );
  const { value, format } = await (await who.signer()).sign({ kind: 'message', data: tbs });
  const signed = format === 'raw' ? rawToDerSignature(value) : value;
  return der.sequence(
    tbs,
    der.octetString(who.certificate),
    der.oid('1.2.156.10197.1.501'),
    der.bitString(signed),
  );
}

async function forge(forgery: Forgery) {
  const { pki, options } = await sealing(forgery.options);
  const prepared = await prepareSealPdf(options);
  const right = (prepared.pades as Pades).options;
  const signing: SignPdfOptions = {
    ...right,
    ...(forgery.cmsSigner === undefined ? {} : { signer: await forgery.cmsSigner.signer() }),
    ...forgery.shown?.(right),
  };
  // Room for two of them.
  const room = [...signing.signedAttributes!, ...signing.signedAttributes!];
  const pdf = await preparePdf({ ...signing, signedAttributes: room });
  const hash = forgery.dataHash?.(pdf.digest) ?? pdf.digest;
  const property = forgery.propertyInfo ?? prepared.propertyInfo;
  const seal = forgery.seal ?? options.seal;
  const ses = await sesBy(forgery.sesSigner ?? pki.sealSigner, seal, hash, property);
  const attribute = forgery.ses?.(ses) ?? ses;
  const extra = forgery.attributes?.(attribute) ?? { signedAttributes: [sesAttribute(attribute)] };
  const cms = await signPreparedPdf(pdf, { ...signing, ...extra });
  return { pki, file: await completeSealPdf({ ...prepared, pdf }, cms) };
}

const other = (image: RawImage): RawImage => ({
  ...image,
  rgb: image.rgb.map((value, i) => (i === 3000 ? value ^ 1 : value)),
});

async function verdictOf(forgery: Forgery) {
  const { pki, file } = await forge(forgery);
  const { verdict, bad, report } = await judged(pki, file);
  return { verdict, bad, kind: report.signatures[0]!.kind };
}

describe('a forged seal in a PDF', () => {
  it('is right when nothing is forged: the tests below change one thing each', async () => {
    expect(await verdictOf({})).toEqual({ verdict: 'TOTAL_PASSED', bad: [], kind: 'seal' });
  });

  it('that breaks one of the four bindings is refused by the name of the binding', async () => {
    const { pki } = await sealing();
    const cases: readonly [string, string, Forgery][] = [
      ['SES_DATA_HASH', 'TOTAL_FAILED HASH_FAILURE', { dataHash: flipped }],
      ['SES_PROPERTY_INFO', 'TOTAL_FAILED FORMAT_FAILURE', { propertyInfo: 'Signature2' }],
      ['SES_PROPERTY_INFO', 'TOTAL_FAILED FORMAT_FAILURE', { propertyInfo: 'signature1' }],
      ['SES_SIGNER', 'TOTAL_FAILED FORMAT_FAILURE', { cmsSigner: pki.signer }],
      [
        'SEAL_APPEARANCE',
        'TOTAL_FAILED FORMAT_FAILURE',
        {
          shown: ({ appearance }) => ({
            appearance: { ...appearance!, image: other((appearance as { image: RawImage }).image) } as never,
          }),
        },
      ],
    ];
    for (const [code, verdict, forgery] of cases) {
      const seen = await verdictOf(forgery);
      expect([code, seen.verdict]).toEqual([code, verdict]);
      expect(seen.bad).toContain(code);
    }
  });

  it('of another organisation, of no authorised maker, or lifted from another file is refused', async () => {
    const { pki } = await sealing();
    const theirs = await sampleSeal('SM2', (p) => p.signer, 72);
    const outsider = await verdictOf({ sesSigner: pki.signer, cmsSigner: pki.signer });
    expect(outsider.verdict).toBe('INDETERMINATE CHAIN_CONSTRAINTS_FAILURE');
    expect(outsider.bad).toContain('SIGNER_NOT_IN_SEAL_CERT_LIST');
    const ordinary = await verdictOf({ options: { seal: theirs.seal } });
    expect(ordinary.verdict).toBe('INDETERMINATE CHAIN_CONSTRAINTS_FAILURE');
    expect(ordinary.bad).toContain('SEAL_MAKER_NOT_AUTHORISED');
    const { options } = await sealing();
    const lifted = await makeSesSignature({
      signer: options.signer!,
      seal: options.seal,
      time: NOW,
      propertyInfo: 'Signature1',
      dataHash: digest('sm3', new Uint8Array(9)),
    });
    const moved = await verdictOf({ ses: () => lifted });
    expect(moved.verdict).toBe('TOTAL_FAILED HASH_FAILURE');
  });

  it('with a wrong value, a wrong structure, or two seals is refused', async () => {
    const wrong = await verdictOf({
      ses: (ses) =>
        der.sequence(...partsOf(ses).slice(0, 3), der.bitString(flipped(readSesSignature(ses).signature))),
    });
    expect(wrong.verdict).toBe('TOTAL_FAILED SIG_CRYPTO_FAILURE');
    expect(wrong.bad).toContain('SES_VALUE');
    const cut = await verdictOf({ ses: (ses) => der.sequence(...partsOf(ses).slice(0, 3)) });
    expect([cut.verdict, cut.bad[0]]).toEqual(['TOTAL_FAILED FORMAT_FAILURE', 'SEAL_STRUCTURE']);
    const { options } = await sealing();
    const old = der.sequence(der.oid(ID_AA_ELECTRONIC_SEAL), der.setOf([options.seal]));
    const both = await verdictOf({ attributes: (ses) => ({ signedAttributes: [sesAttribute(ses), old] }) });
    expect([both.verdict, both.bad[0]]).toEqual(['TOTAL_FAILED FORMAT_FAILURE', 'SEAL_STRUCTURE']);
    const twice = await verdictOf({
      attributes: (ses) => ({ signedAttributes: [sesAttribute(ses), sesAttribute(ses)] }),
    });
    expect([twice.verdict, twice.bad[0]]).toEqual(['TOTAL_FAILED FORMAT_FAILURE', 'SEAL_STRUCTURE']);
  });

  it('in its older form, the seal alone under the CMS, is passed and named', async () => {
    const { options } = await sealing();
    const old = der.sequence(der.oid(ID_AA_ELECTRONIC_SEAL), der.setOf([options.seal]));
    const seen = await verdictOf({ attributes: () => ({ signedAttributes: [old] }) });
    expect(seen).toEqual({ verdict: 'TOTAL_PASSED', bad: ['SEAL_WITHOUT_SES_SIGNATURE'], kind: 'seal' });
  });

  it('is none where it stands among the unsigned attributes', async () => {
    const { pki, options } = await sealing();
    const prepared = await prepareSealPdf(options);
    const { pdf, options: signing } = prepared.pades as Pades;
    const ses = await sesBy(pki.sealSigner, options.seal, pdf.digest, prepared.propertyInfo);
    const { cms } = await signCms({
      signer: signing.signer,
      content: { digest: pdf.digest, hash: pdf.hash },
      detached: true,
      profile: 'PAdES',
      claimedTime: NOW,
      unsignedAttributes: [sesAttribute(ses)],
    });
    const { verdict, bad, report } = await judged(pki, await completeSealPdf(prepared, cms));
    expect([verdict, bad]).toEqual(['TOTAL_PASSED', ['SEAL_BINDING_UNSIGNED']]);
    expect(report.signatures[0]).toMatchObject({ kind: 'signature' });
    expect(report.signatures[0]!.seal).toBeUndefined();
  });

  it('whose slices are missing, swapped, shifted, hidden behind others, or on another page is refused', async () => {
    const place = { kind: 'riding', side: 'right' } as const;
    const options = { file: pagesPdf(4), placements: [place] };
    const moved = (stamp: PdfStamp, x: number, y: number): PdfStamp => ({
      ...stamp,
      place: { ...stamp.place, x: stamp.place.x + x, y: stamp.place.y + y },
    });
    const cases: readonly [string, (stamps: readonly PdfStamp[]) => PdfStamp[]][] = [
      ['RIDING_GAP', (s) => s.slice(0, 2)],
      ['RIDING_GAP', (s) => s.slice(1)],
      [
        'RIDING_GAP',
        (s) => [s[0]!, { ...s[1]!, window: s[2]!.window! }, { ...s[2]!, window: s[1]!.window! }],
      ],
      ['RIDING_OFFSET', (s) => [moved(s[0]!, 0, 1), ...s.slice(1)]],
      ['RIDING_EDGE', (s) => [moved(s[0]!, -1, 0), ...s.slice(1)]],
      ['RIDING_PAGE_WITHOUT', (s) => s.map((stamp) => ({ ...stamp, page: stamp.page + 1 }))],
      ['RIDING_OVERLAP', (s) => [s[0]!, { ...s[0]!, page: 3 }, s[2]!]],
    ];
    for (const [code, change] of cases) {
      const seen = await verdictOf({
        options: { ...options, file: pagesPdf(5), placements: [{ ...place, skipLast: 1 }] },
        shown: ({ stamps }) => ({ stamps: change(stamps!) }),
      });
      expect([code, seen.verdict]).toEqual([code, 'INDETERMINATE SIG_CONSTRAINTS_FAILURE']);
      expect([code, seen.bad.includes(code)]).toEqual([code, true]);
    }
    const swapped = await verdictOf({
      options,
      shown: ({ stamps }) => ({
        stamps: stamps!.map((stamp, i) =>
          i === 1 ? { ...stamp, image: other(stamp.image as RawImage) } : stamp,
        ),
      }),
    });
    expect([swapped.verdict, swapped.bad]).toEqual(['TOTAL_FAILED FORMAT_FAILURE', ['SEAL_APPEARANCE']]);
  });

  it('is not passed once a later revision changes what its stamps or pages show', async () => {
    const { pki, options } = await sealing({
      file: pagesPdf(2),
      placements: [{ kind: 'riding', side: 'right' }],
    });
    const prepared = await prepareSealPdf(options);
    const file = await completeSealPdf(prepared, await signSealPdf(prepared));
    const text = Buffer.from(file).toString('latin1');
    const stamp = /(\d+) 0 obj\n(<<[^\n]*\/Subtype \/Stamp[^\n]*)\n/.exec(text)!;
    const page = /(\d+) 0 obj\n(<< \/Type \/Page [^\n]*\/Annots \[[^\]]*\][^\n]*)\n/g;
    const pagesSeen = [...text.matchAll(page)];
    const last = pagesSeen.at(-1)!;
    const changes: Record<number, string>[] = [
      { [Number(stamp[1])]: stamp[2]!.replace(/\/F 708/, '/F 2') },
      { [Number(stamp[1])]: stamp[2]!.replace(/\/Rect \[[^\]]*\]/, '/Rect [0 0 10 10]') },
      { [Number(last[1])]: last[2]!.replace(/\/Annots \[[^\]]*\]/, '/Annots []') },
    ];
    for (const change of changes) {
      const { verdict } = await judged(pki, appendRevision(file, change));
      expect(verdict).toBe('TOTAL_FAILED FORMAT_FAILURE');
    }
  });
});

describe('a forged SES signature in /Contents', () => {
  async function contents(
    change: (right: {
      ses: Uint8Array;
      digest: Uint8Array;
      property: string;
    }) => Promise<Uint8Array> | Uint8Array,
  ) {
    const { pki, options } = await sealing({ form: 'ses' });
    const prepared = await prepareSealPdf(options);
    const { digest: hash } = prepared.pdf;
    expect(hash).toEqual(await preparedDigest(prepared.pdf.prepared, 'sm3'));
    const ses = await sesBy(pki.sealSigner, options.seal, hash, prepared.propertyInfo);
    const value = await change({ ses, digest: hash, property: prepared.propertyInfo });
    const { verdict, bad } = await judged(pki, await completeSealPdf(prepared, value));
    return { verdict, bad, pki, options };
  }

  it('is refused by the name of what is wrong', async () => {
    const { pki, options } = await sealing();
    const { seal } = options;
    const { sealSigner } = pki;
    expect((await contents(({ ses }) => ses)).verdict).toBe('TOTAL_PASSED');
    const hash = await contents((r) => sesBy(sealSigner, seal, flipped(r.digest), r.property));
    expect([hash.verdict, hash.bad]).toEqual(['TOTAL_FAILED HASH_FAILURE', ['SES_DATA_HASH']]);
    const field = await contents((r) => sesBy(sealSigner, seal, r.digest, 'Other'));
    expect([field.verdict, field.bad]).toEqual([
      'INDETERMINATE SIG_CONSTRAINTS_FAILURE',
      ['SES_PROPERTY_INFO'],
    ]);
    const outsider = await contents((r) => sesBy(pki.signer, seal, r.digest, r.property));
    expect(outsider.bad).toContain('SIGNER_NOT_IN_SEAL_CERT_LIST');
    expect(outsider.verdict).toMatch(/^INDETERMINATE CHAIN_CONSTRAINTS_FAILURE/);
    const value = await contents(({ ses }) =>
      der.sequence(...partsOf(ses).slice(0, 3), der.bitString(flipped(readSesSignature(ses).signature))),
    );
    expect(value.verdict).toBe('TOTAL_FAILED SIG_CRYPTO_FAILURE');
    const broken = await contents(({ ses }) => ses.subarray(4));
    expect(broken.verdict).toBe('TOTAL_FAILED FORMAT_FAILURE');
    const bare = await contents(() => seal);
    expect([bare.verdict, bare.bad[0]]).toEqual(['TOTAL_FAILED FORMAT_FAILURE', 'SES_STRUCTURE']);
    const hidden = await contents(({ ses }) => concatBytes(ses, Uint8Array.of(1, 2, 3)));
    expect(hidden.bad).toContain('CONTENTS_PADDING');
  });

  it('is not believed as a plain CMS under its name, nor a CMS as a seal', async () => {
    const { pki } = await sealing();
    const signed = await signPdf({ file: pagesPdf(1), signer: await pki.signer.signer(), claimedTime: NOW });
    const relabelled = Buffer.from(
      Buffer.from(signed).toString('latin1').replace('/ETSI.CAdES.detached', '/GM.sm2seal         '),
      'latin1',
    );
    const { verdict, report } = await judged(pki, new Uint8Array(relabelled));
    expect(verdict).toBe('TOTAL_FAILED FORMAT_FAILURE');
    expect(report.signatures[0]!.checks.map(({ code }) => code)).toContain('SES_STRUCTURE');
  });
});
