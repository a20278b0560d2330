/** What a name stands for; undefined where nothing does. */
export type Lookup = (name: string) => string | undefined;

/**
 * Replaces `$(NAME)` by what NAME stands for. A reference to nothing stays as it is, `$$` is a dollar sign that begins no
 * reference, and any other dollar sign is just that. What is put in is not looked at again.
 */
export function expand(text: string, lookup: Lookup): string {
  let result = '';
  let from = 0;
  for (let at = text.indexOf('$'); at >= 0 && at + 1 < text.length; at = text.indexOf('$', from)) {
    const { replacement, length } = reference(text, at, lookup);
    result += text.slice(from, at) + replacement;
    from = at + length;
  }
  return result + text.slice(from);
}

function reference(text: string, at: number, lookup: Lookup): { replacement: string; length: number } {
  const next = text[at + 1] ?? '';
  if (next === '$') return { replacement: '$', length: 2 };
  if (next !== '(') return { replacement: `$${next}`, length: 2 };
  const end = text.indexOf(')', at);
  if (end < 0) return { replacement: '$(', length: 2 };
  const name = text.slice(at + 2, end);
  return { replacement: lookup(name) ?? `$(${name})`, length: end - at + 1 };
}
