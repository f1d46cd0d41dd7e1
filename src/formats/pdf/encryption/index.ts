export type { Decryptor } from './decryptor.ts';
export type { Encryptor } from './encryptor.ts';
export { openEncryption } from './open-encryption.ts';
