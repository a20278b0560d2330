import { allVerbs, type Kind } from '../../model/kind.ts';
import { DeleteOptions, Status } from '../../model/meta.ts';
import { answersDeletedObject } from '../verbs/delete/answer.ts';
import { listTypes } from './content.ts';
import { create, patch, read, replace } from './object-routes.ts';
import type { Route } from './operation.ts';
import { deleteCollectionParameters, deleteParameters, listParameters } from './parameters.ts';
import { collectionOf, everywhere, objectOf, rootOf, routeAt, type Place } from './place.ts';
import { reference } from './schema.ts';
import { listNameOf, WatchEvent } from './schemas.ts';

/** All that can be done with objects of a kind, but for its subresources. */
export function resourceRoutes(kind: Kind): readonly Route[] {
  const collection = collectionOf(kind);
  const object = objectOf(kind);
  const collections = kind.scope === 'Namespaced' ? [collection, everywhere(kind)] : [collection];
  const routes = {
    get: [() => read(object)],
    list: collections.map((place) => () => list(place)),
    create: [() => create(collection)],
    update: [() => replace(object)],
    patch: [() => patch(object)],
    delete: [() => deleteOne(object)],
    deletecollection: [() => deleteCollection(collection)],
    watch: [...collections.map((place) => () => watchList(place)), () => watchOne(object)],
  };
  return allVerbs.filter((verb) => (kind.verbs ?? allVerbs).includes(verb)).flatMap((verb) => routes[verb].map((route) => route()));
}

const list = (place: Place): Route =>
  routeAt(place, 'get', {
    verb: 'list',
    description: `Lists or watches objects of kind ${place.kind.kind}.`,
    parameters: listParameters,
    produces: listTypes,
    responses: { '200': reference(listNameOf(place.kind)) },
  });

const deleteBody = { schema: reference(DeleteOptions.name), required: false };

function deleteOne(place: Place): Route {
  const { kind } = place;
  // Namespaces go in two steps, but are told of as what they mostly answer.
  const schema = reference(answersDeletedObject(kind) && kind.plural !== 'namespaces' ? kind.schema.name : Status.name);
  return routeAt(place, 'delete', {
    verb: 'delete',
    description: `Deletes a ${kind.kind}.`,
    parameters: deleteParameters,
    body: deleteBody,
    responses: { '200': schema, '202': schema },
  });
}

const deleteCollection = (place: Place): Route =>
  routeAt({ ...place, name: `Collection${place.name}` }, 'delete', {
    verb: 'delete',
    action: 'deletecollection',
    description: `Deletes objects of kind ${place.kind.kind}.`,
    parameters: deleteCollectionParameters,
    body: deleteBody,
    responses: { '200': reference(Status.name) },
  });

const watching = { verb: 'watch', parameters: listParameters, produces: listTypes, responses: { '200': reference(WatchEvent.name) } };

const watchList = (place: Place): Route =>
  routeAt({ ...watchPlace(place), name: place.name.replace(/(ForAllNamespaces)?$/, 'List$1') }, 'get', {
    ...watching,
    action: 'watchlist',
    description: `Watches objects of kind ${place.kind.kind}. Deprecated: use the parameter watch when listing.`,
  });

const watchOne = (place: Place): Route =>
  routeAt(watchPlace(place), 'get', {
    ...watching,
    description: `Watches a ${place.kind.kind}. Deprecated: use the parameters watch and fieldSelector when listing.`,
  });

function watchPlace(place: Place): Place {
  const root = rootOf(place.kind);
  return { ...place, path: `${root}/watch${place.path.slice(root.length)}` };
}
