import type { ConfigMap } from '../../../kinds/core/config-map.ts';
import type { Secret } from '../../../kinds/core/secret.ts';
import { notFound } from '../../../model/errors.ts';
import type { PodObjects } from '../pod-objects.ts';

/** For tests: objects that are simply there, whatever the namespace, and can be changed. */
export interface FakePodObjects extends PodObjects {
  readonly configMaps: Record<string, Partial<ConfigMap>>;
  readonly secrets: Record<string, Partial<Secret>>;
  readonly released: string[];
  /** Tells that what this pod asked for has changed. */
  tell(podUid: string): void;
}

export function fakePodObjects({
  configMaps = {},
  secrets = {},
}: {
  configMaps?: Record<string, Partial<ConfigMap>>;
  secrets?: Record<string, Partial<Secret>>;
} = {}): FakePodObjects {
  const observers = new Set<(podUid: string) => void>();
  const released: string[] = [];
  const find = <T>(all: Record<string, Partial<T>>, plural: string, name: string): T => {
    const object = all[name];
    if (!object) throw notFound({ group: '', plural, name });
    return object as T; // tests give what the code they test reads
  };
  return {
    configMaps,
    secrets,
    released,
    configMap: async (_pod, name) => find<ConfigMap>(configMaps, 'configmap', name),
    secret: async (_pod, name) => find<Secret>(secrets, 'secret', name),
    release: (podUid) => void released.push(podUid),
    tell(podUid) {
      for (const observer of observers) observer(podUid);
    },
    observe(observer) {
      observers.add(observer);
      return { [Symbol.dispose]: () => void observers.delete(observer) };
    },
    run: (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
  };
}
