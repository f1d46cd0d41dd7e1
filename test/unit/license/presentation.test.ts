import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../../src/foundation/core/index.ts';
import { carryCode, readCode } from '../../../src/license/carrier/index.ts';
import { decodeCbor, encodeCbor } from '../../../src/license/cbor/index.ts';
import {
  drawCode,
  presentationMemory,
  presenterOf,
  presentLicense,
  qrSymbology,
  verifyLicenseQr,
  verifyPresentation,
} from '../../../src/license/index.ts';
import { codedLicense, failures } from './coded.ts';
import { clockAt, HOST, NOW, pkiOf } from './fixture.ts';

const NONCE = new Uint8Array(16).fill(5);
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);

async function shown(algorithm: 'P-256' | 'SM2' = 'P-256', change: { nonce?: Uint8Array; at?: Date } = {}) {
  const pki = await pkiOf(algorithm);
  const signer = await pki.signer.signer();
  const presenter = presenterOf((await signer.info()).publicKey);
  const license = await codedLicense(algorithm, { presenter });
  const presentation = await presentLicense({
    code: license.code.text,
    signer,
    clock: clockAt(change.at ?? NOW),
    ...(change.nonce === undefined ? {} : { nonce: change.nonce }),
  });
  return { ...license, signer, presenter, presentation };
}

describe.each(['P-256', 'SM2'] as const)('a presentation signed with %s', (algorithm) => {
  it('proves that the bound key shows the license now, and is never usable by itself', async () => {
    const { presentation, issuers } = await shown(algorithm, { nonce: NONCE });
    const verdict = await verifyPresentation(presentation.text, { at: later(5), issuers, nonce: NONCE });
    expect(failures(verdict)).toEqual([]);
    expect(verdict).toMatchObject({
      conclusion: 'unknown',
      cryptography: 'intact',
      trust: 'trusted',
      presentedAt: NOW,
      expiresAt: later(60),
    });
    expect(verdict.notChecked.map(({ code }) => code)).toContain('PRESENTATION_HOLDER');
  });

  it('does not survive a change of any byte', async () => {
    const { presentation, issuers } = await shown(algorithm, { nonce: NONCE });
    const { bytes } = readCode(presentation.text, 'presentation');
    for (let at = 0; at < bytes.length; at += 11) {
      const changed = bytes.slice();
      changed[at]! ^= 1;
      const { text } = carryCode(changed, { kind: 'offline' }, 'presentation');
      const verdict = await verifyPresentation(text, { at: NOW, issuers, nonce: NONCE });
      expect(verdict.conclusion, `byte ${at}`).toBe('not-usable');
    }
  });
});

