import { unexplained } from '../errors.ts';
import type { Field, ObjectSchema, Scalar, Schema } from '../schema.ts';
import { isObject, type JsonObject } from '../patch/json-object.ts';
import { objectName } from './apply.ts';
import { pathToString } from './field-path.ts';
import { itemElement } from './typed/items.ts';
import { fieldShape, rootShape, type Shape } from './typed/shape.ts';

/** Refuses what does not fit the schema, and items that are given twice, in the words and with the code of upstream. */
export function validateApplied(schema: ObjectSchema, patch: Readonly<JsonObject>): void {
  const problems = [...problemsIn(schema, rootShape(schema), patch)].map(({ path, message }) => (path ? `${path}: ${message}` : message));
  if (problems.length === 0) return;
  const what = problems.length === 1 ? problems[0] : ['errors:', ...problems.map((problem) => `  ${problem}`)].join('\n');
  throw unexplained(`failed to create typed patch object (${objectName(patch)}): ${what}`);
}

interface Problem {
  readonly path: string;
  readonly message: string;
}

function* problemsIn(schema: Schema, shape: Shape, value: unknown): Generator<Problem> {
  if (value === null || value === undefined) return;
  if (typeof schema === 'string') yield* scalarProblems(schema, value);
  else if (schema.type === 'list') yield* listProblems(schema.items, shape, value);
  else if (!isObject(value)) yield { path: '', message: `expected map, got &{${goValue(value)}}` };
  else yield* fieldProblems(schema, value);
}

function* fieldProblems(schema: Exclude<Schema, Scalar>, value: JsonObject): Generator<Problem> {
  for (const [name, inner] of Object.entries(value)) {
    if (schema.type === 'map') {
      yield* below(`.${name}`, problemsIn(schema.values, leafShape, inner));
      continue;
    }
    const field: Field | undefined = schema.type === 'object' && Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;
    if (!field) {
      // Nothing more is said of the object.
      yield { path: `.${name}`, message: 'field not declared in schema' };
      return;
    }
    yield* below(`.${name}`, problemsIn(field.schema, fieldShape(field), inner));
  }
}

const leafShape: Shape = { kind: 'leaf' };

function* listProblems(items: Schema, shape: Shape, value: unknown): Generator<Problem> {
  if (!Array.isArray(value)) {
    yield { path: '', message: `expected list, got &{${goValue(value)}}` };
    return;
  }
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    let path = `[${index}]`;
    if (shape.kind === 'keyed' || shape.kind === 'set') {
      const problem = itemProblem(shape, item);
      if (problem) {
        yield { path: '', message: `element ${index}: ${problem}` };
        return;
      }
      const element = itemElement(shape, item);
      path = pathToString([element]);
      if (seen.has(element)) yield { path: '', message: `duplicate entries for key ${path}` };
      seen.add(element);
    }
    yield* below(path, problemsIn(items, shape.kind === 'keyed' ? shape.items : leafShape, item));
  }
}

/** Why an item cannot be told from others. */
function itemProblem(shape: Extract<Shape, { kind: 'keyed' | 'set' }>, item: unknown): string | undefined {
  if (shape.kind === 'set') {
    if (isObject(item)) return "associative list without keys has an element that's a map type";
    if (Array.isArray(item)) return 'not supported: associative list with lists as elements';
    return item === null ? "associative list without keys has an element that's an explicit null" : undefined;
  }
  if (item === null) return 'associative list with keys may not have a null element';
  if (!isObject(item)) return 'associative list with keys may not have non-map elements';
  if (shape.keys.some(({ name, default: fallback }) => (item[name] ?? fallback) !== undefined)) return undefined;
  const names = shape.keys.map(({ name }) => JSON.stringify(name)).join(' ');
  return `associative list with keys has an element that omits all key fields [${names}] (and doesn't have default values for any key fields)`;
}

function* below(prefix: string, problems: Iterable<Problem>): Generator<Problem> {
  for (const { path, message } of problems) yield { path: `${prefix}${path}`, message };
}

function* scalarProblems(schema: Scalar, value: unknown): Generator<Problem> {
  switch (schema) {
    case 'string':
    case 'bytes':
      if (typeof value !== 'string')
        yield { path: '', message: `expected string, got &value.valueUnstructured{Value:${goLiteral(value)}}` };
      break;
    case 'boolean':
      if (typeof value !== 'boolean') yield { path: '', message: `expected boolean, got &{${goValue(value)}}` };
      break;
    case 'int32':
    case 'int64':
    case 'double':
      if (typeof value !== 'number') yield { path: '', message: `expected numeric (int or float), got ${goType(value)}` };
      break;
    case 'rawExtension':
    case 'json':
      break;
    default:
      if (typeof value === 'object') yield { path: '', message: `expected any scalar, got &{${goValue(value)}}` };
  }
}

const goType = (value: unknown): string => {
  if (Array.isArray(value)) return '[]interface {}';
  return isObject(value) ? 'map[string]interface {}' : typeof value === 'boolean' ? 'bool' : typeof value;
};

/** As Go prints values. */
function goValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (isObject(value))
    return `map[${Object.entries(value)
      .map(([key, inner]) => `${key}:${goValue(inner)}`)
      .join(' ')}]`;
  return typeof value === 'string' ? value : value === null ? '<nil>' : JSON.stringify(value);
}

/** As Go writes values in source. */
function goLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goLiteral).join(', ')}}`;
  if (!isObject(value)) return value === null ? 'interface {}(nil)' : JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `map[string]interface {}{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${goLiteral(inner)}`).join(', ')}}`;
}
