const PREFIX = 'yinxin-seal';

/** Name (/NM) of a stamp that shows a further part of the seal of a field; `part` counts from 2, the field itself is 1. */
export function stampNameOf(fieldName: string, part: number): string {
  return `${PREFIX}:${part}:${fieldName}`;
}

/** True for the name of a stamp that belongs to the seal of that field. */
export function isStampOf(name: string, fieldName: string): boolean {
  const match = /^([a-z-]+):\d{1,9}:([\s\S]*)$/.exec(name);
  return match?.[1] === PREFIX && match[2] === fieldName;
}
