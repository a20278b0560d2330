import { badRequest } from '../../model/errors.ts';
import type { ApiResponse } from '../../model/request.ts';
import type { Call } from '../call.ts';
import { parseResourceVersion, tooLarge } from '../query-options.ts';
import type { VerbContext } from '../call.ts';
import { isTrue } from '../request-info.ts';

/** GET of one object. */
export function get({ request, resource, info }: Call, { feed }: VerbContext): ApiResponse {
  if (request.query.has('export') && isTrue(request.query.get('export')))
    throw badRequest('the export parameter, deprecated since v1.14, is no longer supported');
  const wanted = parseResourceVersion(request.query.get('resourceVersion') ?? '', { verb: 'get' });
  if (wanted > feed.revision) throw tooLarge(wanted, feed.revision);
  return { code: 200, body: { type: 'object', value: resource.get({ namespace: info.namespace, name: info.name }) } };
}
