import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LocalCluster } from '../support/local-cluster.ts';
import { until } from '../support/until.ts';
import { isReady, nginx, openSpace, podOf } from './space.ts';

const often = { periodSeconds: 1, failureThreshold: 1 };

/** What becomes of containers that are not well. */
export function probes(cluster: () => LocalCluster): void {
  describe('probes', { concurrency: true }, () => {
    test('a container is ready while its probe says so: by command, by HTTP and by TCP', async () => {
      await using space = await openSpace(cluster());
      const web = (name: string, readinessProbe: object, script: string) =>
        podOf(name, { labels: { app: 'web' }, script, container: { readinessProbe: { ...often, ...readinessProbe } } });
      const serve = (port: number) =>
        `while :; do if [ -e /tmp/well ]; then httpd -f -p ${port} -h /tmp & until [ ! -e /tmp/well ]; do sleep 0.1; done; kill $!; fi; sleep 0.1; done`;
      await space.kubectl.apply(
        web('command', { exec: { command: ['cat', '/tmp/well'] } }, 'sleep 3600'),
        web('http', { httpGet: { path: '/well', port: 8080 } }, serve(8080)),
        web('tcp', { tcpSocket: { port: 8081 } }, serve(8081)),
        { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } },
      );
      const names = ['command', 'http', 'tcp'];
      const slice = async () =>
        (
          await space.kubectl(
            'get',
            'endpointslices',
            '-l',
            'kubernetes.io/service-name=web',
            '-o',
            'jsonpath={.items[*].endpoints[?(@.conditions.ready==true)].targetRef.name}',
          )
        )
          .split(' ')
          .toSorted()
          .join();
      await Promise.all(
        names.map(async (name) => {
          await space.untilPod(name, 'running but not ready', (pod) => pod.status.phase === 'Running' && !isReady(pod));
          await space.shell(name, 'touch /tmp/well');
          await space.untilReady(name);
        }),
      );
      await until('all are in the service', async () => (await slice()) === 'command,http,tcp');
      await Promise.all(
        names.map(async (name) => {
          await space.shell(name, 'rm /tmp/well');
          const pod = await space.untilPod(name, 'not ready again', (found) => !isReady(found));
          assert.equal(pod.status.containerStatuses?.[0]?.restartCount, 0);
        }),
      );
      await until('none is in the service', async () => (await slice()) === '');
    });

    test('a container that is not alive is killed and started again, and so is one that does not come up', async () => {
      await using space = await openSpace(cluster());
      await space.kubectl.apply(
        podOf('alive', {
          script: 'touch /tmp/well; sleep 3600',
          container: { livenessProbe: { exec: { command: ['cat', '/tmp/well'] }, ...often } },
        }),
        podOf('slow', {
          container: {
            startupProbe: { httpGet: { path: '/', port: 80 }, ...often, failureThreshold: 2 },
            livenessProbe: { exec: { command: ['false'] }, ...often },
          },
        }),
        podOf('started', {
          container: {
            image: nginx,
            command: undefined,
            startupProbe: { tcpSocket: { port: 80 }, periodSeconds: 1 },
            livenessProbe: { httpGet: { path: '/healthz', port: 80 }, periodSeconds: 1 },
          },
        }),
      );
      const before = (await space.untilReady('alive')).status.containerStatuses?.[0]?.containerID;
      await space.shell('alive', 'rm /tmp/well');
      const { status } = await space.untilPod(
        'alive',
        'restarted',
        (pod) => pod.status.containerStatuses?.[0]?.restartCount === 1 && isReady(pod),
      );
      assert.notEqual(status.containerStatuses?.[0]?.containerID, before);
      assert.equal(status.containerStatuses?.[0]?.lastState?.terminated?.exitCode, 137);
      await until('events tell why', async () => {
        const events = await space.kubectl('get', 'events');
        return (
          /Unhealthy +pod\/alive +Liveness probe failed: cat: can't open/.test(events) &&
          /Killing +pod\/alive +Container main failed liveness probe, will be restarted/.test(events)
        );
      });
      await space.untilPod('slow', 'restarted', (pod) => (pod.status.containerStatuses?.[0]?.restartCount ?? 0) >= 1);
      assert.match(await space.kubectl('get', 'events'), /Killing +pod\/slow +Container main failed startup probe, will be restarted/);
      assert.equal((await space.untilReady('started')).status.containerStatuses?.[0]?.restartCount, 0);
    });

    test('a container that keeps ending is started again, each time after a longer wait', async () => {
      await using space = await openSpace(cluster());
      await space.kubectl.apply(
        podOf('ending', { script: 'exit 3' }),
        podOf('done', { script: 'exit 0', spec: { restartPolicy: 'Never' } }),
      );
      const { status } = await space.untilPod(
        'ending',
        'waiting',
        (pod) => pod.status.containerStatuses?.[0]?.state?.waiting?.reason === 'CrashLoopBackOff',
      );
      assert.match(
        status.containerStatuses?.[0]?.state?.waiting?.message ?? '',
        /^back-off 10s restarting failed container=main pod=ending_/,
      );
      assert.equal(status.containerStatuses?.[0]?.lastState?.terminated?.exitCode, 3);
      await space.untilPod('ending', 'waiting longer', (pod) =>
        /back-off 20s/.test(pod.status.containerStatuses?.[0]?.state?.waiting?.message ?? ''),
      );
      await space.untilPod('done', 'done', (pod) => pod.status.phase === 'Succeeded');
      assert.match(await space.kubectl('get', 'pods'), /done +0\/1 +Completed +0[^]*ending +0\/1 +CrashLoopBackOff +2 /);
    });

    test('hooks run after the start and before the end, and the grace period is kept', async () => {
      await using space = await openSpace(cluster());
      const folder = `/run/${space.name}`;
      const hooked = podOf('hooked', {
        script: 'trap "echo term >> /host/list; exit 0" TERM; while :; do sleep 0.1; done',
        container: {
          lifecycle: {
            postStart: { exec: { command: ['sh', '-c', 'echo started >> /host/list'] } },
            preStop: { exec: { command: ['sh', '-c', 'echo stopping >> /host/list'] } },
          },
          volumeMounts: [{ name: 'host', mountPath: '/host' }],
        },
        spec: { terminationGracePeriodSeconds: 30, volumes: [{ name: 'host', hostPath: { path: folder, type: 'DirectoryOrCreate' } }] },
      });
      await space.kubectl.apply(hooked);
      const { spec } = await space.untilReady('hooked');
      await space.kubectl('delete', 'pod', 'hooked', '--timeout=20s');
      const node = await space.cluster.node(spec.nodeName ?? '');
      assert.equal(await node.run('cat', [`${folder}/list`]), 'started\nstopping\nterm\n');
      await node.run('rm', ['-r', folder]);
    });
  });
}
