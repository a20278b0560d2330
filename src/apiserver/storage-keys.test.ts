import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyPrefix } from './storage-keys.ts';

/** Of a cluster of upstream's. */
const places = [
  ['', 'pods', '/registry/pods/'],
  ['', 'nodes', '/registry/minions/'],
  ['', 'services', '/registry/services/specs/'],
  ['', 'endpoints', '/registry/services/endpoints/'],
  ['', 'replicationcontrollers', '/registry/controllers/'],
  ['', 'events', '/registry/events/'],
  ['apps', 'deployments', '/registry/deployments/'],
  ['coordination.k8s.io', 'leases', '/registry/leases/'],
  ['networking.k8s.io', 'ingresses', '/registry/ingress/'],
  ['networking.k8s.io', 'ipaddresses', '/registry/ipaddresses/'],
  ['discovery.k8s.io', 'endpointslices', '/registry/endpointslices/'],
  ['apiextensions.k8s.io', 'customresourcedefinitions', '/registry/apiextensions.k8s.io/customresourcedefinitions/'],
  ['apiregistration.k8s.io', 'apiservices', '/registry/apiregistration.k8s.io/apiservices/'],
] as const;

for (const [group, plural, prefix] of places)
  test(`${plural} of ${group || 'core'} lie under ${prefix}`, () => assert.equal(keyPrefix({ group, plural }), prefix));

test('custom resources lie under their group, even when they are called like something that is built in', () => {
  for (const plural of ['services', 'nodes', 'pods', 'ingresses', 'things'])
    assert.equal(keyPrefix({ group: 'example.com', plural }), `/registry/example.com/${plural}/`);
  assert.equal(keyPrefix({ group: 'networking.k8s.io', plural: 'gateways' }), '/registry/networking.k8s.io/gateways/');
});

test('another prefix takes the place of the usual one', () =>
  assert.equal(keyPrefix({ group: '', plural: 'nodes' }, '/clusters/one'), '/clusters/one/minions/'));
