import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { admit, type AdmissionNode } from './admit.ts';

const node: AdmissionNode = {
  name: 'n1',
  labels: { disk: 'ssd' },
  taints: [],
  allocatable: { cpu: '2', memory: '1Gi', 'ephemeral-storage': '10Gi', pods: '3' },
  hasAppArmor: false,
  supportsStrictGroups: false,
};

function pod(spec: Partial<Pod['spec']>, container: object = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'default', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { nodeName: 'n1', containers: [{ name: 'c', image: 'i', ...container }], ...spec },
    status: {},
  };
}

const cpu = (amount: string) => ({ resources: { requests: { cpu: amount } } });

test('a node takes pods that fit and says why it does not take others', () => {
  const table: readonly (readonly [candidate: Pod, reason: string | undefined, others?: readonly Pod[]])[] = [
    [pod({}), undefined],
    [pod({}, cpu('2')), undefined],
    [pod({}, cpu('1500m')), 'OutOfcpu', [pod({}, cpu('1'))]],
    [pod({}, { resources: { requests: { memory: '2Gi' } } }), 'OutOfmemory'],
    [pod({}, { resources: { requests: { 'example.com/gpu': '1' } } }), undefined],
    [pod({}), 'OutOfpods', [pod({}), pod({}), pod({})]],
    [pod({ nodeSelector: { disk: 'hdd' } }), 'NodeAffinity'],
    [pod({ nodeName: 'n2' }), 'NodeName'],
    [pod({}, { ports: [{ containerPort: 80, hostPort: 80 }] }), 'NodePorts', [pod({}, { ports: [{ containerPort: 8, hostPort: 80 }] })]],
    [
      pod({}, { ports: [{ containerPort: 80, hostPort: 80, protocol: 'UDP' }] }),
      undefined,
      [pod({}, { ports: [{ containerPort: 8, hostPort: 80 }] })],
    ],
    [pod({ os: { name: 'windows' } }), 'PodOSNotSupported'],
    [pod({ securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }), 'SysctlForbidden'],
    [pod({ securityContext: { sysctls: [{ name: 'net/ipv4/tcp_syncookies', value: '1' }] } }), undefined],
    [pod({ hostNetwork: true, securityContext: { sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] } }), 'SysctlForbidden'],
    [pod({}, { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } }), 'AppArmor'],
  ];
  for (const [candidate, reason, others = []] of table) assert.equal(admit(candidate, { node, others })?.reason, reason);
});

test('the message of a refusal counts what is missing', () => {
  const refusal = admit(pod({}, cpu('1500m')), { node, others: [pod({}, cpu('1'))] });
  assert.equal(refusal?.message, "Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000");
});

test('taints that evict keep pods out as well', () => {
  const tainted: AdmissionNode = { ...node, taints: [{ key: 'gone', effect: 'NoExecute' }] };
  assert.equal(admit(pod({}), { node: tainted, others: [] })?.reason, 'TaintToleration');
  assert.equal(admit(pod({ tolerations: [{ operator: 'Exists' }] }), { node: tainted, others: [] }), undefined);
});
