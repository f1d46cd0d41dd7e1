import { canonicalJsonBytes, type JsonValue, type Signer, utf8 } from '../../foundation/core/index.ts';
import type { ContentReport, IngestedFile } from '../ingest/index.ts';
import {
  BASE_INFO_NAME,
  type ItemInfo,
  METHOD_FOLDER,
  type PackageForm,
  PROCESS_NAME,
  type ProcessStep,
  README_NAME,
  REPORT_FOLDER,
} from '../model.ts';
import { readmeText, SCRIPT_NAME, verificationScript } from '../recipe/index.ts';
import { SCHEMAS } from '../schemas/index.ts';
import { writeBaseInfo, writeProcess } from '../write-metadata.ts';
import { eepSchema } from './eep/index.ts';
import { type PackagePart, partOf } from './part.ts';
import { type ArchivedValidationData, validationFiles } from './validation-data.ts';

/** What is put beside the files of an item. */
export interface SupportInput {
  readonly form: PackageForm;
  readonly item: ItemInfo;
  readonly processes: readonly ProcessStep[];
  readonly files: readonly IngestedFile[];
  /** Reports on the signatures inside, by file of the item. */
  readonly reports: ReadonlyMap<IngestedFile, readonly ContentReport[]>;
  readonly signer: Signer;
  readonly validationData: ArchivedValidationData;
}

/** 说明, both metadata files. */
export async function metadataParts(input: SupportInput): Promise<PackagePart[]> {
  return [
    await partOf(README_NAME, '说明', utf8(readmeText(input.form))),
    await partOf(BASE_INFO_NAME, '基本信息元数据', writeBaseInfo(input.item, input.files)),
    await partOf(PROCESS_NAME, '管理过程元数据', writeProcess(input.processes)),
  ];
}

/** Reports, validation data, schemas and the script. */
export async function proofParts(input: SupportInput): Promise<PackagePart[]> {
  const parts = [...(await reportParts(input)), ...(await validationParts(input))];
  for (const [name, text] of schemasOf(input.form)) {
    parts.push(await partOf(`${METHOD_FOLDER}${name}`, 'XML模式', utf8(text)));
  }
  parts.push(await partOf(`${METHOD_FOLDER}${SCRIPT_NAME}`, '验证脚本', utf8(verificationScript())));
  return parts;
}

/** Named by the number of the file in the package (codes may repeat) and, for files inside it, a second number. */
async function reportParts({ files, reports }: SupportInput): Promise<PackagePart[]> {
  const parts: PackagePart[] = [];
  for (const [index, file] of files.entries()) {
    for (const [inner, { path, report }] of (reports.get(file) ?? []).entries()) {
      const name = `${String(index + 1).padStart(3, '0')}-${file.code}${inner === 0 ? '' : `-${inner}`}.json`;
      // The report of a file says its own name only: what is inside of what is added.
      const json = JSON.parse(JSON.stringify({ ...report, packagePath: path })) as JsonValue;
      parts.push(await partOf(`${REPORT_FOLDER}${name}`, '验证报告', canonicalJsonBytes(json)));
    }
  }
  return parts;
}

async function validationParts({ signer, validationData }: SupportInput): Promise<PackagePart[]> {
  const { chain = [] } = await signer.info();
  const certificates = [...chain, ...(validationData.certificates ?? [])];
  const distinct = new Map(certificates.map((der) => [der.join(), der]));
  const files = validationFiles({ ...validationData, certificates: [...distinct.values()] });
  const parts: PackagePart[] = [];
  for (const { path, data } of files) parts.push(await partOf(path, '验证数据', data));
  return parts;
}

function schemasOf(form: PackageForm): readonly (readonly [name: string, text: string])[] {
  return form === 'eep' ? [...SCHEMAS, ['eep.xsd', eepSchema()]] : SCHEMAS;
}
