import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LocalCluster } from '../support/local-cluster.ts';
import { openSpace, podOf } from './space.ts';

/** What containers may take, and what they may do. */
export function limits(cluster: () => LocalCluster): void {
  describe('limits', { concurrency: true }, () => {
    test('a container that takes more memory than it may is killed and told why', async () => {
      await using space = await openSpace(cluster());
      await space.kubectl.apply(
        podOf('greedy', {
          script: 'x=x; while :; do x=$x$x; done',
          container: { resources: { limits: { memory: '32Mi' } } },
          spec: { restartPolicy: 'Never' },
        }),
      );
      const { status } = await space.untilPod('greedy', 'over', ({ status: { phase } }) => phase === 'Failed');
      const { exitCode, reason } = status.containerStatuses?.[0]?.state?.terminated ?? {};
      assert.deepEqual({ exitCode, reason }, { exitCode: 137, reason: 'OOMKilled' });
    });

    test('limits are in the control groups, of the container and of the pod, and follow a resize', async () => {
      await using space = await openSpace(cluster());
      const { kubectl } = space;
      const resources = { requests: { cpu: '100m', memory: '32Mi' }, limits: { cpu: '200m', memory: '64Mi' } };
      await kubectl.apply(podOf('box', { container: { resources } }));
      const pod = await space.untilReady('box');
      assert.equal(pod.status.qosClass, 'Burstable');
      const own =
        'cd /sys/fs/cgroup; cat cpu/cpu.cfs_quota_us memory/memory.limit_in_bytes cpu/cpu.shares 2>/dev/null || cat cpu.max memory.max';
      const read = () => space.shell('box', own);
      const before = await read();
      assert.match(before, /^(20000\n67108864\n102\n|20000 100000\n67108864\n)$/);
      await kubectl(
        'patch',
        'pod',
        'box',
        '--subresource=resize',
        '-p',
        JSON.stringify({ spec: { containers: [{ name: 'main', resources: { limits: { cpu: '300m' } } }] } }),
      );
      await space.untilPod('box', 'resized', ({ status }) => status.containerStatuses?.[0]?.resources?.limits?.['cpu'] === '300m');
      assert.match(await read(), /^30000/);
      const { containerStatuses } = (await space.pod('box')).status;
      assert.equal(containerStatuses?.[0]?.restartCount, 0);
    });

    test('the security context says who a container is and what it may', async () => {
      await using space = await openSpace(cluster());
      await space.kubectl.apply(
        podOf('box', {
          container: {
            securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
          },
          spec: {
            securityContext: { runAsUser: 1234, runAsGroup: 2345, fsGroup: 3456, runAsNonRoot: true },
            volumes: [{ name: 'data', emptyDir: {} }],
          },
        }),
        podOf('root', { spec: { securityContext: { runAsNonRoot: true } } }),
        podOf('privileged', { container: { securityContext: { privileged: true } } }),
        podOf('plain'),
      );
      await Promise.all(['box', 'privileged', 'plain'].map((name) => space.untilReady(name)));
      assert.match(await space.shell('box', 'id'), /uid=1234 gid=2345 groups=(2345,)?3456/);
      assert.match(await space.shell('box', 'touch /file 2>&1 || true'), /Read-only file system/);
      assert.equal(await space.shell('box', 'echo x > /data/file; stat -c %g /data/file'), '3456\n');
      assert.match(await space.shell('box', 'grep -E "NoNewPrivs|CapEff" /proc/self/status'), /CapEff:\s+0+\nNoNewPrivs:\s+1\n/);
      assert.match(await space.shell('plain', 'grep CapEff /proc/self/status'), /CapEff:\s+00000000a80425fb/);
      await space.shell('privileged', 'mkdir /mount && mount -t tmpfs tmpfs /mount');
      await space.untilPod(
        'root',
        'refused',
        ({ status }) => status.containerStatuses?.[0]?.state?.waiting?.reason === 'CreateContainerConfigError',
      );
      assert.match(await space.kubectl('describe', 'pod', 'root'), /container has runAsNonRoot and image will run as root/);
    });
  });
}
