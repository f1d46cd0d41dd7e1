import { der } from '../../../../src/foundation/asn1/index.ts';
import { encodeName, type SubjectFields } from '../../../../src/testing/index.ts';
import type { Dice } from './dice.ts';
import type { CertificatePlan, ChainPlan } from './plan.ts';

/** The time asked for. */
export const AT = new Date('2026-11-23T04:00:00Z');
export const ORGANIZATION = '示例机构（样）';
export const POLICY = { a: '2.25.303030303.11', b: '2.25.303030303.12', any: '2.5.29.32.0' } as const;
export const EMAIL_PROTECTION = { oid: '1.3.6.1.5.5.7.3.4', openssl: 'smimesign' } as const;
const SIGNING = { openssl: 'smimesign' } as const;
const DAY = 24 * 3600 * 1000;

/** A time so many days from the one asked for. */
export function days(n: number): Date {
  return new Date(AT.getTime() + n * DAY);
}

/** Subject of a place in the line, DER. */
export function subjectOf(place: number): Uint8Array {
  return encodeName(fieldsOf(place));
}

function fieldsOf(place: number): SubjectFields {
  return { country: 'CN', organization: ORGANIZATION, commonName: `Test ${place}` };
}

/** A line of 1 to 4 certificates below a root, plain but for what the rules leave open. */
export function plainChain(dice: Dice, least = 1): ChainPlan {
  const length = dice.between(least, 4);
  const line = Array.from({ length: length + 1 }, (_, place) => plainCertificate(dice, place, length));
  return { line, beside: [], question: { at: AT, purpose: SIGNING }, variant: `${length} below the root` };
}

function plainCertificate(dice: Dice, place: number, length: number): CertificatePlan {
  const ca = place < length;
  const room = length - 1 - place;
  return {
    label: `c${place}`,
    ...(place === 0 ? {} : { issuer: `c${place - 1}` }),
    options: {
      name: `Test ${place}`,
      subject: subjectOf(place),
      ca,
      notBefore: days(-dice.pick([1 / 86400, 1, 400, 4000])),
      notAfter: days(dice.pick([1 / 86400, 1, 700, 20000])),
      ...(dice.chance(30) ? { serialNumber: serial(dice) } : {}),
      extensions: {
        ...(ca && dice.chance(50)
          ? { basicConstraints: { ca: true, pathLength: room + dice.pick([0, 0, 1, 7]) } }
          : {}),
        keyUsage: ca
          ? dice.pick([
              ['keyCertSign', 'cRLSign'] as const,
              ['digitalSignature', 'keyCertSign', 'cRLSign'] as const,
            ])
          : dice.pick([
              ['digitalSignature'] as const,
              ['nonRepudiation'] as const,
              ['digitalSignature', 'nonRepudiation', 'keyEncipherment'] as const,
            ]),
        ...(place === 0 ? { authorityKeyIdentifier: false as const } : {}),
        // Not critical and unknown: nobody minds.
        ...(dice.chance(20) ? { further: [{ oid: '2.25.303030303.99', value: der.null() }] } : {}),
      },
    },
  };
}

function serial(dice: Dice): bigint {
  const bytes = dice.bytes(dice.pick([1, 8, 19]));
  return bytes.reduce((n, byte) => (n << 8n) | BigInt(byte), 1n);
}
