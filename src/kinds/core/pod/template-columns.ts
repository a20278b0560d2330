import type { Column, KubeObject } from '../../../model/kind.ts';
import type { PodTemplateSpec } from './template.ts';

type Template = Readonly<PodTemplateSpec> | undefined;

export const containerNames = (template: Template): string => (template?.spec?.containers ?? []).map(({ name }) => name).join(',');

export const containerImages = (template: Template): string => (template?.spec?.containers ?? []).map(({ image = '' }) => image).join(',');

/** For the wide tables of everything that makes pods. */
export const templateColumns = <T extends KubeObject>(templateOf: (object: Readonly<T>) => Template): Column<T>[] => [
  { name: 'Containers', wide: true, description: 'Names of the containers.', value: (object) => containerNames(templateOf(object)) },
  { name: 'Images', wide: true, description: 'Images of the containers.', value: (object) => containerImages(templateOf(object)) },
];
