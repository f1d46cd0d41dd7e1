/** A content model taken apart. */
export type Particle =
  | { readonly kind: 'element'; readonly name: string; readonly occurs: Occurs }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Particle[]; readonly occurs: Occurs };

/** How often: once, `?` at most once, `*` any number, `+` at least once. */
export type Occurs = '' | '?' | '*' | '+';

/** Reads a model as in a DTD: names, `,`, `|`, brackets, `?`, `*`, `+`. Models are constants of the program. */
export function parseModel(model: string): Particle {
  const tokens = model.match(/[^(),|?*+]+|[(),|?*+]/gu) ?? [];
  let at = 0;
  const occurs = (): Occurs => {
    const next = tokens[at];
    if (next !== '?' && next !== '*' && next !== '+') return '';
    at++;
    return next;
  };
  const sequence = (): Particle => {
    const parts = [item()];
    while (tokens[at] === ',') {
      at++;
      parts.push(item());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts, occurs: '' };
  };
  const choice = (): Particle => {
    const parts = [sequence()];
    while (tokens[at] === '|') {
      at++;
      parts.push(sequence());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts, occurs: '' };
  };
  const item = (): Particle => {
    const token = tokens[at++]!;
    if (token !== '(') return { kind: 'element', name: token, occurs: occurs() };
    const inner = choice();
    at++;
    const many = occurs();
    if (many === '') return inner;
    return { kind: 'sequence', parts: [inner], occurs: many };
  };
  return choice();
}

/** A pattern for the names of children, each with a comma behind it. */
export function patternOf(particle: Particle): string {
  if (particle.kind === 'element') return `(?:${particle.name},)${particle.occurs}`;
  const parts = particle.parts.map(patternOf);
  const inner = particle.kind === 'choice' ? parts.join('|') : parts.join('');
  return `(?:${inner})${particle.occurs}`;
}
