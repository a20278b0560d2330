import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { compareQuantities } from '../../model/quantity.ts';
import { defineController, type Controller } from '../../runtime/controller.ts';
import { currentSize, planExpansion, wantedSize } from './plan.ts';

const resizerAnnotation = 'volume.kubernetes.io/storage-resizer';

/** Tells claims that are to grow who makes them, and the drivers that took over from old plugins that it is their turn. */
export const volumeExpansionController: Controller = defineController({
  name: 'volume_expand',
  for: PersistentVolumeClaim,
  reads: [PersistentVolume],
  workers: 10,
  isWokenBy: (next, previous) =>
    next.status.phase !== previous.status.phase || isMore(wantedSize, next, previous) || isMore(currentSize, next, previous),

  async reconcile(claim, { cache, client, events }) {
    const { metadata, spec, status } = claim;
    if (status.phase !== 'Bound' || !spec.volumeName) return;
    const volume = cache.get(PersistentVolume, { name: spec.volumeName });
    if (!volume) throw new Error(`failed to get PV ${JSON.stringify(spec.volumeName)}: it is not there`);
    const { claimRef } = volume.spec;
    if (claimRef?.uid !== metadata.uid || claimRef.namespace !== metadata.namespace) {
      throw new Error(`persistent Volume is not bound to PVC being updated : ${metadata.namespace}/${metadata.name}`);
    }
    const expansion = planExpansion(claim, volume);
    if (!expansion) return;
    events.event(claim, { reason: 'ExternalExpanding', message: expansion.message });
    if (expansion.resizer === undefined || metadata.annotations?.[resizerAnnotation] === expansion.resizer) return;
    const { uid, resourceVersion } = metadata;
    const body = { metadata: { uid, resourceVersion, annotations: { [resizerAnnotation]: expansion.resizer } } };
    await client.patch(PersistentVolumeClaim, metadata, { type: 'strategic', body }, { subresource: 'status' });
  },
});

const isMore = (sizeOf: (claim: PersistentVolumeClaim) => string, next: PersistentVolumeClaim, previous: PersistentVolumeClaim): boolean =>
  compareQuantities(sizeOf(next), sizeOf(previous)) > 0;
