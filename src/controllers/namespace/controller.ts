import { discover } from '../../client/discovery.ts';
import { apiVersionOf } from '../../model/kind.ts';
import { Namespace } from '../../kinds/core/namespace.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, type Context, type Controller } from '../../runtime/controller.ts';
import { withFindings } from './conditions.ts';
import { removeContent } from './content.ts';
import { waitMs } from './waits.ts';

/** What keeps a namespace until this controller has emptied it. */
const finalizer = 'kubernetes';

export interface NamespaceControllerOptions {
  /**
   * How long to leave a namespace alone after its deletion, so that every API server knows of it and creates nothing
   * more in it. Default 5 s.
   */
  readonly settleMs?: number | undefined;
}

/** Empties namespaces that are being deleted, and lets them go. */
export function namespaceController({ settleMs = 5000 }: NamespaceControllerOptions = {}): Controller {
  /** How often what is left in a namespace has been looked at already. */
  const looks = new Map<string, number>();

  return defineController({
    name: 'namespace',
    for: Namespace,
    workers: 10,
    maxRetryMs: 60_000,

    async reconcile(namespace, context) {
      const { client, clock, signal } = context;
      const { deletionTimestamp, name } = namespace.metadata;
      if (deletionTimestamp === undefined || !namespace.spec.finalizers?.length) return undefined;
      const deletedAtMs = Date.parse(deletionTimestamp);
      const nowMs = clock.now();
      if (nowMs < deletedAtMs + settleMs) return { afterMs: deletedAtMs + settleMs - nowMs };

      const discovered = await discover(client, { signal });
      const { findings, estimateSeconds, failure } = await removeContent({ namespace: name, deletedAtMs, nowMs, client, discovered });
      const conditions = withFindings(namespace.status.conditions ?? [], findings, nowMs);
      const current = await writeConditions(namespace, conditions, context);
      if (failure) throw failure;
      if (estimateSeconds > 0) {
        const before = looks.get(name) ?? 0;
        looks.set(name, before + 1);
        return { afterMs: waitMs(estimateSeconds, before) };
      }
      await letGo(current, context);
      looks.delete(name);
      return undefined;
    },

    async reconcileDeleted({ name }) {
      looks.delete(name);
    },
  });
}

async function writeConditions(
  namespace: Namespace,
  conditions: readonly NonNullable<Namespace['status']['conditions']>[number][],
  { client, log }: Context,
): Promise<Namespace> {
  if (conditions === namespace.status.conditions && namespace.status.phase === 'Terminating') return namespace;
  const status = { ...namespace.status, phase: 'Terminating' as const, conditions: [...conditions] };
  try {
    return await client.update(Namespace, { ...namespace, status }, { subresource: 'status' });
  } catch (error) {
    // To tell how far it got matters less than to get on.
    log.warn({ err: error, namespace: namespace.metadata.name }, 'conditions of a namespace could not be written');
    return namespace;
  }
}

async function letGo(namespace: Namespace, { client }: Context): Promise<void> {
  const { name } = namespace.metadata;
  const finalizers = (namespace.spec.finalizers ?? []).filter((other) => other !== finalizer);
  const body = { ...namespace, apiVersion: apiVersionOf(Namespace), kind: Namespace.kind, spec: { ...namespace.spec, finalizers } };
  try {
    await client.request({ method: 'PUT', path: `/api/v1/namespaces/${name}/finalize`, body });
  } catch (error) {
    if (!ApiError.is(error, 'NotFound')) throw error;
  }
}
