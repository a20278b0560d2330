import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Component } from '../../runtime/component.ts';
import type { LocalNode } from '../local-node/local-node.ts';

export interface AgentProcessOptions {
  readonly configurationPath: string;
  readonly clock: Clock;
  readonly log: Log;
}

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
/** Between two starts of a process that keeps ending. */
const minDelayMs = 200;
const maxDelayMs = 10_000;
/** A process that ran this long starts again without delay. */
const steadyMs = 30_000;
/** How long the process has to end by itself when it is asked to. */
const stopMs = 5_000;

/** Keeps the node's process (kubelet, service proxy, DNS) running in the node. Pods outlive it. */
export function agentProcess(node: LocalNode, options: AgentProcessOptions): Component {
  return { name: `agent of ${node.name}`, run: (signal) => keepRunning(node, options, signal) };
}

export const agentLogPath = (node: Pick<LocalNode, 'dataFolder'>): string => join(node.dataFolder, 'agent.log');

async function keepRunning(node: LocalNode, options: AgentProcessOptions, signal: AbortSignal): Promise<void> {
  const { clock, log } = options;
  let delayMs = minDelayMs;
  while (!signal.aborted) {
    const startedMs = clock.now();
    const code = await runOnce(node, options, signal);
    if (signal.aborted) return;
    if (!(await node.isRunning())) throw new Error(`node ${node.name} has stopped, see ${join(node.dataFolder, 'node.log')}`);
    log.warn({ node: node.name, code, log: agentLogPath(node) }, 'process of the node ended, it is started again');
    delayMs = clock.now() - startedMs > steadyMs ? minDelayMs : Math.min(delayMs * 2, maxDelayMs);
    await clock.sleep(delayMs, signal);
  }
}

async function runOnce(node: LocalNode, { configurationPath, clock }: AgentProcessOptions, signal: AbortSignal): Promise<number | string> {
  await using file = await open(agentLogPath(node), 'a', 0o600);
  const child = node.spawn(process.execPath, [main, 'node-agent', '--config', configurationPath], {
    stdio: ['ignore', file.fd, file.fd],
    signal,
  });
  const ended = once(child, 'close').then(([code, name]) => (code ?? name) as number | string);
  if (!signal.aborted) await Promise.race([ended, once(signal, 'abort')]);
  if (signal.aborted) {
    // The first asking came with the signal.
    const patience = new AbortController();
    const end = () => patience.abort();
    void ended.then(end, end);
    await clock.sleep(stopMs, patience.signal);
    if (!patience.signal.aborted) child.kill('SIGKILL');
  }
  return ended;
}
