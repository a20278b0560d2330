import assert from 'node:assert/strict';
import { test } from 'node:test';
import { service } from '../testing/objects.ts';
import { proxiedService } from './service-port.ts';

test('headless services, external names and services without an address of the family are not proxied', () => {
  assert.equal(proxiedService(service('web', { clusterIP: 'None' }), 4), undefined);
  assert.equal(proxiedService(service('web', { type: 'ExternalName', externalName: 'example.org' }), 4), undefined);
  assert.equal(proxiedService(service('web', { clusterIP: '10.96.0.1' }), 6), undefined);
});

test('a service with addresses of both families has each in its own', () => {
  const both = service('web', { clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1', 'fd00::1'], externalIPs: ['1.2.3.4', 'fd01::1', ''] });
  const [four, six] = [proxiedService(both, 4), proxiedService(both, 6)];
  assert.deepEqual([four?.clusterIp, four?.externalIps], ['10.96.0.1', ['1.2.3.4']]);
  assert.deepEqual([six?.clusterIp, six?.externalIps], ['fd00::1', ['fd01::1']]);
});

test('load balancers that send packets with another destination are not looked for', () => {
  const balanced = service('web', {
    type: 'LoadBalancer',
    status: { loadBalancer: { ingress: [{ ip: '5.6.7.8' }, { ip: '5.6.7.9', ipMode: 'Proxy' }, { hostname: 'balancer' }] } },
  });
  assert.deepEqual(proxiedService(balanced, 4)?.loadBalancerIps, ['5.6.7.8']);
});

test('source ranges are those of the family, and none once everybody may come', () => {
  const ranges = (loadBalancerSourceRanges: string[]) => proxiedService(service('web', { loadBalancerSourceRanges }), 4)?.sourceRanges;
  assert.deepEqual(ranges([' 10.1.2.3/8', 'fd00::/8', 'nonsense']), ['10.0.0.0/8']);
  assert.deepEqual(ranges(['10.0.0.0/8', '0.0.0.0/0']), []);
});

test('the external policy counts only where the outside can come in', () => {
  const local = { externalTrafficPolicy: 'Local' } as const;
  assert.equal(proxiedService(service('web', local), 4)?.externalIsLocal, false);
  assert.equal(proxiedService(service('web', { ...local, externalIPs: ['1.2.3.4'] }), 4)?.externalIsLocal, true);
  const balanced = proxiedService(service('web', { ...local, type: 'LoadBalancer', healthCheckNodePort: 30_999 }), 4);
  assert.deepEqual([balanced?.externalIsLocal, balanced?.healthCheckPort], [true, 30_999]);
});
