import type { ArchiveReport, ArchiveVerdict } from './check-archive.ts';
import type { ArchiveProperty, ItemResult, ItemStatus } from './properties/index.ts';

/** Options of {@link archiveReportHtml}. */
export interface ArchiveReportHtmlOptions {
  /** `zh` when unset. */
  readonly lang?: 'zh' | 'en';
}

type Words = Readonly<{
  title: string;
  overall: string;
  verdicts: Readonly<Record<ArchiveVerdict, string>>;
  properties: Readonly<Record<ArchiveProperty, string>>;
  statuses: Readonly<Record<ItemStatus, string>>;
  facts: Readonly<Record<'file' | 'form' | 'stage' | 'at' | 'size' | 'sha256' | 'sm3' | 'seal', string>>;
  columns: readonly [string, string, string, string];
  files: string;
  fileColumns: readonly [string, string, string, string, string];
  states: Readonly<Record<'intact' | 'changed' | 'unlisted', string>>;
  noSignature: string;
  notLooked: string;
  notChecked: string;
  more: (count: number) => string;
}>;

const WORDS: Readonly<Record<'zh' | 'en', Words>> = {
  zh: {
    title: '归档信息包四性检测报告',
    overall: '检测结论',
    verdicts: { passed: '合格', failed: '不合格', undetermined: '未完成' },
    properties: { authenticity: '真实性', integrity: '完整性', usability: '可用性', safety: '安全性' },
    statuses: { passed: '通过', failed: '未通过', 'not-applicable': '不适用', 'not-run': '未检测' },
    facts: {
      file: '信息包',
      form: '形式',
      stage: '检测环节',
      at: '检测时间',
      size: '字节数',
      sha256: 'SHA-256',
      sm3: 'SM3',
      seal: '信息包签名',
    },
    columns: ['编号', '检测项目', '结果', '说明'],
    files: '文件',
    fileColumns: ['路径', '格式', '字节数', '状态', '文件内签名'],
    states: { intact: '完好', changed: '已改变', unlisted: '未列入清单' },
    noSignature: '无',
    notLooked: '未检测',
    notChecked: '未检测事项',
    more: (count) => `另有 ${count} 个文件`,
  },
  en: {
    title: 'Four properties of an archive package',
    overall: 'Conclusion',
    verdicts: { passed: 'passed', failed: 'failed', undetermined: 'undetermined' },
    properties: {
      authenticity: 'Authenticity',
      integrity: 'Integrity',
      usability: 'Usability',
      safety: 'Safety',
    },
    statuses: {
      passed: 'passed',
      failed: 'failed',
      'not-applicable': 'not applicable',
      'not-run': 'not run',
    },
    facts: {
      file: 'Package',
      form: 'Form',
      stage: 'Stage',
      at: 'Checked at',
      size: 'Bytes',
      sha256: 'SHA-256',
      sm3: 'SM3',
      seal: 'Signature over the package',
    },
    columns: ['Code', 'Item', 'Result', 'Details'],
    files: 'Files',
    fileColumns: ['Path', 'Format', 'Bytes', 'State', 'Signatures inside'],
    states: { intact: 'intact', changed: 'changed', unlisted: 'not listed' },
    noSignature: 'none',
    notLooked: 'not looked at',
    notChecked: 'Not checked',
    more: (count) => `and ${count} more files`,
  },
};

const PROPERTIES: readonly ArchiveProperty[] = ['authenticity', 'integrity', 'usability', 'safety'];
/** A page for people: beyond this the JSON is the report. */
const MAX_FILES = 1_000;

/**
 * The report of `checkArchive` as one HTML page that needs nothing from outside: no script, no font, no picture. Every text
 * of the package is escaped. Details of items are in English; names of items are those of the norm.
 */
export function archiveReportHtml(report: ArchiveReport, options: ArchiveReportHtmlOptions = {}): string {
  const lang = options.lang ?? 'zh';
  const words = WORDS[lang];
  return `<!DOCTYPE html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(words.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(words.title)}</h1>
<p class="overall ${report.overall}"><span>${escaped(words.overall)}</span> <strong>${escaped(words.verdicts[report.overall])}</strong></p>
<ul class="properties">${PROPERTIES.map((property) => propertyCard(report, property, words)).join('')}</ul>
${factsTable(report, words)}
${PROPERTIES.map((property) => itemTable(report, property, words)).join('\n')}
${filesTable(report, words)}
<h2>${escaped(words.notChecked)}</h2>
<ul class="open">${report.notChecked.map(({ code, detail }) => `<li><code>${escaped(code)}</code> ${escaped(detail)}</li>`).join('')}</ul>
</body>
</html>
`;
}

