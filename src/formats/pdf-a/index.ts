export { checkPdfA, type PdfAReport } from './check-pdf-a.ts';
export { PDF_A_RULES, type PdfACode, type PdfAFinding } from './findings.ts';
