import type { Component } from '../../runtime/component.ts';
import { controllerComponent, type ControllerOptions } from '../../runtime/run-controller.ts';
import { jobController } from './controller.ts';
import { leftPodsController } from './left-pods.ts';

/** Looks after jobs, and after pods that jobs have left behind. */
export function jobs(options: ControllerOptions): Component {
  const parts = [jobController(), leftPodsController].map((controller) => controllerComponent(controller, options));
  return {
    name: 'job',
    async run(signal) {
      await Promise.all(parts.map((part) => part.run(signal)));
    },
  };
}
