import type { Namespace } from '../../kinds/core/namespace.ts';
import { methodNotAllowed } from '../../model/errors.ts';
import type { ApiResponse } from '../../model/request.ts';
import { decodeObject, parseBody } from '../body.ts';
import type { Call } from '../call.ts';
import { writeQuery } from '../query-options.ts';
import type { Resource } from '../resource.ts';
import type { ApiServer } from '../server.ts';
import { finishNamespaceDeletion } from '../verbs/delete/namespace.ts';

/** PUT of a namespace's `spec.finalizers`: how the namespace controller lets a namespace go. */
export async function finalize(call: Call, server: ApiServer): Promise<ApiResponse> {
  const { request, info, resource } = call;
  if (info.verb !== 'update') throw methodNotAllowed(resource.about(), info.verb);
  const query = writeQuery(request.query, 'UpdateOptions');
  const object = decodeObject(parseBody(request), resource.kind, { call, fieldValidation: query.fieldValidation });
  // The subresource exists for namespaces only.
  const namespaces = resource as unknown as Resource<Namespace>;
  const { spec } = object as unknown as Namespace;
  const stored = await namespaces.update({ namespace: '', name: info.name }, ({ object: current }) => ({ ...current, spec }));
  return { code: 200, body: { type: 'object', value: await finishNamespaceDeletion(stored, { call, context: server }) } };
}
