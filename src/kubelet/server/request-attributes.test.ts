import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestAttributes } from './request-attributes.ts';

test('a request is judged by what it does to which part of the node', () => {
  for (const [method, path, verb, ...subresources] of [
    ['GET', '/stats/summary', 'get', 'stats'],
    ['GET', '/metrics', 'get', 'metrics'],
    ['GET', '/metrics/cadvisor', 'get', 'metrics'],
    ['GET', '/metricsextra', 'get', 'proxy'],
    ['GET', '/logs/', 'get', 'log'],
    ['POST', '/checkpoint/ns/pod/c', 'create', 'checkpoint'],
    ['GET', '/pods', 'get', 'pods', 'proxy'],
    ['GET', '/pods/', 'get', 'pods', 'proxy'],
    ['GET', '/runningpods/', 'get', 'pods', 'proxy'],
    ['GET', '/healthz/syncloop', 'get', 'healthz', 'proxy'],
    ['GET', '/configz', 'get', 'configz', 'proxy'],
    ['GET', '/flagz', 'get', 'configz'],
    ['GET', '/statusz', 'get', 'statusz'],
    ['POST', '/exec/ns/pod/c', 'create', 'proxy'],
    ['GET', '/exec/ns/pod/c', 'get', 'proxy'],
    ['PUT', '/x', 'update', 'proxy'],
    ['PATCH', '/x', 'patch', 'proxy'],
    ['DELETE', '/x', 'delete', 'proxy'],
    ['HEAD', '/', '', 'proxy'],
  ] as const) {
    assert.deepEqual(requestAttributes({ method, path }), { verb, subresources }, `${method} ${path}`);
  }
});
