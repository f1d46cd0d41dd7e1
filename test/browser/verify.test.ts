import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report, Verify } from '../../src/entries/index.ts';
import { toBase64, utf8 } from '../../src/foundation/core/index.ts';
import { signPdf } from '../../src/sign/index.ts';
import { signCms } from '../../src/signatures/cades/index.ts';
import { createTestPki, type TestAlgorithm } from '../../src/testing/index.ts';
import { buildPdf, MINIMAL } from '../unit/pdf/build-pdf.ts';
import { browserScript, domAfter, findChromium } from './chromium.ts';

// The build that browsers get, in a browser: files signed in Node are verified in a page, and the report is the one
// that the build for Node writes.

const NOW = new Date('2026-11-23T03:00:00Z');
const ENTRY = resolve('dist/index.js');
const chromium = findChromium();
if (chromium === undefined) console.warn('browser: skipped, no chromium in PATH nor in YINXIN_CHROMIUM');
else if (!existsSync(ENTRY)) console.warn('browser: skipped, dist/ is absent: run `npm run build` first');

interface Case {
  readonly name: string;
  readonly file: Uint8Array;
  readonly trust: Uint8Array;
  readonly crls: readonly Uint8Array[];
  readonly expected: Report['conclusion']['indication'];
}

describe.skipIf(chromium === undefined || !existsSync(ENTRY))('the default build in Chromium', () => {
  let cases: readonly Case[];
  let reports: readonly Report[];

  beforeAll(async () => {
    cases = [...(await casesOf('SM2')), ...(await casesOf('P-256')), ...(await casesOf('RSA'))];
    const script = await browserScript(ENTRY, 'yinxin');
    reports = readReports(domAfter(chromium!, [script, pageScript(cases)]));
  });

  it('verifies PDFs and CMS of SM2, P-256 and RSA, and finds what was changed', () => {
    expect(reports).toHaveLength(cases.length);
    for (const [i, { name, expected }] of cases.entries()) {
      expect(`${name}: ${reports[i]!.conclusion.indication}`).toBe(`${name}: ${expected}`);
    }
  });

  it('says word for word what the build for Node says', async () => {
    const { verify } = (await import(pathToFileURL(ENTRY).href)) as { verify: Verify };
    for (const [i, { name, file, trust, crls }] of cases.entries()) {
      const report = await verify(file, {
        at: NOW,
        trust: { signers: [trust], timestamps: [trust] },
        revocation: 'require',
        crls,
      });
      expect(reports[i], name).toEqual(JSON.parse(JSON.stringify(report)));
    }
  });
});

async function casesOf(algorithm: TestAlgorithm): Promise<Case[]> {
  const pki = await createTestPki({ algorithm, now: NOW });
  const signer = await pki.signer.signer();
  const { crls } = await pki.validationData();
  const common = { trust: pki.root.certificate, crls };
  const tsa = pki.timestampAuthority();
  const pdf = await signPdf({ file: buildPdf(MINIMAL), signer, claimedTime: NOW, tsa });
  const content = { bytes: utf8('浏览器里的申请表') };
  const { cms } = await signCms({ signer, content, detached: false, claimedTime: NOW });
  return [
    { name: `${algorithm} PDF`, file: pdf, expected: 'TOTAL_PASSED', ...common },
    { name: `${algorithm} PDF, changed`, file: flipped(pdf, 20), expected: 'TOTAL_FAILED', ...common },
    { name: `${algorithm} CMS`, file: cms, expected: 'TOTAL_PASSED', ...common },
    {
      name: `${algorithm} CMS, changed`,
      file: flipped(cms, Buffer.from(cms).indexOf(content.bytes)),
      expected: 'TOTAL_FAILED',
      ...common,
    },
  ];
}

function flipped(file: Uint8Array, at: number): Uint8Array {
  const out = file.slice();
  out[at]! ^= 1;
  return out;
}

/** The page takes the cases in base64 and leaves the reports as JSON in its body. */
function pageScript(cases: readonly Case[]): string {
  const inputs = cases.map(({ file, trust, crls }) => ({
    file: toBase64(file),
    trust: toBase64(trust),
    crls: crls.map((crl) => toBase64(crl)),
  }));
  return `
    const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    (async () => {
      const reports = [];
      for (const { file, trust, crls } of ${JSON.stringify(inputs)}) {
        reports.push(await yinxin.verify(bytes(file), {
          at: new Date('${NOW.toISOString()}'),
          trust: { signers: [bytes(trust)], timestamps: [bytes(trust)] },
          revocation: 'require',
          crls: crls.map(bytes),
        }));
      }
      return JSON.stringify(reports);
    })().catch((error) => 'failed: ' + error + (error.stack ?? '')).then((text) => {
      const pre = document.createElement('pre');
      pre.id = 'reports';
      pre.textContent = encodeURIComponent(text);
      document.body.append(pre);
    });`;
}

function readReports(dom: string): Report[] {
  const text = decodeURIComponent(/<pre id="reports">([^<]*)<\/pre>/.exec(dom)?.[1] ?? '');
  if (!text.startsWith('[')) throw new Error(`the page wrote no reports: ${text || dom.slice(0, 500)}`);
  return JSON.parse(text) as Report[];
}
