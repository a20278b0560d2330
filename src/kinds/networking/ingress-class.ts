import { validateDomainPrefixedPath } from '../../model/qualified-names.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { ageColumn } from '../columns.ts';
import { validateDnsLabel, validateDnsSubdomain, validateImmutable } from '../field-checks.ts';
import { validateSegment } from './ingress/validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, object, required, string, type Infer } from '../../model/schema.ts';

export const IngressClassParametersReference = defineType(
  'io.k8s.api.networking.v1.IngressClassParametersReference',
  'Names an object with settings for a controller.',
  {
    apiGroup: string(1, 'Group of the API that the kind is from; empty for core.'),
    kind: required(string(2, 'Kind of the object that is meant.')),
    name: required(string(3, 'Name of the object that is meant.')),
    scope: always(string(4, 'Cluster (the default) or Namespace: where the object is.')),
    namespace: string(5, 'Namespace of the object; only and always with scope Namespace.'),
  },
);

export interface IngressClassParametersReference extends Infer<typeof IngressClassParametersReference> {}

export const IngressClassSpec = defineType('io.k8s.api.networking.v1.IngressClassSpec', 'The state that is wanted.', {
  controller: string(1, 'Controller that does the work, such as example.com/ingress. It cannot be changed.'),
  parameters: object(2, IngressClassParametersReference, 'Object with settings for the controller.'),
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
  description: 'A way to serve Ingresses: which controller does it. An annotation makes a class the default.',
  fields: {
    spec: always(object(2, IngressClassSpec, 'Who does the work, and with which settings.')),
  },

  countsGenerations: true,
  defaults({ spec: { parameters } }) {
    if (parameters) parameters.scope ||= 'Cluster';
  },
  ruleOrder: { update: ['metadataChange', 'change', 'metadata', 'object'] },
  *validate({ spec: { controller = '', parameters } }, field) {
    const at = field.at('spec', 'controller');
    if (Buffer.byteLength(controller) > longestController) yield at.tooLong(longestController);
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
