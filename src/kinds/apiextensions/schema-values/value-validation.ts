import { RE2JS } from 're2js';
import type { Field, FieldError } from '../../../model/field.ts';
import { additionalOf, itemsOf } from '../custom-resource-definition/json-schema.ts';
import type { JSONSchemaProps } from '../custom-resource-definition/schema.ts';
import { typeProblem } from './type-validation.ts';
import { numberProblems } from './number-validation.ts';
import { Outcome, problemAt, type Problem } from './outcome.ts';
import { hasFormat, isKnownFormat } from './formats.ts';

type Schema = Readonly<JSONSchemaProps>;

/** What is wrong with a value that should match a schema, in the words of kube-openapi. The schema is a structural one. */
export const validateValue = (schema: Schema, value: unknown, field: Field): FieldError[] =>
  judge(schema, value, '').problems.map((problem) => problemAt(problem, field));

function judge(schema: Schema, value: unknown, path: string): Outcome {
  const result = new Outcome();
  if (schema.type || schema.format) {
    const problem = typeProblem(schema, value, path);
    if (problem) result.add(problem);
    else result.matches++;
    if (value !== null) result.matches++;
  }
  if (value === null) return result.add(...enumProblems(schema, value, path));
  result.merge(judgeAlternatives(schema, value, path)).matches += 2;
  if (typeof value === 'string') result.add(...textProblems(schema, value, path)).matches += isKnownFormat(schema.format ?? '') ? 2 : 1;
  if (typeof value === 'number') result.add(...numberProblems(schema, value, path)).matches += 2;
  if (Array.isArray(value)) result.merge(judgeList(schema, value, path)).matches += 2;
  result.add(...enumProblems(schema, value, path)).matches++;
  if (isObject(value)) result.merge(judgeObject(schema, value, path)).matches++;
  result.matches++;
  return result;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of schemas that do not match, the one that matches best tells why. */
function judgeAlternatives({ anyOf = [], oneOf = [], allOf = [], not }: Schema, value: unknown, path: string): Outcome {
  const result = new Outcome();
  const named = JSON.stringify(path);
  if (anyOf.length > 0) {
    const outcomes = anyOf.map((each) => judge(each, value, path));
    const success = outcomes.find((each) => each.isValid);
    if (!success) result.add({ plain: `${named} must validate at least one schema (anyOf)` });
    result.merge(success ?? best(outcomes));
  }
  if (oneOf.length > 0) {
    const outcomes = oneOf.map((each) => judge(each, value, path));
    const valid = outcomes.filter((each) => each.isValid);
    const [success] = valid;
    if (valid.length !== 1) {
      const found = valid.length === 0 ? 'Found none valid' : `Found ${valid.length} valid alternatives`;
      result.add({ plain: `${named} must validate one and only one schema (oneOf). ${found}` });
    }
    if (valid.length === 0) result.merge(best(outcomes));
    else if (valid.length === 1 && success) result.merge(success);
  }
  if (allOf.length > 0) {
    const outcomes = allOf.map((each) => judge(each, value, path));
    for (const outcome of outcomes) result.merge(outcome);
    const valid = outcomes.filter((each) => each.isValid).length;
    if (valid < allOf.length) {
      result.add({ plain: `${named} must validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}` });
    }
  }
  if (not && judge(not, value, path).isValid) result.add({ plain: `${named} must not validate the schema (not)` });
  return result;
}

const best = (outcomes: readonly Outcome[]): Outcome => outcomes.reduce((before, each) => (each.matches > before.matches ? each : before));

/** Only the first is told. */
function textProblems({ maxLength, minLength, pattern, format }: Schema, value: string, path: string): Problem[] {
  const problems: Problem[] = [];
  const { length } = Array.from(value);
  if (maxLength !== undefined && length > maxLength) problems.push({ path, tooLong: maxLength });
  else if (minLength !== undefined && length < minLength) {
    problems.push({ path, value, detail: `should be at least ${minLength} chars long` });
  } else if (pattern && !RE2JS.compile(pattern).matcher(value).find()) problems.push({ path, value, detail: `should match '${pattern}'` });
  if (format && !hasFormat(value, format)) {
    problems.push({ path, value, ofType: true, detail: `must be of type ${format}: ${JSON.stringify(value)}` });
  }
  return problems;
}

function enumProblems({ enum: allowed = [] }: Schema, value: unknown, path: string): Problem[] {
  if (allowed.length === 0) return [];
  const text = JSON.stringify(value);
  return value !== null && allowed.some((each) => JSON.stringify(each) === text) ? [] : [{ path, value, allowed }];
}

function judgeList(schema: Schema, value: readonly unknown[], path: string): Outcome {
  const result = new Outcome();
  const { minItems, maxItems } = schema;
  const items = itemsOf(schema);
  if (items) for (const [index, item] of value.entries()) result.merge(judge(items, item, `${path}[${index}]`));
  if (minItems !== undefined && value.length < minItems) {
    result.add({ path, value: value.length, detail: `should have at least ${minItems} items` });
  }
  if (maxItems !== undefined && value.length > maxItems) result.add({ path, tooMany: { count: value.length, most: maxItems } });
  return result;
}

function judgeObject(schema: Schema, value: Readonly<Record<string, unknown>>, path: string): Outcome {
  const result = new Outcome();
  const { minProperties, maxProperties, properties = {}, required = [] } = schema;
  const names = Object.keys(value);
  if (minProperties !== undefined && names.length < minProperties) {
    result.add({ path, value: names.length, detail: `should have at least ${minProperties} properties` });
  }
  if (maxProperties !== undefined && names.length > maxProperties) {
    result.add({ path, tooMany: { count: names.length, most: maxProperties } });
  }
  const additional = additionalOf(schema);
  for (const name of names) {
    if (Object.hasOwn(properties, name)) continue;
    if (schema.additionalProperties === false) {
      result.add({ path, value: '', subject: `${path}.${name} in body`, detail: 'is a forbidden property' });
    } else if (additional) result.merge(judge(additional, value[name], `${path}.${name}`));
  }
  for (const [name, property] of Object.entries(properties)) {
    if (Object.hasOwn(value, name)) result.merge(judge(property, value[name], path ? `${path}.${name}` : name));
  }
  for (const name of required) if (!Object.hasOwn(value, name)) result.add({ path: `${path}.${name}`, isMissing: true });
  return result;
}
