import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWanted, type ControllerEntry } from './controller-entry.ts';

const entry = (name: string, isOptional?: true): ControllerEntry => ({ name, create: () => [], ...(isOptional && { isOptional }) });

const cases: readonly [name: string, list: string[], usual: boolean, optional: boolean][] = [
  ['all but the optional ones are there for *', ['*'], true, false],
  ['what is named is there', ['*', 'b'], true, true],
  ['what is named with a minus is not', ['*', '-a'], false, false],
  ['without * nothing else is', ['b'], false, true],
  ['the list may be empty', [], false, false],
];

for (const [name, list, usual, optional] of cases) {
  test(name, () => assert.deepEqual([isWanted(entry('a'), list), isWanted(entry('b', true), list)], [usual, optional]));
}
