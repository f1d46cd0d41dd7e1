export { writeOfdFace } from './write-face.ts';
