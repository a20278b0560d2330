import { ControllerRevision } from '../controller-revision.ts';
import { DaemonSet } from '../daemon-set/index.ts';
import { setTemplateGeneration, templateGeneration, withoutTemplateGeneration } from '../daemon-set/template-generation.ts';
import { Deployment } from '../deployment/index.ts';
import { ReplicaSet } from '../replica-set/index.ts';
import { StatefulSet } from '../stateful-set/index.ts';
import type { Kind } from '../../../model/kind.ts';
import { LabelSelector } from '../../../model/meta.ts';
import { defineType, int64, object } from '../../../model/schema.ts';
import { defaultFromTemplate, retiredVersion } from './retired-version.ts';

const first = { group: 'apps', version: 'v1beta1', deprecated: '1.8' } as const;
const second = { group: 'apps', version: 'v1beta2', deprecated: '1.9' } as const;
const extensions = { group: 'extensions', version: 'v1beta1', deprecated: '1.8' } as const;

/** So much that it means: no limit. */
const unlimited = 2_147_483_647;

const selector = (number: number) => ({
  selector: object(number, LabelSelector, 'Labels of its pods; those of the template, unless given.'),
});

interface DeploymentDefaults {
  /** How many pods may be missing, or be there besides, during a rollout. */
  readonly apart: number | '25%';
  readonly revisionHistoryLimit: number;
  readonly progressDeadlineSeconds: number;
}

const defaultDeployment =
  ({ apart, revisionHistoryLimit, progressDeadlineSeconds }: DeploymentDefaults) =>
  (deployment: Deployment): void => {
    defaultFromTemplate(deployment);
    const { spec } = deployment;
    spec.strategy ??= {};
    spec.strategy.type ||= 'RollingUpdate';
    if (spec.strategy.type === 'RollingUpdate')
      spec.strategy.rollingUpdate = { maxUnavailable: apart, maxSurge: apart, ...spec.strategy.rollingUpdate };
    spec.revisionHistoryLimit ??= revisionHistoryLimit;
    spec.progressDeadlineSeconds ??= progressDeadlineSeconds;
  };

const deploymentFields = (name: 'apps' | 'extensions') => ({
  ...selector(2),
  rollbackTo: object(
    8,
    defineType(`io.k8s.api.${name}.v1beta1.RollbackConfig`, 'Which revision to go back to.', {
      revision: int64(1, 'Number of the revision; the last one, unless given.'),
    }),
    'Was to take the template of an earlier revision. It is dropped: use kubectl rollout undo.',
  ),
});

/** What only asked for something to be done is not kept. */
function withoutRollback({ spec, ...rest }: Readonly<Deployment>): Deployment {
  const { rollbackTo: _, ...kept }: typeof spec & { rollbackTo?: unknown } = spec;
  return { ...rest, spec: kept };
}

function oldDeployment(place: typeof first | typeof extensions, defaults: DeploymentDefaults): Kind<Deployment> {
  const kind = retiredVersion(Deployment, {
    ...place,
    specFields: deploymentFields(place.group),
    before: defaultDeployment(defaults),
  });
  const { storedAs } = kind;
  return Object.freeze({
    ...kind,
    ...(storedAs && { storedAs: { ...storedAs, toStored: (given: Readonly<Deployment>) => storedAs.toStored(withoutRollback(given)) } }),
    *warnings(next: Readonly<Deployment>, previous?: Readonly<Deployment>) {
      if ('rollbackTo' in next.spec) yield 'spec.rollbackTo: no longer supported, and ignored; use "kubectl rollout undo"';
      yield* kind.warnings?.(next, previous) ?? [];
    },
  });
}

type OldDaemonSet = DaemonSet & { spec: { templateGeneration?: number } };

/** The count of templates was a field once, and is an annotation now. */
function daemonSetToHub({ spec, ...rest }: Readonly<OldDaemonSet>): DaemonSet {
  const { templateGeneration: generation, ...kept } = spec;
  const hub = { ...rest, metadata: { ...rest.metadata }, spec: kept };
  if (generation) setTemplateGeneration(hub, generation);
  return hub;
}

function daemonSetFromHub(daemonSet: Readonly<DaemonSet>): OldDaemonSet {
  const generation = templateGeneration(daemonSet);
  return {
    ...daemonSet,
    metadata: withoutTemplateGeneration(daemonSet.metadata),
    spec: { ...daemonSet.spec, ...(generation > 0 && { templateGeneration: generation }) },
  };
}

/** Versions of `apps` and `extensions` from before 1.9: served when their version is named, and not otherwise. */
export const retiredWorkloads: readonly Kind[] = [
  retiredVersion(ControllerRevision, first),
  oldDeployment(first, { apart: '25%', revisionHistoryLimit: 2, progressDeadlineSeconds: 600 }),
  retiredVersion(StatefulSet, {
    ...first,
    specFields: selector(2),
    before(statefulSet) {
      statefulSet.spec.updateStrategy ??= {};
      statefulSet.spec.updateStrategy.type ||= 'OnDelete';
      defaultFromTemplate(statefulSet);
    },
  }),
  retiredVersion(ControllerRevision, second),
  retiredVersion(DaemonSet, second),
  retiredVersion(Deployment, second),
  retiredVersion(ReplicaSet, second),
  retiredVersion(StatefulSet, second),
  retiredVersion<OldDaemonSet>(DaemonSet, {
    ...extensions,
    specFields: { ...selector(1), templateGeneration: int64(5, 'How often the template has changed.') },
    before(daemonSet) {
      defaultFromTemplate(daemonSet);
      daemonSet.spec.updateStrategy ??= {};
      daemonSet.spec.updateStrategy.type ||= 'OnDelete';
    },
    toHub: daemonSetToHub,
    fromHub: daemonSetFromHub,
  }),
  oldDeployment(extensions, { apart: 1, revisionHistoryLimit: unlimited, progressDeadlineSeconds: unlimited }),
  retiredVersion(ReplicaSet, {
    ...extensions,
    specFields: selector(2),
    before: defaultFromTemplate,
  }),
];
