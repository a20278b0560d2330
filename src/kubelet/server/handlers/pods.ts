import { jsonAnswer, type Answer } from '../../../runtime/serving/answer.ts';
import type { Exchange } from '../exchange.ts';

/** `/pods`: those the node is to run, as the kubelet knows them. */
export const pods = ({ view }: Exchange): Answer =>
  jsonAnswer({
    kind: 'PodList',
    apiVersion: 'v1',
    metadata: {},
    items: view.pods.list().map(({ apiVersion: _apiVersion, kind: _kind, ...pod }) => pod),
  });
