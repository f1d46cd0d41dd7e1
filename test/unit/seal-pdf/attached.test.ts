import { describe, expect, it } from 'vitest';
import { signPdf } from '../../../src/sign/index.ts';
import { NOW } from '../../support/life.ts';
import { judged, sealing } from '../../support/seal-pdf.ts';
import { buildPdf } from '../pdf/build-pdf.ts';

describe('an electronic seal that is attached to a signed PDF', () => {
  it('is told as bound by nothing, and the signature is no seal', async () => {
    const { pki, options } = await sealing();
    const seen = [];
    for (const data of [options.seal, options.seal.subarray(1)]) {
      const text = Buffer.from(data).toString('hex');
      const file = buildPdf({
        1: '<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(seal.esl) 4 0 R] >> >> >>',
        2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
        4: '<< /Type /Filespec /F (seal.esl) /EF << /F 5 0 R >> >>',
        5: `<< /Type /EmbeddedFile /Filter /ASCIIHexDecode /Length ${text.length + 1} >>\nstream\n${text}>\nendstream`,
      });
      const signed = await signPdf({ file, signer: await pki.signer.signer(), claimedTime: NOW });
      const { report, verdict } = await judged(pki, signed);
      expect(report.signatures[0]).toMatchObject({ kind: 'signature' });
      seen.push([verdict, report.checks.map(({ code, status }) => `${code} ${status}`)]);
    }
    expect(seen).toEqual([
      ['TOTAL_PASSED', ['SEAL_BINDING_UNSIGNED warning']],
      ['TOTAL_PASSED', []],
    ]);
  });
});
