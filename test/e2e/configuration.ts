import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LocalCluster } from '../support/local-cluster.ts';
import { until } from '../support/until.ts';
import { openSpace, podOf } from './space.ts';

/** What pods are given: variables and files from other objects and from themselves. */
export function configuration(cluster: () => LocalCluster): void {
  describe('configuration', { concurrency: true }, () => {
    test('variables come from config maps, secrets, fields of the pod and services', async () => {
      await using space = await openSpace(cluster());
      const { kubectl } = space;
      await kubectl('create', 'configmap', 'settings', '--from-literal=color=blue', '--from-literal=size=xl');
      await kubectl('create', 'secret', 'generic', 'login', '--from-literal=password=s3cret');
      await kubectl('create', 'service', 'clusterip', 'other', '--tcp=80');
      await kubectl.apply(
        podOf('box', {
          labels: { app: 'box' },
          container: {
            envFrom: [{ configMapRef: { name: 'settings' }, prefix: 'SET_' }, { secretRef: { name: 'login' } }],
            env: [
              { name: 'COLOR', valueFrom: { configMapKeyRef: { name: 'settings', key: 'color' } } },
              { name: 'ABSENT', valueFrom: { configMapKeyRef: { name: 'settings', key: 'none', optional: true } } },
              { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } },
              { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
              { name: 'ADDRESS', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
              { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
              { name: 'LABEL', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
              { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
              { name: 'BOTH', value: '$(COLOR) and $(NAME), $$(NAME)' },
            ],
            resources: { limits: { memory: '64Mi', cpu: '100m' } },
          },
        }),
      );
      const { spec, status } = await space.untilReady('box');
      const variables = Object.fromEntries((await space.shell('box', 'env')).split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2)));
      const expected = {
        SET_color: 'blue',
        SET_size: 'xl',
        password: 's3cret',
        COLOR: 'blue',
        PASSWORD: 's3cret',
        NAME: 'box',
        ADDRESS: status.podIP,
        NODE: spec.nodeName,
        LABEL: 'box',
        MEMORY: '64',
        BOTH: 'blue and box, $(NAME)',
        HOSTNAME: 'box',
        OTHER_SERVICE_PORT: '80',
        KUBERNETES_SERVICE_PORT: '443',
      };
      for (const [name, value] of Object.entries(expected)) assert.equal(variables[name], value, name);
      assert.equal('ABSENT' in variables, false);
    });

    test('files of config maps, secrets and the pod itself are there with their modes, and follow changes', async () => {
      await using space = await openSpace(cluster());
      const { kubectl } = space;
      await kubectl('create', 'configmap', 'settings', '--from-literal=color=blue');
      await kubectl('create', 'secret', 'generic', 'login', '--from-literal=password=s3cret');
      await kubectl.apply(
        podOf('box', {
          labels: { tier: 'first' },
          container: {
            volumeMounts: [
              { name: 'settings', mountPath: '/settings' },
              { name: 'login', mountPath: '/login', readOnly: true },
              { name: 'self', mountPath: '/self' },
              { name: 'settings', mountPath: '/etc/color', subPath: 'color' },
            ],
          },
          spec: {
            volumes: [
              { name: 'settings', configMap: { name: 'settings' } },
              { name: 'login', secret: { secretName: 'login', defaultMode: 0o400, items: [{ key: 'password', path: 'deep/word' }] } },
              { name: 'self', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
            ],
          },
        }),
      );
      await space.untilReady('box');
      assert.equal(
        await space.shell('box', 'cat /settings/color /etc/color /login/deep/word /self/labels'),
        'bluebluesecrettier="first"'.replace('secret', 's3cret'),
      );
      assert.equal(await space.shell('box', 'stat -Lc %a /login/deep/word /settings/color'), '400\n644\n');

      await kubectl('create', 'configmap', 'settings', '--from-literal=color=red', '--dry-run=client', '-o', 'yaml').then(async (yaml) => {
        const { code, stderr } = await kubectl.run(['replace', '-f', '-'], { input: yaml });
        assert.equal(code, 0, stderr);
      });
      await kubectl('label', 'pod', 'box', 'tier=second', '--overwrite');
      // Upstream's kubelet takes up to its sync period, a minute or so, too.
      await until(
        'the files have changed',
        async () => (await space.shell('box', 'cat /settings/color /self/labels')) === 'redtier="second"',
        {
          timeoutMs: 120_000,
          everyMs: 500,
        },
      );
      assert.equal(await space.shell('box', 'cat /etc/color'), 'blue');
    });

    test('a pod waits for what it needs until it is there', async () => {
      await using space = await openSpace(cluster());
      await space.kubectl.apply(
        podOf('variables', { container: { envFrom: [{ configMapRef: { name: 'late' } }] } }),
        podOf('files', {
          container: { volumeMounts: [{ name: 'late', mountPath: '/late' }] },
          spec: { volumes: [{ name: 'late', secret: { secretName: 'late' } }] },
        }),
      );
      await space.untilPod(
        'variables',
        'waiting for its config map',
        ({ status }) => status.containerStatuses?.[0]?.state?.waiting?.reason === 'CreateContainerConfigError',
      );
      await until('the event of the missing secret', async () =>
        (await space.kubectl('get', 'events')).includes('secret "late" not found'),
      );
      await space.kubectl('create', 'configmap', 'late', '--from-literal=a=b');
      await space.kubectl('create', 'secret', 'generic', 'late', '--from-literal=a=b');
      await Promise.all([space.untilReady('variables'), space.untilReady('files')]);
    });

    test('directories are empty, shared, limited, in memory, or those of the node', async () => {
      await using space = await openSpace(cluster());
      const mounts = [
        { name: 'disk', mountPath: '/disk' },
        { name: 'memory', mountPath: '/memory' },
        { name: 'host', mountPath: '/host' },
      ];
      const folder = `/run/${space.name}`;
      const box = podOf('box', {
        container: { volumeMounts: mounts },
        spec: {
          volumes: [
            { name: 'disk', emptyDir: {} },
            { name: 'memory', emptyDir: { medium: 'Memory', sizeLimit: '8Mi' } },
            { name: 'host', hostPath: { path: folder, type: 'DirectoryOrCreate' } },
          ],
        },
      });
      await space.kubectl.apply({
        ...box,
        spec: { ...box.spec, containers: [...box.spec.containers, { ...box.spec.containers[0], name: 'other' }] },
      });
      const { spec, metadata } = await space.untilReady('box');
      assert.equal(
        await space.shell('box', 'ls -A /disk /memory; echo text > /disk/file; echo text > /host/file', '-c', 'main'),
        '/disk:\n\n/memory:\n',
      );
      assert.equal(await space.shell('box', 'cat /disk/file /host/file', '-c', 'other'), 'text\ntext\n');
      assert.match(await space.shell('box', 'grep " /memory " /proc/mounts', '-c', 'main'), /^tmpfs .*size=8192k/);
      assert.match(
        await space.shell('box', 'dd if=/dev/zero of=/memory/file bs=1M count=9 2>&1 || true', '-c', 'main'),
        /No space left on device/,
      );
      const node = await space.cluster.node(spec.nodeName ?? '');
      assert.equal(await node.run('cat', [`${folder}/file`]), 'text\n');

      await space.kubectl('delete', 'pod', 'box');
      await until('nothing is left of the pod', async () => !(await node.run('ls', ['/var/lib/kubelet/pods'])).includes(metadata.uid));
      assert.equal(await node.run('cat', [`${folder}/file`]), 'text\n');
      await node.run('rm', ['-r', folder]);
    });

    test('init containers run one after the other before the others, and a sidecar runs beside them', async () => {
      await using space = await openSpace(cluster());
      const mount = { volumeMounts: [{ name: 'work', mountPath: '/work' }], image: 'localhost/busybox:1' };
      const shell = (name: string, script: string, more = {}) => ({ name, command: ['sh', '-c', script], ...mount, ...more });
      await space.kubectl.apply(
        podOf('box', {
          script: 'cat /work/list; sleep 3600',
          container: { volumeMounts: mount.volumeMounts },
          spec: {
            volumes: [{ name: 'work', emptyDir: {} }],
            initContainers: [
              shell('first', 'echo first >> /work/list'),
              shell('helper', 'touch /work/helping; sleep 3600', {
                restartPolicy: 'Always',
                startupProbe: { exec: { command: ['ls', '/work/helping'] }, periodSeconds: 1 },
              }),
              shell('second', 'ls /work/helping && echo second >> /work/list'),
            ],
          },
        }),
        podOf('failing', {
          spec: { restartPolicy: 'Never', initContainers: [{ name: 'first', image: 'localhost/busybox:1', command: ['false'] }] },
        }),
      );
      await space.untilReady('box');
      assert.equal(await space.kubectl('logs', 'box', '-c', 'main'), 'first\nsecond\n');
      assert.match(await space.kubectl('get', 'pod', 'box'), / 2\/2 +Running /);
      await space.untilPod('failing', 'failed', ({ status }) => status.phase === 'Failed');
      assert.match(await space.kubectl('get', 'pod', 'failing'), / 0\/1 +Init:Error /);
    });
  });
}
