import { type BagFinding, bagFault, bagQuirk } from './model.ts';
import { linesOf } from './tag-file.ts';

/** Size and count that bag-info.txt tells of the payload. */
export interface PayloadOxum {
  readonly bytes: number;
  readonly files: number;
}

const CLAUSE = '2.2.2';

/** bag-info.txt: `Label: value`, continued on lines that begin with white space. Only Payload-Oxum is compared here. */
export function parseInfo(text: string): {
  readonly oxum: readonly PayloadOxum[];
  readonly findings: BagFinding[];
} {
  const findings: BagFinding[] = [];
  const oxum: PayloadOxum[] = [];
  for (const [index, line] of linesOf(text).entries()) {
    if (/^[ \t]/.test(line) && index > 0) continue;
    const match = /^([^:]*[^:\s])\s*:\s*(.*?)\s*$/s.exec(line);
    if (match === null) {
      findings.push(bagQuirk('BAGIT_INFO', CLAUSE, `bag-info.txt, line ${index + 1}: no label with a value`));
      continue;
    }
    if (match[1]!.toLowerCase() !== 'payload-oxum') continue;
    const numbers = /^(\d{1,15})\.(\d{1,15})$/.exec(match[2]!);
    if (numbers === null)
      findings.push(bagFault('BAGIT_PAYLOAD_OXUM', CLAUSE, 'Payload-Oxum is not BYTES.FILES'));
    else oxum.push({ bytes: Number(numbers[1]), files: Number(numbers[2]) });
  }
  return { oxum, findings };
}
