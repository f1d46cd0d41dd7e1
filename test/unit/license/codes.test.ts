import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import {
  checkMod11_2,
  checkMod37_36,
  containsResidentId,
  isOrganisationCode,
  isResidentId,
  isUscc,
  mod37_36,
} from '../../../src/license/codes/index.ts';
import { buildLicenseId, nextLicenseVersion, parseLicenseId } from '../../../src/license/identifier/index.ts';

interface Vectors {
  licenseIdentifiers: string[];
  licenseIdentifiersWithWrongCheck: string[];
  usccs: string[];
  residentIds: string[];
}
const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/license/codes.json', import.meta.url), 'utf8'),
) as Vectors;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function everyOtherCharacter(text: string, alphabet: string): string[] {
  const out: string[] = [];
  for (let i = 0; i < text.length; i++) {
    for (const c of alphabet) if (c !== text[i]) out.push(text.slice(0, i) + c + text.slice(i + 1));
  }
  return out;
}

describe('codes', () => {
  it('accepts the published social credit codes and the organisation codes inside', () => {
    for (const code of vectors.usccs) {
      expect(isUscc(code), code).toBe(true);
      expect(isOrganisationCode(code.slice(8, 17)), code).toBe(true);
    }
  });

  it('detects every single changed character of a social credit code', () => {
    for (const code of vectors.usccs) {
      for (const wrong of everyOtherCharacter(code, ALPHABET)) expect(isUscc(wrong), wrong).toBe(false);
    }
  });

  it('accepts the examples of GB 11643 and refuses dates that no calendar has', () => {
    for (const id of vectors.residentIds) expect(isResidentId(id), id).toBe(true);
    // Right check character , but 1949 was no leap year.
    expect(checkMod11_2('110105194902290002')).toBe(true);
    expect(isResidentId('110105194902290002')).toBe(false);
    expect(isResidentId('11010519491231002x')).toBe(false);
  });

  it('detects every single changed digit and every adjacent swap of unequal digits of a resident number', () => {
    for (const id of vectors.residentIds) {
      for (const wrong of everyOtherCharacter(id.slice(0, 17), '0123456789')) {
        expect(checkMod11_2(wrong + id[17])).toBe(false);
      }
      for (let i = 0; i < 16; i++) {
        if (id[i] === id[i + 1]) continue;
        expect(checkMod11_2(id.slice(0, i) + id[i + 1] + id[i] + id.slice(i + 2))).toBe(false);
      }
    }
  });

  it('finds a resident number inside other text, also with separators and full-width digits', () => {
    const [id] = vectors.residentIds as [string];
    expect(containsResidentId(`A${id}B`)).toBe(true);
    expect(containsResidentId('110105 19491231 002x')).toBe(true);
    expect(containsResidentId('１１０１０５19491231002X')).toBe(true);
    expect(containsResidentId('110105194912310021')).toBe(false);
    expect(containsResidentId('JY13301050012345')).toBe(false);
  });
});

describe('the license identifier', () => {
  it('reads the published identifiers and gives back their segments', () => {
    for (const text of vectors.licenseIdentifiers) {
      const id = parseLicenseId(text);
      expect(['1.2.156.3005.2', id.typeCode, id.issuerCode, id.serial, id.version, id.check].join('.')).toBe(
        text,
      );
      expect(checkMod37_36(id.typeCode + id.issuerCode + id.serial + id.version + id.check)).toBe(true);
    }
    expect(parseLicenseId(vectors.licenseIdentifiers[2]!).findings).toEqual(['ISSUER_NOT_USCC']);
    expect(parseLicenseId(vectors.licenseIdentifiers[0]!).findings).toEqual([]);
  });

  it('refuses the published example whose check character is wrong', () => {
    for (const text of vectors.licenseIdentifiersWithWrongCheck) {
      expect(
        isYinxinError(
          caught(() => parseLicenseId(text)),
          'LICENSE_ID_INVALID',
        ),
      ).toBe(true);
    }
  });

  it('detects every single changed character of the body', () => {
    const [text] = vectors.licenseIdentifiers as [string];
    const { typeCode, issuerCode, serial, version, check } = parseLicenseId(text);
    const body = typeCode + issuerCode + serial + version;
    for (const wrong of everyOtherCharacter(body, ALPHABET)) expect(mod37_36(wrong)).not.toBe(check);
  });

  it('detects every adjacent swap that MOD 37,36 promises to detect', () => {
    const [text] = vectors.licenseIdentifiers as [string];
    const { typeCode, issuerCode, serial, version, check } = parseLicenseId(text);
    const body = typeCode + issuerCode + serial + version;
    let detected = 0;
    let swaps = 0;
    for (let i = 0; i + 1 < body.length; i++) {
      if (body[i] === body[i + 1]) continue;
      swaps++;
      if (mod37_36(body.slice(0, i) + body[i + 1] + body[i] + body.slice(i + 2)) !== check) detected++;
    }
    expect(detected).toBe(swaps);
  });

  it.each([
    ['1.2.156.3005.3.11100000000013338W009.11330105002500287C.2025052201.002.0', 'root'],
    ['1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002', 'count'],
    ['1.2.156.3005.2.11100000000013338W00.11330105002500287C.2025052201.002.0', 'type'],
    ['1.2.156.3005.2.11100000000013338W009.11330105002500287.2025052201.002.0', 'issuer'],
    ['1.2.156.3005.2.11100000000013338W009.11330105002500287C.202505220a.002.0', 'serial'],
    ['1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025_52201.002.0', 'serial'],
    ['1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.02.0', 'version'],
    ['1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.1', 'check'],
    [`1.2.156.3005.2.${'A'.repeat(200)}`, 'length'],
  ])('refuses %s and names the segment %s', (text, segment) => {
    const error = caught(() => parseLicenseId(text));
    expect(isYinxinError(error, 'LICENSE_ID_INVALID')).toBe(true);
    expect((error as { details: Record<string, unknown> }).details['segment']).toBe(segment);
  });

  it('builds strictly, and counts versions from 001', () => {
    const id = buildLicenseId({
      typeCode: '11100000000013338W009',
      issuerCode: '11330105002500287C',
      serial: '2025052201',
    });
    expect(id.version).toBe('001');
    expect(nextLicenseVersion(id).text).toBe(vectors.licenseIdentifiers[0]);
    const last = buildLicenseId({ ...id, version: '999' });
    expect(
      isYinxinError(
        caught(() => nextLicenseVersion(last)),
        'LICENSE_ID_INVALID',
      ),
    ).toBe(true);
  });

  it.each([
    [{ issuerCode: '340100' }, 'issuer'],
    [{ issuerCode: '11330105002500287D' }, 'issuer'],
    [{ typeCode: '11100000000013338X009' }, 'type'],
    [{ serial: '' }, 'serial'],
    [{ serial: 'NO11010519491231002X' }, 'serial'],
    [{ version: '000' }, 'version'],
  ])('does not build from %o', (change, segment) => {
    const parts = { typeCode: '11100000000013338W009', issuerCode: '11330105002500287C', serial: '1' };
    const error = caught(() => buildLicenseId({ ...parts, ...change }));
    expect((error as { details: Record<string, unknown> }).details['segment']).toBe(segment);
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
