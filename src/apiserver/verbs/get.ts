import type { ApiResponse } from '../../model/request.ts';
import type { Call } from '../call.ts';
import { parseResourceVersion, tooLarge } from '../query-options.ts';
import type { VerbContext } from '../call.ts';

/** GET of one object. */
export function get({ request, resource, info }: Call, { feed }: VerbContext): ApiResponse {
  const wanted = parseResourceVersion(request.query.get('resourceVersion') ?? '', { verb: 'get' });
  if (wanted > feed.revision) throw tooLarge(wanted, feed.revision);
  return { code: 200, body: { type: 'object', value: resource.get({ namespace: info.namespace, name: info.name }) } };
}
