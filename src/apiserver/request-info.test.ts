import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../model/errors.ts';
import type { Method } from '../model/request.ts';
import { isTrue, requestInfo } from './request-info.ts';

const read = (line: string) => {
  const [method = '', url = ''] = line.split(' ');
  const [path = '', query = ''] = url.split('?');
  return requestInfo({ method: method as Method, path, query: new URLSearchParams(query) });
};

type Row = readonly [line: string, verb: string, group: string, version: string, namespace: string, resource: string, what: string];

/** `what` is the name with its subresource. */
const resources: readonly Row[] = [
  ['GET /api/v1/namespaces', 'list', '', 'v1', '', 'namespaces', ''],
  ['GET /api/v1/namespaces/other', 'get', '', 'v1', 'other', 'namespaces', 'other'],
  ['GET /api/v1/namespaces/other/pods', 'list', '', 'v1', 'other', 'pods', ''],
  ['GET /api/v1/namespaces/other/pods/foo', 'get', '', 'v1', 'other', 'pods', 'foo'],
  ['HEAD /api/v1/namespaces/other/pods/foo', 'get', '', 'v1', 'other', 'pods', 'foo'],
  ['GET /api/v1/pods', 'list', '', 'v1', '', 'pods', ''],
  ['HEAD /api/v1/pods', 'list', '', 'v1', '', 'pods', ''],
  ['GET /api/v1/nodes/n1', 'get', '', 'v1', '', 'nodes', 'n1'],

  ['GET /api/v1/proxy/namespaces/other/pods/foo', 'proxy', '', 'v1', 'other', 'pods', 'foo'],
  ['GET /api/v1/proxy/namespaces/other/pods/foo/subpath/not/a/subresource', 'proxy', '', 'v1', 'other', 'pods', 'foo'],
  ['POST /api/v1/proxy/nodes/n1', 'proxy', '', 'v1', '', 'nodes', 'n1'],
  ['GET /api/v1/watch/pods', 'watch', '', 'v1', '', 'pods', ''],
  ['GET /api/v1/watch/namespaces/other/pods', 'watch', '', 'v1', 'other', 'pods', ''],
  ['GET /api/v1/watch/namespaces/other/pods/foo', 'watch', '', 'v1', 'other', 'pods', 'foo'],
  ['GET /apis/apps/v1/watch/deployments', 'watch', 'apps', 'v1', '', 'deployments', ''],
  ['GET /api/v1/pods?watch=true', 'watch', '', 'v1', '', 'pods', ''],
  ['GET /api/v1/pods?watch', 'watch', '', 'v1', '', 'pods', ''],
  ['GET /api/v1/pods?watch=false', 'list', '', 'v1', '', 'pods', ''],
  ['GET /api/v1/pods?watch=False', 'list', '', 'v1', '', 'pods', ''],
  ['GET /api/v1/namespaces/other/pods?watch=1', 'watch', '', 'v1', 'other', 'pods', ''],
  ['GET /api/v1/namespaces/other/pods?watch=0', 'list', '', 'v1', 'other', 'pods', ''],
  ['GET /api/v1/namespaces/other/pods/foo?watch=1', 'get', '', 'v1', 'other', 'pods', 'foo'],

  ['GET /api/v1/namespaces/other/pods/foo/status', 'get', '', 'v1', 'other', 'pods', 'foo/status'],
  ['GET /api/v1/namespaces/other/pods/foo/proxy/subpath', 'get', '', 'v1', 'other', 'pods', 'foo/proxy'],
  ['PUT /api/v1/namespaces/other/finalize', 'update', '', 'v1', 'other', 'namespaces', 'other/finalize'],
  ['PUT /api/v1/namespaces/other/status', 'update', '', 'v1', 'other', 'namespaces', 'other/status'],
  ['GET /api/v1/nodes/n1/status', 'get', '', 'v1', '', 'nodes', 'n1/status'],

  ['PATCH /api/v1/namespaces/other/pods/foo', 'patch', '', 'v1', 'other', 'pods', 'foo'],
  ['DELETE /api/v1/namespaces/other/pods/foo', 'delete', '', 'v1', 'other', 'pods', 'foo'],
  ['POST /api/v1/namespaces/other/pods', 'create', '', 'v1', 'other', 'pods', ''],
  ['DELETE /api/v1/nodes', 'deletecollection', '', 'v1', '', 'nodes', ''],
  ['DELETE /api/v1/namespaces', 'deletecollection', '', 'v1', '', 'namespaces', ''],
  ['DELETE /api/v1/namespaces/other/pods', 'deletecollection', '', 'v1', 'other', 'pods', ''],
  ['DELETE /apis/extensions/v1/namespaces/other/pods', 'deletecollection', 'extensions', 'v1', 'other', 'pods', ''],
  ['POST /apis/extensions/v1beta3/namespaces/other/pods', 'create', 'extensions', 'v1beta3', 'other', 'pods', ''],
  ['GET /apis/batch/v1/jobs/foo/scale', 'get', 'batch', 'v1', '', 'jobs', 'foo/scale'],

  // A slash at the end says nothing; within the path, nothing between two slashes is a part like any other.
  ['GET /api/v1/pods/', 'list', '', 'v1', '', 'pods', ''],
  ['GET /api/v1//pods', 'get', '', 'v1', '', '', 'pods'],
  ['GET /api/v1/namespaces//pods', 'list', '', 'v1', '', 'pods', ''],
  // Escapes are read before the path is taken apart.
  ['GET /api/v1/namespaces/a%2Fb', 'list', '', 'v1', 'a', 'b', ''],
  [
    'GET /apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode',
    'get',
    'rbac.authorization.k8s.io',
    'v1',
    '',
    'clusterroles',
    'system:node',
  ],
];

