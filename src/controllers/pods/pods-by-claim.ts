import { Pod } from '../../kinds/core/pod/index.ts';
import { podClaimNames } from '../../kinds/core/pod/references.ts';
import type { Ref } from '../../client/client.ts';
import type { Cache } from '../../runtime/cache.ts';
import { index } from '../../runtime/controller.ts';

const name = 'claim';

export const podsByClaim = index(Pod, name, (pod) => [...podClaimNames(pod)].map((claim) => `${pod.metadata.namespace}/${claim}`));

/** Pods that name a claim in their volumes, for controllers that declare the index `podsByClaim`. */
export const podsOfClaim = ({ metadata }: { readonly metadata: Ref }, cache: Cache): readonly Pod[] =>
  cache.byIndex(Pod, name, `${metadata.namespace}/${metadata.name}`);
