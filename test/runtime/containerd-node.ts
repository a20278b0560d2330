import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { ociImage } from '../../src/cluster/images/oci-image.ts';
import { pauseImage, pauseImageReference } from '../../src/cluster/images/pause-image.ts';

const run = promisify(execFile);

export const busyboxReference = 'localhost/busybox:1';

/** Why a real containerd cannot be tried here, or false. In the form `test` takes as its `skip`. */
export async function cannotRunContainers(): Promise<string | false> {
  if (process.platform !== 'linux' || process.geteuid?.() !== 0) return 'needs root on Linux';
  for (const program of ['/usr/bin/containerd', '/usr/bin/ctr', '/bin/busybox', '/usr/lib/cni/bridge']) {
    if (!(await isThere(program))) return `needs ${program}`;
  }
  return false;
}

export interface ContainerdNode extends AsyncDisposable {
  readonly directory: string;
  readonly socketPath: string;
  readonly logDirectory: string;
  /** Where control groups of its pods may be made: a name no other node has. */
  readonly cgroupRoot: string;
  /** Ends containerd as a crash would; containers go on. */
  restart(): Promise<void>;
}

/**
 * A containerd of its own in namespaces of its own (network, mounts, processes), so that killing its first process ends all
 * there was. Has images for pause and busybox, and pods with addresses of both families.
 */
export async function startContainerdNode({ network = 'bridge' }: { network?: 'bridge' | 'ptp' } = {}): Promise<ContainerdNode> {
  const directory = await mkdtemp(join(tmpdir(), 'node-'));
  const socketPath = join(directory, 'containerd.sock');
  const logDirectory = join(directory, 'logs');
  for (const name of ['root', 'state', 'cni', 'cni-state', 'logs', 'images']) await mkdir(join(directory, name));
  await writeFile(join(directory, 'cni/10-pods.conflist'), JSON.stringify(networkConfig(directory, network)));
  await writeFile(join(directory, 'config.toml'), containerdConfig(directory));
  await writeFile(join(directory, 'init.sh'), initScript(directory));

  const log = await open(join(directory, 'containerd.log'), 'a');
  const namespaces = ['--net', '--mount', '--propagation', 'private', '--pid', '--fork', '--mount-proc', '--kill-child'];
  const child = spawn('unshare', [...namespaces, 'sh', join(directory, 'init.sh')], { stdio: ['ignore', log.fd, log.fd] });
  const ended = once(child, 'exit');
  await log.close();

  const kill = async () => {
    // unshare takes no notice of signals while it waits; its child is the first process of the node.
    if (child.pid !== undefined) for (const pid of await childrenOf(child.pid)) killQuietly(pid);
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await answering(socketPath);
    await Promise.all([
      importImage({ directory, socketPath, name: 'pause', content: await pauseImage() }),
      importImage({ directory, socketPath, name: 'busybox', content: await busyboxImage() }),
    ]);
  } catch (error) {
    await kill();
    throw error;
  }
  return {
    directory,
    socketPath,
    logDirectory,
    cgroupRoot: `/${basename(directory)}`,
    async restart() {
      const [init] = await childrenOf(child.pid ?? 0);
      const containerd = init === undefined ? undefined : (await childrenOf(init))[0];
      if (containerd === undefined) throw new Error('containerd is not running');
      process.kill(containerd, 'SIGKILL');
    },
    [Symbol.asyncDispose]: kill,
  };
}

const networkConfig = (directory: string, network: 'bridge' | 'ptp') => ({
  cniVersion: '0.4.0',
  name: 'pods',
  plugins: [
    {
      ...(network === 'bridge' ? { type: 'bridge', bridge: 'cni0', isGateway: true, hairpinMode: true } : { type: 'ptp' }),
      ipam: {
        type: 'host-local',
        dataDir: join(directory, 'cni-state'),
        ranges: [[{ subnet: '10.244.1.0/24' }], [{ subnet: 'fd44:0:0:1::/64' }]],
        routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }],
      },
    },
  ],
});

const containerdConfig = (directory: string) => `version = 2
root = "${directory}/root"
state = "${directory}/state"
oom_score = 0
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]
[grpc]
  address = "${directory}/containerd.sock"
[ttrpc]
  address = "${directory}/containerd.sock.ttrpc"
[plugins."io.containerd.internal.v1.opt"]
  path = "${directory}/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImageReference}"
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  stream_server_address = "127.0.0.1"
  stream_server_port = "0"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${directory}/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.crun]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.crun.options]
        BinaryName = "/usr/bin/crun"
        SystemdCgroup = false
`;

// The shell stays the first process, reaps, and starts containerd again after a crash.
const initScript = (directory: string) => `
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mkdir -p /run/netns /run/lock
[ -d /sys/fs/cgroup/unified ] && umount /sys/fs/cgroup/unified
mount --bind ${directory} ${directory}
mount --make-rshared /
ip link set lo up
echo 1 > /proc/sys/net/ipv4/ip_forward
echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
while :; do containerd -c ${directory}/config.toml; done
`;

async function importImage({
  directory,
  socketPath,
  name,
  content,
}: {
  directory: string;
  socketPath: string;
  name: string;
  content: Uint8Array;
}): Promise<void> {
  const path = join(directory, 'images', `${name}.tar`);
  await writeFile(path, content);
  await run('ctr', ['-a', socketPath, '-n', 'k8s.io', 'images', 'import', path]);
}

async function busyboxImage(): Promise<Uint8Array> {
  const { stdout } = await run('/bin/busybox', ['--list']);
  const applets = stdout
    .trim()
    .split('\n')
    .filter((applet) => applet !== 'busybox');
  return ociImage({
    reference: busyboxReference,
    entries: [
      ...['proc', 'sys', 'dev', 'tmp', 'etc'].map((path) => ({ path, folder: true }) as const),
      { path: 'bin/busybox', content: await readFile('/bin/busybox'), mode: 0o755 },
      ...applets.map((applet) => ({ path: `bin/${applet}`, linkTo: 'busybox' })),
      { path: 'etc/passwd', content: 'root:x:0:0:root:/:/bin/sh\napp:x:1000:1000:app:/:/bin/sh\n' },
      { path: 'etc/group', content: 'root:x:0:\napp:x:1000:\n' },
    ],
    config: { Cmd: ['sh'], Env: ['PATH=/bin'] },
  });
}

async function answering(socketPath: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return void (await run('ctr', ['-a', socketPath, '--connect-timeout', '10s', 'version']));
    } catch (error) {
      if (attempt === 20) throw error;
    }
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  const children: number[] = [];
  for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
    const list = await readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '');
    children.push(...list.split(' ').filter(Boolean).map(Number));
  }
  return children;
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

const isThere = async (path: string): Promise<boolean> =>
  await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
