import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Client } from '../client/client.ts';
import type { Informers } from '../client/informer.ts';
import type { Component } from '../runtime/component.ts';
import type { Controller } from '../runtime/controller.ts';
import type { ObserveQueue } from '../runtime/queue-observer.ts';
import { controllerComponent } from '../runtime/run-controller.ts';
import { clusterRoleAggregationController } from './cluster-role-aggregation/controller.ts';
import { deploymentController } from './deployment/controller.ts';
import { endpointSliceController } from './endpoint-slice/controller.ts';
import { endpointsController } from './endpoints/controller.ts';
import { namespaceController } from './namespace/controller.ts';
import { replicaSetController } from './replica-set/controller.ts';
import { rootCaPublisher } from './root-ca-publisher/controller.ts';
import { serviceAccountController } from './service-account/controller.ts';

export interface ControllersOptions {
  /** Acts as the service account of that name in `kube-system`, whose role upstream calls `system:controller:<name>`. */
  readonly clientFor: (serviceAccount: string) => Client;
  /** Shared by all; read as the controller manager itself. */
  readonly informers: Informers;
  readonly clock: Clock;
  readonly log: Log;
  readonly observeQueue?: ObserveQueue | undefined;
  readonly settings: ControllerSettings;
}

export interface ControllerSettings {
  /** The authority that signs the API server's certificate, for pods to know it by. Not published unless given. */
  readonly rootCaPem?: string | undefined;
  /** How long a deleted namespace is left alone before it is emptied. */
  readonly namespaceSettleMs?: number | undefined;
}

export interface ControllerEntry {
  /** As `--controllers` of upstream's controller manager names it. */
  readonly name: string;
  readonly serviceAccount: string;
  /** Who its events say they come from; its service account, unless given. */
  readonly eventSource?: string;
  /** None where the settings leave it nothing to do. */
  readonly create: (settings: ControllerSettings) => Controller | undefined;
}

const entry = (
  name: string,
  serviceAccount: string,
  create: ControllerEntry['create'],
  more: Partial<ControllerEntry> = {},
): ControllerEntry => ({
  name,
  serviceAccount,
  create,
  ...more,
});

/** Every controller, in the order in which they are started. */
export const controllers: readonly ControllerEntry[] = [
  entry('namespace-controller', 'namespace-controller', ({ namespaceSettleMs }) => namespaceController({ settleMs: namespaceSettleMs })),
  entry('serviceaccount-controller', 'service-account-controller', () => serviceAccountController),
  entry('root-ca-certificate-publisher-controller', 'root-ca-cert-publisher', ({ rootCaPem }) =>
    rootCaPem === undefined ? undefined : rootCaPublisher({ caPem: rootCaPem }),
  ),
  entry('clusterrole-aggregation-controller', 'clusterrole-aggregation-controller', () => clusterRoleAggregationController),
  entry('endpoints-controller', 'endpoint-controller', endpointsController),
  entry('endpointslice-controller', 'endpointslice-controller', endpointSliceController, { eventSource: 'endpoint-slice-controller' }),
  entry('replicaset-controller', 'replicaset-controller', () => replicaSetController),
  entry('deployment-controller', 'deployment-controller', () => deploymentController),
];

export function controllerComponents({ settings, clientFor, ...options }: ControllersOptions): readonly Component[] {
  return controllers.flatMap(({ serviceAccount, eventSource = serviceAccount, create }) => {
    const controller = create(settings);
    return controller ? [controllerComponent(controller, { ...options, client: clientFor(serviceAccount), eventSource })] : [];
  });
}
