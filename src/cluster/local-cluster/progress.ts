import type { Component } from '../../runtime/component.ts';

/** A line once the stages before are ready. */
export const says = (line: string, say: (line: string) => void): Component => ({
  name: 'progress',
  run: (signal) =>
    new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }))),
  ready: async () => say(line),
});

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
