import { runCommand } from '../../base/command.ts';
import { randomSuffix } from '../../base/random.ts';
import { createNetworkNamespace, type NetworkNamespace } from './network-namespace.ts';

/**
 *     outside 192.0.2.1 ──┐
 *     node 1  192.0.2.2 ──┼── switch      node 1 has a bridge, 10.244.1.1, with pods 10.244.1.2 and 10.244.1.3
 *     node 2  192.0.2.3 ──┘               node 2 is a pod itself, 10.244.2.2
 *
 * The outside knows the way to services by node 1, and none to pods.
 */
export interface NetworkLab extends AsyncDisposable {
  readonly outside: NetworkNamespace;
  readonly node1: NetworkNamespace;
  readonly node2: NetworkNamespace;
  readonly pod1: NetworkNamespace;
  readonly pod2: NetworkNamespace;
}

/** Why it cannot be built here, or false. In the form `test` takes as its `skip`. */
export async function cannotBuildLab(): Promise<string | false> {
  if (process.platform !== 'linux' || process.geteuid?.() !== 0) return 'needs root on Linux';
  for (const [program, ...args] of [
    ['nft', '--version'],
    ['conntrack', '--version'],
    ['nsenter', '--version'],
    ['ip', '-V'],
  ] as const) {
    const isThere = await runCommand(program, args).then(
      () => true,
      () => false,
    );
    if (!isThere) return `needs the program ${program}`;
  }
  return false;
}

export async function buildNetworkLab(): Promise<NetworkLab> {
  await using stack = new AsyncDisposableStack();
  const prefix = `proxy-${randomSuffix(6)}`;
  const create = async (name: string) => stack.use(await createNetworkNamespace(`${prefix}-${name}`));
  const plug = async (owner: NetworkNamespace, port: string, guest: NetworkNamespace) =>
    runCommand('ip', ['link', 'add', port, 'netns', owner.name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', guest.name]);

  const fabric = await create('switch');
  await fabric.ip('link add br0 type bridge', 'link set br0 up');
  const [outside, node1, node2] = [await create('outside'), await create('node1'), await create('node2')];
  for (const [index, guest] of [outside, node1, node2].entries()) {
    await plug(fabric, `port${index}`, guest);
    await fabric.ip(`link set port${index} master br0 up`);
    await guest.ip(`address add 192.0.2.${index + 1}/24 dev eth0`, 'link set eth0 up');
  }
  await outside.ip('route add 10.96.0.0/16 via 192.0.2.2', 'route add 198.51.100.0/24 via 192.0.2.2');
  await node1.ip(
    'link add cni0 type bridge',
    'address add 10.244.1.1/24 dev cni0',
    'link set cni0 up',
    'route add 10.244.2.0/24 via 192.0.2.3',
  );
  await node1.run('sysctl', ['-qw', 'net.ipv4.ip_forward=1', 'net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.eth0.rp_filter=0']);
  await node2.ip('address add 10.244.2.2/32 dev lo', 'route add 10.244.1.0/24 via 192.0.2.2');
  const pods = [await create('pod1'), await create('pod2')] as const;
  for (const [index, pod] of pods.entries()) {
    await plug(node1, `pod${index}`, pod);
    await node1.ip(`link set pod${index} master cni0 up`, `link set pod${index} type bridge_slave hairpin on`);
    await pod.ip(`address add 10.244.1.${index + 2}/24 dev eth0`, 'link set eth0 up', 'route add default via 10.244.1.1');
  }
  const owned = stack.move();
  return { outside, node1, node2, pod1: pods[0], pod2: pods[1], [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
