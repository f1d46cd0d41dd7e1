export { openFileJournal } from './file-journal.ts';
export { fileStore } from './file-store.ts';
export { type FolderLockOptions, lockFolder } from './folder-lock.ts';
export { memoryFiles, memoryJournal } from './memory-journal.ts';
