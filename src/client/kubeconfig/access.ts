import { readFile } from 'node:fs/promises';
import { entryOf, type Fields, type Kubeconfig } from './kubeconfig.ts';

/** All one needs to reach a cluster as somebody. */
export interface ClusterAccess {
  readonly server: string;
  /** Who vouches for the server; the machine's own authorities when absent. */
  readonly caPem?: string;
  readonly certificatePem?: string;
  readonly keyPem?: string;
  readonly token?: string;
  /** Where the token was read from: tokens in files are replaced from time to time, so read it again after a minute. */
  readonly tokenFile?: string;
  /** The namespace to use when none is named. */
  readonly namespace?: string;
  /** Do not verify the server's certificate. */
  readonly insecure?: boolean;
  /** The name to expect in the server's certificate instead of the server's own. */
  readonly tlsServerName?: string;
}

/** Follows a context, by default the current one, to its cluster and user, and reads the files they name. */
export async function clusterAccess(config: Kubeconfig, { context }: { context?: string | undefined } = {}): Promise<ClusterAccess> {
  const contextName = context ?? config['current-context'] ?? '';
  if (contextName === '') throw new Error('no context is named and the kubeconfig has no current context');
  const chosen = entryOf(config.contexts, contextName);
  if (!chosen) throw new Error(`context "${contextName}" does not exist`);

  const clusterName = text(chosen.context, 'cluster', `context "${contextName}"`) ?? '';
  const cluster = entryOf(config.clusters, clusterName);
  if (!cluster) throw new Error(`cluster "${clusterName}" of context "${contextName}" does not exist`);
  const userName = text(chosen.context, 'user', `context "${contextName}"`) ?? '';
  const user = userName === '' ? { user: {} } : entryOf(config.users, userName);
  if (!user) throw new Error(`user "${userName}" of context "${contextName}" does not exist`);

  const namespace = text(chosen.context, 'namespace', `context "${contextName}"`);
  return {
    ...(await serverAccess(cluster.cluster, `cluster "${clusterName}"`)),
    ...(await credentials(user.user, `user "${userName}"`)),
    ...(namespace && { namespace }),
  };
}

async function serverAccess(fields: Fields, where: string): Promise<ClusterAccess> {
  const server = text(fields, 'server', where);
  if (!server) throw new Error(`${where} has no server`);
  if (!URL.canParse(server)) throw new Error(`${where}: server is not a URL: ${server}`);
  const caPem = await inlineOrFile(fields, 'certificate-authority', where);
  const tlsServerName = text(fields, 'tls-server-name', where);
  const insecure = fields['insecure-skip-tls-verify'] === true;
  if (insecure && caPem) throw new Error(`${where} names an authority and insecure-skip-tls-verify at once`);
  return { server, ...(caPem && { caPem }), ...(insecure && { insecure }), ...(tlsServerName && { tlsServerName }) };
}

async function credentials(fields: Fields, where: string): Promise<Omit<ClusterAccess, 'server'>> {
  for (const name of ['exec', 'auth-provider', 'username', 'act-as']) {
    if (fields[name] !== undefined) throw new Error(`${where} uses ${name}, which is not supported; use a client certificate or a token`);
  }
  const certificatePem = await inlineOrFile(fields, 'client-certificate', where);
  const keyPem = await inlineOrFile(fields, 'client-key', where);
  if ((certificatePem === undefined) !== (keyPem === undefined))
    throw new Error(`${where} has only one of client certificate and client key`);
  // As upstream: a file wins over a token that stands beside it.
  const tokenFile = text(fields, 'tokenFile', where);
  const token = tokenFile ? (await readNamed(tokenFile, 'tokenFile', where)).trim() : text(fields, 'token', where);
  return {
    ...(certificatePem && keyPem && { certificatePem, keyPem }),
    ...(token && { token }),
    ...(tokenFile && { tokenFile }),
  };
}

async function inlineOrFile(fields: Fields, name: string, where: string): Promise<string | undefined> {
  const inline = text(fields, `${name}-data`, where);
  if (inline) {
    const bytes = Buffer.from(inline, 'base64');
    if (bytes.toString('base64').replace(/=+$/, '') !== inline.replace(/\s/g, '').replace(/=+$/, '')) {
      throw new Error(`${where}: ${name}-data is not base64`);
    }
    return bytes.toString('utf8');
  }
  const path = text(fields, name, where);
  return path ? readNamed(path, name, where) : undefined;
}

async function readNamed(path: string, name: string, where: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new Error(`${where}: ${name} cannot be read: ${path}`, { cause });
  }
}

function text(fields: Fields, name: string, where: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new Error(`${where}: ${name} should be a string`);
  return value;
}
