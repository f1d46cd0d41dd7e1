/** Languages of the words; codes are the same in both. */
export type Language = 'zh' | 'en';

/** Chinese where the environment speaks Chinese, else English. */
export function defaultLanguage(): Language {
  const locale = process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || '';
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
