export { createFileSink, type ExistingTarget, writeFileBeside } from './file-sink.ts';
export { type FileSource, ioFailed, openFile } from './file-source.ts';
export { isFolder, makeEmptyFolder, openFolder } from './file-tree.ts';
export { type FolderStore, openFolderStore } from './folder-store.ts';
export { type FolderTarget, openFolderTarget } from './folder-target.ts';
export {
  CERTIFICATE_LABELS,
  CRL_LABELS,
  OCSP_LABELS,
  type PemLabels,
  readFilesOf,
  readPemBlocks,
  readPemOrDer,
} from './pem-or-der.ts';
export { pemText } from './pem-text.ts';
