import { validateDomainPrefixedPath } from '../../model/qualified-names.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { ageColumn } from '../columns.ts';
import { validateDnsLabel, validateDnsSubdomain, validateImmutable } from '../field-checks.ts';
import { validateSegment } from './ingress/validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, object, required, string, type Infer } from '../../model/schema.ts';

export const IngressClassParametersReference = defineType('io.k8s.api.networking.v1.IngressClassParametersReference', {
  apiGroup: string(1),
  kind: required(string(2)),
  name: required(string(3)),
  scope: always(string(4)),
  namespace: string(5),
});

export interface IngressClassParametersReference extends Infer<typeof IngressClassParametersReference> {}

export const IngressClassSpec = defineType('io.k8s.api.networking.v1.IngressClassSpec', {
  controller: string(1),
  parameters: object(2, IngressClassParametersReference),
});

export interface IngressClassSpec extends Infer<typeof IngressClassSpec> {}

export interface IngressClass extends KubeObject {
  spec: IngressClassSpec;
}

export const IngressClass: Kind<IngressClass> = defineKind({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  scope: 'Cluster',
  schema: 'io.k8s.api.networking.v1.IngressClass',
  fields: {
    spec: always(object(2, IngressClassSpec)),
  },

  countsGenerations: true,
  defaults({ spec: { parameters } }) {
    if (parameters) parameters.scope ||= 'Cluster';
  },
  *validate({ spec: { controller = '', parameters } }, field) {
    const at = field.at('spec', 'controller');
    if (controller.length > longestController) yield at.tooLong(longestController);
    yield* validateDomainPrefixedPath(controller, at);
    if (parameters) yield* validateParameters(parameters, field.at('spec', 'parameters'));
  },
  validateUpdate: ({ spec }, previous, field) =>
    validateImmutable(spec.controller ?? '', previous.spec.controller ?? '', field.at('spec', 'controller')),
  columns: [
    {
      name: 'Name',
      format: 'name',
      description: 'Its name, and whether it is the default.',
      value: ({ metadata }) => (metadata.annotations?.[defaultAnnotation] === 'true' ? `${metadata.name} (default)` : metadata.name),
    },
    { name: 'Controller', description: 'Who implements it.', value: ({ spec }) => spec.controller ?? '' },
    { name: 'Parameters', description: 'Where its settings are.', value: ({ spec }) => parametersText(spec.parameters) },
    ageColumn,
  ],
});

/** On the class that ingresses without one get. */
const defaultAnnotation = 'ingressclass.kubernetes.io/is-default-class';
const longestController = 250;
const scopes: readonly string[] = ['Cluster', 'Namespace'];

function parametersText(parameters: IngressClassParametersReference | undefined): string {
  if (!parameters) return '<none>';
  const { kind, apiGroup, name } = parameters;
  return `${kind}${apiGroup === undefined ? '' : `.${apiGroup}`}/${name}`;
}

function* validateParameters({ apiGroup, kind, name, scope, namespace }: IngressClassParametersReference, field: Field): FieldErrors {
  if (apiGroup !== undefined) yield* validateDnsSubdomain(apiGroup, field.at('apiGroup'));
  yield* validateSegment(kind, field.at('kind'));
  yield* validateSegment(name, field.at('name'));
  const at = field.at('namespace');
  if (scope === undefined) yield field.at('scope').required();
  else if (!scopes.includes(scope)) yield field.at('scope').notSupported(scope, scopes);
  else if (scope === 'Cluster' && namespace !== undefined) yield at.forbidden("`parameters.scope` is set to 'Cluster'");
  else if (scope === 'Namespace' && namespace === undefined) yield at.required("`parameters.scope` is set to 'Namespace'");
  else if (scope === 'Namespace' && namespace !== undefined) yield* validateDnsLabel(namespace, at);
}
