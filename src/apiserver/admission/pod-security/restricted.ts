import type { Container } from '../../../kinds/core/pod/container.ts';
import type { Volume } from '../../../kinds/core/pod/volume.ts';
import { badSeccompProfiles, procMount } from './baseline.ts';
import {
  containersNamed,
  containersWhere,
  hasUserNamespace,
  isWindows,
  plural,
  quoted,
  setters,
  valuesOf,
  type Check,
  type Finding,
  type Judged,
} from './finding.ts';

function allowPrivilegeEscalation(judged: Judged): Finding | undefined {
  const names = containersWhere(judged, (security) => security.allowPrivilegeEscalation !== false);
  if (names.length === 0) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containersNamed(names)} must set securityContext.allowPrivilegeEscalation=false`,
  };
}

function restrictedCapabilities(judged: Judged): Finding | undefined {
  const added = ({ securityContext }: Container) =>
    (securityContext?.capabilities?.add ?? []).filter((each) => each !== 'NET_BIND_SERVICE');
  const keeping = containersWhere(judged, ({ capabilities }) => !capabilities?.drop?.includes('ALL'));
  const adding = containersWhere(judged, (_security, container) => added(container).length > 0);
  const details = [
    ...(keeping.length > 0 ? [`${containersNamed(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length > 0
      ? [`${containersNamed(adding)} must not include ${quoted(valuesOf(judged, added))} in securityContext.capabilities.add`]
      : []),
  ];
  return details.length > 0 ? { reason: 'unrestricted capabilities', detail: details.join('; ') } : undefined;
}

const allowedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
] as const;

function restrictedVolumes({ spec }: Judged): Finding | undefined {
  const bad = (spec.volumes ?? []).filter((volume) => !allowedVolumes.some((type) => volume[type]));
  if (bad.length === 0) return undefined;
  const types = [...new Set(bad.map(typeOfVolume))].toSorted();
  const who = `${plural('volume', bad.length)} ${quoted(bad.map(({ name }) => name))} ${bad.length === 1 ? 'uses' : 'use'}`;
  return { reason: 'restricted volume types', detail: `${who} ${plural('restricted volume type', types.length)} ${quoted(types)}` };
}

const typeOfVolume = ({ name: _name, ...source }: Volume): string => Object.keys(source)[0] ?? 'unknown';

function runAsNonRoot(judged: Judged): Finding | undefined {
  const ofPod = judged.spec.securityContext?.runAsNonRoot;
  const refusing = containersWhere(judged, (security) => security.runAsNonRoot === false);
  const reason = 'runAsNonRoot != true';
  if (ofPod === false || refusing.length > 0) {
    return { reason, detail: `${setters(ofPod === false, refusing)} must not set securityContext.runAsNonRoot=false` };
  }
  const silent = ofPod ? [] : containersWhere(judged, (security) => security.runAsNonRoot === undefined);
  if (silent.length === 0) return undefined;
  return { reason, detail: `pod or ${containersNamed(silent)} must set securityContext.runAsNonRoot=true` };
}

function runAsUser(judged: Judged): Finding | undefined {
  const isPod = judged.spec.securityContext?.runAsUser === 0;
  const names = containersWhere(judged, (security) => security.runAsUser === 0);
  return isPod || names.length > 0 ? { reason: 'runAsUser=0', detail: `${setters(isPod, names)} must not set runAsUser=0` } : undefined;
}

function seccompProfile(judged: Judged): Finding | undefined {
  const bad = badSeccompProfiles(judged);
  if (bad || judged.spec.securityContext?.seccompProfile) return bad;
  const silent = containersWhere(judged, (security) => security.seccompProfile === undefined);
  if (silent.length === 0) return undefined;
  const detail = `pod or ${containersNamed(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;
  return { reason: 'seccompProfile', detail };
}

/** What Windows does not know it is not asked for. */
const unlessWindows =
  (find: Check['find']): Check['find'] =>
  (judged) =>
    judged.minor >= 25 && isWindows(judged) ? undefined : find(judged);

const unlessInUserNamespace =
  (find: Check['find']): Check['find'] =>
  (judged) =>
    judged.minor >= 35 && hasUserNamespace(judged) ? undefined : find(judged);

/** Best practice for what needs no privileges, in the order in which it is told. */
export const restrictedChecks: readonly Check[] = [
  { id: 'allowPrivilegeEscalation', since: 8, find: unlessWindows(allowPrivilegeEscalation) },
  { id: 'capabilities_restricted', since: 22, replaces: 'capabilities_baseline', find: unlessWindows(restrictedCapabilities) },
  { id: 'procMount_restricted', since: 35, replaces: 'procMount', find: procMount },
  { id: 'restrictedVolumes', replaces: 'hostPathVolumes', find: restrictedVolumes },
  { id: 'runAsNonRoot', find: unlessInUserNamespace(runAsNonRoot) },
  { id: 'runAsUser', since: 23, find: unlessInUserNamespace(runAsUser) },
  { id: 'seccompProfile_restricted', since: 19, replaces: 'seccompProfile_baseline', find: unlessWindows(seccompProfile) },
];
