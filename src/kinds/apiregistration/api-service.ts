import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, boolean, bytes, int32, list, object, required, string, time, type Infer } from '../../model/schema.ts';

export const ServiceReference = defineType('io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference', {
  namespace: string(1),
  name: string(2),
  port: int32(3),
});

export interface ServiceReference extends Infer<typeof ServiceReference> {}

export const APIServiceSpec = defineType('io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec', {
  service: object(1, ServiceReference),
  group: string(2),
  version: string(3),
  insecureSkipTLSVerify: boolean(4),
  caBundle: bytes(5, { listType: 'atomic' }),
  groupPriorityMinimum: required(int32(7)),
  versionPriority: required(int32(8)),
});

export interface APIServiceSpec extends Infer<typeof APIServiceSpec> {}

export const APIServiceCondition = defineType('io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceCondition', {
  type: required(string(1)),
  status: required(string(2)),
  lastTransitionTime: always(time(3)),
  reason: string(4),
  message: string(5),
});

export interface APIServiceCondition extends Infer<typeof APIServiceCondition> {}

export const APIServiceStatus = defineType('io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus', {
  conditions: list(1, APIServiceCondition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
});

export interface APIServiceStatus extends Infer<typeof APIServiceStatus> {}

export interface APIService extends KubeObject {
  spec: APIServiceSpec;
  status: APIServiceStatus;
}

export const APIService: Kind<APIService> = defineKind({
  group: 'apiregistration.k8s.io',
  version: 'v1',
  kind: 'APIService',
  plural: 'apiservices',
  categories: ['api-extensions'],
  scope: 'Cluster',
  subresources: ['status'],
  schema: 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService',
  fields: {
    spec: always(object(2, APIServiceSpec)),
    status: always(object(3, APIServiceStatus)),
  },
});
