import { unknownResource } from '../../model/errors.ts';
import type { ApiResponse } from '../../model/request.ts';
import type { Call } from '../call.ts';
import type { ApiServer } from '../server.ts';
import { binding } from './binding.ts';
import { ephemeralContainers } from './ephemeral-containers.ts';
import { eviction } from './eviction.ts';
import { finalize } from './finalize.ts';
import { log } from './log.ts';
import { scale } from './scale.ts';
import { approval } from './approval.ts';
import { resize } from './resize.ts';
import { token } from './token.ts';

type Subresource = (call: Call, server: ApiServer) => Promise<ApiResponse> | ApiResponse;

/** Every subresource but `status`, by its name. Those that upgrade connections are under `streaming/`. */
const subresources: Readonly<Record<string, Subresource>> = {
  approval,
  binding,
  ephemeralcontainers: ephemeralContainers,
  eviction,
  finalize,
  log,
  resize,
  scale,
  token,
};

export async function serveSubresource(call: Call, server: ApiServer): Promise<ApiResponse> {
  const subresource = subresources[call.info.subresource];
  if (!subresource) throw unknownResource();
  return subresource(call, server);
}
