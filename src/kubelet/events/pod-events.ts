import type { EventRecorder, EventTarget } from '../../client/events/event-recorder.ts';
import type { Container } from '../../kinds/core/pod/container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';

/** Events about pods and their containers. */
export interface PodEvents {
  tell(pod: EventTarget, reason: string, message: string, container?: Pick<Container, 'name'>): void;
  warn(pod: EventTarget, reason: string, message: string, container?: Pick<Container, 'name'>): void;
}

export function podEvents(recorder: EventRecorder): PodEvents {
  const record =
    (type: 'Normal' | 'Warning'): PodEvents['tell'] =>
    (pod, reason, message, container) => {
      const fieldPath = container && fieldPathOf(pod, container.name);
      recorder.event({ apiVersion: 'v1', kind: 'Pod', metadata: pod.metadata }, { type, reason, message, ...(fieldPath && { fieldPath }) });
    };
  return { tell: record('Normal'), warn: record('Warning') };
}

/** `spec.containers{web}`, which `kubectl describe` goes by. */
function fieldPathOf(target: EventTarget, name: string): string {
  const spec = 'spec' in target ? (target as Pick<Pod, 'spec'>).spec : undefined;
  const lists = ['initContainers', 'ephemeralContainers'] as const;
  const list = lists.find((list) => spec?.[list]?.some((container) => container.name === name)) ?? 'containers';
  return `spec.${list}{${name}}`;
}
