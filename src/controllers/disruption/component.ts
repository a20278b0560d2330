import type { Component } from '../../runtime/component.ts';
import { controllerComponent, type ControllerOptions } from '../../runtime/run-controller.ts';
import { disruptionController } from './controller.ts';
import { staleDisruptionController } from './stale-conditions.ts';

/** Looks after disruption budgets, and after pods that were to be disrupted. */
export function disruptions(options: ControllerOptions): Component {
  const parts = [disruptionController(), staleDisruptionController].map((controller) => controllerComponent(controller, options));
  return {
    name: 'disruption',
    async run(signal) {
      await Promise.all(parts.map((part) => part.run(signal)));
    },
  };
}
