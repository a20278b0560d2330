import { timestamp } from '../../base/clock.ts';
import { updateManagedFields } from '../../model/apply/managed-fields.ts';
import { apiVersionOf, type Kind, type KubeObject } from '../../model/kind.ts';
import type { ApiResponse } from '../../model/request.ts';
import { decodeBody } from '../body.ts';
import type { Call, VerbContext } from '../call.ts';
import { managerName } from '../field-manager.ts';
import { writeQuery } from '../query-options.ts';
import { checkNamespace } from '../verbs/given-object.ts';
import { wipeSystemMetadata } from '../verbs/prepare.ts';

/** The question in the request's body, on whose way to its answer the same happens as to objects that are stored. */
export function question<T extends KubeObject>(call: Call, kind: Kind<T>, { clock }: Pick<VerbContext, 'clock'>): T {
  const { request, info } = call;
  const { fieldValidation, fieldManager } = writeQuery(request.query, 'CreateOptions');
  const review = decodeBody(request, kind, { call, fieldValidation });
  wipeSystemMetadata(review);
  checkNamespace(kind, review, info.namespace);
  updateManagedFields({
    live: undefined,
    next: review,
    manager: managerName(fieldManager, request.headers['user-agent']),
    subresource: '',
    apiVersion: apiVersionOf(kind),
    nowTimestamp: timestamp(clock.now()),
    schema: kind.schema,
  });
  return review;
}

export const answered = (object: object): ApiResponse => ({ code: 201, body: { type: 'object', value: { object } } });
