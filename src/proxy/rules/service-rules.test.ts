import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Service } from '../../kinds/core/service/index.ts';
import type { Endpoint as SliceEndpoint } from '../../kinds/discovery/endpoint-slice/schema.ts';
import { planService } from '../services/service-plan.ts';
import { at, service, slice } from '../testing/objects.ts';
import { addressFamilies } from './address-family.ts';
import type { RuleContext } from './service-rules.ts';

const context: RuleContext = {
  family: addressFamilies[4],
  nodeName: 'node-1',
  zone: undefined,
  nodeAddresses: ['192.168.0.1'],
  podCidr: '10.244.0.0/16',
};

const local = at('10.244.1.2', { nodeName: 'node-1' });
const remote = at('10.244.2.2', { nodeName: 'node-2' });

/** The rules, as text that is easy to compare. */
function rulesOf(object: Service, endpoints: readonly SliceEndpoint[], ports?: Parameters<typeof slice>[2]['ports']) {
  const plan = planService(object, [slice('s', endpoints, { service: object.metadata.name, ...(ports && { ports }) })], context);
  assert.ok(plan);
  return {
    chains: Object.fromEntries(plan.rules.chains),
    sets: Object.fromEntries(plan.rules.affinitySets),
    elements: plan.rules.elements.map(({ container, key, value }) => `${container} ${key} : ${value}`),
  };
}

test('traffic to the cluster address goes to one endpoint after another with equal chance', () => {
  const third = at('10.244.3.2');
  assert.deepEqual(rulesOf(service('web'), [remote, local, third]), {
    chains: {
      'service-shop/web/tcp/http': [
        'numgen random mod 3 0 meta l4proto tcp dnat to 10.244.1.2:8080',
        'numgen random mod 2 0 meta l4proto tcp dnat to 10.244.2.2:8080',
        'meta l4proto tcp dnat to 10.244.3.2:8080',
      ],
    },
    sets: {},
    elements: [
      'hairpin-connections 10.244.1.2 . 10.244.1.2 . tcp . 8080 : ',
      'cluster-ips 10.96.0.1 : ',
      'service-ips 10.96.0.1 . tcp . 80 : goto service-shop/web/tcp/http',
    ],
  });
});

test('many endpoints are in one map', () => {
  const endpoints = Array.from({ length: 20 }, (_, index) => at(`10.244.3.${index + 10}`));
  const { chains } = rulesOf(service('web'), endpoints);
  const [rule, ...others] = chains['service-shop/web/tcp/http'] ?? [];
  assert.deepEqual(others, []);
  assert.match(rule ?? '', /^meta l4proto tcp dnat ip addr . port to numgen random mod 20 map \{ 0 : 10\.244\.3\.10 \. 8080, 1 : /);
});

test('without endpoints traffic is rejected', () => {
  const object = service('web', {
    type: 'NodePort',
    externalIPs: ['1.2.3.4'],
    ports: [{ name: 'http', protocol: 'UDP', port: 80, targetPort: 8080, nodePort: 30_080 }],
  });
  assert.deepEqual(rulesOf(object, []), {
    chains: {},
    sets: {},
    elements: [
      'cluster-ips 10.96.0.1 : ',
      'no-endpoint-services 10.96.0.1 . udp . 80 : goto reject-chain',
      'no-endpoint-services 1.2.3.4 . udp . 80 : goto reject-chain',
      'no-endpoint-nodeports udp . 30080 : goto reject-chain',
    ],
  });
});

test('a node port leads to any endpoint, with the node as the sender', () => {
  const ports = [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30_080 } as const];
  const { chains, elements } = rulesOf(service('web', { type: 'NodePort', ports }), [remote]);
  assert.deepEqual(chains['external-shop/web/tcp/http'], ['mark set mark or 0x4000', 'goto service-shop/web/tcp/http']);
  assert.ok(elements.includes('service-nodeports tcp . 30080 : goto external-shop/web/tcp/http'));
});

test('with an external policy of Local, pods and the node go anywhere and all others stay here', () => {
  const object = service('web', { externalIPs: ['1.2.3.4'], externalTrafficPolicy: 'Local' });
  const { chains } = rulesOf(object, [local, remote]);
  assert.deepEqual(chains['external-shop/web/tcp/http'], [
    'ip saddr 10.244.0.0/16 goto service-shop/web/tcp/http',
    'fib saddr type local mark set mark or 0x4000',
    'fib saddr type local goto service-shop/web/tcp/http',
    'goto local-shop/web/tcp/http',
  ]);
  assert.deepEqual(chains['local-shop/web/tcp/http'], ['meta l4proto tcp dnat to 10.244.1.2:8080']);
});

