import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { createInformers } from '../client/create-informers.ts';
import type { ControllerSettings } from '../controllers/controller-entry.ts';
import { controllerComponents } from '../controllers/index.ts';
import type { FeatureGates } from '../model/features/feature-gates.ts';
import type { User } from '../model/request.ts';
import type { Component } from '../runtime/component.ts';
import type { ClientAs } from './api-server.ts';
import type { PartObserver } from './part-observer.ts';
import { serviceAccountUser } from './service-account-user.ts';

export interface ControllerManagerOptions {
  readonly clientAs: ClientAs;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings?: ControllerSettings;
  /** Those of upstream, unless given. */
  readonly gates?: FeatureGates | undefined;
  /** Which of them to run, as `--controllers` says it; all that are not optional, unless given. */
  readonly controllers?: readonly string[] | undefined;
  /** Sees their queues and informers. */
  readonly observer?: PartObserver | undefined;
}

/** All controllers with the informers they share, in stages. Each acts under its own service account. */
export function controllerManager({
  clientAs,
  clock,
  log,
  settings = {},
  gates,
  controllers: list,
  observer,
}: ControllerManagerOptions): readonly (readonly Component[])[] {
  const manager: User = { name: 'system:kube-controller-manager', groups: ['system:authenticated'] };
  const informers = createInformers({ client: clientAs(manager, { userAgent: 'kube-controller-manager' }), clock, log });
  observer?.add('controllers', informers);
  const controllers = controllerComponents({
    clientFor: (serviceAccount) =>
      clientAs(serviceAccount === undefined ? manager : serviceAccountUser('kube-system', serviceAccount), {
        userAgent: 'kube-controller-manager',
      }),
    informers,
    clock,
    log,
    settings,
    gates,
    controllers: list,
    ...(observer && { observeQueue: (name: string) => observer.queues.observe(name), observeController: observer.controller }),
  });
  return [[{ name: 'controller-informers', run: (signal) => informers.run(signal) }], controllers];
}
