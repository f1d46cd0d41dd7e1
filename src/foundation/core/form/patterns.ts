import { isResidentId, isUscc } from '../codes/index.ts';
import type { FormPattern } from './form-schema.ts';

/** Whether a text has the shape that a pattern names. */
export const PATTERNS: Readonly<Record<FormPattern, (text: string) => boolean>> = {
  'resident-id': isResidentId,
  uscc: isUscc,
  'region-code': (text) => /^[1-9]\d{5}$/.test(text),
  mobile: (text) => /^1[3-9]\d{9}$/.test(text),
  'postal-code': (text) => /^\d{6}$/.test(text),
  // Length first: the expression then runs over 254 characters at most (RFC 5321 4.5.3.1.3).
  email: (text) => text.length <= 254 && /^[^\s@"<>]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(text),
};
