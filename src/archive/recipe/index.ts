export { readmeText } from './readme-text.ts';
export { SCRIPT_NAME, verificationScript } from './script.ts';
