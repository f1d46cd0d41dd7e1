import type { Certificate } from '../../x509/index.ts';

/** Names a certificate of a path for people: its position (0 is the certificate in question) and its subject. */
export function labelOf(path: readonly Certificate[], index: number): string {
  const subject = path[index]!.subject.text;
  const role = index === path.length - 1 && index > 0 ? 'anchor' : 'certificate';
  return `${role} ${index} (${subject === '' ? 'without a subject' : subject})`;
}
