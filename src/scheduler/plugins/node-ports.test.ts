import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerPort } from '../../kinds/core/pod/container.ts';
import { podInfoOf } from '../snapshot/pod-info.ts';
import { node, pod } from '../testing/builders.ts';
import { clusterOf, refusals } from '../testing/cluster.ts';
import { nodePorts } from './node-ports.ts';

const port = (hostPort: number, protocol: 'TCP' | 'UDP' = 'TCP', hostIP?: string): ContainerPort => ({
  containerPort: hostPort,
  hostPort,
  protocol,
  ...(hostIP !== undefined && { hostIP }),
});
const withPorts = (name: string, ...ports: ContainerPort[]) => pod(name, { spec: { containers: [{ name: 'main', ports }] } });

const cases: { name: string; used: ContainerPort[]; wanted: ContainerPort[]; fits: boolean }[] = [
  { name: 'none wanted', used: [port(80)], wanted: [], fits: true },
  { name: 'another port', used: [port(80)], wanted: [port(8080)], fits: true },
  { name: 'the same port', used: [port(80)], wanted: [port(80)], fits: false },
  { name: 'another protocol', used: [port(80)], wanted: [port(80, 'UDP')], fits: true },
  { name: 'another address', used: [port(80, 'TCP', '127.0.0.1')], wanted: [port(80, 'TCP', '127.0.0.2')], fits: true },
  { name: 'the same address', used: [port(80, 'TCP', '127.0.0.1')], wanted: [port(80, 'TCP', '127.0.0.1')], fits: false },
  { name: 'all addresses taken', used: [port(80)], wanted: [port(80, 'TCP', '127.0.0.1')], fits: false },
  { name: 'all addresses wanted', used: [port(80, 'TCP', '127.0.0.1')], wanted: [port(81), port(80, 'TCP', '0.0.0.0')], fits: false },
];

for (const { name, used, wanted, fits } of cases) {
  test(`two pods cannot have the same port of a node: ${name}`, () => {
    const cluster = clusterOf({ nodes: [node('a')], pods: [[withPorts('other', ...used), 'a']] });
    const expected = { a: fits ? undefined : ["node(s) didn't have free ports for the requested pod ports"] };
    assert.deepEqual(refusals(nodePorts, withPorts('web', ...wanted), cluster), expected);
    cluster.removePod('uid-other');
    assert.deepEqual(refusals(nodePorts, withPorts('web', ...wanted), cluster), { a: undefined });
  });
}

test('a pod is tried again when a pod with its port is gone', () => {
  const cluster = clusterOf({});
  const web = podInfoOf(withPorts('web', port(80)));
  assert.equal(nodePorts.mayHelp?.(web, { type: 'pod gone', pod: withPorts('other', port(80)) }, cluster), true);
  assert.equal(nodePorts.mayHelp?.(web, { type: 'pod gone', pod: withPorts('other', port(81)) }, cluster), false);
});
