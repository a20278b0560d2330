import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Informer } from '../../client/informer.ts';
import type { Container } from '../../kinds/core/pod/container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import { fakePodObjects } from '../objects/testing/fake-pod-objects.ts';
import { createEnvironment } from './create-environment.ts';

const { signal } = new AbortController();

const service = (namespace: string, name: string, clusterIP: string, ports: object[]) => ({
  metadata: { namespace, name },
  spec: { clusterIP, ports },
});

const services = [
  service('default', 'kubernetes', '10.96.0.1', [{ name: 'https', port: 443, protocol: 'TCP' }]),
  service('shop', 'kubernetes', '10.96.0.9', [{ port: 1 }]),
  service('shop', 'web-front', 'fd00::1', [
    { port: 80, protocol: 'TCP' },
    { name: 'dns-udp', port: 53, protocol: 'UDP' },
  ]),
  service('shop', 'headless', 'None', [{ port: 80 }]),
  service('other', 'hidden', '10.96.0.7', [{ port: 80 }]),
];

const informer = (isReady: boolean) => ({ isReady, list: () => services }) as unknown as Informer<Service>; // all that is asked of it

const node = { hostIps: () => ['192.0.2.1', 'fd00::99'], allocatable: () => ({ cpu: '4', memory: '8Gi', 'ephemeral-storage': '100Gi' }) };

const objects = fakePodObjects({
  configMaps: { settings: { data: { color: 'blue', 'odd name': 'x' } } },
  secrets: { keys: { data: { token: Buffer.from('s3cret').toString('base64') } } },
});

const podWith = (spec: object): Pod =>
  ({
    metadata: { namespace: 'shop', name: 'web', uid: 'u1', labels: { app: 'web' }, annotations: { note: 'a "b"' } },
    spec: { nodeName: 'n1', serviceAccountName: 'sa', containers: [], ...spec },
    status: {},
  }) as unknown as Pod; // what the code under test reads

async function variablesOf(container: object, { spec = {}, isReady = true }: { spec?: object; isReady?: boolean } = {}) {
  const environment = createEnvironment({ objects, services: informer(isReady), node });
  const whole = { name: 'main', ...container } as unknown as Container;
  const list = await environment.of(podWith({ containers: [whole], ...spec }), whole, {
    podIps: ['10.0.0.5', 'fd00::5'],
    volumes: new Map(),
    signal,
  });
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

test('services of the namespace are told as links, and the API server always', async () => {
  assert.deepEqual(await variablesOf({}), {
    KUBERNETES_SERVICE_HOST: '10.96.0.9',
    KUBERNETES_SERVICE_PORT: '1',
    KUBERNETES_PORT: 'tcp://10.96.0.9:1',
    KUBERNETES_PORT_1_TCP: 'tcp://10.96.0.9:1',
    KUBERNETES_PORT_1_TCP_PROTO: 'tcp',
    KUBERNETES_PORT_1_TCP_PORT: '1',
    KUBERNETES_PORT_1_TCP_ADDR: '10.96.0.9',
    WEB_FRONT_SERVICE_HOST: 'fd00::1',
    WEB_FRONT_SERVICE_PORT: '80',
    WEB_FRONT_SERVICE_PORT_DNS_UDP: '53',
    WEB_FRONT_PORT: 'tcp://[fd00::1]:80',
    WEB_FRONT_PORT_80_TCP: 'tcp://[fd00::1]:80',
    WEB_FRONT_PORT_80_TCP_PROTO: 'tcp',
    WEB_FRONT_PORT_80_TCP_PORT: '80',
    WEB_FRONT_PORT_80_TCP_ADDR: 'fd00::1',
    WEB_FRONT_PORT_53_UDP: 'udp://[fd00::1]:53',
    WEB_FRONT_PORT_53_UDP_PROTO: 'udp',
    WEB_FRONT_PORT_53_UDP_PORT: '53',
    WEB_FRONT_PORT_53_UDP_ADDR: 'fd00::1',
  });
  const withoutLinks = await variablesOf({}, { spec: { enableServiceLinks: false } });
  assert.equal(withoutLinks['KUBERNETES_SERVICE_HOST'], '10.96.0.1');
  assert.equal(withoutLinks['KUBERNETES_SERVICE_PORT_HTTPS'], '443');
  assert.equal(withoutLinks['WEB_FRONT_SERVICE_HOST'], undefined);
});

test('no container starts before services are known', async () => {
  await assert.rejects(variablesOf({}, { isReady: false }), {
    message: 'services have not yet been read at least once, cannot construct envvars',
  });
});

test('variables are taken from everywhere, later ones first', async () => {
  const variables = await variablesOf(
    {
      envFrom: [
        { prefix: 'C_', configMapRef: { name: 'settings' } },
        { secretRef: { name: 'keys' } },
        { secretRef: { name: 'none', optional: true } },
      ],
      env: [
        { name: 'C_color', value: 'red' },
        { name: 'both', value: '$(C_color) $(token) $(KUBERNETES_SERVICE_PORT) $(missing) $$(token)' },
        { name: 'key', valueFrom: { configMapKeyRef: { name: 'settings', key: 'color' } } },
        { name: 'secret', valueFrom: { secretKeyRef: { name: 'keys', key: 'token' } } },
        { name: 'absent', valueFrom: { secretKeyRef: { name: 'keys', key: 'nope', optional: true } } },
        { name: 'gone', valueFrom: { configMapKeyRef: { name: 'none', key: 'a', optional: true } } },
        { name: 'empty' },
      ],
    },
    { spec: { enableServiceLinks: false } },
  );
  const own = Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith('KUBERNETES_')));
  assert.deepEqual(own, {
    'C_odd name': 'x',
    C_color: 'red',
    token: 's3cret',
    both: 'red s3cret 443 $(missing) $(token)',
    key: 'blue',
    secret: 's3cret',
    empty: '',
  });
});

