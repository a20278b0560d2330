import { badRequest } from './errors.ts';
import type { Kind, KubeObject } from './kind.ts';

/** One condition on a field. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

type Selectable<T extends KubeObject> = Pick<Kind<T>, 'group' | 'version' | 'kind' | 'scope' | 'selectableFields'>;

/**
 * What a field selector such as `metadata.name=a,spec.nodeName!=b` picks among objects of a kind. Throws BadRequest for
 * what cannot be read and for fields that the kind does not offer.
 */
export function fieldSelector<T extends KubeObject>(text: string, kind: Selectable<T>): (object: Readonly<T>) => boolean {
  const tests = parseFieldSelector(text).map(({ field, operator, value }) => {
    const read = reader(field, kind);
    return operator === '=' ? (object: Readonly<T>) => read(object) === value : (object: Readonly<T>) => read(object) !== value;
  });
  const [first] = tests;
  if (!first) return () => true;
  return tests.length === 1 ? first : (object) => tests.every((matches) => matches(object));
}

function reader<T extends KubeObject>(field: string, kind: Selectable<T>): (object: Readonly<T>) => string {
  if (field === 'metadata.name') return ({ metadata }) => metadata.name;
  if (field === 'metadata.namespace' && !leavesNamespaceOut(kind)) return ({ metadata }) => metadata.namespace ?? '';
  const offered = kind.selectableFields?.find(({ path }) => path === field);
  if (offered) return (object) => offered.value(object);
  throw badRequest(refusal(field, kind));
}

/** Kinds with selectable fields of their own list all there are; those without namespaces leave that out, and one more. */
const leavesNamespaceOut = ({
  kind,
  scope,
  selectableFields,
}: Pick<Selectable<KubeObject>, 'kind' | 'scope'> & { selectableFields?: unknown }): boolean =>
  selectableFields !== undefined && (scope === 'Cluster' || kind === 'PodCertificateRequest');

/** Kinds with selectable fields of their own, even if there are none, have their own words upstream. */
function refusal(
  field: string,
  { selectableFields, group, version, kind }: Pick<Kind, 'group' | 'version' | 'kind'> & { selectableFields?: unknown },
): string {
  if (group === 'batch' && kind === 'Job') return `field label ${JSON.stringify(field)} not supported for Job`;
  if (kind === 'ResourceSlice') return `field label not supported for ${group}/${version}, Kind=${kind}: ${field}`;
  if (selectableFields) return `field label not supported: ${field}`;
  return `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

/** Sorted as upstream, by the text of the terms. Throws BadRequest. */
export function parseFieldSelector(text: string): FieldRequirement[] {
  return terms(text)
    .toSorted()
    .filter((term) => term !== '')
    .map((term) => {
      const at = term.search(/!=|=/);
      if (at < 0) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
      const symbol = ['!=', '=='].find((each) => term.startsWith(each, at)) ?? '=';
      return { field: term.slice(0, at), operator: symbol === '!=' ? '!=' : '=', value: unescape(term.slice(at + symbol.length)) };
    });
}

export const fieldSelectorToString = (requirements: readonly FieldRequirement[]): string =>
  requirements.map(({ field, operator, value }) => `${field}${operator}${escapeFieldValue(value)}`).join(',');

/** The one value that objects must have in this field, if the selector asks for one. For finding them by an index. */
export const requiredFieldValue = (requirements: readonly FieldRequirement[], field: string): string | undefined =>
  requirements.find((each) => each.field === field && each.operator === '=')?.value;

export const escapeFieldValue = (value: string): string => value.replaceAll(/[\\,=]/g, (character) => `\\${character}`);

/** Split at commas that are not escaped. */
const terms = (text: string): string[] =>
  text === '' ? [] : [...text.matchAll(/((?:\\[^]?|[^\\,])*)(?:,|$)/g)].map(([, term = '']) => term);

function unescape(text: string): string {
  return text.replaceAll(/\\([^]?)|[,=]/gu, (found, escaped: string | undefined) => {
    if (escaped === undefined) throw badRequest(`invalid field selector: unescaped character in value: ${found.codePointAt(0)}`);
    if (escaped === '' || !'\\,='.includes(escaped)) throw badRequest(`invalid field selector: invalid escape sequence: ${found}`);
    return escaped;
  });
}
