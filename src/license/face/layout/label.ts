import type { FaceLabel, FaceLanguage } from '../template.ts';

/** Numbers of pages, once they are known. */
export interface PageNumbers {
  readonly page: number;
  readonly pages: number;
}

/** A label in one language, with the numbers of its page. */
export function labelText(label: FaceLabel, language: FaceLanguage, { page, pages }: PageNumbers): string {
  const text = typeof label === 'string' ? label : label[language];
  return text.replaceAll('{page}', String(page)).replaceAll('{pages}', String(pages));
}
