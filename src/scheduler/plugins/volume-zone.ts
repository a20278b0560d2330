import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { unfit, type Plugin } from '../plugin.ts';
import { boundVolumes, isOwnClaimChange } from './pod-claims.ts';

const zone = 'topology.kubernetes.io/zone';
const region = 'topology.kubernetes.io/region';
/** The labels, and by what name a node may have them instead. */
const topologyLabels: ReadonlyMap<string, string> = new Map([
  ['failure-domain.beta.kubernetes.io/zone', zone],
  ['failure-domain.beta.kubernetes.io/region', region],
  [zone, zone],
  [region, region],
]);
const rejection = unfit('node(s) had no available volume zone');

/** Volumes labelled with a zone can be used in that zone only; this is how it was said before volumes had node affinity. */
export const volumeZone: Plugin = {
  name: 'VolumeZone',
  reads: [PersistentVolumeClaim, PersistentVolume],

  filter({ pod }, { objects }) {
    if (!pod.spec.volumes) return undefined;
    const wanted = boundVolumes(pod, objects).flatMap(({ metadata }) =>
      [...topologyLabels.keys()].flatMap((key) => {
        const value = metadata.labels?.[key];
        return value === undefined ? [] : [{ key, values: value.split('__').map((part) => part.trim()) }];
      }),
    );
    if (wanted.length === 0) return undefined;
    return {
      reject({ labels }) {
        // Where nodes have no zones, there is only one.
        if (![...topologyLabels.keys()].some((key) => labels[key] !== undefined)) return undefined;
        const fits = wanted.every(({ key, values }) => values.includes(labels[key] ?? labels[topologyLabels.get(key) ?? key] ?? ''));
        return fits ? undefined : rejection;
      },
    };
  },

  mayHelp({ pod }, event) {
    if (event.type === 'node added') return true;
    if (event.type === 'node updated') return event.changes.has('labels');
    return isOwnClaimChange(event, pod) || (event.type === 'object changed' && event.kind === PersistentVolume);
  },
};