describe('a presentation', () => {
  it('is refused the second time, also with the twin of its value', async () => {
    const { presentation, issuers } = await shown();
    const options = { at: later(1), issuers, memory: presentationMemory() };
    expect(failures(await verifyPresentation(presentation.text, options))).toEqual([]);
    const again = await verifyPresentation(presentation.text, { ...options, at: later(20) });
    expect(failures(again)).toEqual(['PRESENTATION_REPLAY']);
    expect(again.conclusion).toBe('not-usable');
    // (r, n - s) verifies as (r, s) does.
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const { bytes } = readCode(presentation.text, 'presentation');
    const s = BigInt(`0x${Buffer.from(bytes.subarray(-32)).toString('hex')}`);
    const twin = concatBytes(
      bytes.subarray(0, -32),
      Uint8Array.from(Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')),
    );
    const { text } = carryCode(twin, { kind: 'offline' }, 'presentation');
    expect(failures(await verifyPresentation(text, options))).toEqual(['PRESENTATION_REPLAY']);
  });

  it('says that replays are not checked when nobody remembers and no nonce was given', async () => {
    const { presentation, issuers } = await shown();
    const verdict = await verifyPresentation(presentation.text, { at: NOW, issuers });
    expect(verdict.notChecked.map(({ code }) => code)).toContain('PRESENTATION_REPLAY');
  });

  it('is over after its minute and the skew allowed, and not believed before its time', async () => {
    const { presentation, issuers } = await shown();
    const ask = async (seconds: number) =>
      failures(
        await verifyPresentation(presentation.text, { at: later(seconds), issuers, clockSkewSeconds: 10 }),
      );
    expect(await ask(69)).toEqual([]);
    expect(await ask(70)).toEqual(['PRESENTATION_TIME']);
    const early = await shown('P-256', { at: later(11) });
    const verdict = await verifyPresentation(early.presentation.text, {
      at: NOW,
      issuers,
      clockSkewSeconds: 10,
    });
    expect(failures(verdict)).toEqual(['PRESENTATION_TIME']);
  });

  it('answers the nonce given, or is refused', async () => {
    const { presentation, issuers } = await shown('P-256', { nonce: NONCE });
    const other = await verifyPresentation(presentation.text, {
      at: NOW,
      issuers,
      nonce: new Uint8Array(16),
    });
    expect(failures(other)).toEqual(['PRESENTATION_NONCE']);
    const without = await shown();
    const verdict = await verifyPresentation(without.presentation.text, { at: NOW, issuers, nonce: NONCE });
    expect(failures(verdict)).toEqual(['PRESENTATION_NONCE']);
  });

  it('is made only by the key that the license binds', async () => {
    const { code, presenter } = await shown();
    const pki = await pkiOf('P-256');
    const signer = await pki.sealSigner.signer();
    const wrong = presentLicense({ code: code.text, signer, clock: clockAt(NOW) });
    await expect(wrong).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    const unbound = await codedLicense('P-256');
    const none = presentLicense({ code: unbound.code.text, signer, clock: clockAt(NOW) });
    await expect(none).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    expect(presenter).toHaveLength(32);
  });

  it('is refused under the code of another license, of an unbound one, and with another key inside', async () => {
    const { presentation, issuers, presenter } = await shown();
    const unbound = await codedLicense('P-256');
    const other = await codedLicense('P-256', { presenter: presenter.map((byte) => byte ^ 1) });
    for (const license of [unbound, other]) {
      const code = readCode(license.code.text).bytes;
      const [head, , payload, value] = decodeCbor(readCode(presentation.text, 'presentation').bytes, {
        maxBytes: 4096,
      }) as [Uint8Array, unknown, Uint8Array, Uint8Array];
      const claims = decodeCbor(payload, { maxBytes: 4096 }) as Map<number, Map<number, Uint8Array>>;
      claims.get(-70304)!.set(1, code);
      const forged = encodeCbor([head, new Map(), encodeCbor(claims), value]);
      const { text } = carryCode(forged, { kind: 'offline' }, 'presentation');
      const verdict = await verifyPresentation(text, { at: NOW, issuers });
      expect(failures(verdict)).toEqual(['PRESENTATION_KEY', 'PRESENTATION_SIGNATURE']);
    }
  });

  it('lives a minute at most, whatever it claims', async () => {
    const { code, signer } = await shown();
    for (const lifetimeSeconds of [0, 61, Number.NaN]) {
      const made = presentLicense({ code: code.text, signer, clock: clockAt(NOW), lifetimeSeconds });
      await expect(made).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    }
  });

  it('is no license code, and a license code is no presentation', async () => {
    const { code, presentation, issuers } = await shown();
    expect(failures(await verifyLicenseQr(presentation.text, { at: NOW, issuers }))).toEqual([
      'QR_STRUCTURE',
    ]);
    expect(failures(await verifyPresentation(code.text, { at: NOW, issuers }))).toEqual([
      'PRESENTATION_STRUCTURE',
    ]);
    const relabelled = code.text.replace('/v#', '/p#');
    expect(failures(await verifyPresentation(relabelled, { at: NOW, issuers }))).toEqual([
      'PRESENTATION_STRUCTURE',
    ]);
    for (const rubbish of ['', 'LP1:', 'LP1:0', `https://${HOST}/p#`, 'x'.repeat(9000)]) {
      expect((await verifyPresentation(rubbish, { at: NOW, issuers })).conclusion).toBe('not-usable');
    }
  });

  it('remembers so many and no more, and forgets those that are over', async () => {
    const memory = presentationMemory(2);
    expect(await memory.first('a', later(10), NOW)).toBe(true);
    expect(await memory.first('b', later(100), NOW)).toBe(true);
    expect(await memory.first('a', later(10), NOW)).toBe(false);
    expect(await memory.first('c', later(100), later(11))).toBe(true);
    await expect(memory.first('d', later(100), later(12))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });
});

describe('the drawing of a code', () => {
  it('is one in modules, bars, PNG and SVG, and takes another symbology', async () => {
    const { code } = await codedLicense('P-256');
    const drawing = drawCode(code, qrSymbology('Q'));
    const dark = drawing.modules.flat().filter(Boolean).length;
    expect(drawing.bars.reduce((sum, { length }) => sum + length, 0)).toBe(dark);
    expect(drawing.png({ scale: 1 }).subarray(1, 4)).toEqual(Uint8Array.from(Buffer.from('PNG')));
    expect(drawing.svg()).toContain('<path d="M');
    const checkered = {
      name: 'test',
      modules: () => [
        [true, false],
        [false, true],
      ],
    };
    expect(drawCode(code, checkered).bars).toHaveLength(2);
  });
});
