import { untilAborted } from '../../base/unless-aborted.ts';
import type { Component } from '../../runtime/component.ts';

/** A line once the stages before are ready. */
export const says = (line: string, say: (line: string) => void): Component => ({
  name: 'progress',
  run: untilAborted,
  ready: async () => say(line),
});

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
