import { readContainerLabels, readPodLabels } from '../../containers/labels.ts';
import { jsonAnswer, type Answer } from '../../../runtime/serving/answer.ts';
import type { Exchange } from '../exchange.ts';

/** `/runningpods`: those the runtime has, whoever wanted them, with what runs in them. */
export async function runningPods({ view, signal }: Exchange): Promise<Answer> {
  const { sandboxes, containers } = view.runtime;
  const [ready, running] = await Promise.all([
    sandboxes.list({ state: 'Ready' }, { signal }),
    containers.list({ state: 'Running' }, { signal }),
  ]);
  const items = ready.map(({ id, labels }) => {
    const { uid, name, namespace } = readPodLabels(labels);
    const inside = running.filter(({ sandboxId }) => sandboxId === id);
    return {
      metadata: { name, namespace, uid },
      spec: { containers: inside.map((each) => ({ name: readContainerLabels(each.labels).name, image: each.image.image, resources: {} })) },
      status: {},
    };
  });
  return jsonAnswer({ kind: 'PodList', apiVersion: 'v1', metadata: {}, items });
}
