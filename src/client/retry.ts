import type { Clock } from '../base/clock.ts';
import type { ApiRequest, ApiResponse } from '../model/request.ts';
import type { Transport } from './client.ts';

/** As upstream's client: so often, and only when the server asks for it. */
const maxRetries = 10;
const maxDelayMs = 30_000;

/** Sends again what the server was too busy for (429 or a 5xx that says when to come back). */
export function retrying(transport: Transport, { clock }: { clock: Clock }): Transport {
  return async (request: ApiRequest): Promise<ApiResponse> => {
    for (let retries = 0; ; retries++) {
      const response = await transport(request);
      const delayMs = retryDelayMs(response);
      if (delayMs === undefined || retries >= maxRetries) return response;
      await clock.sleep(delayMs, request.signal);
      request.signal.throwIfAborted();
    }
  };
}

export function retryDelayMs({ code, headers }: Pick<ApiResponse, 'code' | 'headers'>): number | undefined {
  if (code !== 429 && code < 500) return undefined;
  const seconds = headers?.['retry-after'] ?? headers?.['Retry-After'];
  if (typeof seconds !== 'string' || !/^\d+$/.test(seconds)) return undefined;
  return Math.min(Number(seconds) * 1000, maxDelayMs);
}
