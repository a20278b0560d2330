import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VolumeAttachment } from '../../kinds/storage/volume-attachment.ts';
import { at, meta, pod, startMs } from '../testing/builders.ts';
import { volume } from '../testing/storage-builders.ts';
import { attachmentName, type Attachable } from './attachable.ts';
import { attachedMessage, conflictMessage, failedMessage } from './messages.ts';
import { plan, type AttachPlan, type NodeState, type Situation, type Wanted } from './plan.ts';

const disk = (name: string, more: Partial<Attachable> = {}): Attachable => ({
  uniqueName: `kubernetes.io/csi/d^${name}`,
  volume: volume(name),
  driver: 'd',
  handle: name,
  isShared: false,
  ...more,
});
const wants = (...attachables: readonly Attachable[]): Situation['wanted'] =>
  new Map(attachables.map((attachable): [string, Wanted] => [attachable.uniqueName, { attachable, pods: [pod('p')] }]));

const attachment = (
  status: Partial<VolumeAttachment['status']> = {},
  metadata: Partial<VolumeAttachment['metadata']> = {},
): VolumeAttachment => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'VolumeAttachment',
  metadata: meta('csi-1', metadata),
  spec: { attacher: 'd', nodeName: 'n', source: { persistentVolumeName: 'v' } },
  status: { attached: false, ...status },
});
const has = (of: VolumeAttachment): Situation['attachments'] => new Map([[disk('v').uniqueName, of]]);
const attached = has(attachment({ attached: true }));
const going = { deletionTimestamp: at(0) };

const healthy: NodeState = { isHealthy: true, isOutOfService: false, inUse: new Set(), reported: new Set() };
const using: NodeState = { ...healthy, inUse: new Set([disk('v').uniqueName]), reported: new Set([disk('v').uniqueName]) };
const none: Situation = {
  node: healthy,
  wanted: wants(),
  attachments: new Map(),
  isElsewhere: () => false,
  unwantedSinceMs: new Map(),
  nowMs: startMs,
};
const since = (seconds: number): Partial<Situation> => ({
  unwantedSinceMs: new Map([[disk('v').uniqueName, startMs]]),
  nowMs: startMs + seconds * 1000,
});

/** What is to be done, in words. */
function told({ attach, attached, conflicts, failures, report, detach, afterMs }: AttachPlan): string {
  return [
    ...attach.map(({ attachable }) => `attach ${attachable.handle}`),
    ...attached.map(({ attachable }) => `has ${attachable.handle}`),
    ...conflicts.map(({ attachable }) => `conflict ${attachable.handle}`),
    ...failures.map(({ problem }) => `failure ${problem}`),
    ...report.map((name) => `report ${name.slice(name.indexOf('^') + 1)}`),
    ...detach.map(({ isForced }) => (isForced ? 'force detach' : 'detach')),
    ...(afterMs === undefined ? [] : [`again after ${afterMs / 1000} s`]),
  ].join(', ');
}

for (const [what, situation, expected] of [
  ['nothing when nothing is wanted', {}, ''],
  ['attaches what is wanted', { wanted: wants(disk('v')) }, 'attach v'],
  ['attaches nothing that another node has alone', { wanted: wants(disk('v')), isElsewhere: () => true }, 'conflict v'],
  ['attaches what may be shared', { wanted: wants(disk('v', { isShared: true })), isElsewhere: () => true }, 'attach v'],
  ['waits for the driver', { wanted: wants(disk('v')), attachments: has(attachment()) }, 'again after 120 s'],
  [
    'tells that the driver takes too long',
    { wanted: wants(disk('v')), attachments: has(attachment()), nowMs: startMs + 120_000 },
    'failure timed out waiting for external-attacher of d CSI driver to attach volume v',
  ],
  [
    'tells what the driver says',
    { wanted: wants(disk('v')), attachments: has(attachment({ attachError: { time: at(1), message: 'no such disk' } })) },
    'failure no such disk',
  ],
  ['tells the node what it has', { wanted: wants(disk('v')), attachments: attached }, 'has v, report v'],
  ['keeps what is wanted', { node: using, wanted: wants(disk('v')), attachments: attached }, 'report v'],
  [
    'waits until an old attachment is gone',
    { wanted: wants(disk('v')), attachments: has(attachment({ attached: true }, going)) },
    'failure volume attachment is being deleted',
  ],
  ['detaches what is not wanted', { attachments: attached }, 'detach'],
  ['detaches also what never was attached', { attachments: has(attachment()) }, 'detach'],
  ['detaches nothing twice', { attachments: has(attachment({ attached: true }, going)) }, ''],
  ['leaves what a healthy node uses, however long', { node: using, attachments: attached, ...since(3600) }, 'report v'],
  ['waits for a node that is not well', { node: { ...using, isHealthy: false }, attachments: attached }, 'report v, again after 360.001 s'],
  ['still waits for it', { node: { ...using, isHealthy: false }, attachments: attached, ...since(360) }, 'report v, again after 0.001 s'],
  [
    'waits for it no longer than six minutes',
    { node: { ...using, isHealthy: false }, attachments: attached, ...since(361) },
    'force detach',
  ],
  [
    'waits not at all for a node that is out of service',
    { node: { ...using, isHealthy: false, isOutOfService: true }, attachments: attached },
    'force detach',
  ],
] as const satisfies readonly (readonly [string, Partial<Situation>, string])[]) {
  test(`it ${what}`, () => assert.equal(told(plan({ ...none, ...situation })), expected));
}

test('it remembers since when a volume is not wanted, and forgets it when it is', () => {
  const { unwantedSinceMs } = plan({ ...none, node: using, attachments: attached });
  assert.deepEqual([...unwantedSinceMs.values()], [startMs]);
  assert.deepEqual([...plan({ ...none, ...since(60), node: using, attachments: attached }).unwantedSinceMs.values()], [startMs]);
  assert.equal(plan({ ...none, ...since(60), node: using, attachments: attached, wanted: wants(disk('v')) }).unwantedSinceMs.size, 0);
});

test('attachments are called as drivers expect', () => {
  // What `printf vdn | sha256sum` says.
  assert.equal(attachmentName(disk('v'), 'n'), 'csi-f6543f8bea2891cc00a459964655191915ab214b9a56d0f1d7bd1a2d56de77d7');
});

test('pods are told as upstream tells them', () => {
  const v = disk('v');
  assert.equal(attachedMessage(v), 'AttachVolume.Attach succeeded for volume "v" ');
  assert.equal(failedMessage(v, 'no'), 'AttachVolume.Attach failed for volume "v" : no');
  const error = 'Multi-Attach error for volume "v" ';
  const far = pod('z', { metadata: { namespace: 'far' } });
  assert.equal(
    conflictMessage(v, pod('p'), []),
    `${error}Volume is already exclusively attached to one node and can't be attached to another`,
  );
  assert.equal(conflictMessage(v, pod('p'), [pod('a'), pod('b')]), `${error}Volume is already used by pod(s) a, b`);
  assert.equal(conflictMessage(v, pod('p'), [far]), `${error}Volume is already used by 1 pod(s) in different namespaces`);
  assert.equal(
    conflictMessage(v, pod('p'), [pod('a'), far]),
    `${error}Volume is already used by pod(s) a and 1 pod(s) in different namespaces`,
  );
});
