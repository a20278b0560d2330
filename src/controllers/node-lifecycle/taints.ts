import type { Client } from '../../client/client.ts';
import { Node } from '../../kinds/core/node/index.ts';
import type { Taint } from '../../kinds/core/node/schema.ts';
import { ApiError } from '../../model/errors.ts';

/** By type and status of the condition they follow from. */
const taintKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: 'node.kubernetes.io/not-ready', Unknown: 'node.kubernetes.io/unreachable' },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
};

const unschedulableKey = 'node.kubernetes.io/unschedulable';
const ownKeys = new Set([unschedulableKey, ...Object.values(taintKeys).flatMap((keys) => Object.values(keys))]);

export interface TaintChange {
  readonly add: readonly Pick<Taint, 'key' | 'effect'>[];
  readonly remove: readonly Pick<Taint, 'key' | 'effect'>[];
}

/** What keeps new pods away, as it should be by the node's conditions. */
export function schedulingTaints({ spec, status }: Node): TaintChange {
  const wanted = new Set((status.conditions ?? []).flatMap(({ type, status }) => taintKeys[type]?.[status] ?? []));
  if (spec.unschedulable) wanted.add(unschedulableKey);
  const present = new Set(
    (spec.taints ?? []).filter(({ key, effect }) => effect === 'NoSchedule' && ownKeys.has(key)).map(({ key }) => key),
  );
  const withEffect = (keys: Set<string>) => Array.from(keys, (key) => ({ key, effect: 'NoSchedule' as const }));
  return { add: withEffect(wanted.difference(present)), remove: withEffect(present.difference(wanted)) };
}

const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' } as const;
const unreachable = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' } as const;

/** What ends pods that do not tolerate it, by the status of the node's condition `Ready`. Never both. */
export function evictionTaints(ready: string): TaintChange {
  if (ready === 'False') return { add: [notReady], remove: [unreachable] };
  if (ready === 'Unknown') return { add: [unreachable], remove: [notReady] };
  return { add: [], remove: [notReady, unreachable] };
}

export const hasTaint = ({ spec }: Node, { key, effect }: Pick<Taint, 'key' | 'effect'>): boolean =>
  spec.taints?.some((taint) => taint.key === key && taint.effect === effect) ?? false;

export const isChange = (node: Node, { add, remove }: TaintChange): boolean =>
  add.some((taint) => !hasTaint(node, taint)) || remove.some((taint) => hasTaint(node, taint));

/** The node's taints after the change; those that are there stay as they are. */
export const withChange = (node: Node, { add, remove }: TaintChange, now: string): readonly Taint[] => [
  ...(node.spec.taints ?? []).filter((taint) => !remove.some(({ key, effect }) => taint.key === key && taint.effect === effect)),
  ...add.filter((taint) => !hasTaint(node, taint)).map((taint) => ({ ...taint, timeAdded: now })),
];

const tries = 10;

/** Changes a node's taints and leaves others' alone, whoever else changes the node meanwhile. */
export async function changeTaints(client: Client, node: Node, change: TaintChange, now: string): Promise<void> {
  let current = node;
  for (let attempt = 1; isChange(current, change); attempt++) {
    const { name, resourceVersion } = current.metadata;
    const body = { metadata: { resourceVersion }, spec: { taints: withChange(current, change, now) } };
    try {
      await client.patch(Node, { name }, { type: 'strategic', body });
      return;
    } catch (error) {
      if (!ApiError.is(error, 'Conflict') || attempt >= tries) throw error;
      current = await client.get(Node, { name });
    }
  }
}
