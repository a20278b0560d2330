/** More are not told. */
const limit = 100;

/**
 * The fields that a JSON text gives more than once in the same object, as `duplicate field "spec.replicas"`, in the order
 * of the text. The text must be valid JSON and `value` what it parses to, in which the last of them won: counting
 * fields in both shows without further reading that there is none, which is nearly always so.
 */
export function duplicateFields(text: string, value: unknown): readonly string[] {
  return countNames(text) === countFields(value) ? [] : search(text);
}

/** How many strings in the text are followed by a colon. */
function countNames(text: string): number {
  let count = 0;
  let at = text.indexOf('"');
  while (at >= 0) {
    const end = endOfString(text, at);
    if (isName(text, end)) count++;
    at = text.indexOf('"', end + 1);
  }
  return count;
}

/** The position of the quote that ends the string starting here. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === 0x5c) before--;
  return (at - before) % 2 === 0;
}

/** Whether the string that ends here names a field. */
function isName(text: string, end: number): boolean {
  let next = end + 1;
  while (isSpace(text.charCodeAt(next))) next++;
  return text.charCodeAt(next) === 0x3a;
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

function countFields(value: unknown): number {
  let count = 0;
  const waiting: unknown[] = [value];
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    if (Array.isArray(each)) {
      for (const item of each) if (typeof item === 'object' && item !== null) waiting.push(item);
      continue;
    }
    if (typeof each !== 'object' || each === null) continue;
    for (const key in each) {
      count++;
      const item = (each as Record<string, unknown>)[key];
      if (typeof item === 'object' && item !== null) waiting.push(item);
    }
  }
  return count;
}

interface Level {
  /** The names seen in an object; none in a list. */
  readonly names: Set<string> | undefined;
  readonly path: string;
  index: number;
  /** The name whose value comes next. */
  name: string;
}

function search(text: string): string[] {
  const found = new Set<string>();
  const levels: Level[] = [];
  const token = /["[\]{},]/g;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const level = levels.at(-1);
    switch (match[0]) {
      case '{':
      case '[':
        levels.push({ names: match[0] === '{' ? new Set() : undefined, path: pathOf(level), index: 0, name: '' });
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case ',':
        if (level && !level.names) level.index++;
        break;
      default: {
        const end = endOfString(text, match.index);
        token.lastIndex = end + 1;
        if (!level?.names || !isName(text, end)) break;
        level.name = JSON.parse(text.slice(match.index, end + 1)) as string;
        if (level.names.has(level.name) && found.size < limit) found.add(`duplicate field ${JSON.stringify(pathOf(level))}`);
        level.names.add(level.name);
      }
    }
  }
  return [...found];
}

function pathOf(level: Level | undefined): string {
  if (!level) return '';
  if (!level.names) return `${level.path}[${level.index}]`;
  return level.path ? `${level.path}.${level.name}` : level.name;
}
