export { type AskedSignature, acceptSesSignature } from './accept.ts';
