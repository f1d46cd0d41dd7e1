export { type MediaType, mediaTypeAgrees, sniffMediaType } from './sniff.ts';
