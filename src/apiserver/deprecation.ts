import { apiVersionOf, type Kind } from '../model/kind.ts';
import { kubernetesVersion } from './endpoints/version.ts';

/** What whoever asks for an old version is told, in upstream's words; nothing while it is not old yet. */
export function deprecationWarning(kind: Pick<Kind, 'group' | 'version' | 'kind' | 'lifecycle'>): string | undefined {
  const { lifecycle } = kind;
  if (!lifecycle || minorOf(lifecycle.deprecated) > Number(kubernetesVersion.minor)) return undefined;
  const { deprecated, removed, replacement } = lifecycle;
  const until = removed === undefined ? '' : `, unavailable in v${removed}+`;
  return `${apiVersionOf(kind)} ${kind.kind} is deprecated in v${deprecated}+${until}${replacement === undefined ? '' : `; use ${replacement}`}`;
}

const minorOf = (version: string): number => Number(version.split('.')[1]);
