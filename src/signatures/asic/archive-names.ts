import { META_INF } from './container-names.ts';

/** An archive manifest and the timestamp over it (EN 319 162-1 clause 4.4.4 and A.7). */
export const ARCHIVE_MANIFEST_NAME: string = `${META_INF}ASiCArchiveManifest001.xml`;
export const TIMESTAMP_NAME: string = `${META_INF}timestamp001.tst`;
/** Media type of a timestamp token in a manifest. */
export const TIMESTAMP_TYPE = 'application/vnd.etsi.timestamp-token';
