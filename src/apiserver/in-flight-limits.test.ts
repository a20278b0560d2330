import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Credentials, User } from '../model/request.ts';
import { InFlightLimits } from './in-flight-limits.ts';
import { requestInfo } from './request-info.ts';

const somebody: User = { name: 'somebody', groups: ['system:authenticated'] };
const administrator: User = { name: 'root', groups: ['system:masters'] };
const fromOutside: Credentials = { type: 'bearer', token: 't' };

function limits(maximums: { readOnly: number; mutating: number }) {
  const all = new InFlightLimits(maximums);
  return (line: string, { user = somebody, credentials = fromOutside }: { user?: User; credentials?: Credentials } = {}) => {
    const [method = '', url = ''] = line.split(' ');
    const { pathname: path, searchParams: query } = new URL(url, 'https://localhost');
    const info = requestInfo({ method: method as 'GET', path, query });
    return all.enter({ credentials }, { info, user });
  };
}

test('reads and writes have places of their own, which come free when they are answered', () => {
  const enter = limits({ readOnly: 2, mutating: 1 });
  const first = enter('GET /api/v1/pods');
  assert(first && enter('GET /api/v1/namespaces/a/pods/p'));
  assert.equal(enter('GET /healthz'), undefined);
  assert(enter('POST /api/v1/namespaces/a/pods'));
  for (const line of ['DELETE /api/v1/namespaces/a/pods/p', 'PATCH /api/v1/namespaces/a/pods/p', 'HEAD /api/v1/pods'])
    assert.equal(enter(line), undefined, line);
  first[Symbol.dispose]();
  assert(enter('GET /api/v1/pods'));
  assert.equal(enter('GET /api/v1/pods'), undefined);
});

test('requests that last, administrators and callers in the process need no place', () => {
  const enter = limits({ readOnly: 1, mutating: 1 });
  assert(enter('GET /api/v1/pods') && enter('POST /api/v1/namespaces/a/pods'));
  for (const line of [
    'GET /api/v1/pods?watch=1',
    'GET /api/v1/namespaces/a/pods/p/log',
    'POST /api/v1/namespaces/a/pods/p/exec',
    'GET /api/v1/namespaces/a/services/s/proxy/',
  ])
    assert(enter(line), line);
  assert(enter('GET /api/v1/pods', { user: administrator }));
  assert(enter('POST /api/v1/namespaces/a/pods', { credentials: { type: 'user', user: somebody } }));
  assert.equal(enter('GET /api/v1/pods'), undefined);
});

test('0 is no limit', () => {
  const enter = limits({ readOnly: 0, mutating: 0 });
  for (let index = 0; index < 1000; index++) assert(enter('GET /api/v1/pods') && enter('POST /api/v1/namespaces/a/pods'));
});
