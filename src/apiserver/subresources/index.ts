import { unknownResource } from '../../model/errors.ts';
import type { ApiResponse } from '../../model/request.ts';
import type { Call } from '../call.ts';
import type { ApiServer } from '../server.ts';
import { binding } from './binding.ts';
import { eviction } from './eviction.ts';
import { log } from './log.ts';
import { proxy } from './proxy.ts';
import { scale } from './scale.ts';
import { streaming } from './streaming.ts';
import { token } from './token.ts';

export type Subresource = (call: Call, server: ApiServer) => Promise<ApiResponse> | ApiResponse;

/** Every subresource that is served but those through which objects are updated as a whole, which the ordinary verbs know. */
export const subresources: Readonly<Record<string, Subresource>> = {
  attach: streaming,
  binding,
  eviction,
  exec: streaming,
  log,
  portforward: streaming,
  proxy,
  scale,
  token,
};

export async function serveSubresource(call: Call, server: ApiServer): Promise<ApiResponse> {
  const subresource = subresources[call.info.subresource];
  if (!subresource) throw unknownResource();
  return subresource(call, server);
}