test('with an external policy of Local and no endpoint here, others are dropped so that they try elsewhere', () => {
  const object = service('web', { externalIPs: ['1.2.3.4'], externalTrafficPolicy: 'Local' });
  const { chains, elements } = rulesOf(object, [remote]);
  assert.equal(chains['external-shop/web/tcp/http']?.at(-1), 'fib saddr type local goto service-shop/web/tcp/http');
  assert.ok(elements.includes('no-endpoint-services 1.2.3.4 . tcp . 80 : drop'));
  assert.ok(elements.includes('service-ips 1.2.3.4 . tcp . 80 : goto external-shop/web/tcp/http'));
});

test('with an internal policy of Local, the cluster address leads to endpoints here or nowhere', () => {
  const object = service('web', { internalTrafficPolicy: 'Local' });
  const here = rulesOf(object, [local, remote]);
  assert.deepEqual(Object.keys(here.chains), ['local-shop/web/tcp/http']);
  assert.ok(here.elements.includes('service-ips 10.96.0.1 . tcp . 80 : goto local-shop/web/tcp/http'));
  const elsewhere = rulesOf(object, [remote]);
  assert.deepEqual(elsewhere.chains, {});
  assert.ok(elsewhere.elements.includes('no-endpoint-services 10.96.0.1 . tcp . 80 : drop'));
});

test('session affinity leads known clients to where they were', () => {
  const object = service('web', { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } });
  const [first, second] = ['shop/web/tcp/http__10.244.1.2/8080', 'shop/web/tcp/http__10.244.2.2/8080'];
  const { chains, sets } = rulesOf(object, [local, remote]);
  assert.deepEqual(sets, { [`affinity-60s-${first}`]: 60, [`affinity-60s-${second}`]: 60 });
  assert.deepEqual(chains['service-shop/web/tcp/http'], [
    `ip saddr @affinity-60s-${first} goto endpoint-${first}`,
    `ip saddr @affinity-60s-${second} goto endpoint-${second}`,
    `numgen random mod 2 0 goto endpoint-${first}`,
    `goto endpoint-${second}`,
  ]);
  assert.deepEqual(chains[`endpoint-${first}`], [`update @affinity-60s-${first} { ip saddr }`, 'meta l4proto tcp dnat to 10.244.1.2:8080']);
});

test('a load balancer is closed for sources outside of its ranges', () => {
  const status = { loadBalancer: { ingress: [{ ip: '5.6.7.8' }] } };
  const object = (range: string) => service('web', { type: 'LoadBalancer', loadBalancerSourceRanges: [range], status });
  const { chains, elements } = rulesOf(object('10.0.0.0/8'), [remote]);
  assert.deepEqual(chains['firewall-shop/web/tcp/http'], ['ip saddr 10.0.0.0/8 return', 'drop']);
  assert.ok(elements.includes('firewall-ips 5.6.7.8 . tcp . 80 : goto firewall-shop/web/tcp/http'));
  // This node is in the range, and may use the balancer's address as its own.
  assert.deepEqual(rulesOf(object('192.168.0.0/24'), [remote]).chains['firewall-shop/web/tcp/http'], [
    'ip saddr 192.168.0.0/24 return',
    'ip saddr 5.6.7.8 return',
    'drop',
  ]);
});

test('names that would be too long are cut, and stay different', () => {
  const long = 'x'.repeat(63);
  const ports = [{ name: 'a'.repeat(63), protocol: 'TCP', port: 8080 } as const];
  const object = service(long, {
    namespace: long,
    sessionAffinity: 'ClientIP',
    ports: [{ name: 'a'.repeat(63), protocol: 'TCP', port: 80, targetPort: 8080 }],
  });
  const plan = planService(object, [slice('s', [local, remote], { service: long, ports })], context);
  const names = [...(plan?.rules.chains.keys() ?? []), ...(plan?.rules.affinitySets.keys() ?? [])];
  assert.equal(new Set(names).size, 5);
  for (const name of names) assert.ok(name.length <= 255, name);
});

test('rules of IPv6 say so', () => {
  const object = service('web', {
    clusterIP: 'fd00::1',
    externalIPs: ['fd01::1'],
    externalTrafficPolicy: 'Local',
    sessionAffinity: 'ClientIP',
  });
  const slices = [slice('s', [at('fd02::2', { nodeName: 'node-1' })], { service: 'web', addressType: 'IPv6' })];
  const plan = planService(object, slices, { ...context, family: addressFamilies[6], podCidr: 'fd02::/64' });
  const rules = [...(plan?.rules.chains.values() ?? [])].flat();
  assert.ok(rules.includes('meta l4proto tcp dnat to [fd02::2]:8080'));
  assert.ok(rules.includes('ip6 saddr fd02::/64 goto service-shop/web/tcp/http'));
  assert.ok(rules.every((rule) => !/\bip saddr/.test(rule)));
});
