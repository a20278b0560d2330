import { randomSuffix } from '../../src/base/random.ts';
import type { Client } from '../../src/client/client.ts';
import { Namespace } from '../../src/kinds/core/namespace.ts';
import { Pod } from '../../src/kinds/core/pod/index.ts';
import { kubectlFor, kubectlPrograms, type Kubectl, type KubectlProgram } from '../support/kubectl.ts';
import type { LocalCluster } from '../support/local-cluster.ts';
import { until, type UntilOptions } from '../support/until.ts';

/** A namespace of a test's own; disposing asks for its deletion. */
export interface Space extends AsyncDisposable {
  readonly name: string;
  readonly cluster: LocalCluster;
  readonly client: Client;
  /** In this namespace. */
  readonly kubectl: Kubectl;
  pod(name: string): Promise<Pod>;
  pods(labelSelector: string): Promise<readonly Pod[]>;
  /** The pod once it is as wanted; its state is in the error when it does not become so. */
  untilPod(name: string, what: string, holds: (pod: Pod) => boolean, options?: UntilOptions): Promise<Pod>;
  untilReady(name: string): Promise<Pod>;
  /** Runs a shell script in a pod's container and gives its output. */
  shell(pod: string, script: string, ...flags: string[]): Promise<string>;
}

export async function openSpace(cluster: LocalCluster, program?: KubectlProgram): Promise<Space> {
  const name = `test-${randomSuffix()}`;
  const client = await cluster.client();
  await client.create(Namespace, { metadata: { name }, spec: {} });
  const [newest] = await kubectlPrograms();
  const chosen = program ?? newest;
  if (!chosen) throw new Error('there is no kubectl');
  const kubectl = kubectlFor(chosen, cluster.kubeconfig, `--namespace=${name}`);
  const pod = (podName: string) => client.get(Pod, { namespace: name, name: podName });
  const untilPod: Space['untilPod'] = async (podName, what, holds, options) => {
    let last: Pod | undefined;
    try {
      return await until(
        `pod ${podName} ${what}`,
        async () => {
          last = await pod(podName);
          return holds(last) && last;
        },
        options,
      );
    } catch (error) {
      const events = await kubectl('get', 'events', '--field-selector', `involvedObject.name=${podName}`).catch(String);
      throw new Error(`pod ${podName} is not ${what}: ${JSON.stringify(last?.status, undefined, 1)}\n${events}`, { cause: error });
    }
  };
  return {
    name,
    cluster,
    client,
    kubectl,
    pod,
    pods: async (labelSelector) => (await client.list(Pod, { namespace: name, labelSelector })).items,
    untilPod,
    untilReady: (podName) => untilPod(podName, 'ready', isReady),
    shell: (podName, script, ...flags) => kubectl('exec', podName, ...flags, '--', 'sh', '-c', script),
    [Symbol.asyncDispose]: async () => void (await client.delete(Namespace, { name })),
  };
}

export const isReady = ({ status }: Pod): boolean => status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';

export const busybox = 'localhost/busybox:1';
export const nginx = 'localhost/nginx:1';

interface PodOptions {
  /** What its only container does: a shell script; it sleeps, unless given. */
  readonly script?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Of the container. */
  readonly container?: object;
  /** Of the pod. */
  readonly spec?: object;
}

/** A pod of one container of busybox that ends at once when it is told to. */
export const podOf = (name: string, { script = 'sleep 3600', labels = {}, container = {}, spec = {} }: PodOptions = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [{ name: 'main', image: busybox, command: ['sh', '-c', script], ...container }],
    ...spec,
  },
});

/** Places a pod on a node of the cluster by its number. */
export const onNode = (cluster: LocalCluster, index: number) => ({
  nodeSelector: { 'kubernetes.io/hostname': `${cluster.name}-${index}` },
});
