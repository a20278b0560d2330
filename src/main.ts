import { Command } from 'commander';

/** Each command with where it is. Only what is asked for is loaded: starting fast matters. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  up: async () => (await import('./cluster/commands/up.ts')).upCommand,
  down: async () => (await import('./cluster/commands/down.ts')).downCommand,
  status: async () => (await import('./cluster/commands/status.ts')).statusCommand,
  logs: async () => (await import('./cluster/commands/logs.ts')).logsCommand,
  snapshot: async () => (await import('./cluster/commands/snapshot.ts')).snapshotCommand,
  image: async () => (await import('./cluster/commands/image.ts')).imageCommand,
  'controller-manager': async () => (await import('./cluster/commands/controller-manager.ts')).controllerManagerCommand,
  scheduler: async () => (await import('./cluster/commands/scheduler.ts')).schedulerCommand,
  kubelet: async () => (await import('./cluster/commands/kubelet.ts')).kubeletCommand,
  proxy: async () => (await import('./cluster/commands/proxy.ts')).proxyCommand,
  dns: async () => (await import('./cluster/commands/dns.ts')).dnsCommand,
  'node-agent': async () => (await import('./cluster/commands/node-agent.ts')).nodeAgentCommand,
  apiserver: async () => (await import('./cluster/commands/api-server.ts')).apiServerCommand,
};

const program = new Command('kubets').description('Kubernetes in one small program').showHelpAfterError();
const [, , wanted = ''] = process.argv;
// Without a command that is known, help lists them all.
for (const name of wanted in commands ? [wanted] : Object.keys(commands)) (await commands[name]?.())?.(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`kubets: ${messageOf(error)}\n`);
  process.exitCode = 1;
}

/** An error with what it was caused by. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messageOf(error.cause)}`;
}
