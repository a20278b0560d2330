import { badRequest, unexplained, unprocessable, type ApiError } from '../../errors.ts';
import type { Schema } from '../../schema.ts';
import type { JsonObject } from '../json-object.ts';
import { goTypeOf, shown } from '../shown.ts';

// In the words of upstream, and with its codes, which are not always what one would expect.

export const badRetainKeys = (): ApiError => badRequest('invalid patch format of retainKeys');
export const badDeletionList = (): ApiError => badRequest('invalid patch format of primitive list');
export const badOrderList = (): ApiError => badRequest('invalid patch format of setElementOrder list');
export const listOfLists = (): ApiError => unprocessable(new Error('lists of lists are not supported'));

export const wrongType = (expected: unknown, actual: unknown): ApiError =>
  unexplained(`expected a ${goTypeOf(expected)}, but received a ${goTypeOf(actual)}`);

export const noMergeKey = (item: JsonObject, mergeKey: string): ApiError =>
  unexplained(`map: ${shown(item)} does not contain declared merge key: ${mergeKey}`);

export const badDirective = (what: unknown, item: JsonObject): ApiError =>
  unexplained(`unknown patch type: ${shown(what)} in map: ${shown(item)}`);

export const unknownField = (schema: Schema, key: string): ApiError => {
  const name = typeof schema === 'object' && schema.type === 'object' ? schema.name.slice(schema.name.lastIndexOf('.') + 1) : '';
  return unexplained(`unable to find api field in struct ${name} for the json field ${JSON.stringify(key)}`);
};
