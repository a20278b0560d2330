import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldSelector } from '../model/field-selectors.ts';
import { apiVersionOf } from '../model/kind.ts';
import { builtInKinds } from './index.ts';

const accepts: readonly (readonly [apiVersion: string, kind: string, field: string, refusal?: string])[] = [
  ['v1', 'Pod', 'spec.nodeName'],
  ['v1', 'Pod', 'spec.host'],
  ['v1', 'Pod', 'spec.hostname', 'field label not supported: spec.hostname'],
  ['v1', 'Namespace', 'status.phase'],
  ['v1', 'Node', 'metadata.namespace', 'field label not supported: metadata.namespace'],
  ['v1', 'PersistentVolume', 'metadata.namespace'],
  ['certificates.k8s.io/v1beta1', 'PodCertificateRequest', 'metadata.namespace', 'field label not supported: metadata.namespace'],
  [
    'resource.k8s.io/v1',
    'ResourceSlice',
    'metadata.namespace',
    'field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: metadata.namespace',
  ],
  ['v1', 'Secret', 'metadata.namespace'],
  ['v1', 'Namespace', 'name', 'field label not supported: name'],
  ['v1', 'PersistentVolume', 'name', '"name" is not a known field selector: only "metadata.name", "metadata.namespace"'],
  [
    'apps/v1',
    'ReplicaSet',
    'status.replicas',
    '"status.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
  ],
  ['v1', 'ReplicationController', 'status.replicas'],
  ['events.k8s.io/v1', 'Event', 'regarding.kind'],
  ['events.k8s.io/v1', 'Event', 'involvedObject.kind', 'field label not supported: involvedObject.kind'],
];

for (const [apiVersion, name, field, refusal] of accepts) {
  test(`${name} of ${apiVersion} ${refusal === undefined ? 'can' : 'cannot'} be selected by ${field}`, () => {
    const kind = builtInKinds.find((each) => apiVersionOf(each) === apiVersion && each.kind === name);
    assert.ok(kind);
    const select = (): unknown => fieldSelector(`${field}=x`, kind);
    if (refusal === undefined) assert.doesNotThrow(select);
    else assert.throws(select, { message: refusal });
  });
}
