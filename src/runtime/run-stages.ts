import { untilAborted } from '../base/unless-aborted.ts';
import type { Component } from './component.ts';

/**
 * Runs components in order of dependency. A stage starts once the one before it is ready, and stops once the one after it
 * has stopped. When one component breaks, or ends by itself, all stop; the failure names the culprit.
 */
export async function runStages(stages: readonly (readonly Component[])[], signal: AbortSignal): Promise<void> {
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const running: { readonly stage: AbortController; readonly done: Promise<unknown> }[] = [];
  try {
    for (const components of stages) {
      if (stop.aborted) break;
      const stage = new AbortController();
      const fail = (error: Error) => failed.abort(error);
      running.push({ stage, done: Promise.all(components.map((component) => watchOver(component, { stage: stage.signal, fail }))) });
      await Promise.all(components.map((component) => readiness(component, { stop, fail })));
    }
    await untilAborted(stop);
  } finally {
    for (const { stage, done } of running.toReversed()) {
      stage.abort(stop.reason);
      await done;
    }
  }
  if (failed.signal.aborted) throw failed.signal.reason;
}

interface Failing {
  readonly fail: (error: Error) => void;
}

async function watchOver(component: Component, { stage, fail }: Failing & { stage: AbortSignal }): Promise<void> {
  try {
    await component.run(stage);
    if (!stage.aborted) fail(new Error(`${component.name} ended by itself`));
  } catch (cause) {
    fail(new Error(`${component.name} failed`, { cause }));
  }
}

async function readiness(component: Component, { stop, fail }: Failing & { stop: AbortSignal }): Promise<void> {
  try {
    await component.ready?.(stop);
  } catch (cause) {
    if (!stop.aborted) fail(new Error(`${component.name} did not become ready`, { cause }));
  }
}
