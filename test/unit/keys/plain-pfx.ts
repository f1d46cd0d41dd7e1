import { der } from '../../../src/foundation/asn1/index.ts';

/** A bag to put into a PKCS#12 file. */
export type PlainBag =
  | { readonly key: Uint8Array; readonly localKeyId?: Uint8Array }
  | { readonly certificate: Uint8Array };

const BAG = '1.2.840.113549.1.12.10.1';

/** A PKCS#12 file in the clear and without MAC: what is in it can be chosen freely. */
export function plainPfx(...bags: readonly PlainBag[]): Uint8Array {
  return pfxAround(der.sequenceOf(bags.map(safeBag)));
}

/** As {@link plainPfx}, around any SafeContents. */
export function pfxAround(safeContents: Uint8Array): Uint8Array {
  return der.sequence(der.integer(3), data(der.sequence(data(safeContents))));
}

function safeBag(bag: PlainBag): Uint8Array {
  if ('certificate' in bag) {
    const value = der.sequence(
      der.oid('1.2.840.113549.1.9.22.1'),
      der.explicit(0, der.octetString(bag.certificate)),
    );
    return der.sequence(der.oid(`${BAG}.3`), der.explicit(0, value));
  }
  const id = bag.localKeyId;
  const attributes =
    id === undefined
      ? []
      : [der.set(der.sequence(der.oid('1.2.840.113549.1.9.21'), der.set(der.octetString(id))))];
  return der.sequence(der.oid(`${BAG}.1`), der.explicit(0, bag.key), ...attributes);
}

function data(content: Uint8Array): Uint8Array {
  return der.sequence(der.oid('1.2.840.113549.1.7.1'), der.explicit(0, der.octetString(content)));
}
