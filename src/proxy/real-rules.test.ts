import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import { runCommand } from '../base/command.ts';
import { Service } from '../kinds/core/service/index.ts';
import type { NetworkNamespace } from './testing/network-namespace.ts';
import { cannotBuildLab } from './testing/network-lab.ts';
import { buildProxyLab, type ProxyLab } from './testing/proxy-lab.ts';

const main = (protocol: 'TCP' | 'UDP' = 'TCP') => ({ ports: [{ name: 'main', protocol, port: 80, targetPort: 8080 }] });
const onPod1 = { addresses: ['10.244.1.2'], nodeName: 'node-1', conditions: { ready: true } };
const onPod2 = { addresses: ['10.244.1.3'], nodeName: 'node-1', conditions: { ready: true } };
const onNode2 = { addresses: ['10.244.2.2'], nodeName: 'node-2', conditions: { ready: true } };

suite('rules in a kernel', { skip: await cannotBuildLab() }, () => {
  let lab: ProxyLab;
  let proxy: AsyncDisposable;

  before(async () => {
    lab = await buildProxyLab();
    for (const protocol of ['tcp', 'udp'] as const) {
      await lab.pod1.serve(protocol, '10.244.1.2', 8080, 'pod1');
      await lab.pod2.serve(protocol, '10.244.1.3', 8080, 'pod2');
      await lab.node2.serve(protocol, '10.244.2.2', 8080, 'node2');
    }
    // Somebody else's, which has to stay.
    await lab.runInNode1('nft', ['add', 'table', 'ip', 'other']);
    proxy = await lab.startProxy();
  });

  after(async () => {
    await proxy?.[Symbol.asyncDispose]();
    await lab?.[Symbol.asyncDispose]();
  });

  /** Waits until the first answer is as wanted. */
  async function untilAnswer(from: NetworkNamespace, ...[protocol, address, port, wanted]: ['tcp' | 'udp', string, number, RegExp]) {
    const deadlineMs = systemClock.now() + 5000;
    for (;;) {
      const answer = await from.ask(protocol, address, port, { timeoutMs: 300 });
      if (wanted.test(answer)) return;
      if (systemClock.now() > deadlineMs) assert.match(answer, wanted);
      await systemClock.sleep(10);
    }
  }

  async function answers(from: NetworkNamespace, address: string, port = 80, count = 30): Promise<readonly string[]> {
    const all = new Set<string>();
    for (let asked = 0; asked < count; asked++) all.add(await from.ask('tcp', address, port));
    return [...all].sort();
  }

  async function serviceWith(name: string, spec: Partial<Service['spec']>, endpoints: Parameters<ProxyLab['setEndpoints']>[1]) {
    const service = await lab.createService(name, { ...main(), ...spec });
    await lab.setEndpoints(name, endpoints, { protocol: spec.ports?.[0]?.protocol === 'UDP' ? 'UDP' : 'TCP' });
    return { service, address: service.spec.clusterIP ?? '', nodePort: service.spec.ports?.[0]?.nodePort ?? 0 };
  }

  test('pods reach all endpoints by the cluster address, and are seen as themselves', async () => {
    const { address } = await serviceWith('cluster-address', {}, [onPod1, onNode2]);
    await untilAnswer(lab.pod2, 'tcp', address, 80, /pod1|node2/);
    assert.deepEqual(await answers(lab.pod2, address), ['node2 10.244.1.3', 'pod1 10.244.1.3']);
  });

  test('the node itself and the outside reach the cluster address, seen as the node', async () => {
    const { address } = await serviceWith('from-outside', {}, [onPod1, onNode2]);
    await untilAnswer(lab.outside, 'tcp', address, 80, /pod1|node2/);
    assert.deepEqual(await answers(lab.outside, address), ['node2 192.0.2.2', 'pod1 10.244.1.1']);
    assert.deepEqual(await answers(lab.node1, address), ['node2 192.0.2.2', 'pod1 10.244.1.1']);
  });

  test('a pod reaches itself by its service', async () => {
    const { address } = await serviceWith('hairpin', {}, [onPod1]);
    await untilAnswer(lab.pod1, 'tcp', address, 80, /pod1 10\.244\.1\.1/);
  });

  test('a node port is open for the outside, pods and the node, on all addresses but the loopback', async () => {
    const { nodePort } = await serviceWith('node-port', { type: 'NodePort' }, [onNode2]);
    await untilAnswer(lab.outside, 'tcp', '192.0.2.2', nodePort, /node2 192\.0\.2\.2/);
    assert.equal(await lab.pod1.ask('tcp', '192.0.2.2', nodePort), 'node2 192.0.2.2');
    assert.equal(await lab.pod1.ask('tcp', '10.244.1.1', nodePort), 'node2 192.0.2.2');
    assert.equal(await lab.node1.ask('tcp', '192.0.2.2', nodePort), 'node2 192.0.2.2');
    assert.equal(await lab.node1.ask('tcp', '127.0.0.1', nodePort), 'ECONNREFUSED');
  });

  test('with an external policy of Local the outside is seen as itself, and pods go anywhere', async () => {
    const { nodePort } = await serviceWith('local', { type: 'NodePort', externalTrafficPolicy: 'Local' }, [onPod1, onNode2]);
    await untilAnswer(lab.outside, 'tcp', '192.0.2.2', nodePort, /pod1/);
    assert.deepEqual(await answers(lab.outside, '192.0.2.2', nodePort), ['pod1 192.0.2.1']);
    assert.deepEqual(await answers(lab.pod2, '192.0.2.2', nodePort), ['node2 10.244.1.3', 'pod1 10.244.1.3']);
  });

  test('with an external policy of Local and no endpoint here the outside gets no answer, and the node goes on', async () => {
    const { nodePort } = await serviceWith('elsewhere', { type: 'NodePort', externalTrafficPolicy: 'Local' }, [onNode2]);
    await untilAnswer(lab.node1, 'tcp', '192.0.2.2', nodePort, /node2/);
    assert.equal(await lab.outside.ask('tcp', '192.0.2.2', nodePort, { timeoutMs: 300 }), 'timeout');
  });

  test('with an internal policy of Local only endpoints here are used', async () => {
    const { address } = await serviceWith('internal', { internalTrafficPolicy: 'Local' }, [onPod1, onNode2]);
    await untilAnswer(lab.pod2, 'tcp', address, 80, /pod1/);
    assert.deepEqual(await answers(lab.pod2, address), ['pod1 10.244.1.3']);
    await lab.setEndpoints('internal', [onNode2]);
    await untilAnswer(lab.pod2, 'tcp', address, 80, /timeout/);
  });

  test('a server of the node itself can be the endpoint on each node, with answers from the address that was asked', async () => {
    await lab.node1.serve('udp', '192.0.2.2', 8080, 'node1');
    const { address } = await serviceWith('on-each-node', { ...main('UDP'), internalTrafficPolicy: 'Local' }, [
      { addresses: ['192.0.2.2'], nodeName: 'node-1', conditions: { ready: true } },
      { addresses: ['192.0.2.3'], nodeName: 'node-2', conditions: { ready: true } },
    ]);
    await untilAnswer(lab.pod1, 'udp', address, 80, /node1 10\.244\.1\.2/);
    assert.equal(await lab.node1.ask('udp', address, 80), 'node1 192.0.2.2');
    // A node whose kubelet does not report is not ready, and its server answers all the same.
    await lab.setEndpoints(
      'on-each-node',
      [
        { addresses: ['192.0.2.2'], nodeName: 'node-1', conditions: { ready: false, serving: true, terminating: true } },
        { addresses: ['192.0.2.3'], nodeName: 'node-2', conditions: { ready: true } },
      ],
      { protocol: 'UDP' },
    );
    await untilAnswer(lab.pod2, 'udp', address, 80, /node1 10\.244\.1\.3/);
  });

  test('services without endpoints, ports that no service has and addresses that no service has are refused', async () => {
    const { address, nodePort } = await serviceWith('nobody', { type: 'NodePort' }, []);
    await untilAnswer(lab.pod1, 'tcp', address, 80, /ECONNREFUSED/);
    assert.equal(await lab.node1.ask('tcp', address, 80), 'ECONNREFUSED');
    assert.equal(await lab.outside.ask('tcp', '192.0.2.2', nodePort), 'ECONNREFUSED');
    assert.equal(await lab.pod1.ask('udp', address, 81), 'ECONNREFUSED');
    assert.equal(await lab.pod1.ask('tcp', '10.96.255.254', 80, { timeoutMs: 300 }), 'timeout');
  });

  test('endpoints that end are used as long as there is nothing better', async () => {
    const leaving = { ...onPod1, conditions: { ready: false, serving: true, terminating: true } };
    const { address } = await serviceWith('leaving', {}, [leaving]);
    await untilAnswer(lab.pod2, 'tcp', address, 80, /pod1/);
    await lab.setEndpoints('leaving', [leaving, onNode2]);
    await untilAnswer(lab.pod2, 'tcp', address, 80, /node2/);
    assert.deepEqual(await answers(lab.pod2, address), ['node2 10.244.1.3']);
  });

  test('with session affinity a client stays with its endpoint, other changes and restarts notwithstanding', async () => {
    const { address } = await serviceWith('affinity', { sessionAffinity: 'ClientIP' }, [onPod1, onPod2, onNode2]);
    await untilAnswer(lab.outside, 'tcp', address, 80, /pod1|pod2|node2/);
    const [first = '', ...others] = await answers(lab.outside, address);
    assert.deepEqual(others, []);
    await proxy[Symbol.asyncDispose]();
    assert.deepEqual(await answers(lab.outside, address, 80, 5), [first]);
    proxy = await lab.startProxy();
    assert.deepEqual(await answers(lab.outside, address), [first]);
    const left = [onPod1, onPod2, onNode2].filter((_, index) => !first.startsWith(['pod1', 'pod2', 'node2'][index] ?? ''));
    await lab.setEndpoints('affinity', left);
    await untilAnswer(lab.outside, 'tcp', address, 80, new RegExp(`^(?!${first.split(' ')[0]})\\w+ `));
    const [second = '', ...more] = await answers(lab.outside, address);
    assert.notEqual(second, first);
    assert.deepEqual(more, []);
  });

  test('UDP clients that go on sending are led to another endpoint once theirs is gone', async () => {
    const { address } = await serviceWith('datagrams', main('UDP'), []);
    assert.match(await lab.pod2.ask('udp', address, 80, { fromPort: 5000, timeoutMs: 300 }), /ECONNREFUSED|timeout/);
    for (const [endpoint, name] of [
      [onPod1, 'pod1'],
      [onNode2, 'node2'],
    ] as const) {
      await lab.setEndpoints('datagrams', [endpoint], { protocol: 'UDP' });
      const deadlineMs = systemClock.now() + 5000;
      let answer = '';
      while (!answer.startsWith(name) && systemClock.now() < deadlineMs) {
        answer = await lab.pod2.ask('udp', address, 80, { fromPort: 5000, timeoutMs: 200 });
      }
      assert.equal(answer, `${name} 10.244.1.3`);
    }
  });

  test('external addresses lead to endpoints, load balancers only for sources in their ranges', async () => {
    await serviceWith('external', { externalIPs: ['198.51.100.1'] }, [onPod1]);
    await untilAnswer(lab.outside, 'tcp', '198.51.100.1', 80, /pod1/);
    const { service } = await serviceWith('balanced', { type: 'LoadBalancer', loadBalancerSourceRanges: ['203.0.113.0/24'] }, [onPod1]);
    const ingress = [{ ip: '198.51.100.2' }];
    await lab.client.update(Service, { ...service, status: { loadBalancer: { ingress } } }, { subresource: 'status' });
    await lab.client.patch(Service, service.metadata, { type: 'merge', body: { metadata: { labels: { seen: 'yes' } } } });
    const marker = await serviceWith('marker', {}, [onPod1]);
    await untilAnswer(lab.outside, 'tcp', marker.address, 80, /pod1/);
    assert.equal(await lab.outside.ask('tcp', '198.51.100.2', 80, { timeoutMs: 300 }), 'timeout');
    await lab.client.patch(Service, service.metadata, { type: 'merge', body: { spec: { loadBalancerSourceRanges: ['192.0.2.0/24'] } } });
    await untilAnswer(lab.outside, 'tcp', '198.51.100.2', 80, /pod1/);
  });

  test('a service that is deleted leaves nothing behind', async () => {
    const { address, service } = await serviceWith('short', {}, [onPod1]);
    await untilAnswer(lab.pod2, 'tcp', address, 80, /pod1/);
    await lab.client.delete(Service, service.metadata);
    await untilAnswer(lab.pod2, 'tcp', address, 80, /timeout/);
    const deadlineMs = systemClock.now() + 5000;
    const isLeft = async () => (await lab.runInNode1('nft', ['list', 'table', 'ip', 'kube-proxy'])).includes('/short/');
    while (await isLeft()) {
      assert.ok(systemClock.now() < deadlineMs, 'its chains are still there');
      await systemClock.sleep(50);
    }
  });

  test('a table that somebody deleted is made anew with the next change, and nobody else is touched', async () => {
    await lab.runInNode1('nft', ['delete', 'table', 'ip', 'kube-proxy']);
    const { address } = await serviceWith('after', {}, [onPod1]);
    await untilAnswer(lab.pod2, 'tcp', address, 80, /pod1/);
    assert.match(await lab.runInNode1('nft', ['list', 'tables']), /table ip other/);
  });

  test('nothing of this is in the namespace of the test itself', async () => {
    assert.doesNotMatch(await runCommand('nft', ['list', 'tables']), /kube-proxy/);
  });
});
