import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pod } from '../../kinds/core/pod/index.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { admissionRequest, admit, stored } from './testing/admission-request.ts';

type Tolerations = Pod['spec']['tolerations'];

const notReady = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 } as const;
const unreachable = { ...notReady, key: 'node.kubernetes.io/unreachable' };

async function tolerationsOf(tolerations: Tolerations, given: Partial<Parameters<typeof admissionRequest>[1]> = {}) {
  const object: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: stored('web', 'shop'),
    spec: { containers: [], ...(tolerations && { tolerations }) },
    status: {},
  };
  await admit(defaultTolerationSeconds, admissionRequest(Pod, { object, ...given }));
  return object.spec.tolerations;
}

const other = { key: 'other', operator: 'Exists' } as const;
const cases: readonly (readonly [what: string, given: Tolerations, expected: Tolerations])[] = [
  ['nothing', undefined, [notReady, unreachable]],
  ['something else', [other], [other, notReady, unreachable]],
  ['not-ready for as long as it likes', [{ ...notReady, tolerationSeconds: 5 }], [{ ...notReady, tolerationSeconds: 5 }, unreachable]],
  ['unreachable forever', [{ key: unreachable.key, operator: 'Exists' }], [{ key: unreachable.key, operator: 'Exists' }, notReady]],
  [
    'not-ready in another way only',
    [{ ...notReady, effect: 'NoSchedule' }],
    [{ ...notReady, effect: 'NoSchedule' }, notReady, unreachable],
  ],
  ['everything', [{ operator: 'Exists' }], [{ operator: 'Exists' }]],
  ['everything that drives pods away', [{ operator: 'Exists', effect: 'NoExecute' }], [{ operator: 'Exists', effect: 'NoExecute' }]],
];

for (const [what, given, expected] of cases) {
  test(`a pod that tolerates ${what} has ${expected?.length} tolerations in the end`, async () => {
    assert.deepEqual(await tolerationsOf(given), expected);
    assert.deepEqual(await tolerationsOf(given && structuredClone(given), { operation: 'UPDATE' }), expected);
  });
}

test('subresources are left alone', async () => {
  assert.equal(await tolerationsOf(undefined, { operation: 'UPDATE', subresource: 'status' }), undefined);
});
