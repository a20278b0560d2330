import { nameColumn } from '../columns.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, list, required, string, type Infer } from '../../model/schema.ts';

export const ComponentCondition = defineType('io.k8s.api.core.v1.ComponentCondition', {
  type: required(string(1)),
  status: required(string(2)),
  message: string(3),
  error: string(4),
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
  fields: {
    conditions: list(2, ComponentCondition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
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
