import type { FeatureGates } from '../../../model/features/feature-gates.ts';
import { dropGated, type GatedFields } from '../../gated.ts';
import { allContainers } from './containers.ts';
import type { ProjectedVolumeSource } from './projected-volume.ts';
import type { PodSpec } from './spec.ts';
import type { PodTemplateSpec } from './template.ts';

type Projection = NonNullable<ProjectedVolumeSource['sources']>[number];

const projections = ({ volumes = [] }: Readonly<PodSpec>): readonly Projection[] =>
  volumes.flatMap(({ projected }) => projected?.sources ?? []);

const projected = (features: GatedFields<PodSpec>['features'], name: 'clusterTrustBundle' | 'podCertificate'): GatedFields<PodSpec> => ({
  features,
  isUsed: (spec) => projections(spec).some((source) => source[name] !== undefined),
  drop: (spec) => projections(spec).forEach((source) => delete source[name]),
});

const gated: readonly GatedFields<PodSpec>[] = [
  { features: ['PodLevelResources'], isUsed: ({ resources }) => resources !== undefined, drop: (spec) => delete spec.resources },
  projected(['ClusterTrustBundleProjection'], 'clusterTrustBundle'),
  projected(['PodCertificateRequest'], 'podCertificate'),
  {
    features: ['GenericWorkload'],
    isUsed: ({ schedulingGroup }) => schedulingGroup !== undefined,
    drop: (spec) => delete spec.schedulingGroup,
  },
  { features: ['ContainerRestartRules'], isUsed: hasRestartRules, drop: dropRestartRules },
  { features: ['HostnameOverride'], isUsed: (spec) => spec.hostnameOverride !== undefined, drop: (spec) => delete spec.hostnameOverride },
  {
    features: ['EnvFiles'],
    isUsed: (spec) => allContainers(spec).some(({ env = [] }) => env.some(({ valueFrom }) => valueFrom?.fileKeyRef !== undefined)),
    drop: (spec) => allContainers(spec).forEach(({ env = [] }) => env.forEach(({ valueFrom }) => delete valueFrom?.fileKeyRef)),
  },
  {
    features: ['ContainerStopSignals'],
    isUsed: (spec) => allContainers(spec).some(({ lifecycle }) => lifecycle?.stopSignal !== undefined),
    drop: dropStopSignals,
  },
];

/** What features bring that are off is dropped, and kept where a pod has it already. */
export const dropGatedFields = (spec: PodSpec, gates: FeatureGates, previous?: Readonly<PodSpec>): void =>
  dropGated(gated, gates, spec, previous);

export function dropTemplateFields(template: PodTemplateSpec | undefined, gates: FeatureGates, previous?: Readonly<PodTemplateSpec>): void {
  if (template?.spec) dropGatedFields(template.spec, gates, previous?.spec);
}

function hasRestartRules(spec: Readonly<PodSpec>): boolean {
  const { containers, initContainers = [] } = spec;
  return (
    containers.some(({ restartPolicy, restartPolicyRules = [] }) => restartPolicy !== undefined || restartPolicyRules.length > 0) ||
    initContainers.some(
      ({ restartPolicy = 'Always', restartPolicyRules = [] }) => restartPolicy !== 'Always' || restartPolicyRules.length > 0,
    )
  );
}

/** Init containers that always run are older than the rules, and stay. */
function dropRestartRules({ containers, initContainers = [], ephemeralContainers = [] }: PodSpec): void {
  for (const container of initContainers) {
    if (container.restartPolicy !== 'Always') delete container.restartPolicy;
    delete container.restartPolicyRules;
  }
  for (const container of [...containers, ...ephemeralContainers]) {
    delete container.restartPolicy;
    delete container.restartPolicyRules;
  }
}

function dropStopSignals(spec: PodSpec): void {
  for (const container of allContainers(spec)) {
    if (container.lifecycle?.stopSignal === undefined) continue;
    delete container.lifecycle.stopSignal;
    if (Object.keys(container.lifecycle).length === 0) delete container.lifecycle;
  }
}
