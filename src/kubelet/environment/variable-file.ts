/**
 * The value a file of variables gives to a name, empty if none. The format is a part of what shells read: `NAME='value'`,
 * where the value is taken as it is and may go over several lines, comments after `#`, and empty lines. Throws an Error that
 * names the line for anything else before the name is found.
 */
export function variableInFile(content: string, name: string): string {
  const lines = content.split('\n').map((line) => line.replace(/\r$/, ''));
  if (lines.at(-1) === '') lines.pop();
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').replace(/^[ \t]+/, '');
    if (line === '' || line.startsWith('#')) continue;
    const { variable, value } = assignment(line, at + 1);
    // As in a shell, space after the sign makes the value empty.
    if (/^[ \t]/.test(value)) {
      if (variable === name) return '';
      continue;
    }
    if (!value.startsWith("'")) throw malformed(at + 1, 'value must be enclosed in single quotes');
    const { text, last } = quoted(value.slice(1), lines, at);
    if (variable === name) return text;
    at = last;
  }
  return '';
}

function assignment(line: string, number: number): { variable: string; value: string } {
  const equals = line.indexOf('=');
  if (equals < 0) throw malformed(number, "missing '='");
  const variable = line.slice(0, equals);
  if (variable.trim() === '') throw malformed(number, 'empty variable name');
  if (/[ \t]$/.test(variable)) throw malformed(number, "whitespace before '=' is not allowed");
  return { variable, value: line.slice(equals + 1) };
}

function quoted(first: string, lines: readonly string[], start: number): { text: string; last: number } {
  let text = '';
  let rest: string | undefined = first;
  for (let last = start; rest !== undefined; rest = lines[++last]) {
    const end = rest.indexOf("'");
    if (end < 0) {
      text += `${rest}\n`;
      continue;
    }
    const after = rest.slice(end + 1).replace(/^[ \t]+/, '');
    if (after !== '' && !after.startsWith('#')) throw malformed(last + 1, 'unexpected content after closing quote');
    return { text: text + rest.slice(0, end), last };
  }
  throw new Error(`invalid environment variable format starting at line ${start + 1}: unclosed single quote`);
}

const malformed = (line: number, why: string): Error => new Error(`invalid environment variable format at line ${line}: ${why}`);
