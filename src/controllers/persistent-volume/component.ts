import type { Component } from '../../runtime/component.ts';
import { controllerComponent, type ControllerOptions } from '../../runtime/run-controller.ts';
import { claimBinder } from './claim-controller.ts';
import { volumeBinder } from './volume-controller.ts';

/** Binds claims and volumes to each other. Two halves, since either side may change on its own. */
export function volumeBinding(options: ControllerOptions): Component {
  const parts = [claimBinder(), volumeBinder()].map((controller) => controllerComponent(controller, options));
  return {
    name: 'persistent-volume-binder',
    async run(signal) {
      await Promise.all(parts.map((part) => part.run(signal)));
    },
  };
}
