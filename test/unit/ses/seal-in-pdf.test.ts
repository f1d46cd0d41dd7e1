import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { der } from '../../../src/foundation/asn1/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { rawToDerSignature } from '../../../src/foundation/crypto/index.ts';
import { sealPdf } from '../../../src/seal/index.ts';
import { NOW, samplePdf, sampleSeal } from '../../support/life.ts';
import { partsOf } from '../../support/ofd-values.ts';

/** The sample seal made anew with one extension marked critical. */
async function withExtension(oid: string) {
  const { pki, seal } = await sampleSeal('SM2');
  const [info, cert, algorithm] = partsOf(seal) as [Uint8Array, Uint8Array, Uint8Array];
  const extension = der.sequence(der.oid(oid), der.boolean(true), der.octetString(utf8('x')));
  const extended = der.sequence(...partsOf(info), der.sequence(extension));
  const { value, format } = await (await pki.sealMaker.signer()).sign({ kind: 'message', data: extended });
  const signed = format === 'raw' ? rawToDerSignature(value) : value;
  return { pki, seal: der.sequence(extended, cert, algorithm, der.bitString(signed)) };
}

describe('a seal in a PDF', () => {
  it('that says something critical which nobody understands is never passed', async () => {
    const seen = [];
    for (const oid of ['1.3.6.1.4.1.99999.1', '1.3.6.1.5.5.7.1.4']) {
      const { pki, seal } = await withExtension(oid);
      const validationData = await pki.validationData();
      const file = await sealPdf({
        file: await samplePdf(),
        seal,
        signer: await pki.sealSigner.signer(),
        claimedTime: NOW,
        placements: [{ kind: 'point', page: 1, x: 200, y: 130 }],
        validationData,
      });
      const trust = { signers: [pki.root.certificate], sealMakers: [pki.sealMaker.certificate] };
      const { conclusion } = await verify(file, { at: NOW, trust, revocation: 'require-where-declared' });
      seen.push([conclusion.indication, ...conclusion.subIndications]);
    }
    expect(seen).toEqual([['INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE'], ['TOTAL_PASSED']]);
  });
});
