import { nameColumn } from '../columns.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, list, required, string, type Infer } from '../../model/schema.ts';

export const ComponentCondition = defineType('io.k8s.api.core.v1.ComponentCondition', 'Whether a component is healthy.', {
  type: required(string(1, 'Always Healthy.')),
  status: required(string(2, 'Whether it holds: True, False or Unknown.')),
  message: string(3, 'What the component said of itself.'),
  error: string(4, 'What went wrong in asking it.'),
});

export interface ComponentCondition extends Infer<typeof ComponentCondition> {}

export interface ComponentStatus extends KubeObject {
  conditions?: ComponentCondition[];
}

export const ComponentStatus: Kind<ComponentStatus> = defineKind({
  group: '',
  version: 'v1',
  kind: 'ComponentStatus',
  lifecycle: { deprecated: '1.19' },
  plural: 'componentstatuses',
  shortNames: ['cs'],
  scope: 'Cluster',
  verbs: ['get', 'list'],
  schema: 'io.k8s.api.core.v1.ComponentStatus',
  description:
    'Health of a part of the control plane, looked up when asked for. Deprecated: ask the parts themselves, at /livez and /readyz.',
  fields: {
    conditions: list(2, ComponentCondition, 'One condition, Healthy.', {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: 'merge',
      patchMergeKey: 'type',
    }),
  },
  columns: [
    nameColumn,
    { name: 'Status', description: 'Whether the component is healthy.', value: (object) => health(object).status },
    { name: 'Message', description: 'What the component says.', value: (object) => health(object).message },
    { name: 'Error', description: 'Why it is not healthy.', value: (object) => health(object).error },
  ],
});

function health({ conditions = [] }: Readonly<ComponentStatus>): { status: string; message: string; error: string } {
  const condition = conditions.find(({ type }) => type === 'Healthy');
  if (!condition) return { status: 'Unknown', message: '', error: '' };
  const { status, message = '', error = '' } = condition;
  return { status: status === 'True' ? 'Healthy' : 'Unhealthy', message, error };
}
