import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import type { Volume } from '../../kinds/core/pod/volume.ts';
import { isControlledBy, ownerReference } from '../../model/owner-references.ts';
import { defineController, on, type Context, type Controller } from '../../runtime/controller.ts';
import { podsByClaim, podsOfClaim } from '../pods/pods-by-claim.ts';

/** Makes the claims that pods ask for inline, which live as long as the pod does. */
export const ephemeralVolumeController: Controller = defineController({
  name: 'ephemeral_volume',
  for: Pod,
  indexes: [podsByClaim],
  wakes: [
    on(PersistentVolumeClaim, (claim, { isDeleted, cache }) =>
      isDeleted ? podsOfClaim(claim, cache).map(({ metadata }) => metadata) : [],
    ),
  ],
  workers: 5,
  isWokenBy: () => false,

  async reconcile(pod, context) {
    if (pod.metadata.deletionTimestamp !== undefined) return;
    for (const volume of pod.spec.volumes ?? []) {
      if (!volume.ephemeral) continue;
      try {
        await ensureClaim(pod, volume, context);
      } catch (error) {
        const message = `ephemeral volume ${volume.name}: ${error instanceof Error ? error.message : String(error)}`;
        context.events.event(pod, { type: 'Warning', reason: 'FailedBinding', message });
        throw error;
      }
    }
  },
});

async function ensureClaim(pod: Pod, { name: volumeName, ephemeral }: Volume, { client, cache }: Context): Promise<void> {
  const { namespace } = pod.metadata;
  const name = `${pod.metadata.name}-${volumeName}`;
  const existing = cache.get(PersistentVolumeClaim, { name, namespace });
  if (existing && !isControlledBy(existing, pod)) {
    throw new Error(`PVC ${namespace}/${name} was not created for pod ${namespace}/${pod.metadata.name} (pod is not owner)`);
  }
  const template = ephemeral?.volumeClaimTemplate;
  if (existing || !template) return;
  const { annotations, labels } = template.metadata ?? {};
  const metadata = {
    name,
    ...(namespace && { namespace }),
    ...(annotations && { annotations }),
    ...(labels && { labels }),
    ownerReferences: [ownerReference(pod)],
  };
  try {
    await client.create(PersistentVolumeClaim, { metadata, spec: template.spec });
  } catch (error) {
    throw new Error(`create PVC ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
