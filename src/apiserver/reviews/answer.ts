import type { Kind, KubeObject } from '../../model/kind.ts';
import type { ApiResponse } from '../../model/request.ts';
import { decodeObject, parseBody } from '../body.ts';
import type { Call } from '../call.ts';
import { writeQuery } from '../query-options.ts';

/** The question in the request's body. */
export function question<T extends KubeObject>(call: Call, kind: Kind<T>): T {
  const { fieldValidation } = writeQuery(call.request.query, 'CreateOptions');
  return decodeObject(parseBody(call.request), kind, { call, fieldValidation });
}

export const answered = (object: object): ApiResponse => ({ code: 201, body: { type: 'object', value: { object } } });