function propertyCard({ properties }: ArchiveReport, property: ArchiveProperty, words: Words): string {
  const verdict = properties[property];
  return `<li class="${verdict}"><span>${escaped(words.properties[property])}</span><strong>${escaped(words.verdicts[verdict])}</strong></li>`;
}

function factsTable({ input, form, stage, at, report }: ArchiveReport, words: Words): string {
  const { indication, subIndications } = report.conclusion;
  const rows: readonly (readonly [string, string])[] = [
    [words.facts.file, input.name],
    [words.facts.form, form],
    [words.facts.stage, stage],
    [words.facts.at, at],
    [words.facts.size, String(input.size)],
    [words.facts.sha256, input.sha256],
    [words.facts.sm3, input.sm3],
    [words.facts.seal, [indication, ...subIndications].join(' ')],
  ];
  const body = rows.map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`);
  return `<table class="facts">${body.join('')}</table>`;
}

function itemTable({ items }: ArchiveReport, property: ArchiveProperty, words: Words): string {
  const own = items.filter((item) => item.property === property);
  const rows = own.map((item) => itemRow(item, words)).join('\n');
  return `<h2>${escaped(words.properties[property])}</h2>
<table class="items"><thead><tr>${heads(words.columns)}</tr></thead><tbody>
${rows}
</tbody></table>`;
}

function itemRow({ code, name, status, details }: ItemResult, words: Words): string {
  const list = details.map((detail) => `<div>${escaped(detail)}</div>`).join('');
  return `<tr class="${status}"><td><code>${escaped(code)}</code></td><td>${escaped(name)}</td><td class="status">${escaped(words.statuses[status])}</td><td>${list}</td></tr>`;
}

function filesTable({ files }: ArchiveReport, words: Words): string {
  const rows = files.slice(0, MAX_FILES).map(({ path, mediaType, size, state, signatures }) => {
    const inside =
      signatures === null
        ? words.notLooked
        : signatures === 'none'
          ? words.noSignature
          : [signatures.indication, ...signatures.subIndications].join(' ');
    const cells = [path, mediaType, String(size), words.states[state], inside];
    return `<tr class="${state}">${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const more = files.length - rows.length;
  return `<h2>${escaped(words.files)}</h2>
<table class="files"><thead><tr>${heads(words.fileColumns)}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table>${more > 0 ? `<p>${escaped(words.more(more))}</p>` : ''}`;
}

function heads(names: readonly string[]): string {
  return names.map((name) => `<th>${escaped(name)}</th>`).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text, with marks in the place of characters that turn its direction or show as nothing. */
function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}

const STYLE = `
body{font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;color:#1c1c1c;max-width:62rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin:0 0 1rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #d5d5d5;padding:.35rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th,.facts th{background:#f4f4f4;font-weight:600}.facts th{width:10rem;white-space:nowrap}
.items td:nth-child(1){width:5.5rem;white-space:nowrap}.items td:nth-child(2){width:15rem}.items td:nth-child(3){width:5.5rem;font-weight:600}
code{font-family:ui-monospace,Consolas,monospace;font-size:.92em}
.overall{font-size:1.2rem;padding:.7rem 1rem;border-left:6px solid}
.passed{border-color:#1b7f3b}.failed{border-color:#b3261e}.undetermined{border-color:#a86500}
p.passed strong,li.passed strong,tr.passed .status{color:#1b7f3b}
p.failed strong,li.failed strong,tr.failed .status,tr.changed,tr.unlisted{color:#b3261e}
p.undetermined strong,li.undetermined strong,tr.not-run .status{color:#a86500}
tr.not-applicable .status{color:#6b6b6b}
.properties{display:flex;gap:1rem;list-style:none;padding:0;flex-wrap:wrap}.properties li{flex:1;min-width:8rem;border:1px solid #d5d5d5;border-top:4px solid;padding:.5rem .8rem}
.properties .passed{border-top-color:#1b7f3b}.properties .failed{border-top-color:#b3261e}.properties .undetermined{border-top-color:#a86500}
.properties span{display:block;color:#555}.properties strong{font-size:1.1rem}
@media print{body{margin:0;max-width:none}}
`;
