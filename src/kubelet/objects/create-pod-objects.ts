import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { Secret } from '../../kinds/core/secret.ts';
import { ObjectCache } from './object-cache.ts';
import type { PodObjects } from './pod-objects.ts';

export interface PodObjectsOptions {
  readonly client: Client;
  readonly log: Log;
  readonly clock?: Clock | undefined;
}

export function createPodObjects(options: PodObjectsOptions): PodObjects {
  const observers = new Set<(podUid: string) => void>();
  const changed = (podUid: string) => {
    for (const observer of observers) observer(podUid);
  };
  const isImmutable = ({ immutable }: ConfigMap | Secret) => immutable === true;
  const configMaps = new ObjectCache({ ...options, kind: ConfigMap, isImmutable, changed });
  const secrets = new ObjectCache({ ...options, kind: Secret, isImmutable, changed });
  return {
    configMap: ({ metadata: { namespace, uid } }, name, { signal }) => configMaps.read({ namespace, name }, { user: uid, signal }),
    secret: ({ metadata: { namespace, uid } }, name, { signal }) => secrets.read({ namespace, name }, { user: uid, signal }),
    release(podUid) {
      configMaps.release(podUid);
      secrets.release(podUid);
    },
    observe(observer) {
      observers.add(observer);
      return { [Symbol.dispose]: () => void observers.delete(observer) };
    },
    async run(signal) {
      await Promise.all([configMaps.run(signal), secrets.run(signal)]);
    },
  };
}
