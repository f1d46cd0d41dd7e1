import type { AnnotatedCopy } from './copy-record.ts';

/** Beijing is eight hours ahead of UTC all year. */
const BEIJING_MS = 8 * 3600 * 1000;
/** Long texts go on in the next line of the watermark. */
const LINE_CHARACTERS = 28;

/** What every page of an annotated copy says across it, line by line. Writer and judge have it from here. */
export function watermarkLines({ purpose, requester, expiresAt }: AnnotatedCopy): readonly string[] {
  return [
    ...wrapped(`加注件 仅供${requester}使用`),
    ...wrapped(`用途：${purpose}`),
    `有效期至${beijingTime(expiresAt)}`,
  ];
}

/** The same in a sentence, with the maker, for the foot of every page. */
export function footLine(copy: AnnotatedCopy): string {
  const { purpose, requester, expiresAt, madeAt, maker, identifier } = copy;
  return (
    `本件为加注件，不是证照原件。原件标识：${identifier}。仅供${requester}使用，用途：${purpose}，` +
    `有效期至${beijingTime(expiresAt)}。${maker}于${beijingTime(madeAt)}制作。`
  );
}

function wrapped(text: string): string[] {
  const characters = [...text];
  const lines: string[] = [];
  for (let at = 0; at < characters.length; at += LINE_CHARACTERS) {
    lines.push(characters.slice(at, at + LINE_CHARACTERS).join(''));
  }
  return lines;
}

/** `2026年12月31日23时59分`, the last minute in full: an end within a minute says that minute. */
function beijingTime(time: Date): string {
  const shifted = new Date(time.getTime() + BEIJING_MS);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${shifted.getUTCFullYear()}年${two(shifted.getUTCMonth() + 1)}月${two(shifted.getUTCDate())}日`;
  return `${day}${two(shifted.getUTCHours())}时${two(shifted.getUTCMinutes())}分`;
}
