import { Scale } from '../../kinds/autoscaling/scale.ts';
import { TokenRequest } from '../../kinds/authentication/token-request.ts';
import { Binding } from '../../kinds/core/binding.ts';
import { Eviction } from '../../kinds/policy/eviction.ts';
import type { Kind } from '../../model/kind.ts';
import { servedResource, type ServedSubresource } from '../discovery/resources.ts';
import { anyType, objectTypes } from './content.ts';
import { create, patch, read, replace } from './object-routes.ts';
import type { HttpMethod, Parameter, Route } from './operation.ts';
import { capital } from './operation-name.ts';
import { connectParameters, logParameters, pretty, proxiedPath } from './parameters.ts';
import { objectOf, routeAt, type Place } from './place.ts';

/** What can be done through the subresources of a kind. */
export const subresourceRoutes = (kind: Kind): readonly Route[] =>
  servedResource(kind).subresources.flatMap((subresource) => routesOf(subresource, kind));

/** Subresources that show objects of a kind of their own. */
const otherKinds: Readonly<Record<string, Kind>> = { binding: Binding, eviction: Eviction, scale: Scale, token: TokenRequest };

function routesOf(subresource: ServedSubresource, kind: Kind): readonly Route[] {
  const { name, verbs, responseKind } = subresource;
  const place = subresourceOf(kind, name);
  const parameters = connectParameters[responseKind];
  if (parameters) return connectRoutes(place, { subresource, parameters });
  if (name === 'log') return [log(place)];
  const of = otherKinds[name] ?? kind;
  const routes = { get: read, create, update: replace, patch };
  return Object.entries(routes).flatMap(([verb, route]) => (verbs.includes(verb) ? [route(place, of)] : []));
}

function subresourceOf(kind: Kind, subresource: string): Place {
  const object = objectOf(kind);
  return { ...object, path: `${object.path}/${subresource}`, name: `${object.name}${capital(subresource)}` };
}

const text = { type: 'string' };

const log = (place: Place): Route =>
  routeAt(place, 'get', {
    verb: 'read',
    action: 'get',
    description: 'Shows the log of a container.',
    parameters: logParameters,
    produces: ['text/plain', ...objectTypes],
    responses: { '200': text },
  });

const streamMethods: readonly HttpMethod[] = ['get', 'post'];
const proxyMethods: readonly HttpMethod[] = ['delete', 'get', 'head', 'options', 'patch', 'post', 'put'];

/** Connections rather than answers. They do not take `pretty`. */
function connectRoutes(
  place: Place,
  { subresource, parameters }: { subresource: ServedSubresource; parameters: readonly Parameter[] },
): readonly Route[] {
  const { kind } = place;
  const isProxy = subresource.name === 'proxy';
  const common = place.parameters.filter((parameter) => parameter !== pretty);
  const places: readonly Place[] = [
    { ...place, parameters: common },
    ...(isProxy ? [{ ...place, path: `${place.path}/{path}`, name: `${place.name}WithPath`, parameters: [...common, proxiedPath] }] : []),
  ];
  return places.flatMap((at) =>
    (isProxy ? proxyMethods : streamMethods).map((method) =>
      routeAt({ ...at, name: `${capital(method)}${at.name}` }, method, {
        verb: 'connect',
        description: `Connects to ${subresource.name} of a ${kind.kind}.`,
        of: { group: kind.group, version: kind.version, kind: subresource.responseKind },
        parameters,
        produces: anyType,
        responses: { '200': text },
      }),
    ),
  );
}
