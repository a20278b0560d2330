/** Objects that the server takes, by their kind, for chance to spoil a little. */
export const soundObjects: Readonly<Record<string, object>> = {
  ConfigMap: { data: { a: 'b' }, binaryData: { c: 'AAAA' } },
  Secret: { type: 'Opaque', data: { a: 'AAAA' }, stringData: { b: 'c' } },
  Namespace: {},
  ServiceAccount: { secrets: [{ name: 'a' }] },
  Pod: {
    spec: {
      containers: [
        {
          name: 'c',
          image: 'i',
          ports: [{ containerPort: 80, name: 'http' }],
          env: [{ name: 'A', value: 'b' }],
          resources: { requests: { cpu: '1m' } },
        },
        { name: 'd', image: 'i', volumeMounts: [{ name: 'v', mountPath: '/v' }], livenessProbe: { httpGet: { port: 'http' } } },
      ],
      volumes: [{ name: 'v', emptyDir: {} }],
      tolerations: [{ key: 'a', operator: 'Exists' }],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }],
          },
        },
      },
    },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  },
  Service: {
    spec: {
      selector: { a: 'b' },
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'dns', port: 53, protocol: 'UDP' },
      ],
    },
  },
  Deployment: {
    spec: {
      replicas: 1,
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
    },
    status: { replicas: 1, conditions: [{ type: 'Available', status: 'True' }] },
  },
  StatefulSet: {
    spec: {
      serviceName: 's',
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      volumeClaimTemplates: [
        { metadata: { name: 'v' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
      ],
    },
  },
  Job: { spec: { completions: 1, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } } } },
  CronJob: {
    spec: {
      schedule: '*/5 * * * *',
      jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } } } },
    },
  },
  Role: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  RoleBinding: {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'a' },
    subjects: [{ kind: 'User', name: 'x', apiGroup: 'rbac.authorization.k8s.io' }],
  },
  PodDisruptionBudget: { spec: { minAvailable: 1, selector: { matchLabels: { a: 'b' } } } },
  HorizontalPodAutoscaler: { spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'a', apiVersion: 'apps/v1' } } },
  Ingress: {
    spec: {
      rules: [
        {
          host: 'a.example.com',
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'a', port: { number: 80 } } } }] },
        },
      ],
    },
  },
  NetworkPolicy: { spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] } },
  PersistentVolumeClaim: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  Lease: { spec: { holderIdentity: 'x', leaseDurationSeconds: 10, renewTime: '2026-01-01T00:00:00.000000Z' } },
  Node: {
    spec: { podCIDR: '10.0.0.0/24', taints: [{ key: 'a', effect: 'NoSchedule' }] },
    status: { capacity: { cpu: '1' }, addresses: [{ type: 'InternalIP', address: '10.0.0.1' }] },
  },
  EndpointSlice: { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }], ports: [{ port: 80 }] },
  ResourceQuota: { spec: { hard: { pods: '100', 'requests.cpu': '10' } } },
  LimitRange: { spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] } },
  Event: { involvedObject: { kind: 'Pod', name: 'a', namespace: 'default' }, reason: 'R', message: 'm', type: 'Normal' },
  Eviction: { deleteOptions: { gracePeriodSeconds: 0 } },
  SubjectAccessReview: { spec: { user: 'x', resourceAttributes: { verb: 'get', resource: 'pods' } } },
  TokenReview: { spec: { token: 'x' } },
};
