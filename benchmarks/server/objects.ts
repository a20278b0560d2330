import type { Pod } from '../../src/kinds/core/pod/index.ts';
import type { KubeObject, New } from '../../src/model/kind.ts';
import type { Load } from './load.ts';
import { namespace } from './start-server.ts';

type TypeMeta = Pick<KubeObject, 'apiVersion' | 'kind'>;

const podsUrl = `/api/v1/namespaces/${namespace}/pods`;
const deploymentsUrl = `/apis/apps/v1/namespaces/${namespace}/deployments`;

/** About what people write: two kinds of resources, a probe, some environment. */
export const pod = (name: string): New<Pod> & TypeMeta => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { app: 'bench', tier: 'web' }, annotations: { note: 'a benchmark pod' } },
  spec: {
    nodeName: 'node-1',
    automountServiceAccountToken: false,
    containers: [
      {
        name: 'c',
        image: 'nginx:1.27',
        ports: [{ containerPort: 80 }],
        env: ['A', 'B'].map((each) => ({ name: each, value: each })),
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1', memory: '128Mi' } },
        readinessProbe: { httpGet: { path: '/', port: 80 } },
      },
    ],
    tolerations: [{ key: 'a', operator: 'Exists' }],
  },
});

type Request = Omit<Load, 'connections' | 'seconds'>;

export const createPods: Request = { method: 'POST', url: podsUrl, body: JSON.stringify(pod('b-{run}-{n}')) };

export const getPod: Request = { url: `${podsUrl}/p-1` };
export const listPods = (limit: number): Request => ({ url: limit > 0 ? `${podsUrl}?limit=${limit}` : podsUrl });

/** What a kubelet writes once a container runs. */
export const patchStatus = (pods: number): Request => {
  const at = '2026-01-01T00:00:00Z';
  const status = {
    conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
      type,
      status: 'True',
      lastTransitionTime: at,
    })),
    containerStatuses: [
      {
        name: 'c',
        image: 'nginx:1.27',
        imageID: 'sha256:0123456789abcdef',
        containerID: 'containerd://{n}',
        ready: true,
        restartCount: 0,
        started: true,
        state: { running: { startedAt: at } },
      },
    ],
    phase: 'Running',
    podIP: '10.1.2.3',
    startTime: at,
  };
  return {
    method: 'PATCH',
    url: `${podsUrl}/p-{slot}/status`,
    body: JSON.stringify({ status }),
    contentType: 'application/strategic-merge-patch+json',
    slots: pods,
  };
};

/** Each of a number of deployments again and again, always with another image. */
export const applyDeployment = (deployments: number): Request => ({
  method: 'PATCH',
  url: `${deploymentsUrl}/d-{slot}?fieldManager=bench&force=true`,
  body: JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd-{slot}', labels: { app: 'bench' } },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'bench' } },
      template: {
        metadata: { labels: { app: 'bench' } },
        spec: {
          containers: [
            {
              name: 'c',
              image: 'nginx:{n}',
              ports: [{ containerPort: 80 }],
              env: [{ name: 'A', value: '1' }],
              resources: { requests: { cpu: '100m', memory: '64Mi' } },
            },
          ],
        },
      },
    },
  }),
  contentType: 'application/apply-patch+yaml',
  slots: deployments,
});
