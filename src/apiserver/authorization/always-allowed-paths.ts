import { allow, noOpinion, type Authorizer } from './decision.ts';

/** What anyone may ask of a server that leaves other decisions to an API server. */
export const healthPaths: readonly string[] = ['/healthz', '/readyz', '/livez'];

/** Paths that are open to all; a trailing `*` stands for anything. */
export function alwaysAllowedPaths(paths: readonly string[] = healthPaths): Authorizer {
  const exact = new Set(paths.filter((path) => !path.endsWith('*')).map(withoutSlash));
  const prefixes = paths.filter((path) => path.endsWith('*')).map((path) => withoutSlash(path.slice(0, -1)));
  return (attributes) => {
    if (attributes.isResource) return noOpinion();
    const path = withoutSlash(attributes.path);
    return exact.has(path) || prefixes.some((prefix) => path.startsWith(prefix)) ? allow() : noOpinion();
  };
}

const withoutSlash = (path: string) => (path.startsWith('/') ? path.slice(1) : path);
