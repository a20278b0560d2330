import type { Kind } from '../../model/kind.ts';
import { patchTypes } from './content.ts';
import type { Route } from './operation.ts';
import { patchParameters, writeParameters } from './parameters.ts';
import { routeAt, type Place } from './place.ts';
import { reference } from './schema.ts';
import { patchName } from './schemas.ts';

/** How a whole object is read and written at a place, which may be a subresource that shows another kind. */

export const read = (place: Place, of: Kind = place.kind): Route =>
  routeAt(place, 'get', { verb: 'read', action: 'get', description: `Shows a ${of.kind}.`, of, responses: { '200': schemaOf(of) } });

export const create = (place: Place, of: Kind = place.kind): Route =>
  routeAt(place, 'post', {
    verb: 'create',
    action: 'post',
    description: `Creates a ${of.kind}.`,
    of,
    parameters: writeParameters,
    body: { schema: schemaOf(of), required: true },
    responses: { '200': schemaOf(of), '201': schemaOf(of), '202': schemaOf(of) },
  });

export const replace = (place: Place, of: Kind = place.kind): Route =>
  routeAt(place, 'put', {
    verb: 'replace',
    action: 'put',
    description: `Replaces a ${of.kind}.`,
    of,
    parameters: writeParameters,
    body: { schema: schemaOf(of), required: true },
    responses: { '200': schemaOf(of), '201': schemaOf(of) },
  });

export const patch = (place: Place, of: Kind = place.kind): Route =>
  routeAt(place, 'patch', {
    verb: 'patch',
    description: `Changes parts of a ${of.kind}.`,
    of,
    parameters: patchParameters,
    body: { schema: reference(patchName), required: true },
    consumes: patchTypes,
    responses: { '200': schemaOf(of), '201': schemaOf(of) },
  });

const schemaOf = ({ schema }: Kind) => reference(schema.name);
