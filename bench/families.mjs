// @ts-check
// Families of rows: one file each in rows/.

export const families = [
  'sign-pdf',
  'verify-pdf',
  'verify-cms',
  'path',
  'cms-sm2',
  'licenses',
  'license-issue',
  'license-qr',
  'large-pdf',
  'policy',
  'evidence',
  'ofd',
  'ofd-verify',
];

/** @param {string} family @returns {Promise<readonly import('./run.mjs').Row[]>} */
export async function loadFamily(family) {
  if (!families.includes(family)) throw new Error(`no family ${family}`);
  return (await import(`./rows/${family}.mjs`)).rows;
}
