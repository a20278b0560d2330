import { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { selectorFromObject } from '../../model/labels.ts';
import { replicasController } from '../replicas/controller.ts';

export const replicaSetController = replicasController({
  name: 'replicaset',
  kind: ReplicaSet,
  selectorOf: ({ spec }) => selectorFromObject(spec.selector),
  countsTerminating: true,
  withStatus: (replicaSet, status) => ({ ...replicaSet, status }),
});
