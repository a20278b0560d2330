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
  attach: { verbs: upgrades, responseKind: always('PodAttachOptions') },
  binding: { verbs: ['create'], responseKind: always('Binding') },
  eviction: { verbs: ['create'], responseKind: always('Eviction'), group: 'policy', version: 'v1' },
  exec: { verbs: upgrades, responseKind: always('PodExecOptions') },
  finalize: { verbs: ['update'], responseKind: own },
  log: { verbs: ['get'], responseKind: own },
  portforward: { verbs: upgrades, responseKind: always('PodPortForwardOptions') },
  proxy: { verbs: ['create', 'delete', 'get', 'patch', 'update'], responseKind: ({ kind }) => `${kind}ProxyOptions` },
  scale: { verbs: readWrite, responseKind: always('Scale'), group: 'autoscaling', version: 'v1' },
  status: { verbs: readWrite, responseKind: own },
  token: { verbs: ['create'], responseKind: always('TokenRequest'), group: 'authentication.k8s.io', version: 'v1' },
};

export function servedResource(kind: Kind): ServedResource {
  const served = (kind.subresources ?? []).filter((name) => name === 'status' || name in subresources);
  const stored = kind.storedAs?.kind ?? kind;
  return {
    kind,
    verbs: kind.verbs ?? allVerbs,
    ...(!kind.verbs && { storageVersionHash: storageVersionHash(stored) }),
    subresources: served.flatMap((name) => {
      const form = forms[name];
      return form ? [{ ...form, name, responseKind: form.responseKind(kind) }] : [];
    }),
  };
}

/** As upstream computes it, from the version that is stored. */
const storageVersionHash = ({ group, version, kind }: Kind): string =>
  createHash('sha256').update(`${group}/${version}/${kind}`).digest().subarray(0, 8).toString('base64');
