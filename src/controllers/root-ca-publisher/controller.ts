import { ConfigMap } from '../../kinds/core/config-map.ts';
import { Namespace } from '../../kinds/core/namespace.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, on, type Controller } from '../../runtime/controller.ts';
import { isNamespaceTerminating } from '../terminating-namespace.ts';

const name = 'kube-root-ca.crt';
const descriptionAnnotation = 'kubernetes.io/description';
const description =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or ' +
  'kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Tells every namespace by which certificate to know the API server. */
export function rootCaPublisher({ caPem }: { caPem: string }): Controller {
  const data = { 'ca.crt': caPem };
  return defineController({
    name: 'root_ca_cert_publisher',
    for: Namespace,
    wakes: [
      on(ConfigMap, ({ metadata }, { previous, isDeleted }) =>
        metadata.name === name && metadata.namespace && (isDeleted || previous) ? [{ name: metadata.namespace }] : [],
      ),
    ],

    async reconcile({ metadata: { name: namespace }, status }, { client, cache }) {
      if (status.phase === 'Terminating') return;
      const current = cache.get(ConfigMap, { namespace, name });
      if (!current) {
        try {
          await client.create(ConfigMap, { metadata: { namespace, name, annotations: { [descriptionAnnotation]: description } }, data });
        } catch (error) {
          if (!ApiError.is(error, 'NotFound') && !isNamespaceTerminating(error)) throw error;
        }
        return;
      }
      const keys = Object.keys(current.data ?? {});
      if (keys.length === 1 && current.data?.['ca.crt'] === caPem && current.metadata.annotations?.[descriptionAnnotation]) return;
      const annotations = { ...current.metadata.annotations, [descriptionAnnotation]: description };
      await client.update(ConfigMap, { ...current, metadata: { ...current.metadata, annotations }, data });
    },
  });
}
