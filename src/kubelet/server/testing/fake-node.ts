import type { Client } from '../../../client/client.ts';
import type { Kind } from '../../../model/kind.ts';
import type { Pod } from '../../../kinds/core/pod/index.ts';
import type { ObservedContainer, PodObservation } from '../../pleg/observation.ts';
import type { ContainerRuntime } from '../../runtime/runtime.ts';
import type { KubeletView } from '../kubelet-view.ts';
import type { Summary } from '../statistics/summary.ts';

/** A pod `shop/web` whose container `main` runs. */
export function fakePod({
  logPath = '',
  containerState = 'Running',
}: { logPath?: string; containerState?: ObservedContainer['state'] } = {}) {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'shop', name: 'web', uid: 'u1' },
    spec: { containers: [{ name: 'main', image: 'web:1', tty: true }] },
    status: { qosClass: 'BestEffort', containerStatuses: [{ name: 'main', containerID: 'containerd://c1', state: { running: {} } }] },
  } as unknown as Pod; // what the server looks at
  const container = { id: 'c1', name: 'main', sandboxId: 's1', state: containerState, logPath, image: { image: 'web:1' } };
  const observation = {
    uid: 'u1',
    sandboxes: [{ id: 's1', state: 'Ready', createdAtNs: 0n }],
    containers: [{ ...container, startedAtNs: 1_000_000_000n }],
  } as unknown as PodObservation; // the same
  return { pod, observation };
}

export function fakeView({
  pod,
  observation,
  runtime = {},
  healthChecks = {},
  summary,
}: ReturnType<typeof fakePod> & {
  runtime?: { containers?: object; sandboxes?: object };
  healthChecks?: KubeletView['healthChecks'];
  summary?: Summary;
}): KubeletView {
  const { namespace, name, uid } = pod.metadata;
  return {
    nodeName: 'n1',
    pods: {
      list: () => [pod],
      get: (ref) => (ref.namespace === namespace && ref.name === name ? pod : undefined),
      byUid: (wanted) => (wanted === uid ? pod : undefined),
      observation: (wanted) => (wanted === uid ? observation : undefined),
    },
    runtime: runtime as unknown as ContainerRuntime, // each test gives what it uses
    statistics: { summary: async () => summary } as unknown as KubeletView['statistics'],
    healthChecks,
    configuration: () => ({ kind: 'KubeletConfiguration' }),
  };
}

interface Reviewed {
  readonly spec: {
    readonly token?: string;
    readonly user?: string;
    readonly resourceAttributes?: { readonly verb: string; readonly subresource: string };
  };
}

/** An API server that knows some tokens, and who may do what: `user verb subresource`. Remembers what it was asked. */
export function fakeReviews({ tokens = {}, allowed }: { tokens?: Record<string, string>; allowed: readonly string[] }) {
  const asked: string[] = [];
  const create = async (_kind: Kind, { spec }: Reviewed) => {
    if (spec.token !== undefined) {
      asked.push(`token ${spec.token}`);
      const username = tokens[spec.token];
      return { status: username === undefined ? {} : { authenticated: true, user: { username, groups: ['system:authenticated'] } } };
    }
    const question = `${spec.user} ${spec.resourceAttributes?.verb} ${spec.resourceAttributes?.subresource}`;
    asked.push(question);
    return { status: { allowed: allowed.includes(question) } };
  };
  return { client: { create } as unknown as Client, asked };
}
