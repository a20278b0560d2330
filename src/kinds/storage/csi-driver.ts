import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, boolean, int64, list, object, required, string, type Infer } from '../../model/schema.ts';

export const TokenRequest = defineType('io.k8s.api.storage.v1.TokenRequest', {
  audience: required(string(1)),
  expirationSeconds: int64(2),
});

export interface TokenRequest extends Infer<typeof TokenRequest> {}

export const CSIDriverSpec = defineType('io.k8s.api.storage.v1.CSIDriverSpec', {
  attachRequired: boolean(1),
  podInfoOnMount: boolean(2),
  volumeLifecycleModes: list(3, 'string', { listType: 'set' }),
  storageCapacity: boolean(4),
  fsGroupPolicy: string(5),
  tokenRequests: list(6, TokenRequest, { listType: 'atomic' }),
  requiresRepublish: boolean(7),
  seLinuxMount: boolean(8),
  nodeAllocatableUpdatePeriodSeconds: int64(9),
  serviceAccountTokenInSecrets: boolean(10),
  preventPodSchedulingIfMissing: boolean(11),
});

export interface CSIDriverSpec extends Infer<typeof CSIDriverSpec> {}

export interface CSIDriver extends KubeObject {
  spec: CSIDriverSpec;
}

export const CSIDriver: Kind<CSIDriver> = defineKind({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIDriver',
  plural: 'csidrivers',
  scope: 'Cluster',
  schema: 'io.k8s.api.storage.v1.CSIDriver',
  fields: {
    spec: required(object(2, CSIDriverSpec)),
  },
});
