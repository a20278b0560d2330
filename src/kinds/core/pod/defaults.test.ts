import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { defaultPod, defaultPodTemplate } from './defaults.ts';
import type { Pod } from './index.ts';
import type { PodSpec } from './spec.ts';

function defaulted(spec: PodSpec): PodSpec {
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', uid: '', resourceVersion: '', creationTimestamp: '' },
    spec,
    status: {},
  };
  defaultPod(pod);
  return pod.spec;
}

suite('pod defaults', () => {
  test('a minimal pod', () => {
    assert.deepEqual(defaulted({ containers: [{ name: 'c', image: 'nginx:1.27' }] }), {
      containers: [
        {
          name: 'c',
          image: 'nginx:1.27',
          imagePullPolicy: 'IfNotPresent',
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
        },
      ],
      enableServiceLinks: true,
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
    });
  });

  test('limits become requests where there are none, and fractions are rounded up to thousandths', () => {
    const { containers } = defaulted({
      containers: [{ name: 'c', resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100u' } } }],
    });
    assert.deepEqual(containers[0]?.resources?.requests, { cpu: '1m', memory: '1Gi' });
  });

  test('with host networking the host port is the container port', () => {
    const { containers } = defaulted({ hostNetwork: true, containers: [{ name: 'c', ports: [{ containerPort: 80 }] }] });
    assert.equal(containers[0]?.ports?.[0]?.hostPort, 80);
  });

  test('the old name of the service account is kept in step', () => {
    const { serviceAccount, serviceAccountName } = defaulted({ containers: [], serviceAccount: 'a' });
    assert.deepEqual([serviceAccount, serviceAccountName], ['a', 'a']);
  });

  test('probes and handlers', () => {
    const { containers } = defaulted({ containers: [{ name: 'c', livenessProbe: { httpGet: { port: 80 } } }] });
    assert.deepEqual(containers[0]?.livenessProbe, {
      httpGet: { port: 80, path: '/', scheme: 'HTTP' },
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    });
  });

  test('volumes', () => {
    const { volumes } = defaulted({
      containers: [],
      volumes: [
        { name: 'empty' },
        { name: 'secret', secret: { secretName: 's' } },
        { name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
        { name: 'host', hostPath: { path: '/' } },
        { name: 'image', image: { reference: 'x' } },
      ],
    });
    assert.deepEqual(volumes, [
      { name: 'empty', emptyDir: {} },
      { name: 'secret', secret: { secretName: 's', defaultMode: 420 } },
      { name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3600 } }], defaultMode: 420 } },
      { name: 'host', hostPath: { path: '/', type: '' } },
      { name: 'image', image: { reference: 'x', pullPolicy: 'Always' } },
    ]);
  });

  test('resources of the whole pod are completed from its containers', () => {
    const { resources } = defaulted({
      containers: [{ name: 'c', resources: { requests: { cpu: '1' }, limits: { 'hugepages-2Mi': '2Mi' } } }],
      resources: { limits: { cpu: '2', memory: '1Gi' } },
    });
    assert.deepEqual(resources, {
      limits: { cpu: '2', memory: '1Gi', 'hugepages-2Mi': '2Mi' },
      requests: { cpu: '1', memory: '1Gi', 'hugepages-2Mi': '2Mi' },
    });
  });

  test('templates do not get what only running pods have', () => {
    const template = { spec: { containers: [{ name: 'c', resources: { limits: { cpu: '1' } } }] } as PodSpec };
    defaultPodTemplate(template);
    assert.equal(template.spec.enableServiceLinks, undefined);
    assert.equal(template.spec.containers[0]?.resources?.requests, undefined);
    assert.equal(template.spec.dnsPolicy, 'ClusterFirst');
  });
});
