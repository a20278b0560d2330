import { validateLabels } from '../../model/label-validation.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { nodeLabelWarning } from '../core/node-label-warnings.ts';
import { validateContainerResources } from '../core/pod/validation/resources.ts';
import { validateTolerations } from '../core/pod/validation/scheduling.ts';
import { roundResources } from '../core/resource-list.ts';
import { validateDnsLabel, validateImmutable } from '../field-checks.ts';
import { goForm } from '../go-form.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, list, map, object, required, string, type Infer } from '../../model/schema.ts';
import { Toleration } from '../core/pod/affinity.ts';

export const Overhead = defineType('io.k8s.api.node.v1.Overhead', 'What running a pod takes beyond its containers.', {
  podFixed: map(1, 'quantity', "How much of each resource that is. It is added to each pod's requests and counts towards quotas."),
});

export interface Overhead extends Infer<typeof Overhead> {}

export const Scheduling = defineType('io.k8s.api.node.v1.Scheduling', 'Which nodes know the class.', {
  nodeSelector: map(1, 'string', "Labels of those nodes, which are added to each pod's own selector.", { mapType: 'atomic' }),
  tolerations: list(2, Toleration, 'Taints of those nodes, which are tolerated for each pod.', { listType: 'atomic' }),
});

export interface Scheduling extends Infer<typeof Scheduling> {}

export interface RuntimeClass extends KubeObject {
  handler: string;
  overhead?: Overhead;
  scheduling?: Scheduling;
}

export const RuntimeClass: Kind<RuntimeClass> = defineKind({
  group: 'node.k8s.io',
  version: 'v1',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  scope: 'Cluster',
  schema: 'io.k8s.api.node.v1.RuntimeClass',
  description: 'A way to run containers, such as in a sandbox or with virtual machines. Pods name it in runtimeClassName.',
  fields: {
    handler: required(string(2, "What the nodes' container runtime calls it, such as runsc. It cannot be changed.")),
    overhead: object(3, Overhead, 'What running a pod in this way takes beyond its containers.'),
    scheduling: object(4, Scheduling, 'Which nodes know this way; all unless given.'),
  },

  createsOnUpdate: true,
  needsVersionToUpdate: true,
  defaults: ({ overhead }) => roundResources(overhead?.podFixed),
  ruleOrder: { update: ['metadata', 'object', 'metadataChange', 'change'] },
  *validate({ handler, overhead, scheduling }, field) {
    if (!handler) yield field.at('handler').required();
    else yield* validateDnsLabel(handler, field.at('handler'));
    if (overhead) yield* validateContainerResources({ limits: overhead.podFixed ?? {} }, new Set(), field.at('overhead'));
    if (scheduling) yield* validateScheduling(scheduling, field.at('scheduling'));
  },
  validateUpdate: ({ handler }, previous, field) => validateImmutable(handler, previous.handler, field.at('handler')),
  *warnings({ scheduling }) {
    for (const key of Object.keys(scheduling?.nodeSelector ?? {})) {
      const message = nodeLabelWarning(key);
      if (message) yield `scheduling.nodeSelector: ${message}`;
    }
  },
  columns: [{ name: 'Handler', description: 'What runtimes call it.', value: ({ handler }) => handler }],
});

function* validateScheduling({ nodeSelector, tolerations = [] }: Scheduling, field: Field): FieldErrors {
  yield* validateLabels(nodeSelector, field.at('nodeSelector'));
  const at = field.at('tolerations');
  yield* validateTolerations(tolerations, at);
  const seen = new Set<string>();
  for (const [index, toleration] of tolerations.entries()) {
    const { key = '', operator = '', value = '', effect = '' } = toleration;
    const identity = JSON.stringify([key, operator, value, effect]);
    if (seen.has(identity)) yield at.at(index).duplicate(goForm(Toleration, toleration));
    seen.add(identity);
  }
}
