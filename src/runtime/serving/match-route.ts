export type RouteMatch<R> =
  | { readonly type: 'found'; readonly route: R; readonly names: Readonly<Record<string, string>> }
  | { readonly type: 'none' }
  /** There is such a path, but not for this. */
  | { readonly type: 'wrong method' };

interface AnyRoute {
  readonly methods: readonly string[];
  readonly path: string;
}

/** The first route for a path, which may end in a slash, and a method. */
export function matchRoute<R extends AnyRoute>(
  routes: readonly R[],
  { method, path }: { readonly method: string; readonly path: string },
): RouteMatch<R> {
  const parts = partsOf(path.replace(/(?<=.)\/$/, ''));
  const fitting = parts
    ? routes.flatMap((route) => ({ route, names: namesIn(route.path, parts) })).filter(({ names }) => names !== undefined)
    : [];
  const found = fitting.find(({ route }) => route.methods.includes(method));
  if (found?.names) return { type: 'found', route: found.route, names: found.names };
  return { type: fitting.length > 0 ? 'wrong method' : 'none' };
}

/** Undefined for what is not encoded well. */
function partsOf(path: string): readonly string[] | undefined {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function namesIn(pattern: string, parts: readonly string[]): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  if (wanted.length !== parts.length) return undefined;
  const names: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const want = wanted[index] ?? '';
    if (!want.startsWith('{')) {
      if (want !== part) return undefined;
    } else if (part === '') return undefined;
    else names[want.slice(1, -1)] = part;
  }
  return names;
}
