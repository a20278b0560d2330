import type { Field, FieldErrors } from '../../model/field.ts';
import type { ObjectMeta } from '../../model/meta.ts';
import { checkDnsLabel, checkLabelKey } from '../../model/names.ts';
import { allInvalid } from '../field-checks.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, list, object, oneOf, required, string, time, type Infer } from '../../model/schema.ts';

export const NamespaceSpec = defineType('io.k8s.api.core.v1.NamespaceSpec', 'The state that is wanted.', {
  finalizers: list(1, 'string', 'Those who clean up first. `kubernetes` stands for the deletion of everything inside.', {
    listType: 'atomic',
  }),
});

export interface NamespaceSpec extends Infer<typeof NamespaceSpec> {}

export const NamespaceCondition = defineType('io.k8s.api.core.v1.NamespaceCondition', 'One aspect of the deletion of a namespace.', {
  type: required(string(1, 'Name of the aspect, such as NamespaceContentRemaining.')),
  status: required(string(2, 'Whether it holds: True, False or Unknown.')),
  lastTransitionTime: always(time(4, 'When the status last changed.')),
  reason: string(5, 'Why, in one word.'),
  message: string(6, 'Why, in a sentence: says what still holds up the deletion.'),
});

export interface NamespaceCondition extends Infer<typeof NamespaceCondition> {}

export const NamespaceStatus = defineType('io.k8s.api.core.v1.NamespaceStatus', 'The state that was found last.', {
  phase: oneOf(1, ['Active', 'Terminating'], 'Active, or Terminating once it is being deleted: nothing new can be created inside then.'),
  conditions: list(2, NamespaceCondition, 'What holds up the deletion; empty as long as nobody deletes it.', {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
});

export interface NamespaceStatus extends Infer<typeof NamespaceStatus> {}

export interface Namespace extends KubeObject {
  spec: NamespaceSpec;
  status: NamespaceStatus;
}

export const Namespace: Kind<Namespace> = defineKind({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  scope: 'Cluster',
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: ['finalize', 'status'],
  schema: 'io.k8s.api.core.v1.Namespace',
  description:
    'A room for names: objects of different namespaces may have the same one. Access, quotas and network policies are given by namespace.',
  fields: {
    spec: always(object(2, NamespaceSpec, 'What must happen before the namespace can go.')),
    status: always(object(3, NamespaceStatus, 'Whether the namespace is in use or going.')),
  },
  defaults({ metadata, status }) {
    labelWithName(metadata);
    status.phase ||= 'Active';
  },
  prepareCreate({ metadata, spec, status }) {
    labelWithName(metadata);
    status.phase = 'Active';
    const finalizers = spec.finalizers ?? [];
    if (!finalizers.includes('kubernetes')) spec.finalizers = [...finalizers, 'kubernetes'];
  },
  prepareUpdate({ metadata, spec }, previous) {
    labelWithName(metadata);
    delete spec.finalizers;
    if (previous.spec.finalizers) spec.finalizers = previous.spec.finalizers;
  },
  prepareDelete({ metadata, status }) {
    status.phase = 'Terminating';
    delete metadata.deletionGracePeriodSeconds;
  },
  isHeldBack: ({ spec }) => (spec.finalizers ?? []).length > 0,
  subresourceUpdates: {
    finalize: {
      prepare(next, previous) {
        next.status = previous.status;
      },
      validate: (next, _previous, field) => validateNamespaceFinalize(next, field),
    },
  },
  ruleOrder: { update: ['metadata', 'object', 'metadataChange'] },
  validateName: checkDnsLabel,
  *validate({ spec }, field) {
    for (const name of spec.finalizers ?? []) yield* validateFinalizer(name, field.at('spec', 'finalizers'));
  },
  *validateStatusUpdate({ metadata, status }, _previous, field) {
    const phase = metadata.deletionTimestamp ? 'Terminating' : 'Active';
    if (status.phase === phase) return;
    const when = metadata.deletionTimestamp ? 'is not empty' : 'is empty';
    yield field.at('status', 'Phase').invalid(status.phase ?? '', `may only be '${phase}' if \`deletionTimestamp\` ${when}`);
  },
  columns: [
    { name: 'Status', description: 'Whether the namespace is in use or on its way out.', value: ({ status }) => status.phase ?? '' },
  ],
  selectableFields: [{ path: 'status.phase', value: ({ status }) => status.phase ?? '' }],
});

/** So that selectors can choose namespaces by name (KEP-2161). */
function labelWithName(metadata: ObjectMeta): void {
  if (metadata.name) metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
}

const standardFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** Through `finalize` the finalizers of the spec are given anew. Runs after the rules for metadata. */
function* validateNamespaceFinalize({ spec }: Readonly<Namespace>, field: Field): FieldErrors {
  for (const [index, name] of spec.finalizers?.entries() ?? []) yield* validateFinalizer(name, field.at('spec', 'finalizers', index));
}

function* validateFinalizer(name: string, field: Field): FieldErrors {
  yield* allInvalid(name, checkLabelKey(name), field);
  if (!name.includes('/') && !standardFinalizers.includes(name)) {
    yield field.invalid(name, 'name is neither a standard finalizer name nor is it fully qualified');
  }
}
