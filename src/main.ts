import { Command } from 'commander';
import { apiServerCommand } from './cluster/commands/api-server.ts';

const program = new Command('kubets').description('Kubernetes in one small program').showHelpAfterError();
apiServerCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`kubets: ${messageOf(error)}\n`);
  process.exitCode = 1;
}

/** An error with what it was caused by, one line each. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messageOf(error.cause)}`;
}
