import type { Endpoint } from '../server.ts';
import { serveV2 } from './serve-v2.ts';
import { serveV3 } from './serve-v3.ts';

/** `/openapi/v2` and `/openapi/v3`. */
export const openApi: Endpoint = ({ request }, server) => {
  const { path, method } = request;
  if (!path.startsWith('/openapi/') || (method !== 'GET' && method !== 'HEAD')) return undefined;
  return serveV2(request, server) ?? serveV3(request, server);
};
