import { defineKind, type Kind, type KubeObject } from '../../../src/model/kind.ts';
import { object, string, defineType, type Infer } from '../../../src/model/schema.ts';

const WidgetSpec = defineType('com.example.v1.WidgetSpec', 'What is wanted.', { colour: string(1, 'Which colour.') });

export interface Widget extends KubeObject {
  spec?: Infer<typeof WidgetSpec>;
}

const widget = (kind: string, plural: string, scope: Kind['scope']): Kind<Widget> =>
  defineKind({
    group: 'example.com',
    version: 'v1',
    kind,
    plural,
    scope,
    schema: `com.example.v1.${kind}`,
    description: 'A kind that no controller has heard of.',
    fields: { spec: object(2, WidgetSpec, 'What is wanted.') },
  });

export const Widget = widget('Widget', 'widgets', 'Namespaced');
export const Factory = widget('Factory', 'factories', 'Cluster');
