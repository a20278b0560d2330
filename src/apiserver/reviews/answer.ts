import type { Kind, KubeObject } from '../../model/kind.ts';
import type { ApiResponse } from '../../model/request.ts';
import { decodeBody } from '../body.ts';
import type { Call, VerbContext } from '../call.ts';
import { writeQuery } from '../query-options.ts';
import { recordNewFields } from '../verbs/create.ts';
import { checkNamespace } from '../verbs/given-object.ts';
import { wipeSystemMetadata } from '../verbs/prepare.ts';

/** The question in the request's body, on whose way to its answer the same happens as to objects that are stored. */
export function question<T extends KubeObject>(call: Call, kind: Kind<T>, { clock }: Pick<VerbContext, 'clock'>): T {
  const { request, info } = call;
  const { fieldValidation, fieldManager } = writeQuery(request.query, 'CreateOptions');
  const review = decodeBody(request, kind, { call, fieldValidation });
  wipeSystemMetadata(review);
  checkNamespace(kind, review, info.namespace);
  recordNewFields(review, { call, kind, clock, fieldManager });
  return review;
}

export const answered = (object: object): ApiResponse => ({ code: 201, body: { type: 'object', value: { object } } });
