import type { Pod } from '../../kinds/core/pod/index.ts';
import { ResourceClaim } from '../../kinds/resource/resource-claim.ts';
import { ResourceClaimTemplate } from '../../kinds/resource/resource-claim-template.ts';
import type { PodGroup } from '../../kinds/scheduling/pod-group.ts';
import { apiVersionOf, type Kind } from '../../model/kind.ts';
import type { Context } from '../../runtime/controller.ts';
import { claimNameFor, type ClaimEntry } from '../pods/resource-claims.ts';
import { madeFor, namePrefix, podClaimAnnotation } from './pod-claims.ts';

const fieldManager = 'ResourceClaimController';

export interface EnsureOptions<T extends Pod | PodGroup> {
  readonly kind: Kind<T>;
  /** Whether a claim that the object names is one that it may use. */
  readonly serves: (claim: ResourceClaim, entry: ClaimEntry) => boolean;
  /** The claim, where another makes it; `undefined` while that has not. To make one of its own, unless given. */
  readonly shared?: (entry: ClaimEntry) => { readonly claim: ResourceClaim | undefined } | undefined;
}

/** Makes the claims that a pod, or a group of pods, wants from templates, and says in its status which they are. */
export async function ensureClaims<T extends Pod | PodGroup>(object: T, options: EnsureOptions<T>, context: Context): Promise<void> {
  const made = new Map<string, string>();
  for (const entry of object.spec.resourceClaims ?? []) {
    try {
      const name = await ensureClaim(object, entry, options, context);
      if (name !== undefined) made.set(entry.name, name);
    } catch (error) {
      const { kind } = options.kind;
      const message = `${kind}ResourceClaim ${entry.name}: ${error instanceof Error ? error.message : String(error)}`;
      context.events.event(object, { type: 'Warning', reason: 'FailedResourceClaimCreation', message });
      throw error;
    }
  }
  await tell(object, made, options, context);
}

/** Answers with the name of the claim where it was made from a template. */
async function ensureClaim<T extends Pod | PodGroup>(
  object: T,
  entry: ClaimEntry,
  { kind, serves, shared }: EnsureOptions<T>,
  { client, cache }: Context,
): Promise<string | undefined> {
  const { namespace = '', name: ownerName, uid } = object.metadata;
  const found = claimNameFor(object, entry);
  const templateName = entry.resourceClaimTemplateName;
  if (found === 'not-needed' || !templateName) return undefined;
  const known = typeof found === 'string' ? undefined : cache.get(ResourceClaim, { namespace, name: found.name });
  // One that was deleted is made anew.
  if (known && serves(known, entry)) return known.metadata.name;
  const others = shared?.(entry);
  if (others) return others.claim?.metadata.name;
  const claim = madeFor(cache.owned(ResourceClaim, object), entry);
  if (claim) return claim.metadata.name;

  const template = cache.get(ResourceClaimTemplate, { namespace, name: templateName });
  if (!template) {
    throw new Error(`resource claim template "${templateName}": resourceclaimtemplate.resource.k8s.io "${templateName}" not found`);
  }
  const { annotations, labels } = template.spec.metadata ?? {};
  const created = await client.create(ResourceClaim, {
    metadata: {
      generateName: namePrefix(ownerName, entry.name),
      namespace,
      ...(labels && { labels }),
      annotations: { ...annotations, [podClaimAnnotation]: entry.name },
      ownerReferences: [{ apiVersion: apiVersionOf(kind), kind: kind.kind, name: ownerName, uid, controller: true }],
    },
    spec: template.spec.spec,
  });
  return created.metadata.name;
}

async function tell<T extends Pod | PodGroup>(
  object: T,
  made: ReadonlyMap<string, string>,
  { kind }: EnsureOptions<T>,
  { client }: Context,
): Promise<void> {
  const told = new Map((object.status.resourceClaimStatuses ?? []).map((each) => [each.name, each.resourceClaimName]));
  if ([...made].every(([entry, claim]) => told.get(entry) === claim)) return;
  const { namespace, name } = object.metadata;
  const resourceClaimStatuses = [...made].map(([entry, claim]) => ({ name: entry, resourceClaimName: claim }));
  const body = { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: { name, namespace }, status: { resourceClaimStatuses } };
  await client.patch(kind, object.metadata, { type: 'apply', body, fieldManager, force: true }, { subresource: 'status' });
}
