import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOfStatusUpdate, problemsOfUpdate } from '../../../testing/judge.ts';
import { Pod } from '../index.ts';

const pod = (spec: object = {}, metadata: object = {}): object => ({
  metadata: { name: 'web', namespace: 'default', ...metadata },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
});

const withStatus = (status: object): object => ({ ...pod(), status });

const changes: readonly (readonly [what: string, previous: object, next: object, problems: readonly string[]])[] = [
  ['changes nothing is fine', pod(), pod(), []],
  [
    'changes labels and the image is fine',
    pod({ containers: [{ name: 'c', image: 'nginx:1' }] }),
    pod({ containers: [{ name: 'c', image: 'nginx:2' }] }, { labels: { a: 'b' } }),
    [],
  ],
  [
    'tolerates more is fine',
    pod({ tolerations: [{ key: 'a', operator: 'Exists' }] }),
    pod({
      tolerations: [
        { key: 'a', operator: 'Exists' },
        { key: 'b', operator: 'Exists' },
      ],
    }),
    [],
  ],
  ['shortens the deadline is fine', pod({ activeDeadlineSeconds: 20 }), pod({ activeDeadlineSeconds: 10 }), []],
  [
    'removes a gate and chooses among fewer nodes is fine',
    pod({ schedulingGates: [{ name: 'a' }] }),
    pod({ nodeSelector: { zone: 'a' } }),
    [],
  ],
  [
    'adds a container is not',
    pod(),
    pod({
      containers: [
        { name: 'c', image: 'nginx' },
        { name: 'd', image: 'a' },
      ],
    }),
    ['spec.containers: Forbidden: pod updates may not add or remove containers'],
  ],
  [
    'takes the image away is not',
    pod({ containers: [{ name: 'c', image: 'nginx:1' }] }),
    pod({ containers: [{ name: 'c' }] }),
    ['spec.containers[0].image: Required value', 'spec.containers[0].image: Required value'],
  ],
  [
    'tolerates less is not',
    pod({ tolerations: [{ key: 'a', operator: 'Exists' }] }),
    pod(),
    ['spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds'],
  ],
  [
    'prolongs the deadline is not',
    pod({ activeDeadlineSeconds: 10 }),
    pod({ activeDeadlineSeconds: 20 }),
    ['spec.activeDeadlineSeconds: Invalid value: 20: must be less than or equal to previous value'],
  ],
  [
    'takes the deadline away is not',
    pod({ activeDeadlineSeconds: 10 }),
    pod(),
    ['spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value'],
  ],
  [
    'adds a gate is not',
    pod(),
    pod({ schedulingGates: [{ name: 'a' }] }),
    ["spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'a'"],
  ],
  [
    'chooses other nodes while gated is not',
    pod({ nodeSelector: { zone: 'a' }, schedulingGates: [{ name: 'a' }] }),
    pod({ nodeSelector: { zone: 'b' }, schedulingGates: [{ name: 'a' }] }),
    ['spec.nodeSelector: Invalid value: {"zone":"b"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)'],
  ],
  [
    'chooses other nodes is not',
    pod({ restartPolicy: 'Never' }),
    pod({ restartPolicy: 'Never', nodeSelector: { zone: 'b' } }),
    [
      'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n@@ -39,7 +39,9 @@\n  "TerminationGracePeriodSeconds": 30,\n  "ActiveDeadlineSeconds": null,\n  "DNSPolicy": "ClusterFirst",\n- "NodeSelector": null,\n+ "NodeSelector": {\n+  "zone": "b"\n+ },\n  "ServiceAccountName": "",\n  "AutomountServiceAccountToken": null,\n  "NodeName": "",\n',
    ],
  ],
  [
    'moves the deadline and the node is told of the deadline only',
    pod({ activeDeadlineSeconds: 5 }),
    pod({ activeDeadlineSeconds: 6, nodeSelector: { zone: 'b' } }),
    ['spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value'],
  ],
  [
    'changes two nodes that a gated pod chooses is told of once',
    pod({ schedulingGates: [{ name: 'a' }], nodeSelector: { zone: 'a', disk: 'b' } }),
    pod({ schedulingGates: [{ name: 'a' }], nodeSelector: { zone: 'b' } }),
    ['spec.nodeSelector: Invalid value: {"zone":"b"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)'],
  ],
];

for (const [what, previous, next, problems] of changes) {
  test(`an update that ${what}`, () => {
    assert.deepEqual(problemsOfUpdate(Pod, previous, next), problems);
  });
}

const statuses: readonly (readonly [what: string, previous: object, next: object, problems: readonly string[]])[] = [
  [
    'tells of a container is fine',
    withStatus({}),
    withStatus({ containerStatuses: [{ name: 'c', state: { running: {} }, ready: true, restartCount: 0, image: '', imageID: '' }] }),
    [],
  ],
  ['tells addresses of both families is fine', withStatus({}), withStatus({ podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] }), []],
  [
    'has an address that is none is not',
    withStatus({}),
    withStatus({ podIPs: [{ ip: 'x' }] }),
    ['status.podIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
  ],
  [
    'has two addresses of which one is none is told of thrice',
    withStatus({}),
    withStatus({ podIPs: [{ ip: '10.0.0.1' }, { ip: 'x' }] }),
    [
      'status.podIPs[1]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      'status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: x',
      'status.podIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"x"}]: may specify no more than one IP for each IP family',
    ],
  ],
  [
    'has two addresses of one family is not',
    withStatus({}),
    withStatus({ podIPs: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }] }),
    ['status.podIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"10.0.0.2"}]: may specify no more than one IP for each IP family'],
  ],
  [
    'has a condition of no generation is not',
    withStatus({}),
    withStatus({ conditions: [{ type: 'Ready', status: 'True', observedGeneration: -1 }] }),
    ['status.conditions[0].observedGeneration: Invalid value: -1: must be a non-negative integer'],
  ],
  [
    'changes the quality of service is not',
    withStatus({ qosClass: 'BestEffort' }),
    withStatus({ qosClass: 'Guaranteed' }),
    ['status.qosClass: Invalid value: "Guaranteed": field is immutable'],
  ],
  [
    'brings back what had ended for good is not',
    { ...pod({ restartPolicy: 'Never' }), status: { containerStatuses: [{ name: 'c', state: { terminated: { exitCode: 1 } } }] } },
    { ...pod({ restartPolicy: 'Never' }), status: { containerStatuses: [{ name: 'c', state: { running: {} } }] } },
    ['status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state'],
  ],
];

for (const [what, previous, next, problems] of statuses) {
  test(`a status that ${what}`, () => {
    assert.deepEqual(problemsOfStatusUpdate(Pod, previous, next), problems);
  });
}
