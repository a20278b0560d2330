import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInKinds } from '../../kinds/index.ts';
import { defaultFeatureGates } from '../../model/features/feature-gates.ts';
import { apiVersionOf } from '../../model/kind.ts';
import { parseRuntimeConfig } from './runtime-config.ts';
import { servedKinds } from './served-kinds.ts';

/** The resources that a configuration makes served, by their versions. */
function servedBy(text: string): ReadonlySet<string> {
  const kinds = servedKinds(builtInKinds, { gates: defaultFeatureGates, runtimeConfig: parseRuntimeConfig(text) });
  return new Set(kinds.map((kind) => `${apiVersionOf(kind)}/${kind.plural}`));
}

const cases: readonly (readonly [config: string, isServed: Readonly<Record<string, boolean>>])[] = [
  ['', { 'apps/v1/deployments': true, 'networking.k8s.io/v1beta1/ipaddresses': false, 'v1/pods': true }],
  [
    'api/beta=true',
    { 'networking.k8s.io/v1beta1/ipaddresses': true, 'admissionregistration.k8s.io/v1alpha1/mutatingadmissionpolicies': false },
  ],
  ['api/all=true', { 'admissionregistration.k8s.io/v1alpha1/mutatingadmissionpolicies': true }],
  ['api/all=true,api/beta=false', { 'networking.k8s.io/v1beta1/ipaddresses': false, 'networking.k8s.io/v1/ipaddresses': true }],
  [
    'api/beta=true,networking.k8s.io/v1beta1=false',
    { 'networking.k8s.io/v1beta1/ipaddresses': false, 'storage.k8s.io/v1beta1/volumeattributesclasses': true },
  ],
  [
    'networking.k8s.io/v1beta1/ipaddresses',
    { 'networking.k8s.io/v1beta1/ipaddresses': true, 'networking.k8s.io/v1beta1/servicecidrs': false },
  ],
  ['apps/v1=false,apps/v1/deployments=true', { 'apps/v1/deployments': true, 'apps/v1/daemonsets': false }],
  ['/v1=false', { 'v1/pods': false, 'apps/v1/deployments': true }],
  ['policy/v1beta1=true', { 'policy/v1/poddisruptionbudgets': true }],
];

for (const [config, expected] of cases) {
  test(`--runtime-config=${config}`, () => {
    const served = servedBy(config);
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, served.has(name)])), expected);
  });
}

const refused: readonly (readonly [config: string, message: string])[] = [
  ['api/all=false', 'invalid runtime-config with only api/all=false'],
  ['api/beta=maybe', 'invalid value api/beta=maybe'],
  ['v1=true', 'runtime-config invalid key v1'],
  ['a/b/c/d=true', 'runtime-config invalid key a/b/c/d'],
  ['example.com/v1=true,api/legacy=true', 'unknown api groups api/legacy,example.com/v1'],
  ['apps/v9=true', 'group version apps/v9 that has not been registered'],
  ['apps/v1=maybe', 'invalid value of apps/v1: maybe, err: strconv.ParseBool: parsing "maybe": invalid syntax'],
  [
    'apps/v1/Deployments=true',
    'invalid key apps/v1/Deployments: group/version/resource and resource is always lowercase plural, not "Deployments"',
  ],
];

for (const [config, message] of refused) {
  test(`--runtime-config=${config} is refused`, () => {
    assert.throws(() => servedBy(config), { message });
  });
}
