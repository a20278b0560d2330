import { ConfigMap } from '../../kinds/core/config-map.ts';
import { Secret } from '../../kinds/core/secret.ts';
import { isSameMap } from '../../kinds/core/immutable-data.ts';
import { defineController, on, type Controller } from '../../runtime/controller.ts';
import { signedClusterInfo } from './sign-cluster-info.ts';
import { bootstrapTokens, signingToken } from './token.ts';

const clusterInfo = { namespace: 'kube-public', name: 'cluster-info' };

/** Signs what new nodes are told of the cluster with every token by which they may join. */
export const bootstrapSignerController: Controller = defineController({
  name: 'bootstrap_signer',
  for: ConfigMap,
  selects: [bootstrapTokens, { kind: ConfigMap, namespace: clusterInfo.namespace, fieldSelector: `metadata.name=${clusterInfo.name}` }],
  wakes: [on(Secret, () => [clusterInfo])],

  async reconcile(info, { client, cache, clock }) {
    const tokens = cache.list(Secret).flatMap((secret) => signingToken(secret, clock.now()) ?? []);
    const data = signedClusterInfo(info.data ?? {}, tokens);
    if (!isSameMap(info.data, data)) await client.update(ConfigMap, { ...info, data });
  },
});