test('fields of the pod and resources of its containers become variables', async () => {
  const from = (fieldPath: string) => ({ name: fieldPath, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } });
  const resource = (name: string, ref: object) => ({ name, valueFrom: { resourceFieldRef: ref } });
  const fields = [
    'metadata.name',
    "metadata.labels['app']",
    "metadata.annotations['note']",
    "metadata.labels['constructor']",
    'metadata.uid',
    'spec.nodeName',
  ];
  const addresses = ['spec.serviceAccountName', 'status.podIP', 'status.podIPs', 'status.hostIP', 'status.hostIPs'];
  const variables = await variablesOf({
    resources: { limits: { cpu: '1500m', 'hugepages-2Mi': '4Mi' }, requests: { memory: '100Mi' } },
    env: [
      ...[...fields, ...addresses].map(from),
      resource('cpu', { resource: 'limits.cpu', divisor: '0' }),
      resource('millis', { resource: 'limits.cpu', divisor: '1m' }),
      resource('memory', { resource: 'requests.memory', divisor: '1Mi' }),
      resource('node', { resource: 'limits.memory', divisor: '1Gi' }),
      resource('none', { resource: 'requests.cpu' }),
      resource('huge', { resource: 'limits.hugepages-2Mi', divisor: '1Mi' }),
    ],
  });
  const expected = {
    'metadata.name': 'web',
    "metadata.labels['app']": 'web',
    "metadata.annotations['note']": 'a "b"',
    "metadata.labels['constructor']": '',
    'metadata.uid': 'u1',
    'spec.nodeName': 'n1',
    'spec.serviceAccountName': 'sa',
    'status.podIP': '10.0.0.5',
    'status.podIPs': '10.0.0.5,fd00::5',
    'status.hostIP': '192.0.2.1',
    'status.hostIPs': '192.0.2.1,fd00::99',
    cpu: '2',
    millis: '1500',
    memory: '100',
    node: '8',
    none: '0',
    huge: '4',
  };
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, variables[name]])), expected);
});

test('what is missing is told in the words of upstream', async () => {
  const one = (valueFrom: object) => ({ env: [{ name: 'x', valueFrom }] });
  for (const [container, message] of [
    [{ envFrom: [{ configMapRef: { name: 'none' } }] }, 'configmap "none" not found'],
    [{ envFrom: [{ secretRef: { name: 'none' } }] }, 'secret "none" not found'],
    [one({ configMapKeyRef: { name: 'settings', key: 'k' } }), "couldn't find key k in ConfigMap shop/settings"],
    [one({ secretKeyRef: { name: 'keys', key: 'k' } }), "couldn't find key k in Secret shop/keys"],
    [one({ resourceFieldRef: { containerName: 'nobody', resource: 'limits.cpu' } }), 'container nobody not found'],
    [one({ resourceFieldRef: { resource: 'limits.bananas' } }), 'unsupported container resource : limits.bananas'],
    [one({ fieldRef: { fieldPath: 'spec.bananas' } }), 'unsupported fieldPath: spec.bananas'],
    [one({ fileKeyRef: { volumeName: 'v', path: 'f', key: 'k' } }), 'cannot find the volume "v" referenced by FileKeyRef'],
  ] as const) {
    await assert.rejects(variablesOf(container), { message });
  }
});
