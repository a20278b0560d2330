import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiVersionOf } from '../model/kind.ts';
import { builtInKinds } from './index.ts';
import { defaulted } from './testing/judge.ts';

/** What versions fill in that others do not, or not in the same place. */
const cases: readonly (readonly [apiVersion: string, kind: string, spec: object, filledIn: object])[] = [
  [
    'admissionregistration.k8s.io/v1alpha1',
    'MutatingAdmissionPolicyBinding',
    { paramRef: { name: 'a' } },
    { paramRef: { name: 'a', parameterNotFoundAction: 'Deny' } },
  ],
  ['admissionregistration.k8s.io/v1beta1', 'MutatingAdmissionPolicyBinding', { paramRef: { name: 'a' } }, { paramRef: { name: 'a' } }],
  [
    'resource.k8s.io/v1beta1',
    'ResourceSlice',
    { devices: [{ name: 'a', basic: { nodeAllocatableResourceMappings: { cpu: {} } } }] },
    {
      driver: '',
      pool: { name: '', generation: 0, resourceSliceCount: 0 },
      devices: [{ name: 'a', basic: { nodeAllocatableResourceMappings: { cpu: { allocationMultiplier: '1' } } } }],
    },
  ],
];

for (const [apiVersion, name, given, wanted] of cases) {
  test(`what ${name} of ${apiVersion} fills in`, () => {
    const kind = builtInKinds.find((each) => apiVersionOf(each) === apiVersion && each.kind === name);
    assert.ok(kind);
    const object = defaulted(kind, { metadata: { name: 'a' }, spec: given });
    assert.deepEqual('spec' in object && object.spec, wanted);
  });
}
