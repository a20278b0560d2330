import type { Client } from '../../src/client/client.ts';
import { ControllerRevision } from '../../src/kinds/apps/controller-revision.ts';
import { Deployment } from '../../src/kinds/apps/deployment/index.ts';
import { ReplicaSet } from '../../src/kinds/apps/replica-set/index.ts';
import { StatefulSet } from '../../src/kinds/apps/stateful-set/index.ts';
import { CronJob } from '../../src/kinds/batch/cron-job/index.ts';
import { Job } from '../../src/kinds/batch/job/index.ts';
import { Lease } from '../../src/kinds/coordination/lease.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { LimitRange } from '../../src/kinds/core/limit-range.ts';
import { PersistentVolumeClaim } from '../../src/kinds/core/persistent-volume-claim/index.ts';
import { PodTemplate } from '../../src/kinds/core/pod-template.ts';
import { ReplicationController } from '../../src/kinds/core/replication-controller/index.ts';
import { Secret } from '../../src/kinds/core/secret.ts';
import { ServiceAccount } from '../../src/kinds/core/service-account.ts';
import { Service } from '../../src/kinds/core/service/index.ts';
import { EndpointSlice } from '../../src/kinds/discovery/endpoint-slice/index.ts';
import { NetworkPolicy } from '../../src/kinds/networking/network-policy/index.ts';
import { PodDisruptionBudget } from '../../src/kinds/policy/pod-disruption-budget.ts';
import { RoleBinding } from '../../src/kinds/rbac/role-binding.ts';
import { Role } from '../../src/kinds/rbac/role.ts';

interface Named {
  readonly name: string;
  readonly namespace: string;
}

const matchLabels = { app: 'none' };
const selector = { matchLabels };
const podSpec = { containers: [{ name: 'c', image: 'i' }] };
const template = { metadata: { labels: matchLabels }, spec: podSpec };
const jobTemplate = { ...template, spec: { ...podSpec, restartPolicy: 'Never' as const } };

/** One of each of the kinds that namespaces hold, none of which makes others. */
const creators: readonly ((client: Client, metadata: Named) => Promise<unknown>)[] = [
  (client, metadata) => client.create(ConfigMap, { metadata }),
  (client, metadata) => client.create(Secret, { metadata }),
  (client, metadata) => client.create(ServiceAccount, { metadata }),
  (client, metadata) => client.create(Role, { metadata, rules: [] }),
  (client, metadata) =>
    client.create(RoleBinding, { metadata, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'none' } }),
  (client, metadata) => client.create(Service, { metadata, spec: { clusterIP: 'None', ports: [{ port: 80 }] } }),
  (client, metadata) => client.create(EndpointSlice, { metadata, addressType: 'IPv4', endpoints: [], ports: [] }),
  (client, metadata) => client.create(LimitRange, { metadata, spec: { limits: [] } }),
  (client, metadata) => client.create(PodTemplate, { metadata, template }),
  (client, metadata) => client.create(ReplicationController, { metadata, spec: { replicas: 0, selector: matchLabels, template } }),
  (client, metadata) => client.create(ReplicaSet, { metadata, spec: { replicas: 0, selector, template } }),
  (client, metadata) => client.create(Deployment, { metadata, spec: { replicas: 0, paused: true, selector, template } }),
  (client, metadata) => client.create(StatefulSet, { metadata, spec: { replicas: 0, serviceName: 'none', selector, template } }),
  (client, metadata) => client.create(ControllerRevision, { metadata, revision: 1, data: {} }),
  (client, metadata) => client.create(Job, { metadata, spec: { suspend: true, template: jobTemplate } }),
  (client, metadata) =>
    client.create(CronJob, { metadata, spec: { suspend: true, schedule: '0 0 1 1 *', jobTemplate: { spec: { template: jobTemplate } } } }),
  (client, metadata) => client.create(Lease, { metadata, spec: {} }),
  (client, metadata) => client.create(NetworkPolicy, { metadata, spec: { podSelector: {} } }),
  (client, metadata) => client.create(PodDisruptionBudget, { metadata, spec: { selector, maxUnavailable: 1 } }),
  (client, metadata) =>
    client.create(PersistentVolumeClaim, {
      metadata,
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'none' },
    }),
];

export const kindCount = creators.length;

/** Creates the object of that number, of each kind in turn. */
export async function createAny(client: Client, namespace: string, index: number): Promise<void> {
  await creators[index % kindCount]?.(client, { name: `object-${index}`, namespace });
}
