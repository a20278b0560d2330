import { ReplicationController } from '../../kinds/core/replication-controller/index.ts';
import { nothing, selectorFromLabels } from '../../model/labels.ts';
import { replicasController } from '../replicas/controller.ts';

export const replicationControllerController = replicasController({
  name: 'replicationcontroller',
  kind: ReplicationController,
  // Without labels an old selector would match everything, which no one means who leaves it out.
  selectorOf: ({ spec }) => (spec.selector && Object.keys(spec.selector).length > 0 ? selectorFromLabels(spec.selector) : nothing),
  countsTerminating: false,
  withStatus: (controller, status) => ({ ...controller, status }),
});
