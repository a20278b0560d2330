import type { Component } from '../../runtime/component.ts';
import { controllerComponent, type ControllerOptions } from '../../runtime/run-controller.ts';
import { podClaimsController } from './make.ts';
import { claimReleaseController } from './release.ts';

/** Looks after claims to devices: makes those that pods want, and takes back those that no pod needs. */
export function resourceClaims(options: ControllerOptions): Component {
  const parts = [podClaimsController, claimReleaseController].map((controller) => controllerComponent(controller, options));
  return {
    name: 'resource_claim',
    async run(signal) {
      await Promise.all(parts.map((part) => part.run(signal)));
    },
  };
}
