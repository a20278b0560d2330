import type { Clock } from '../../base/clock.ts';
import type { Authorizer } from '../authorization/decision.ts';
import { certificateApproval, certificateSigning, clusterTrustBundleAttest, podCertificateSigning } from './certificate-signers.ts';
import { certificateSubjectRestriction } from './certificate-subject-restriction.ts';
import { defaultIngressClass } from './default-ingress-class.ts';
import { defaultStorageClass } from './default-storage-class.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { limitRanger } from './limit-ranger.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { nodeRestriction } from './node-restriction.ts';
import { persistentVolumeClaimResize } from './persistent-volume-claim-resize.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { podSecurity } from './pod-security.ts';
import { podResize } from './pod-resize.ts';
import { podTopologyLabels } from './pod-topology-labels.ts';
import { priority } from './priority.ts';
import { resourceQuota, type ResourceQuotaOptions } from './resource-quota.ts';
import { runtimeClass } from './runtime-class.ts';
import { serviceAccount } from './service-account.ts';
import { storageObjectInUseProtection } from './storage-object-in-use-protection.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';

export interface AdmissionOptions {
  readonly authorizers: readonly Authorizer[];
  readonly clock: Clock;
  readonly resourceOf: ResourceQuotaOptions['resourceOf'];
}

/** Every plugin, in the order in which they run, which is upstream's. */
export const admissionPlugins = ({ authorizers, clock, resourceOf }: AdmissionOptions): readonly AdmissionPlugin[] => [
  namespaceLifecycle,
  limitRanger,
  serviceAccount({ clock }),
  nodeRestriction({ authorizers }),
  taintNodesByCondition,
  podSecurity,
  priority,
  defaultTolerationSeconds,
  defaultStorageClass,
  storageObjectInUseProtection,
  persistentVolumeClaimResize,
  runtimeClass,
  certificateApproval({ authorizers }),
  certificateSigning({ authorizers }),
  clusterTrustBundleAttest({ authorizers }),
  podCertificateSigning({ authorizers }),
  certificateSubjectRestriction,
  defaultIngressClass,
  podTopologyLabels,
  podResize,
  // Last: what is refused elsewhere uses nothing.
  resourceQuota({ resourceOf, clock }),
];
