import { describe, expect, it } from 'vitest';
import { sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { signPdf } from '../../../src/sign/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { contract } from '../../support/pdf-history.ts';

const NOW = new Date('2026-11-23T08:00:00Z');

/** Signs by hand into a field whose seed values are written once nobody asks for them any more. */
async function demanded(seed: string): Promise<readonly unknown[]> {
  const pki = await createTestPki({ algorithm: 'P-256', now: NOW });
  // The writer refuses fields with demands, so the flags come in under a name that it does not know.
  const hidden = seed.replace('/Ff', '/Xf');
  const base = contract({
    14: `<< /T (signHere) /FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R /F 4 /SV << ${hidden} >> >>`,
  });
  const options = {
    signer: await pki.signer.signer(),
    claimedTime: NOW,
    field: 'signHere',
    reason: 'because',
  };
  const signed = await signPdf({ file: base, ...options });
  const text = Buffer.from(signed).toString('latin1').replaceAll('/Xf', '/Ff');
  const [facts] = (await inspectPdf(sourceFromBytes(new Uint8Array(Buffer.from(text, 'latin1'))))).signatures;
  return facts!.checks.filter(({ code }) => code === 'SEED_VALUES').map(({ status }) => status);
}

describe('seed values of a signed field', () => {
  it('that are wishes are not checked', async () => {
    expect(await demanded('/Filter /Other /Ff 0')).toEqual([]);
  });

  it('that are demanded and met are not named', async () => {
    expect(
      await demanded('/Filter /Adobe.PPKLite /SubFilter [/ETSI.CAdES.detached] /Reasons [(because)] /Ff 11'),
    ).toEqual([]);
  });

  it('that are demanded and not met, or that nobody can check, are', async () => {
    expect(await demanded('/Filter /Other /Ff 1')).toEqual(['failed']);
    expect(await demanded('/SubFilter [/adbe.pkcs7.detached] /Ff 2')).toEqual(['failed']);
    expect(await demanded('/Reasons [(for fun)] /Ff 8')).toEqual(['failed']);
    expect(await demanded('/LegalAttestation [(x)] /Ff 16')).toEqual(['not-run']);
  });
});
