import { Node } from '../../kinds/core/node/index.ts';
import { defineController, on, type Controller } from '../../runtime/controller.ts';
import { stepFor, ttlSecondsOf } from './boundaries.ts';

const annotation = 'node.alpha.kubernetes.io/ttl';

/** Tells kubelets for how long secrets and config maps may be kept. A kubelet writes its node often enough to hear of changes. */
export function nodeTtlController(): Controller {
  let nodeCount = 0;
  let step = 0;
  return defineController({
    name: 'ttlcontroller',
    for: Node,
    wakes: [
      on(Node, (_node, { previous, isDeleted }) => {
        if (isDeleted) nodeCount--;
        else if (!previous) nodeCount++;
        return [];
      }),
    ],
    async reconcile({ metadata }, { client }) {
      step = stepFor(nodeCount, step);
      const ttl = `${ttlSecondsOf(step)}`;
      if (metadata.annotations?.[annotation] === ttl) return;
      const body = { metadata: { annotations: { [annotation]: ttl } } };
      await client.patch(Node, metadata, { type: 'strategic', body });
    },
  });
}
