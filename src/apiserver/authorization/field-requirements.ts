export interface EqualityRequirement {
  readonly field: string;
  readonly value: string;
}

/** The `field=value` parts of a field selector; nothing when any part of it is malformed. */
export function equalityRequirements(selector: string): EqualityRequirement[] {
  const found: EqualityRequirement[] = [];
  for (const term of splitTerms(selector)) {
    if (term === '') continue;
    const match = /^(?<field>[^=!]+)(?<operator>==|=|!=)(?<value>.*)$/s.exec(term);
    const { field, operator, value } = match?.groups ?? {};
    const unescaped = value === undefined ? undefined : unescape(value);
    if (field === undefined || unescaped === undefined) return [];
    if (operator !== '!=') found.push({ field, value: unescaped });
  }
  return found;
}

/** At commas, but not at those behind a backslash. */
const splitTerms = (selector: string) => selector.match(/(?:[^,\\]|\\.)+/gs) ?? [];

/** Commas, equal signs and backslashes stand behind a backslash, and only there. */
function unescape(value: string): string | undefined {
  if (!/^(?:[^\\,=]|\\[\\,=])*$/s.test(value)) return undefined;
  return value.replaceAll(/\\([\\,=])/g, '$1');
}
