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

/** As upstream computes it, from the version that upstream stores, which for a few kinds is another than the one served. */
function storageVersionHash({ group, version, kind }: Kind): string {
  const stored = storedElsewhere[`${group}/${version}/${kind}`] ?? `${group}/${version}/${kind}`;
  return createHash('sha256').update(stored).digest().subarray(0, 8).toString('base64');
}

const storedElsewhere: Readonly<Record<string, string>> = {
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicy': 'admissionregistration.k8s.io/v1beta1/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBinding': 'admissionregistration.k8s.io/v1beta1/MutatingAdmissionPolicyBinding',
  'apiextensions.k8s.io/v1/CustomResourceDefinition': 'apiextensions.k8s.io/v1beta1/CustomResourceDefinition',
  'autoscaling/v1/HorizontalPodAutoscaler': 'autoscaling/v2/HorizontalPodAutoscaler',
  'events.k8s.io/v1/Event': '/v1/Event',
};
