import { createHash } from 'node:crypto';
import { allVerbs, type Kind } from '../../model/kind.ts';
import { subresources } from '../subresources/index.ts';

/** One line of discovery, in neither of its two forms yet. */
export interface ServedResource {
  readonly kind: Kind;
  readonly verbs: readonly string[];
  readonly storageVersionHash?: string;
  readonly subresources: readonly ServedSubresource[];
}

export interface ServedSubresource {
  readonly name: string;
  readonly verbs: readonly string[];
  readonly responseKind: string;
  /** Of the response kind, where it is not the resource's own. */
  readonly group?: string;
  readonly version?: string;
}

type Form = Omit<ServedSubresource, 'name' | 'responseKind'> & { readonly responseKind: (kind: Kind) => string };

const own = ({ kind }: Kind): string => kind;
const always = (kind: string) => () => kind;
const readWrite = ['get', 'patch', 'update'];
const upgrades = ['create', 'get'];

const forms: Readonly<Record<string, Form>> = {
  approval: { verbs: readWrite, responseKind: own },
  attach: { verbs: upgrades, responseKind: always('PodAttachOptions') },
  binding: { verbs: ['create'], responseKind: always('Binding') },
  ephemeralcontainers: { verbs: readWrite, responseKind: own },
  eviction: { verbs: ['create'], responseKind: always('Eviction'), group: 'policy', version: 'v1' },
  exec: { verbs: upgrades, responseKind: always('PodExecOptions') },
  finalize: { verbs: ['update'], responseKind: own },
  log: { verbs: ['get'], responseKind: own },
  portforward: { verbs: upgrades, responseKind: always('PodPortForwardOptions') },
  proxy: { verbs: ['create', 'delete', 'get', 'patch', 'update'], responseKind: ({ kind }) => `${kind}ProxyOptions` },
  resize: { verbs: readWrite, responseKind: own },
  scale: { verbs: readWrite, responseKind: always('Scale'), group: 'autoscaling', version: 'v1' },
  status: { verbs: readWrite, responseKind: own },
  token: { verbs: ['create'], responseKind: always('TokenRequest'), group: 'authentication.k8s.io', version: 'v1' },
};

/** Whether a request is about an object of the resource's own kind, and not of a kind that a subresource speaks. */
export const isOwnKind = (subresource: string): boolean => subresource === '' || forms[subresource]?.responseKind === own;

/** What can be done through a subresource. */
export const subresourceVerbs = (name: string): readonly string[] => forms[name]?.verbs ?? [];

export function servedResource(kind: Kind): ServedResource {
  const served = (kind.subresources ?? []).filter((name) => name === 'status' || name in subresources || kind.subresourceUpdates?.[name]);
  return {
    kind,
    verbs: kind.verbs ?? allVerbs,
    ...((kind.verbs ?? allVerbs).includes('watch') && { storageVersionHash: storageVersionHash(kind) }),
    subresources: served.flatMap((name) => {
      const form = forms[name];
      return form ? [{ ...form, name, responseKind: form.responseKind(kind) }] : [];
    }),
  };
}

/** As upstream computes it, from the version that is stored. */
function storageVersionHash(kind: Kind): string {
  const { group, version, kind: name } = kind.storedAs?.kind ?? kind;
  // Upstream stores definitions in the version that came before the only one it serves.
  const storedVersion = name === 'CustomResourceDefinition' ? 'v1beta1' : version;
  return createHash('sha256').update(`${group}/${storedVersion}/${name}`).digest().subarray(0, 8).toString('base64');
}
