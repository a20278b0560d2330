import type { Secret } from '../../kinds/core/secret.ts';
import type { RegistryCredentials } from '../runtime/image.ts';

interface Entry {
  /** Host and path, in which each part of the host may be a pattern. */
  readonly place: string;
  readonly credentials: RegistryCredentials;
}

/** Credentials for registries, from secrets of the types dockerconfigjson and dockercfg. */
export class RegistryKeyring {
  readonly #entries: readonly Entry[];

  /** Throws on a secret that holds no such thing. */
  constructor(secrets: readonly Secret[]) {
    // The longest place is the closest, and comes first.
    this.#entries = secrets.flatMap(entriesOf).toSorted((a, b) => (a.place < b.place ? 1 : a.place > b.place ? -1 : 0));
  }

  /** Those that may be tried for an image, in order. */
  lookup(image: string): readonly RegistryCredentials[] {
    const repository = repositoryOf(image);
    const found = this.#entries.filter(({ place }) => covers(place, repository));
    const chosen = found.length > 0 || !repository.startsWith('docker.io/') ? found : this.#entries.filter(isDefault);
    return chosen.map(({ credentials }) => credentials);
  }
}

/** Without tag and digest, with the registry in front. */
function repositoryOf(image: string): string {
  const name = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const first = name.split('/')[0] ?? '';
  const hasRegistry = name.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  if (hasRegistry) return name.replace(/^index\.docker\.io\//, 'docker.io/');
  return `docker.io/${name.includes('/') ? name : `library/${name}`}`;
}

const isDefault = ({ place }: Entry): boolean => /^(index\.docker\.io|docker\.io)(\/|$)/.test(place);

function covers(place: string, repository: string): boolean {
  const [host, path] = split(place);
  const [targetHost, targetPath] = split(repository);
  const [name, port] = host.split(':');
  const [targetName, targetPort] = targetHost.split(':');
  if (port !== targetPort || !targetPath.startsWith(path)) return false;
  const parts = (name ?? '').split('.');
  const targets = (targetName ?? '').split('.');
  return parts.length === targets.length && parts.every((part, index) => matches(part, targets[index] ?? ''));
}

const split = (text: string): readonly [string, string] => {
  const slash = text.indexOf('/');
  return slash < 0 ? [text, ''] : [text.slice(0, slash), text.slice(slash)];
};

function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(text);
}

interface DockerEntry {
  readonly username?: string;
  readonly password?: string;
  readonly auth?: string;
}

function entriesOf({ type, data = {} }: Secret): readonly Entry[] {
  if (type === 'kubernetes.io/dockerconfigjson' && data['.dockerconfigjson']) {
    const { auths = {} } = parse(data['.dockerconfigjson']) as { auths?: Record<string, DockerEntry> };
    return toEntries(auths);
  }
  if (type === 'kubernetes.io/dockercfg' && data['.dockercfg']) return toEntries(parse(data['.dockercfg']) as Record<string, DockerEntry>);
  return [];
}

// What a secret holds is for its author to get right; every field is treated as possibly missing.
const parse = (base64: string): unknown => JSON.parse(Buffer.from(base64, 'base64').toString());

const toEntries = (auths: Record<string, DockerEntry>): readonly Entry[] =>
  Object.entries(auths).map(([location, { username, password, auth }]) => ({
    place: placeOf(location),
    credentials: auth ? fromAuth(auth) : { userName: username, password },
  }));

function placeOf(location: string): string {
  const bare = location.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  const [host, path] = split(bare);
  return `${host}${path.replace(/^\/v[12](\/|$)/, '/').replace(/^\/$/, '')}`;
}

function fromAuth(auth: string): RegistryCredentials {
  const text = Buffer.from(auth, 'base64').toString();
  const colon = text.indexOf(':');
  return { userName: text.slice(0, colon), password: text.slice(colon + 1).replace(/\0+$/, '') };
}
