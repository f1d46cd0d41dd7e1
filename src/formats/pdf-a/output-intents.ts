import { nameOf, PdfStream } from '../pdf/index.ts';
import { numberOf, type PdfACase } from './findings.ts';
import { profileFault } from './x-objects.ts';

/** Output intents (6.2.3), device colours (6.2.4.3) and blending (6.2.10): asked last, when all content was walked. */
export function checkOutputIntents(file: PdfACase): void {
  const { document } = file;
  const intents = (document.array(document.catalog().get('OutputIntents')) ?? []).map((item) =>
    file.dict(item),
  );
  const profiles = new Set<number | undefined>();
  let components: number | undefined;
  for (const intent of intents) {
    const value = intent?.get('DestOutputProfile');
    if (intent?.get('DestOutputProfileRef') !== undefined) {
      file.find('PDFA_OUTPUT_INTENT', 'the profile of the output intent is outside the file');
    }
    if (value === undefined) continue;
    profiles.add(numberOf(value));
    if (nameOf(file.resolve(intent?.get('S'))) !== 'GTS_PDFA1') continue;
    const stream = file.resolve(value);
    const fault = profileFault(file, value);
    if (fault !== undefined || !(stream instanceof PdfStream))
      file.find('PDFA_OUTPUT_INTENT', fault ?? 'there is no profile');
    else components = file.resolve(stream.dict.get('N')) as number;
  }
  if (profiles.size > 1) file.find('PDFA_OUTPUT_INTENT', 'two output intents have two profiles');
  checkDeviceColours(file, components);
  if (file.transparency && components === undefined) {
    file.find('PDFA_TRANSPARENCY', 'transparency without an output intent that says how it is blended');
  }
}

function checkDeviceColours(file: PdfACase, components: number | undefined): void {
  const { deviceColours } = file;
  if (deviceColours.has('rgb') && components !== 3)
    file.find('PDFA_DEVICE_COLOUR', 'DeviceRGB without an RGB output intent');
  if (deviceColours.has('cmyk') && components !== 4)
    file.find('PDFA_DEVICE_COLOUR', 'DeviceCMYK without a CMYK output intent');
  if (deviceColours.has('grey') && components === undefined)
    file.find('PDFA_DEVICE_COLOUR', 'DeviceGray without an output intent');
}
