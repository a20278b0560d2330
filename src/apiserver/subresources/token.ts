import { TokenRequest } from '../../kinds/authentication/token-request.ts';
import { unknownMethod, unknownResource } from '../../model/errors.ts';
import type { ApiResponse } from '../../model/request.ts';
import { admit, mutate } from '../admission/run.ts';
import { tokenObjects } from '../authentication/service-account/token-objects.ts';
import { requestToken } from '../authentication/service-account/token-request.ts';
import { decodeBody } from '../body.ts';
import { warn, type Call } from '../call.ts';
import { writeQuery } from '../query-options.ts';
import type { ApiServer } from '../server.ts';
import { admissionOfSubresource } from './admission.ts';
import { recordNewFields } from '../verbs/create.ts';

/** POST of a TokenRequest: a token of a service account, perhaps bound to a pod, node or secret. */
export async function token(call: Call, server: ApiServer): Promise<ApiResponse> {
  const { request, info } = call;
  const { services, reader } = server;
  if (info.verb !== 'create') throw unknownMethod();
  if (!services.tokens) throw unknownResource();
  const query = writeQuery(request.query, 'CreateOptions');
  const wanted = decodeBody(request, TokenRequest, { call, fieldValidation: query.fieldValidation });
  TokenRequest.defaults?.(wanted);
  recordNewFields(wanted, { call, kind: TokenRequest, clock: server.clock, fieldManager: query.fieldManager });
  const { name, namespace } = info;
  const admission = { oldObject: undefined, dryRun: query.dryRun };
  await mutate(admissionOfSubresource(call, { ...admission, object: wanted }), server);
  const { answer } = await requestToken(
    wanted,
    {
      namespace,
      name,
      admit: (object) => admit(admissionOfSubresource(call, { ...admission, object }), server),
      warn: (message) => warn(call, message),
    },
    { ...services.tokens, objects: tokenObjects(reader) },
  );
  return { code: 201, body: { type: 'object', value: { object: answer } } };
}
