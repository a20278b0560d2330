import { badRequest } from '../model/errors.ts';

/** Where a list in pages goes on. */
export interface ContinueToken {
  /** The snapshot all pages are from; -1 for whatever is there when the page is read. */
  readonly revision: number;
  /** The last key of the page before, without the resource's prefix. */
  readonly after: string;
}

// Upstream's form: base64url of {"v":"meta.k8s.io/v1","rv":…,"start":"…\0"}.
export function encodeContinue({ revision, after }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: `${after}\u0000` })).toString('base64url');
}

export function decodeContinue(token: string): ContinueToken {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw badRequest(`continue key is not valid: ${(error as Error).message}`);
  }
  const { v, rv, start } = (parsed ?? {}) as { v?: unknown; rv?: unknown; start?: unknown };
  if (v !== 'meta.k8s.io/v1')
    throw badRequest(
      `continue key is not valid: server does not recognize this encoded version ${typeof v === 'string' ? JSON.stringify(v) : '""'}`,
    );
  if (typeof rv !== 'number' || rv === 0)
    throw badRequest('continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (typeof start !== 'string' || start === '')
    throw badRequest('continue key is not valid: encoded start key empty (version meta.k8s.io/v1)');
  if (start.includes('..') || start.startsWith('/')) throw badRequest(`continue key is not valid: ${JSON.stringify(start)}`);
  return { revision: rv, after: start.endsWith('\u0000') ? start.slice(0, -1) : start };
}
