import { nameOf, PdfDict } from '../pdf/index.ts';
import type { PdfACase } from './findings.ts';

const FORBIDDEN = new Set([
  ...['Launch', 'Sound', 'Movie', 'ResetForm', 'ImportData', 'Hide', 'SetOCGState', 'Rendition', 'Trans'],
  ...['GoTo3DView', 'JavaScript', 'set-state', 'no-op'],
]);
/** Actions by the key that says what they do: enough to tell an action from another dictionary with /S. */
const NAMED = new Set(['NextPage', 'PrevPage', 'FirstPage', 'LastPage']);

/** 6.5.1: what only shows another place or sends a form is permitted. */
export function checkAction(file: PdfACase, dict: PdfDict, num: number): void {
  const kind = nameOf(file.resolve(dict.get('S')));
  const type = nameOf(file.resolve(dict.get('Type')));
  if (kind === undefined || (type !== undefined && type !== 'Action')) return;
  if (FORBIDDEN.has(kind)) file.find('PDFA_ACTION', `an action of the kind ${kind}`, num);
  if (kind === 'Named') {
    const name = nameOf(file.resolve(dict.get('N')));
    if (name === undefined || !NAMED.has(name))
      file.find('PDFA_ACTION', 'a named action that is no turn of a page', num);
  }
  if (dict.get('JS') !== undefined && kind !== 'JavaScript')
    file.find('PDFA_ACTION', 'an action holds a script', num);
}

/** 6.4.1, 6.5.2: nothing happens by itself. */
export function checkTriggers(file: PdfACase, dict: PdfDict, num: number): void {
  if (dict.get('AA') instanceof PdfDict || file.dict(dict.get('AA')) !== undefined) {
    file.find('PDFA_TRIGGER', 'additional actions (/AA)', num);
  }
  if (nameOf(dict.get('Type')) === 'Page' && dict.get('PresSteps') !== undefined) {
    file.find('PDFA_PRESENTATION', 'a page has /PresSteps', num);
  }
}
