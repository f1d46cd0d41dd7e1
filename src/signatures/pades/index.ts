export { type InspectPdfOptions, inspectPdf } from './inspect.ts';
