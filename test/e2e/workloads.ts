import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LocalCluster } from '../support/local-cluster.ts';
import { until } from '../support/until.ts';
import { isReady, openSpace, podOf } from './space.ts';

const labels = (app: string) => ({ labels: { app } });

/** A pod template whose container runs a script. */
function template(app: string, script: string, spec: object = {}) {
  const pod = podOf(app, { script, spec });
  return { metadata: labels(app), spec: pod.spec };
}

/** Workloads other than deployments, on real containers. */
export function workloads(cluster: () => LocalCluster): void {
  describe('workloads', { concurrency: true }, () => {
    test('a stateful set has pods in order, with names that stay and can be looked up', async () => {
      await using space = await openSpace(cluster());
      const { kubectl } = space;
      await kubectl.apply(
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'db' },
          spec: { clusterIP: 'None', selector: { app: 'db' }, ports: [{ port: 80 }] },
        },
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          metadata: { name: 'db' },
          spec: { serviceName: 'db', replicas: 2, selector: { matchLabels: { app: 'db' } }, template: template('db', 'exec sleep 3600') },
        },
      );
      await kubectl('rollout', 'status', 'statefulset/db', '--timeout=60s');
      const [first, second] = await space.pods('app=db');
      assert.deepEqual([first?.metadata.name, second?.metadata.name], ['db-0', 'db-1']);
      const host = (await space.shell('db-0', 'hostname')).trim();
      assert.equal(host, 'db-0');
      await until('the name resolves', async () =>
        (await space.shell('db-0', `nslookup -type=a db-1.db.${space.name}.svc.cluster.local || true`)).includes(
          second?.status.podIP ?? '-',
        ),
      );
      await kubectl('delete', 'pod', 'db-0', '--wait=true');
      await until('it is there again', async () => {
        const again = (await space.pods('app=db')).find(({ metadata }) => metadata.name === 'db-0');
        return again !== undefined && again.metadata.uid !== first?.metadata.uid && isReady(again);
      });
    });

    test('a daemon set has a pod on each node', async () => {
      await using space = await openSpace(cluster());
      await space.kubectl.apply({
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'agent' },
        spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent', 'exec sleep 3600') },
      });
      await space.kubectl('rollout', 'status', 'daemonset/agent', '--timeout=60s');
      const pods = await space.pods('app=agent');
      assert.equal(new Set(pods.map(({ spec }) => spec.nodeName)).size, 2);
    });

    test('a job runs its pods to their end, and fails with those that fail', async () => {
      await using space = await openSpace(cluster());
      const job = (name: string, script: string, spec: object = {}) => ({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name },
        spec: { ...spec, template: template(name, script, { restartPolicy: 'Never' }) },
      });
      await space.kubectl.apply(
        job('indexed', 'echo index $JOB_COMPLETION_INDEX', { completions: 3, parallelism: 3, completionMode: 'Indexed' }),
        job('broken', 'exit 3', { backoffLimit: 0 }),
      );
      await space.kubectl('wait', '--for=condition=complete', 'job/indexed', '--timeout=60s');
      const logs = await space.kubectl('logs', '-l', 'app=indexed', '--tail=-1');
      assert.deepEqual(logs.trim().split('\n').sort(), ['index 0', 'index 1', 'index 2']);
      await space.kubectl('wait', '--for=condition=failed', 'job/broken', '--timeout=60s');
      const reason = await space.kubectl('get', 'job', 'broken', '-o', 'jsonpath={.status.conditions[?(@.type=="Failed")].reason}');
      assert.equal(reason, 'BackoffLimitExceeded');
    });
  });
}
