import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Client } from '../client/client.ts';
import type { User } from '../model/request.ts';
import type { Component } from '../runtime/component.ts';

export interface ControllersOptions {
  readonly clientAs: (user: User, options?: { userAgent?: string }) => Client;
  readonly clock: Clock;
  readonly log: Log;
}
export const controllerComponents = (_options: ControllersOptions): readonly Component[] => [];