for (const [line, ...expected] of resources) {
  test(`${line} is ${expected.filter(Boolean).join(' ')}`, () => {
    const info = read(line);
    assert(info.isResource);
    const { verb, group, version, namespace, resource, name, subresource } = info;
    assert.deepEqual([verb, group, version, namespace, resource, subresource ? `${name}/${subresource}` : name], expected);
  });
}

test('what follows a subresource is kept for whom it is sent on to', () => {
  const restOf = (path: string) => {
    const info = read(`GET /api/v1/namespaces/other/services/web/proxy${path}`);
    return info.isResource ? info.rest : undefined;
  };
  assert.deepEqual(['', '/', '/a', '/a/b', '/a/b/'].map(restOf), ['', '/', '/a', '/a/b', '/a/b/']);
});

const paths = ['/', '', '/api', '/api/v1', '/api/v1/', '/apis', '/apis/apps', '/apis/apps/v1', '/apis/apps/v1/', '/apis/version/resource'];
for (const path of [...paths, '/badprefix/version/resource', '/not-api/version/resource', '/healthz', '/metrics/x/y/z']) {
  test(`${JSON.stringify(path)} is no resource`, () => {
    assert.deepEqual(read(`GET ${path}`), { isResource: false, verb: 'get', path });
  });
}

test('paths that are no resource keep the verbs of HTTP', () => {
  const verbs = (['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const).map((method) => read(`${method} /healthz`).verb);
  assert.deepEqual(verbs, ['get', 'head', 'post', 'put', 'patch', 'delete', 'options']);
});

for (const path of ['/api/v1/watch', '/api/v1/proxy', '/apis/apps/v1/watch/', '/api/v1/namespaces/%zz/pods']) {
  test(`${path} cannot be read`, () => {
    assert.throws(
      () => read(`GET ${path}`),
      (error) => ApiError.is(error, 'NotFound'),
    );
  });
}

test('a boolean of a query is false when absent, 0 or some form of false', () => {
  assert.deepEqual([null, '0', 'false', 'False', 'FALSE'].map(isTrue), [false, false, false, false, false]);
  assert.deepEqual(['', '1', 'true', 'yes', 'no'].map(isTrue), [true, true, true, true, true]);
});
