import { spawn } from 'node:child_process';
import { open, mkdir } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { createLog } from '../../base/log.ts';
import type { RuntimeConfig } from '../../apiserver/enablement/runtime-config.ts';
import { featureGates } from '../../model/features/feature-gates.ts';
import { bridgeFilterWarning } from '../host/bridge-filter.ts';
import { prepareHost } from '../host/prepare.ts';
import { defaultDataRoot, clusterDataFolder } from '../host/data-folder.ts';
import { runningCluster } from '../local-cluster/cluster-record.ts';
import { clusterLogPath, openClusterLog } from '../local-cluster/cluster-log.ts';
import { demoReference, deployDemo } from '../local-cluster/demo.ts';
import { runFakeCluster } from '../local-cluster/run-fake.ts';
import { runLocalCluster, type LocalClusterOptions, type ReadyCluster } from '../local-cluster/run.ts';
import type { LocalClusterSettings } from '../local-cluster/settings.ts';
import { duration, featureGatesOption, logLevel, port, runtimeConfigOption, type FeatureSettings } from './options.ts';
import { untilStopped } from './until-stopped.ts';

interface UpFlags {
  readonly name: string;
  readonly dataDir: string;
  readonly nodes: NodeCount;
  readonly fakePodStart: number;
  readonly detach?: boolean;
  readonly demo?: boolean;
  readonly securePort: number;
  readonly runtime: 'runc' | 'crun';
  readonly nodeCidr?: string;
  readonly podCidr?: string;
  readonly serviceCidr?: string;
  readonly featureGates: FeatureSettings;
  readonly runtimeConfig: RuntimeConfig;
  readonly v: string;
}

/** `kubets up`: a cluster on this machine, with real containers. */
export function upCommand(program: Command): void {
  program
    .command('up')
    .description('start a cluster on this machine: the control plane and one or more nodes, each in namespaces of its own')
    .option('--name <name>', "the cluster's name, and that of its kubeconfig context", 'kubets')
    .option('--data-dir <dir>', 'the folder that holds the folders of clusters', defaultDataRoot)
    .option('--nodes <count>', 'how many nodes; or fake:N for N nodes that are objects only, on which nothing runs', nodeCount, { real: 1 })
    .option('--fake-pod-start <duration>', 'how long pods on fake nodes take to start', duration, 0)
    .option('-d, --detach', 'return once the cluster is ready, and leave it running')
    .option('--demo', 'deploy a small web page to look at')
    .option('--secure-port <port>', 'the port of the API server; 0 takes a free one', port, 6443)
    .option('--runtime <name>', 'what runs the containers: crun (fast) or runc', runtime, 'crun')
    .option('--node-cidr <cidr>', 'the range of the nodes; a free one, unless given')
    .option('--pod-cidr <cidr>', 'the range of the pods; 10.244.0.0/16 if free, unless given')
    .option('--service-cidr <cidr>', 'the range of the services; 10.96.0.0/16 if free, unless given')
    .addOption(featureGatesOption())
    .addOption(runtimeConfigOption())
    .option('-v <level>', 'log level: trace, debug, info, warn or error', logLevel, 'info')
    .action((flags: UpFlags) => up(flags));
}

async function up(flags: UpFlags): Promise<void> {
  const settings = settingsOf(flags);
  const { fake } = flags.nodes;
  if (fake === undefined) await prepareHost({ say });
  if (await runningCluster(settings.dataFolder))
    throw new Error(`cluster ${settings.clusterName} runs already; see "kubets status", stop it by "kubets down"`);
  const warning = fake === undefined ? await bridgeFilterWarning() : undefined;
  if (warning) say(`warning: ${warning}`);
  await mkdir(settings.dataFolder, { recursive: true, mode: 0o755 });
  if (flags.detach) return startInBackground(settings, flags);
  say(`starting cluster ${settings.clusterName} with ${counted(flags.nodes)}; its log is ${clusterLogPath(settings.dataFolder)}`);
  await untilStopped(async (signal) => {
    signal.addEventListener('abort', () => say('stopping'), { once: true });
    await using file = await openClusterLog(settings.dataFolder);
    const log = createLog({ level: settings.logLevel, part: 'cluster', fd: file.fd });
    const options: LocalClusterOptions = {
      settings,
      clock: systemClock,
      log,
      say,
      ready: (cluster) => welcome(cluster, settings, { deploy: flags.demo === true, isFake: fake !== undefined }),
    };
    if (fake === undefined) await runLocalCluster(options, signal);
    else await runFakeCluster(options, { count: fake, podStartMs: flags.fakePodStart }, signal);
  });
  say('stopped; the next start goes on where this one ended');
}

