import type { Report } from '../../foundation/validation/index.ts';
import { words } from '../verify/words.ts';

/** One file of the demo, for the page. */
export interface ShownFile {
  readonly name: string;
  readonly title: string;
  readonly report?: Report;
}

const asText = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.codePointAt(0)};`);

const STYLE = `body{font:16px/1.6 "Noto Serif CJK SC","Songti SC",serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f1a17}
h1{color:#8c1d18;letter-spacing:.1em}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #d8c9ae;padding:.4rem;text-align:left;vertical-align:top}
.TOTAL_PASSED,.usable{color:#166534}.TOTAL_FAILED,.not-usable{color:#991b1b}.INDETERMINATE,.NO_SIGNATURE_FOUND,.unknown{color:#92400e}
img{max-width:100%;border:1px solid #d8c9ae}pre{background:#f6f1e7;padding:.8rem;overflow:auto;font-size:13px}small{color:#6b6258}`;

/** A page that shows to a person what the demo left, and how to verify it from the files alone. */
export function indexPage(options: {
  readonly files: readonly ShownFile[];
  readonly pictures: readonly { readonly name: string; readonly title: string }[];
  readonly command: string;
  readonly at: string;
}): string {
  const rows = options.files.map(fileRow).join('\n');
  const pictures = options.pictures
    .map(
      ({ name, title }) =>
        `<figure><img src="${asText(name)}" alt="${asText(title)}"><figcaption>${asText(title)}</figcaption></figure>`,
    )
    .join('\n');
  return `<!doctype html>
<html lang="zh"><meta charset="utf-8"><title>印信 yinxin · demo</title><style>${STYLE}</style>
<h1>印信</h1>
<p>一份电子证照的一生：申请、受理、颁发、盖章、核验、归档。<br><small>The life of an e-license: applied for, acknowledged, issued, sealed, verified, archived. Made at ${asText(options.at)} with test keys that everybody knows: nothing here has legal effect (样章).</small></p>
<table><tr><th>文件 file</th><th>验证 verdict</th></tr>
${rows}
</table>
<p>另一进程仅凭文件验证 <small>(a second process, from the files alone)</small></p>
<pre>${asText(options.command)}</pre>
${pictures}
</html>
`;
}

function fileRow({ name, title, report }: ShownFile): string {
  const link = `<a href="${asText(name)}">${asText(name)}</a><br><small>${asText(title)}</small>`;
  return `<tr><td>${link}</td><td>${report === undefined ? '' : verdict(report)}</td></tr>`;
}

function verdict(report: Report): string {
  const [zh, en] = [words('zh'), words('en')];
  const { indication } = report.conclusion;
  const lines = [`<b class="${indication}">${zh(indication)} ${en(indication)}</b>`];
  if (report.license !== undefined) {
    const { conclusion, identifier } = report.license;
    lines.push(`<b class="${conclusion}">${zh('license')}${zh(conclusion)} license ${en(conclusion)}</b>`);
    lines.push(`<small>${asText(identifier ?? '')}</small>`);
  }
  for (const signature of report.signatures) {
    const who = asText(signature.signer?.commonName ?? '');
    lines.push(
      `<small>${zh(signature.kind)} ${en(signature.kind)} · ${asText(signature.level)} · ${who}</small>`,
    );
  }
  lines.push(...report.notChecked.map((n) => `<small>${zh('not-checked')} ${asText(n.code)}</small>`));
  return lines.join('<br>');
}
