import { Namespace } from '../../kinds/core/namespace.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, on } from '../../runtime/controller.ts';
import { isNamespaceTerminating } from '../terminating-namespace.ts';

/** Every namespace has a service account for pods that name none. */
const name = 'default';

export const serviceAccountController = defineController({
  name: 'serviceaccount',
  for: Namespace,
  wakes: [on(ServiceAccount, ({ metadata }, { isDeleted }) => (isDeleted && metadata.namespace ? [{ name: metadata.namespace }] : []))],

  async reconcile({ metadata, status }, { client, cache }) {
    const namespace = metadata.name;
    if (status.phase === 'Terminating' || cache.get(ServiceAccount, { namespace, name })) return;
    try {
      await client.create(ServiceAccount, { metadata: { namespace, name } });
    } catch (error) {
      if (!ApiError.is(error, 'AlreadyExists') && !isNamespaceTerminating(error)) throw error;
    }
  },
});
