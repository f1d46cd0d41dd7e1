/** Is this an object as JSON knows one, no list? What it holds is still to be looked at: it came from elsewhere. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
