import { BASE_INFO_SCHEMA } from './base-info.ts';
import { MANIFEST_SCHEMA } from './manifest.ts';
import { PROCESS_SCHEMA } from './process.ts';

/** The schemas that every package carries for its own XML, by file name. */
export const SCHEMAS: readonly (readonly [name: string, text: string])[] = [
  ['base_info.xsd', BASE_INFO_SCHEMA],
  ['manifest.xsd', MANIFEST_SCHEMA],
  ['process_info.xsd', PROCESS_SCHEMA],
];
