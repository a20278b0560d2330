import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { defaulted } from '../../kinds/testing/judge.ts';
import { ApiError } from '../../model/errors.ts';
import { podResize } from './pod-resize.ts';
import { admissionRequest, admit, readerOf, stored } from './testing/admission-request.ts';

const pod = (cpu: string, memory: string, nodeName?: string): Pod =>
  defaulted(Pod, {
    metadata: { name: 'web', namespace: 'shop' },
    spec: { containers: [{ name: 'c', image: 'x', resources: { requests: { cpu, memory } } }], ...(nodeName && { nodeName }) },
  });

const node = (name: string, labels: Record<string, string>): Node => {
  const made = defaulted(Node, { metadata: { name, labels }, status: { allocatable: { cpu: '2', memory: '1Gi' } } });
  return { ...made, apiVersion: 'v1', kind: 'Node', metadata: { ...stored(name), labels } };
};
const nodes = readerOf(node('n1', {}), node('w1', { 'kubernetes.io/os': 'windows' }));

async function refusalOf(before: Pod, after: Pod, subresource = 'resize'): Promise<string | undefined> {
  try {
    await admit(podResize, admissionRequest(Pod, { operation: 'UPDATE', subresource, object: after, oldObject: before }), nodes);
    return undefined;
  } catch (error) {
    assert(ApiError.is(error, 'Forbidden'));
    const causes = error.status.details?.causes?.map(({ reason }) => reason) ?? [];
    return [error.message, ...causes].join(' # ');
  }
}

const forbidden = 'pods "web" is forbidden:';
const resizes: readonly [what: string, before: Pod, after: Pod, refusal?: string][] = [
  ['what the node has', pod('1', '1Mi', 'n1'), pod('2', '1Gi', 'n1')],
  ['of a pod that has no node yet', pod('1', '1Mi'), pod('9', '9Gi')],
  [
    'more than the node has',
    pod('1', '1Mi', 'n1'),
    pod('2500m', '2Gi', 'n1'),
    `${forbidden} node didn't have enough allocatable resources: cpu, requested: 2500, allocatable: 2000; memory, requested: 2147483648, allocatable: 1073741824 # NodeCapacity`,
  ],
  ['nothing, though the node has less', pod('9', '9Gi', 'n1'), pod('9000m', '9Gi', 'n1')],
  ['on a node that is gone', pod('1', '1', 'gone'), pod('2', '1', 'gone'), `${forbidden} node "gone" not found`],
  [
    'on Windows',
    pod('1', '1', 'w1'),
    pod('2', '1', 'w1'),
    `${forbidden} pod resize is only supported on linux nodes, node "w1" is "windows" # UnsupportedPlatform`,
  ],
];

for (const [what, before, after, refusal] of resizes) {
  test(`a resize: ${what}`, async () => assert.equal(await refusalOf(before, after), refusal));
}

test('other updates are no resizes', async () => {
  assert.equal(await refusalOf(pod('1', '1', 'n1'), pod('9', '1', 'n1'), 'status'), undefined);
});
