import type { Container } from '../../../kinds/core/pod/container.ts';
import { allContainers } from '../../../kinds/core/pod/containers.ts';
import type { PodSpec } from '../../../kinds/core/pod/spec.ts';
import type { ObjectMeta } from '../../../model/meta.ts';

/** What a pod, or the template of one, may not do. */
export interface Finding {
  readonly reason: string;
  readonly detail: string;
}

export interface Judged {
  readonly metadata: Readonly<ObjectMeta>;
  readonly spec: Readonly<PodSpec>;
  /** Of the policy's version 1.x. */
  readonly minor: number;
}

/** A rule of the Pod Security Standards. */
export interface Check {
  readonly id: string;
  /** The version 1.x that began to ask for it. */
  readonly since?: number;
  /** The milder rule whose place it takes. */
  readonly replaces?: string;
  readonly find: (judged: Judged) => Finding | undefined;
}

type Security = NonNullable<Container['securityContext']>;

/** The containers of every sort whose security settings are as described, by name. */
export const containersWhere = ({ spec }: Judged, matches: (security: Security, container: Container) => boolean): readonly string[] =>
  // Ephemeral containers have the fields of others.
  (allContainers(spec) as readonly Container[]).filter((each) => matches(each.securityContext ?? {}, each)).map(({ name }) => name);

/** The different values that the containers have, in order. */
export const valuesOf = ({ spec }: Judged, values: (container: Container) => readonly string[]): readonly string[] =>
  [...new Set((allContainers(spec) as readonly Container[]).flatMap(values))].toSorted();

export const plural = (word: string, count: number): string => (count === 1 ? word : `${word}s`);

export const quoted = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(', ');

export const containersNamed = (names: readonly string[]): string => `${plural('container', names.length)} ${quoted(names)}`;

/** `pod and containers "a", "b"`, of those that there are. */
export const setters = (isPod: boolean, names: readonly string[]): string =>
  [...(isPod ? ['pod'] : []), ...(names.length > 0 ? [containersNamed(names)] : [])].join(' and ');

/** Pods in a user namespace of their own are root nowhere else (KEP-127). */
export const hasUserNamespace = ({ spec }: Judged): boolean => spec.hostUsers === false;

export const isWindows = ({ spec }: Judged): boolean => spec.os?.name === 'windows';
