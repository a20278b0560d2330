import { fetchOnce, type HttpGet } from './http-get.ts';
import { dialFailure } from './dial-failure.ts';
import type { ProbeOutcome } from './outcome.ts';

const maxRedirects = 10;

/** Follows redirects on the same host; one that leads elsewhere is as good as an answer, with a warning. */
export async function probeHttp(get: HttpGet, signal: AbortSignal): Promise<ProbeOutcome> {
  let { url } = get;
  try {
    for (let hops = 0; hops <= maxRedirects; hops++) {
      const { code, body, location } = await fetchOnce({ ...get, url }, signal);
      const isRedirect = code >= 300 && code < 400;
      const next = isRedirect && location !== undefined && code !== 304 ? new URL(location, url) : undefined;
      if (next?.hostname === url.hostname) {
        url = next;
        continue;
      }
      if (isRedirect) return { result: 'Warning', output: `Probe terminated redirects, Response body: ${body}` };
      if (code >= 200 && code < 300) return { result: 'Success', output: body };
      return { result: 'Failure', output: `HTTP probe failed with statuscode: ${code}` };
    }
    return { result: 'Failure', output: `Get ${JSON.stringify(url.href)}: stopped after ${maxRedirects} redirects` };
  } catch (error) {
    const why = signal.aborted
      ? 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
      : dialFailure(error, url.host);
    return { result: 'Failure', output: `Get ${JSON.stringify(url.href)}: ${why}` };
  }
}
