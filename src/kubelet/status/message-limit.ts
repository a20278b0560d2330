import type { ContainerState, ContainerStatus, PodStatus } from '../../kinds/core/pod/status.ts';

/** All termination messages of a pod together, as upstream. */
const podLimitBytes = 12 * 1024;

/** Many long messages would make a pod too large to store: each container gets an equal part of what is allowed. */
export function withinMessageLimit(status: PodStatus): PodStatus {
  const lists = [status.containerStatuses, status.initContainerStatuses, status.ephemeralContainerStatuses];
  const count = lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
  const limitBytes = Math.floor(podLimitBytes / Math.max(1, count));
  const shorten = (list: readonly ContainerStatus[]) =>
    list.map((container) => ({
      ...container,
      state: shortened(container.state ?? {}, limitBytes),
      lastState: shortened(container.lastState ?? {}, limitBytes),
    }));
  return {
    ...status,
    ...(status.containerStatuses && { containerStatuses: shorten(status.containerStatuses) }),
    ...(status.initContainerStatuses && { initContainerStatuses: shorten(status.initContainerStatuses) }),
    ...(status.ephemeralContainerStatuses && { ephemeralContainerStatuses: shorten(status.ephemeralContainerStatuses) }),
  };
}

function shortened(state: ContainerState, limitBytes: number): ContainerState {
  const message = state.terminated?.message;
  if (!state.terminated || message === undefined || Buffer.byteLength(message) <= limitBytes) return state;
  return { terminated: { ...state.terminated, message: cut(message, limitBytes) } };
}

/** Whole characters only. */
export function cut(text: string, limitBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limitBytes) return text;
  let end = limitBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}
