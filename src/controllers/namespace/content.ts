import type { Client } from '../../client/client.ts';
import { discoveredKind, type Discovered, type DiscoveredResource } from '../../client/discovery.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import { ApiError } from '../../model/errors.ts';
import type { KubeObject } from '../../model/kind.ts';
import type { Findings } from './conditions.ts';

export interface Removal {
  readonly findings: Findings;
  /** After how many seconds what is left is likely to be gone; 0 when nothing is. */
  readonly estimateSeconds: number;
  readonly failure: Error | undefined;
}

export interface RemovalOptions {
  readonly namespace: string;
  readonly deletedAtMs: number;
  readonly nowMs: number;
  readonly client: Client;
  readonly discovered: Discovered;
}

/** So many resources are emptied at once. */
const batchSize = 8;
/** How long finalizers may take, where nothing else is known. */
const finalizerSeconds = 15;

/**
 * Deletes all that the namespace holds, pods first: while they stop they may need the rest, such as network policies
 * that protect them (KEP-5080).
 */
export async function removeContent(options: RemovalOptions): Promise<Removal> {
  const { resources, failedGroups } = options.discovered;
  const deletable = resources.filter(({ scope, verbs }) => scope === 'Namespaced' && verbs.includes('delete'));
  const isPods = ({ group, plural }: DiscoveredResource) => group === '' && plural === 'pods';
  const removed: Emptied[] = [];
  for (const pods of deletable.filter(isPods)) removed.push(await empty(pods, options));
  const podsLeft = removed.some(({ left }) => left.length > 0);
  const others = podsLeft ? [] : deletable.filter((resource) => !isPods(resource));
  for (let start = 0; start < others.length; start += batchSize) {
    removed.push(...(await Promise.all(others.slice(start, start + batchSize).map((resource) => empty(resource, options)))));
  }
  return removalOf(removed, { failedGroups, podsLeft });
}

interface Emptied {
  readonly resource: DiscoveredResource;
  readonly left: readonly KubeObject[];
  readonly estimateSeconds: number;
  readonly error?: Error;
}

async function empty(resource: DiscoveredResource, options: RemovalOptions): Promise<Emptied> {
  const { namespace, client } = options;
  const kind = discoveredKind(resource);
  let estimateSeconds = 0;
  try {
    estimateSeconds = resource.group === '' && resource.plural === 'pods' ? await podsGraceSeconds(options) : 0;
    await deleteAll(resource, options);
    const left = resource.verbs.includes('list') ? (await client.list(kind, { namespace, metadataOnly: true })).items : [];
    if (left.length === 0) return { resource, left, estimateSeconds: 0 };
    if (estimateSeconds > 0) return { resource, left, estimateSeconds };
    if (left.some(({ metadata }) => metadata.finalizers?.length)) return { resource, left, estimateSeconds: finalizerSeconds };
    const { group, version, plural } = resource;
    const error = new Error(`unexpected items still remain in namespace: ${namespace} for gvr: ${group}/${version}, Resource=${plural}`);
    return { resource, left, estimateSeconds, error };
  } catch (error) {
    if (ApiError.is(error, 'NotFound', 'MethodNotAllowed')) return { resource, left: [], estimateSeconds: 0 };
    return { resource, left: [], estimateSeconds, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

// What the objects own goes with the namespace anyway, so nothing has to wait for it.
const deleteOptions = { propagationPolicy: 'Background' };

async function deleteAll(resource: DiscoveredResource, { namespace, client }: RemovalOptions): Promise<void> {
  const kind = discoveredKind(resource);
  if (resource.verbs.includes('deletecollection')) return client.deleteCollection(kind, { namespace, deleteOptions });
  if (!resource.verbs.includes('list')) return;
  const { items } = await client.list(kind, { namespace, metadataOnly: true });
  for (const { metadata } of items) {
    try {
      await client.delete(kind, metadata, deleteOptions);
    } catch (error) {
      if (!ApiError.is(error, 'NotFound', 'MethodNotAllowed')) throw error;
    }
  }
}

/** The longest time that pods have to stop, unless it is over. */
async function podsGraceSeconds({ namespace, client, deletedAtMs, nowMs }: RemovalOptions): Promise<number> {
  const { items } = await client.list(Pod, { namespace });
  const running = items.filter((pod) => !isPodTerminal(pod));
  const longest = Math.max(0, ...running.map(({ spec }) => spec.terminationGracePeriodSeconds ?? 0));
  return nowMs - deletedAtMs >= longest * 1000 ? 0 : longest;
}

function removalOf(
  removed: readonly Emptied[],
  { failedGroups, podsLeft }: { failedGroups: readonly string[]; podsLeft: boolean },
): Removal {
  const errors = removed.flatMap(({ error }) => error ?? []);
  const discovery =
    failedGroups.length > 0 ? new Error(`unable to retrieve the complete list of server APIs: ${failedGroups.join(', ')}`) : undefined;
  const failures = discovery ? [discovery, ...errors] : errors;
  return {
    findings: {
      ...(discovery && {
        NamespaceDeletionDiscoveryFailure: {
          reason: 'DiscoveryFailed',
          message: `Discovery failed for some groups, ${failedGroups.length} failing: ${discovery.message}`,
        },
      }),
      ...(errors.length > 0 && {
        NamespaceDeletionContentFailure: {
          reason: 'ContentDeletionFailed',
          message: `Failed to delete all resource types, ${errors.length} remaining: ${errors
            .map(({ message }) => message)
            .toSorted()
            .join(', ')}`,
        },
      }),
      // While pods are left, the rest was not looked at.
      ...(!podsLeft && contentFindings(removed)),
    },
    estimateSeconds: Math.max(0, ...removed.map(({ estimateSeconds }) => estimateSeconds)),
    failure: failures.length > 1 ? new AggregateError(failures, failures.map(({ message }) => message).join(', ')) : failures[0],
  };
}

function contentFindings(removed: readonly Emptied[]): Findings {
  const remaining = removed
    .filter(({ left }) => left.length > 0)
    .map(({ resource: { plural, group }, left }) => `${plural}.${group} has ${left.length} resource instances`);
  const finalizers = new Map<string, number>();
  for (const { metadata } of removed.flatMap(({ left }) => left)) {
    for (const finalizer of metadata.finalizers ?? []) finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
  }
  const waiting = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
  return {
    ...(remaining.length > 0 && {
      NamespaceContentRemaining: {
        reason: 'SomeResourcesRemain',
        message: `Some resources are remaining: ${remaining.toSorted().join(', ')}`,
      },
    }),
    ...(waiting.length > 0 && {
      NamespaceFinalizersRemaining: {
        reason: 'SomeFinalizersRemain',
        message: `Some content in the namespace has finalizers remaining: ${waiting.toSorted().join(', ')}`,
      },
    }),
  };
}
