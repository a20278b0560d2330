import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type CommandOptions, runCommand } from '../../base/command.ts';
import type { AgentOrder, AgentReply } from './namespace-agent.ts';

/** A network namespace with somebody in it who serves and asks. */
export interface NetworkNamespace extends AsyncDisposable {
  readonly name: string;
  run(command: string, args: readonly string[], options?: CommandOptions): Promise<string>;
  /** Runs lines of ip(8). */
  ip(...lines: readonly string[]): Promise<void>;
  /** Answers everybody on the port with the name and whom it saw. */
  serve(protocol: 'tcp' | 'udp', address: string, port: number, name: string): Promise<void>;
  /** Who answered and whom they saw; or an error code; or `timeout`. */
  ask(protocol: 'tcp' | 'udp', address: string, port: number, options?: { timeoutMs?: number; fromPort?: number }): Promise<string>;
}

/** Ends with its namespace disposed, in any case with this process. */
export async function createNetworkNamespace(name: string): Promise<NetworkNamespace> {
  await runCommand('ip', ['netns', 'add', name]);
  const inside = [`--net=/run/netns/${name}`];
  const run: NetworkNamespace['run'] = (command, args, options) => runCommand('nsenter', [...inside, command, ...args], options);
  await run('ip', ['link', 'set', 'lo', 'up']);
  let agent: Agent | undefined;
  const tell = (order: AgentOrder) => (agent ??= startAgent(inside)).tell(order);
  return {
    name,
    run,
    ip: async (...lines) => void (await run('ip', ['-batch', '-'], { input: `${lines.join('\n')}\n` })),
    async serve(protocol, address, port, name) {
      const answer = await tell({ do: 'serve', protocol, address, port, name });
      if (answer !== 'serving') throw new Error(`cannot serve ${protocol} port ${port}: ${answer}`);
    },
    ask: (protocol, address, port, { timeoutMs = 3000, fromPort } = {}) =>
      tell({ do: 'ask', protocol, address, port, timeoutMs, ...(fromPort !== undefined && { fromPort }) }),
    async [Symbol.asyncDispose]() {
      await agent?.stop();
      await runCommand('ip', ['netns', 'delete', name]);
    },
  };
}

interface Agent {
  tell(order: AgentOrder): Promise<string>;
  stop(): Promise<void>;
}

function startAgent(inside: readonly string[]): Agent {
  const path = fileURLToPath(new URL('namespace-agent.ts', import.meta.url));
  const child: ChildProcess = fork(process.execPath, [path], {
    execPath: 'nsenter',
    execArgv: [...inside],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const waiting = new Map<number, (answer: string) => void>();
  let lastId = 0;
  child.on('message', (message) => {
    // The agent says nothing else.
    const { id, answer } = message as AgentReply;
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  return {
    tell: (order) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, resolve);
        child.send({ id, order }, (error) => error && reject(error));
      }),
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