const settingsOf = ({
  name,
  dataDir,
  nodes,
  securePort,
  runtime: defaultRuntime,
  nodeCidr,
  podCidr,
  serviceCidr,
  featureGates: featureSettings,
  runtimeConfig,
  v,
}: UpFlags): LocalClusterSettings => ({
  clusterName: name,
  dataFolder: clusterDataFolder({ clusterName: name, dataRoot: dataDir }),
  nodeCount: nodes.real ?? 0,
  securePort,
  defaultRuntime,
  ranges: { ...(nodeCidr && { nodeCidr }), ...(podCidr && { podCidr }), ...(serviceCidr && { serviceCidr }) },
  gates: featureGates(featureSettings),
  runtimeConfig,
  logLevel: v,
});

async function welcome(
  { kubeconfigPath }: ReadyCluster,
  { clusterName }: LocalClusterSettings,
  { deploy, isFake }: { deploy: boolean; isFake: boolean },
): Promise<void> {
  if (deploy) await deployDemo(kubeconfigPath, clusterName);
  say(`
The cluster is ready. Context "${clusterName}" is the current one in ${kubeconfigPath}. Try:

  kubectl get nodes -o wide
  ${deploy ? 'kubectl get pods,services -o wide' : `kubectl create deployment hello --image=${demoReference} --replicas=3`}
  ${isFake ? 'kubectl scale deployment hello --replicas=1000' : deploy ? 'kubectl port-forward service/hello 8080:80' : 'kubectl expose deployment hello --port=80 --type=NodePort'}
`);
}

/** Starts the same command again, without a terminal, and waits until it says that it is ready. */
async function startInBackground(settings: LocalClusterSettings, flags: UpFlags): Promise<void> {
  const [program = '', main = '', ...args] = process.argv;
  const foreground = args.filter((each) => each !== '-d' && each !== '--detach');
  const output = join(settings.dataFolder, 'up.log');
  await using file = await open(output, 'w', 0o600);
  const child = spawn(program, [main, ...foreground], { detached: true, stdio: ['ignore', file.fd, file.fd] });
  const ended = once(child, 'exit');
  const stopped = new AbortController();
  void ended.then(() => stopped.abort());
  say(`starting cluster ${settings.clusterName} in the background; its log is ${clusterLogPath(settings.dataFolder)}`);
  while (!stopped.signal.aborted) {
    if (await runningCluster(settings.dataFolder)) {
      child.unref();
      say(`cluster ${settings.clusterName} is ready; stop it by "kubets down${flags.name === 'kubets' ? '' : ` --name ${flags.name}`}"`);
      return;
    }
    await systemClock.sleep(50, stopped.signal);
  }
  throw new Error(`cluster ${settings.clusterName} did not start, see ${output}`);
}

/** Real nodes or fake ones. */
interface NodeCount {
  readonly real?: number;
  readonly fake?: number;
}

function nodeCount(text: string): NodeCount {
  const [, fake] = /^fake:(\d+)$/.exec(text) ?? [];
  if (fake !== undefined) {
    if (Number(fake) < 1 || Number(fake) > 10_000) throw new InvalidArgumentError('choose from 1 to 10000 fake nodes');
    return { fake: Number(fake) };
  }
  if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > 100)
    throw new InvalidArgumentError('choose from 1 to 100 nodes, or fake:N');
  return { real: Number(text) };
}

const counted = ({ real = 0, fake }: NodeCount): string =>
  fake === undefined ? `${real} ${real === 1 ? 'node' : 'nodes'}` : `${fake} fake ${fake === 1 ? 'node' : 'nodes'}`;

function runtime(text: string): string {
  if (text !== 'runc' && text !== 'crun') throw new InvalidArgumentError('choose runc or crun');
  return text;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
