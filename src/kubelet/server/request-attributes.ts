/** What a request does, as the API server is asked whether it may be done: something to a part of this node. */
export interface RequestAttributes {
  readonly verb: string;
  /** Being allowed one of them is enough; asked in this order. */
  readonly subresources: readonly string[];
}

const verbs: Readonly<Record<string, string>> = { POST: 'create', GET: 'get', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

/** Parts that can be granted alone, beside `proxy`, which is everything (KEP-2862). */
const fineGrained = [
  ['/pods', 'pods'],
  ['/healthz', 'healthz'],
  ['/configz', 'configz'],
  ['/runningpods', 'pods'],
] as const;

const whole = [
  ['/stats', 'stats'],
  ['/metrics', 'metrics'],
  ['/logs', 'log'],
  ['/checkpoint', 'checkpoint'],
  ['/statusz', 'statusz'],
  ['/flagz', 'configz'],
] as const;

export function requestAttributes({ method, path }: { readonly method: string; readonly path: string }): RequestAttributes {
  const isBelow = ([prefix]: readonly [string, string]) => path === prefix || path.startsWith(`${prefix}/`);
  const fine = fineGrained.find(isBelow);
  return { verb: verbs[method] ?? '', subresources: [...(fine ? [fine[1]] : []), whole.find(isBelow)?.[1] ?? 'proxy'] };
}
