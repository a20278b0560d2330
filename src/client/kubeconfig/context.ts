import { emptyKubeconfig, renderKubeconfig, type Fields, type Kubeconfig, type NamedEntry, type Section } from './kubeconfig.ts';

/** One cluster and one user under one name. */
export interface NewContext {
  /** The name of the context, and of its cluster and user. */
  readonly name: string;
  readonly server: string;
  readonly caPem?: string | undefined;
  readonly certificatePem?: string | undefined;
  readonly keyPem?: string | undefined;
  readonly token?: string | undefined;
  readonly namespace?: string | undefined;
}

/** Adds the context, or replaces the one of the same name. It becomes the current one when asked, or when there is none. */
export function withContext(config: Kubeconfig, context: NewContext, { makeCurrent = false }: { makeCurrent?: boolean } = {}): Kubeconfig {
  const { name, server, caPem, certificatePem, keyPem, token, namespace } = context;
  return {
    ...config,
    clusters: put(config.clusters, 'cluster', name, { server, ...(caPem && { 'certificate-authority-data': base64(caPem) }) }),
    contexts: put(config.contexts, 'context', name, { cluster: name, user: name, ...(namespace && { namespace }) }),
    users: put(config.users, 'user', name, {
      ...(certificatePem && { 'client-certificate-data': base64(certificatePem) }),
      ...(keyPem && { 'client-key-data': base64(keyPem) }),
      ...(token && { token }),
    }),
    'current-context': makeCurrent ? name : config['current-context'] || name,
  };
}

/** Removes the context with its cluster and user, unless another context uses these. */
export function withoutContext(config: Kubeconfig, name: string): Kubeconfig {
  const contexts = config.contexts.filter((entry) => entry.name !== name);
  const used = (field: 'cluster' | 'user') => contexts.some(({ context }) => context[field] === name);
  return {
    ...config,
    clusters: config.clusters.filter((entry) => entry.name !== name || used('cluster')),
    contexts,
    users: config.users.filter((entry) => entry.name !== name || used('user')),
    'current-context': config['current-context'] === name ? '' : (config['current-context'] ?? ''),
  };
}

/** A whole kubeconfig with one context, in lines of `key: value` that simple tools can read. */
export const kubeconfigOf = (context: NewContext): string => renderKubeconfig(withContext(emptyKubeconfig(), context));

function put<S extends Section>(list: readonly NamedEntry<S>[], section: S, name: string, fields: Fields): NamedEntry<S>[] {
  // The computed key makes the compiler forget which section it is.
  const entry = { name, [section]: fields } as NamedEntry<S>;
  return list.some((existing) => existing.name === name)
    ? list.map((existing) => (existing.name === name ? entry : existing))
    : [...list, entry];
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
