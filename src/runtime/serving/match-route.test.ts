import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchRoute } from './match-route.ts';

const routes = [
  { methods: ['GET'], path: '/pods' },
  { methods: ['GET', 'POST'], path: '/run/{namespace}/{pod}' },
  { methods: ['DELETE'], path: '/run/{namespace}/{pod}' },
];

test('a request finds its route', () => {
  for (const [method, path, expected] of [
    ['GET', '/pods', { type: 'found', route: routes[0], names: {} }],
    ['GET', '/pods/', { type: 'found', route: routes[0], names: {} }],
    ['POST', '/run/a/b%2Fc', { type: 'found', route: routes[1], names: { namespace: 'a', pod: 'b/c' } }],
    ['DELETE', '/run/a/b', { type: 'found', route: routes[2], names: { namespace: 'a', pod: 'b' } }],
    ['POST', '/pods', { type: 'wrong method' }],
    ['GET', '/run/a', { type: 'none' }],
    ['GET', '/run//b', { type: 'none' }],
    ['GET', '/run/a/%', { type: 'none' }],
    ['GET', '/', { type: 'none' }],
  ] as const) {
    assert.deepEqual(matchRoute(routes, { method, path }), expected, `${method} ${path}`);
  }
});
