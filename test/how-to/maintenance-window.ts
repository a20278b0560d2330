import { defineKind, type Kind, type KubeObject } from '../../src/model/kind.ts';
import { defineType, int32, object, oneOf, required, string, type Infer } from '../../src/model/schema.ts';

export const MaintenanceWindowSpec = defineType('io.k8s.api.facility.v1.MaintenanceWindowSpec', 'The state that is wanted.', {
  nodeName: required(string(1, 'Node that is worked on. It is expected to be away meanwhile.')),
  durationMinutes: int32(2, 'How long the work may take, in minutes: 60 unless given.', { default: 60 }),
  podPolicy: oneOf(3, ['Evict', 'Keep'], 'What becomes of its pods: Evict (the default) or Keep.', { default: 'Evict' }),
});

export interface MaintenanceWindowSpec extends Infer<typeof MaintenanceWindowSpec> {}

export interface MaintenanceWindow extends KubeObject {
  spec: MaintenanceWindowSpec;
}

export const MaintenanceWindow: Kind<MaintenanceWindow> = defineKind({
  group: 'facility.k8s.io',
  version: 'v1',
  kind: 'MaintenanceWindow',
  plural: 'maintenancewindows',
  shortNames: ['mw'],
  scope: 'Cluster',
  schema: 'io.k8s.api.facility.v1.MaintenanceWindow',
  description: 'A time when somebody works on a node. Whoever drains nodes should look for it.',
  fields: {
    spec: required(object(2, MaintenanceWindowSpec, 'Which node is worked on, and how long.')),
  },
  countsGenerations: true,
  *validate({ spec: { nodeName, durationMinutes = 0 } }, field) {
    const spec = field.at('spec');
    if (nodeName === '') yield spec.at('nodeName').required('');
    if (durationMinutes <= 0) yield spec.at('durationMinutes').invalid(durationMinutes, 'must be greater than 0');
  },
  columns: [
    { name: 'Node', description: 'The node that is worked on.', value: ({ spec }) => spec.nodeName },
    { name: 'Minutes', type: 'integer', description: 'How long it may take.', value: ({ spec }) => spec.durationMinutes ?? 0 },
  ],
});
