import { Field } from '../../model/field.ts';
import { labelsText, nameColumn } from '../columns.ts';
import { defaultPodTemplate } from './pod/defaults.ts';
import { dropTemplateFields } from './pod/gated-fields.ts';
import { containerImages, containerNames } from './pod/template-columns.ts';
import { validatePodTemplate } from './pod/validation/pod.ts';
import { podTemplateWarnings } from './pod/warnings.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { always, object } from '../../model/schema.ts';
import { PodTemplateSpec } from './pod/template.ts';

export interface PodTemplate extends KubeObject {
  template: PodTemplateSpec;
}

export const PodTemplate: Kind<PodTemplate> = defineKind({
  group: '',
  version: 'v1',
  kind: 'PodTemplate',
  plural: 'podtemplates',
  scope: 'Namespaced',
  schema: 'io.k8s.api.core.v1.PodTemplate',
  description: 'A template of pods, stored on its own. Controllers carry their own templates instead, so it is hardly ever used.',
  fields: {
    template: always(object(2, PodTemplateSpec, 'What pods made from the template look like.')),
  },
  countsGenerations: true,
  defaults: ({ template }) => defaultPodTemplate(template),
  prepareCreate: ({ template }, { gates }) => dropTemplateFields(template, gates),
  prepareUpdate: ({ template }, previous, { gates }) => dropTemplateFields(template, gates, previous.template),
  validate: ({ template }, field, { gates }) => validatePodTemplate(template, field.at('template'), gates),
  *warnings({ metadata, template }, previous) {
    if (metadata.generation !== previous?.metadata.generation) yield* podTemplateWarnings(template, new Field('template'));
  },
  columns: [
    nameColumn,
    { name: 'Containers', description: 'Names of the containers.', value: ({ template }) => containerNames(template) },
    { name: 'Images', description: 'Images of the containers.', value: ({ template }) => containerImages(template) },
    { name: 'Pod Labels', description: 'Labels the pods get.', value: ({ template }) => labelsText(template.metadata?.labels) },
  ],
});
