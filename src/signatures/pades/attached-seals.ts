import { attachments, type PdfDocument } from '../../formats/pdf/index.ts';
import { type Check, isYinxinError } from '../../foundation/core/index.ts';
import { quirk, readSeal, readSesSignature } from '../ses/index.ts';

/** A picture of 8 MiB, certificates, and their frames. */
const MAX_SEAL_BYTES = 12 * 1024 * 1024;
/** Larger files are archives of their attachments: nothing of them is opened here. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * Electronic seals that are attached to a PDF as files: some producers leave them beside a plain signature. Nothing binds
 * them to it, so they are told and are no seals.
 */
export function attachedSeals(document: PdfDocument): Check[] {
  if (document.bytes.size > MAX_FILE_BYTES) return [];
  return namesOfSeals(document).map((name) => {
    const detail = `the attachment ${JSON.stringify(name.slice(0, 80))} is an electronic seal that no signature binds to the file`;
    return quirk('SEAL_BINDING_UNSIGNED', detail, 'GB/T 38540-2020 7.1');
  });
}

function namesOfSeals(document: PdfDocument): string[] {
  try {
    return attachments(document)
      .filter(({ data }) => isSeal(data))
      .map(({ name }) => name);
  } catch (error) {
    // What is wrong with attachments is for those to say who read them.
    if (isYinxinError(error)) return [];
    throw error;
  }
}

function isSeal(data: Uint8Array): boolean {
  if (data[0] !== 0x30 || data.length > MAX_SEAL_BYTES) return false;
  return reads(() => readSeal(data)) || reads(() => readSesSignature(data));
}

function reads(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (isYinxinError(error)) return false;
    throw error;
  }
}
