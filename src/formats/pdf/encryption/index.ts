export type { Decryptor } from './decryptor.ts';
export { openEncryption } from './open-encryption.ts';
