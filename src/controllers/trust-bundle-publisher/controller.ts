import { createHash } from 'node:crypto';
import { ClusterTrustBundle } from '../../kinds/certificates/cluster-trust-bundle.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, type Context, type Controller } from '../../runtime/controller.ts';

const signerName = 'kubernetes.io/kube-apiserver-serving';

/** Tells by which authority to know the API server, in a bundle that pods can have as a volume (KEP-3257). There is only one of the signer. */
export function trustBundlePublisher({ caPem }: { caPem: string }): Controller {
  const name = bundleName(caPem);
  const create = async ({ client }: Context) => {
    try {
      await client.create(ClusterTrustBundle, { metadata: { name }, spec: { signerName, trustBundle: caPem } });
    } catch (error) {
      // What is there is looked at when it is seen.
      if (!ApiError.is(error, 'AlreadyExists')) throw error;
    }
  };
  return defineController({
    name: 'ca_cert_publisher_cluster_trust_bundles',
    for: ClusterTrustBundle,
    selects: [{ kind: ClusterTrustBundle, fieldSelector: `spec.signerName=${signerName}` }],
    wakes: [
      {
        kind: ClusterTrustBundle,
        observe(wake) {
          wake({ name });
          return { [Symbol.dispose]: () => {} };
        },
      },
    ],

    async reconcile(bundle, context) {
      const { client, cache } = context;
      if (bundle.metadata.name === name) {
        if (bundle.spec.trustBundle === caPem) return;
        await client.update(ClusterTrustBundle, { ...bundle, spec: { ...bundle.spec, trustBundle: caPem } });
        return;
      }
      // Those who follow the signer find one bundle or the other at any time.
      if (!cache.get(ClusterTrustBundle, { name })) await create(context);
      try {
        await client.delete(ClusterTrustBundle, bundle.metadata);
      } catch (error) {
        if (!ApiError.is(error, 'NotFound')) throw error;
      }
    },

    async reconcileDeleted(ref, context) {
      if (ref.name === name) await create(context);
    },
  });
}

export const bundleName = (caPem: string): string =>
  `${signerName.replaceAll('/', ':')}:${createHash('sha256').update(caPem).digest('hex').slice(0, 24)}`;
