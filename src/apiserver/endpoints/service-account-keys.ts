import {
  discoveryHeaders,
  keySet,
  keySetContentType,
  keySetPath,
  openIdConfiguration,
  openIdConfigurationPath,
} from '../authentication/service-account/discovery.ts';
import type { VerificationKey } from '../authentication/service-account/keys.ts';
import type { Endpoint } from '../server.ts';

/** How others check the cluster's tokens: OpenID Connect discovery (KEP-1393). */
export function serviceAccountKeys({ issuer, keys }: { issuer: string; keys: readonly VerificationKey[] }): Endpoint {
  return ({ request: { path, headers, method } }) => {
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    if (path === openIdConfigurationPath) {
      const keySetUri = `https://${headers['host'] ?? 'kubernetes.default.svc'}${keySetPath}`;
      return answer('application/json', openIdConfiguration({ issuer, keySetUri, keys }));
    }
    return path === keySetPath ? answer(keySetContentType, keySet(keys)) : undefined;
  };
}

const answer = (contentType: string, document: object) =>
  ({ code: 200, headers: discoveryHeaders, body: { type: 'bytes', contentType, bytes: Buffer.from(JSON.stringify(document)) } }) as const;
