import { apiVersionOf, type Kind } from '../../model/kind.ts';
import { anyType, objectTypes } from './content.ts';
import type { HttpMethod, Operation, Parameter, Route } from './operation.ts';
import { operationId, tagOf } from './operation-name.ts';
import { namespace, pathParameter, pretty } from './parameters.ts';
import { groupVersionKind } from './schemas.ts';

/** A path at which something can be done with objects of a kind. */
export interface Place {
  readonly kind: Kind;
  readonly path: string;
  /** How operations call it, e.g. `NamespacedPod`. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

/** The objects of a namespace, or all objects of kinds that are in none. */
export function collectionOf(kind: Kind): Place {
  const isNamespaced = kind.scope === 'Namespaced';
  return {
    kind,
    path: `${rootOf(kind)}/${isNamespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}`,
    name: `${isNamespaced ? 'Namespaced' : ''}${kind.kind}`,
    parameters: isNamespaced ? [namespace, pretty] : [pretty],
  };
}

export function objectOf(kind: Kind): Place {
  const { path, parameters, ...rest } = collectionOf(kind);
  return { ...rest, path: `${path}/{name}`, parameters: [pathParameter('name', `The name of the ${kind.kind}.`), ...parameters] };
}

/** The objects of all namespaces. */
export const everywhere = (kind: Kind): Place => ({
  kind,
  path: `${rootOf(kind)}/${kind.plural}`,
  name: `${kind.kind}ForAllNamespaces`,
  parameters: [pretty],
});

export const rootOf = (kind: Pick<Kind, 'group' | 'version'>): string =>
  kind.group ? `/apis/${apiVersionOf(kind)}` : `/api/${kind.version}`;

export interface RouteOptions extends Partial<Pick<Operation, 'parameters' | 'body' | 'consumes' | 'produces'>> {
  /** What the name of the operation begins with. */
  readonly verb: string;
  /** `x-kubernetes-action`. The verb, unless given. */
  readonly action?: string;
  readonly description: string;
  readonly responses: Operation['responses'];
  /** Whose objects the operation takes or gives, where it is not the kind of the place. */
  readonly of?: Pick<Kind, 'group' | 'version' | 'kind'>;
}

export function routeAt({ kind, path, name, parameters: common }: Place, method: HttpMethod, options: RouteOptions): Route {
  const { verb, action = verb, of = kind, parameters = [], consumes = anyType, produces = objectTypes, ...rest } = options;
  return {
    path,
    method,
    operation: {
      ...rest,
      tag: tagOf(kind),
      id: operationId(verb, kind, name),
      parameters: [...common, ...parameters],
      consumes,
      produces,
      extensions: { 'x-kubernetes-action': action, 'x-kubernetes-group-version-kind': groupVersionKind(of) },
    },
  };
}
