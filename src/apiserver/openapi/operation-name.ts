import type { Kind } from '../../model/kind.ts';

type GroupVersion = Partial<Pick<Kind, 'group' | 'version'>>;

/** By what generators sort operations into classes: `apps_v1`, `core_v1`, or `apps` for what is about a group as a whole. */
export const tagOf = ({ group, version }: GroupVersion): string => [camelCase(groupName(group)), ...(version ? [version] : [])].join('_');

/** The name of an operation, from which generators make those of methods: `listAppsV1NamespacedDeployment`. */
export const operationId = (action: string, { group, version }: GroupVersion, about: string): string =>
  `${action}${capital(camelCase(groupName(group)))}${capital(version ?? '')}${about}`;

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const groupName = (group: string | undefined): string => group?.replace(/\.k8s\.io$/, '') || 'core';

const camelCase = (text: string): string => text.replaceAll(/\W+(\w?)/g, (_, letter: string) => letter.toUpperCase());
