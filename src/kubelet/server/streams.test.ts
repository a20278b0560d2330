import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portsOf, streamsOf } from './streams.ts';

test('the query says which streams are wanted', () => {
  for (const [query, expected] of [
    ['input=1&output=1&error=1', { tty: false, stdin: true, stdout: true, stderr: true }],
    ['output=1&error=1&tty=1', { tty: true, stdin: false, stdout: true, stderr: false }],
    ['output=true', { tty: false, stdin: false, stdout: true, stderr: false }],
    ['output=0', undefined],
    ['error=1&tty=1', undefined],
    ['', undefined],
  ] as const) {
    assert.deepEqual(streamsOf(new URLSearchParams(query)), expected, query);
  }
});

test('the query says which ports are wanted', () => {
  for (const [query, expected] of [
    ['port=80', { ports: [80] }],
    ['port=80,443&port=53', { ports: [80, 443, 53] }],
    ['', { problem: 'query parameter "port" is required' }],
    ['port=', { problem: 'query parameter "port" cannot be empty' }],
    ['port=0', { problem: 'port "0" must be > 0' }],
    ['port=http', { problem: 'unable to parse "http" as a port' }],
    ['port=65536', { problem: 'unable to parse "65536" as a port' }],
  ] as const) {
    assert.deepEqual(portsOf(new URLSearchParams(query)), expected, query);
  }
});
