import { Pod } from '../../kinds/core/pod/index.ts';
import { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { ResourceClaimTemplate } from '../../kinds/resource/resource-claim-template.ts';
import { defineController, index, on, type Context, type Controller } from '../../runtime/controller.ts';
import { claimNameFor, podsByResourceClaim, podsOfResourceClaim, serves, type PodClaim } from '../pods/resource-claims.ts';
import { isPodDone, isReservable, madeFor, namePrefix, podClaimAnnotation } from './pod-claims.ts';

const templateIndex = 'resource claim template';
const fieldManager = 'ResourceClaimController';

const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;
const entriesOf = ({ spec }: Pod): readonly PodClaim[] => spec.resourceClaims ?? [];

/** Makes the claims that pods want from templates, and enters pods that were put on a node without the scheduler in theirs. */
export const podClaimsController: Controller = defineController({
  name: 'resource_claim',
  for: Pod,
  indexes: [
    podsByResourceClaim,
    index(Pod, templateIndex, (pod) =>
      entriesOf(pod).flatMap(({ resourceClaimTemplateName: name }) => (name ? [keyOf(pod.metadata.namespace, name)] : [])),
    ),
  ],
  wakes: [
    on(ResourceClaim, (claim, { cache }) => podsOfResourceClaim(claim, cache).map(refOf)),
    on(ResourceClaimTemplate, ({ metadata }, { isDeleted, cache }) =>
      isDeleted ? [] : cache.byIndex(Pod, templateIndex, keyOf(metadata.namespace, metadata.name)).map(refOf),
    ),
  ],
  workers: 5,
  isWokenBy: (next) => entriesOf(next).length > 0,

  async reconcile(pod, context) {
    const entries = entriesOf(pod);
    if (entries.length === 0 || pod.metadata.deletionTimestamp !== undefined || isPodDone(pod)) return;
    const made = new Map<string, string>();
    for (const entry of entries) {
      try {
        const name = await ensureClaim(pod, entry, context);
        if (name !== undefined) made.set(entry.name, name);
      } catch (error) {
        const message = `PodResourceClaim ${entry.name}: ${error instanceof Error ? error.message : String(error)}`;
        context.events.event(pod, { type: 'Warning', reason: 'FailedResourceClaimCreation', message });
        throw error;
      }
    }
    await tell(pod, made, context);
    if (pod.spec.nodeName) await reserve(pod, context);
  },
});

const refOf = ({ metadata }: Pod) => metadata;

/** Answers with the name of the claim where it was made from a template. */
async function ensureClaim(pod: Pod, entry: PodClaim, { client, cache }: Context): Promise<string | undefined> {
  const { namespace = '', name: podName, uid } = pod.metadata;
  const found = claimNameFor(pod, entry);
  const templateName = entry.resourceClaimTemplateName;
  if (found === 'not-needed' || !templateName) return undefined;
  const known = typeof found === 'string' ? undefined : cache.get(ResourceClaim, { namespace, name: found.name });
  // One that was deleted is made anew.
  const claim = known && serves(known, { pod, entry }) ? known : madeFor(cache.owned(ResourceClaim, pod), entry);
  if (claim) return claim.metadata.name;

  const template = cache.get(ResourceClaimTemplate, { namespace, name: templateName });
  if (!template) {
    throw new Error(`resource claim template "${templateName}": resourceclaimtemplate.resource.k8s.io "${templateName}" not found`);
  }
  const { annotations, labels } = template.spec.metadata ?? {};
  const created = await client.create(ResourceClaim, {
    metadata: {
      generateName: namePrefix(podName, entry.name),
      namespace,
      ...(labels && { labels }),
      annotations: { ...annotations, [podClaimAnnotation]: entry.name },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: podName, uid, controller: true }],
    },
    spec: template.spec.spec,
  });
  return created.metadata.name;
}

/** Says in the pod which claims were made for it. */
async function tell(pod: Pod, made: ReadonlyMap<string, string>, { client }: Context): Promise<void> {
  const told = new Map((pod.status.resourceClaimStatuses ?? []).map((each) => [each.name, each.resourceClaimName]));
  if ([...made].every(([entry, claim]) => told.get(entry) === claim)) return;
  const { namespace, name } = pod.metadata;
  const resourceClaimStatuses = [...made].map(([entry, claim]) => ({ name: entry, resourceClaimName: claim }));
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, status: { resourceClaimStatuses } };
  await client.patch(Pod, pod.metadata, { type: 'apply', body, fieldManager, force: true }, { subresource: 'status' });
}

async function reserve(pod: Pod, { client, cache }: Context): Promise<void> {
  const { namespace, name, uid } = pod.metadata;
  for (const entry of entriesOf(pod)) {
    const found = claimNameFor(pod, entry);
    const claim = typeof found === 'string' ? undefined : cache.get(ResourceClaim, { namespace, name: found.name });
    if (!claim || !serves(claim, { pod, entry }) || !isReservable(claim, pod)) continue;
    const reservedFor = [...(claim.status.reservedFor ?? []), { resource: 'pods', name, uid }];
    await client.update(ResourceClaim, { ...claim, status: { ...claim.status, reservedFor } }, { subresource: 'status' });
  }
}
