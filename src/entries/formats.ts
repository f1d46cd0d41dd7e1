import { inspectBag, inspectEepPackage, inspectItemPackage } from '../archive/index.ts';
import { looksLikeBag } from '../formats/bagit/index.ts';
import { toSource } from '../foundation/core/index.ts';
import { licenseCodeHandler } from '../license/index.ts';
import { inspectAsic } from '../signatures/asic/index.ts';
import { inspectCms } from '../signatures/cades/index.ts';
import { inspectEvidenceFile, objectFromFile } from '../signatures/evidence/index.ts';
import { inspectOfd } from '../signatures/ofd/index.ts';
import { inspectPdf } from '../signatures/pades/index.ts';
import { sealMemoOf } from '../signatures/ses/index.ts';
import type { FormatHandler, TreeHandler } from '../verify/index.ts';

/** Every format that the door reads. */
export const FORMATS: readonly FormatHandler[] = [
  {
    format: 'pdf',
    inspect: (source, { limits, password }) =>
      inspectPdf(source, {
        ...(limits === undefined ? {} : { limits }),
        ...(password === undefined ? {} : { password }),
      }),
  },
  {
    format: 'cms',
    inspect: (source, { detached }) =>
      inspectCms(source, detached === undefined ? {} : { detached: toSource(detached) }),
  },
  {
    format: 'asic',
    inspect: (source, { limits }) => inspectAsic(source, limits === undefined ? {} : { limits }),
  },
  {
    format: 'item-package',
    inspect: (source, { limits }) => inspectItemPackage(source, limits === undefined ? {} : { limits }),
  },
  {
    format: 'eep',
    inspect: (source, { limits }) => inspectEepPackage(source, limits === undefined ? {} : { limits }),
  },
  {
    format: 'evidence-record',
    inspect: (source, { data = [], limits }) =>
      inspectEvidenceFile(source, {
        objects: data.map(objectFromFile),
        ...(limits === undefined ? {} : { limits }),
      }),
  },
  licenseCodeHandler,
  {
    format: 'ofd',
    inspect: (source, { limits, signerCertificate, memo }) =>
      inspectOfd(source, {
        ...(memo === undefined ? {} : { seals: sealMemoOf(memo) }),
        ...(limits === undefined ? {} : { limits }),
        ...(signerCertificate === undefined ? {} : { signerCertificates: [signerCertificate] }),
      }),
  },
];

/** Every kind of folder that the door reads. */
export const TREES: readonly TreeHandler[] = [
  { format: 'bagit', recognises: looksLikeBag, inspect: inspectBag },
];
