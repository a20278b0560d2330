/** What containerd in one node has to know. */
export interface ContainerdOptions {
  /** The node's folder: images and containers are kept in it, and the socket is. */
  readonly folder: string;
  readonly socket: string;
  readonly sandboxImage: string;
  readonly defaultRuntime: ContainerRuntimeName;
  readonly snapshotter: 'overlayfs' | 'native';
  /** Whether this process may lower OOM scores. Without that right, asking for it makes every pod fail. */
  readonly lowersOomScores: boolean;
}

export type ContainerRuntimeName = 'runc' | 'crun';

/** Configuration of containerd 1.6 and newer; 2.0 converts it as it reads it. */
export const containerdConfiguration = (options: ContainerdOptions): string => `version = 2
root = ${quoted(`${options.folder}/containerd`)}
state = "/run/containerd"
oom_score = 0
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing",
]

[debug]
  level = "warn"
[grpc]
  address = ${quoted(options.socket)}
[ttrpc]
  address = "/run/containerd/containerd.ttrpc"
[plugins."io.containerd.internal.v1.opt"]
  path = ${quoted(`${options.folder}/opt`)}

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = ${quoted(options.sandboxImage)}
  restrict_oom_score_adj = ${!options.lowersOomScores}
  tolerate_missing_hugetlb_controller = true
  netns_mounts_under_state_dir = true
  stream_server_address = "127.0.0.1"
  stream_server_port = "0"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/opt/cni/bin"
    conf_dir = "/etc/cni/net.d"
    max_conf_num = 1
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "${options.snapshotter}"
    default_runtime_name = "${options.defaultRuntime}"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.crun]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.crun.options]
        BinaryName = "crun"
        SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "/etc/containerd/certs.d"
`;

/** TOML's basic strings are written as JSON's. */
const quoted = (text: string) => JSON.stringify(text);

/** Named to come after what a network add-on installs, so that it gives way to it. */
export const networkConfigurationName = '90-kubets.conflist';

/** Pods on a bridge in the node, with addresses of the node's range and host ports. No masquerading: everybody knows the way back. */
export const networkConfiguration = (podCidr: string): string =>
  JSON.stringify(
    {
      cniVersion: '0.4.0',
      name: 'kubets',
      plugins: [
        {
          type: 'bridge',
          bridge: 'cni0',
          isGateway: true,
          ipMasq: false,
          // A pod may reach itself by its service.
          hairpinMode: true,
          ipam: { type: 'host-local', ranges: [[{ subnet: podCidr }]], routes: [{ dst: '0.0.0.0/0' }] },
        },
        { type: 'portmap', capabilities: { portMappings: true }, snat: true },
      ],
    },
    undefined,
    2,
  );

export interface ProxyOptions {
  readonly gateway: string;
  readonly port: number;
  /** What is reached without the proxy. */
  readonly direct: readonly string[];
}

/** By which containerd finds registries: nodes have no way out of the machine of their own. */
export function proxyEnvironment({ gateway, port, direct }: ProxyOptions): Record<string, string> {
  const proxy = `http://${gateway}:${port}`;
  return { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: ['localhost', '127.0.0.0/8', ...direct, '.svc', '.cluster.local'].join(',') };
}
