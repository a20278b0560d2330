import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Pod } from '../../src/kinds/core/pod/index.ts';
import { Service } from '../../src/kinds/core/service/index.ts';
import type { LocalCluster } from '../support/local-cluster.ts';
import { until } from '../support/until.ts';
import { isReady, nginx, onNode, openSpace, podOf, type Space } from './space.ts';

/** Services and their names, from pods on every node and from the host. */
export function services(cluster: () => LocalCluster): void {
  describe('services', { concurrency: true }, () => {
    test('a service spreads connections over its pods, whoever asks: pods on both nodes, the host, and by node ports', async () => {
      await using space = await openSpace(cluster());
      const { kubectl } = space;
      await kubectl('create', 'deployment', 'web', `--image=${nginx}`, '--replicas=3', '--port=80');
      await kubectl('expose', 'deployment', 'web', '--port=8080', '--target-port=80', '--type=NodePort');
      await kubectl.apply(...clients(space));
      const pods = await until('the pods are ready', async () => {
        const found = await space.pods('app=web');
        return found.length === 3 && found.every(isReady) && found;
      });
      await Promise.all([1, 2].map((index) => space.untilReady(`client-${index}`)));
      const { spec } = await service(space, 'web');
      const nodePort = spec.ports?.[0]?.nodePort;

      const names = new Set(pods.map(({ metadata }) => metadata.name));
      for (const address of [`${spec.clusterIP}:8080`, ...(await nodeAddresses(space)).map((node) => `${node}:${nodePort}`)]) {
        await Promise.all([
          untilAll(names, () => fetchHere(address)),
          ...[1, 2].map((index) => untilAll(names, () => fetchIn(space, `client-${index}`, address))),
        ]);
      }
      // To itself, by way of the service.
      for (const { metadata } of pods) await untilAll(names, () => fetchIn(space, metadata.name, `${spec.clusterIP}:8080`));

      await kubectl('scale', 'deployment', 'web', '--replicas=1');
      await until('the service has one pod left', async () => (await space.pods('app=web')).length === 1);
      const [last] = await space.pods('app=web');
      for (let time = 0; time < 10; time += 1)
        assert.equal(await fetchIn(space, 'client-1', `${spec.clusterIP}:8080`), last?.metadata.name);
      await kubectl('scale', 'deployment', 'web', '--replicas=0');
      await until('connections are refused', async () =>
        (
          await space.kubectl.run(['exec', 'client-1', '--', 'timeout', '3', 'wget', '-qO-', `http://${spec.clusterIP}:8080/host`])
        ).stderr.includes('refused'),
      );
    });

    test('pods find services by name: in their namespace, in others, and the pods of a headless one', async () => {
      await using space = await openSpace(cluster());
      const { kubectl } = space;
      await kubectl.apply(
        podOf('one', { labels: { app: 'web' }, container: { image: nginx, command: undefined } }),
        podOf('two', { labels: { app: 'web' }, container: { image: nginx, command: undefined } }),
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'web' },
          spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] },
        },
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'all' },
          spec: { clusterIP: 'None', selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] },
        },
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'elsewhere' },
          spec: { type: 'ExternalName', externalName: `web.${space.name}.svc.cluster.local` },
        },
        ...clients(space),
      );
      await Promise.all(['one', 'two', 'client-1', 'client-2'].map((name) => space.untilReady(name)));
      const { spec } = await service(space, 'web');
      const addresses = (await space.pods('app=web')).map(({ status }) => status.podIP ?? '').toSorted();
      for (const client of ['client-1', 'client-2']) {
        for (const name of ['web', `web.${space.name}`, `web.${space.name}.svc`, `web.${space.name}.svc.cluster.local`, 'elsewhere']) {
          await until(`${name} answers`, async () => /^(one|two)$/.test(await fetchIn(space, client, name)));
        }
        for (const name of ['web', `web.${space.name}.svc.cluster.local`])
          assert.deepEqual(await resolve(space, client, name), [spec.clusterIP]);
        await until('the headless service has both pods', async () => (await resolve(space, client, 'all')).join() === addresses.join());
        assert.equal((await resolve(space, client, 'kubernetes.default.svc.cluster.local')).length, 1);
        assert.match(await space.shell(client, 'nslookup nowhere.default.svc.cluster.local 2>&1 || true'), /NXDOMAIN|can't find/);
        assert.match(
          await space.shell(client, `nslookup -type=srv _http._tcp.web.${space.name}.svc.cluster.local`),
          /80 web\.test-\w+\.svc\.cluster\.local/,
        );
      }
    });

    test('a pod that stays on its node is reached by the local policy there only, and a client keeps its pod by affinity', async () => {
      await using space = await openSpace(cluster());
      await space.kubectl.apply(
        ...['a', 'b', 'c'].map((name) => podOf(name, { labels: { app: 'web' }, container: { image: nginx, command: undefined } })),
        podOf('local', { labels: { app: 'local' }, container: { image: nginx, command: undefined }, spec: onNode(space.cluster, 2) }),
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'sticky' },
          spec: { selector: { app: 'web' }, sessionAffinity: 'ClientIP', ports: [{ port: 80 }] },
        },
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'local' },
          spec: { type: 'NodePort', externalTrafficPolicy: 'Local', selector: { app: 'local' }, ports: [{ port: 80 }] },
        },
        ...clients(space),
      );
      await Promise.all(['a', 'b', 'c', 'local', 'client-1'].map((name) => space.untilReady(name)));
      const first = await until('it answers', () => fetchIn(space, 'client-1', 'sticky'));
      for (let time = 0; time < 10; time += 1) assert.equal(await fetchIn(space, 'client-1', 'sticky'), first);

      const { spec } = await service(space, 'local');
      const [one, two] = await nodeAddresses(space);
      await until('the node of the pod answers', async () => (await fetchHere(`${two}:${spec.ports?.[0]?.nodePort}`)) === 'local');
      await assert.rejects(fetchHere(`${one}:${spec.ports?.[0]?.nodePort}`));
    });
  });
}

const clients = ({ cluster }: Space) => [1, 2].map((index) => podOf(`client-${index}`, { spec: onNode(cluster, index) }));

const service = (space: Space, name: string) => space.client.get(Service, { namespace: space.name, name });

async function nodeAddresses({ kubectl }: Space): Promise<string[]> {
  return (await kubectl('get', 'nodes', '-o', 'jsonpath={.items[*].status.addresses[?(@.type=="InternalIP")].address}')).split(' ');
}

/** The name of the pod that answered. */
async function fetchHere(address: string): Promise<string> {
  const answer = await fetch(`http://${address}/host`, { signal: AbortSignal.timeout(2_000), headers: { connection: 'close' } });
  return (await answer.text()).split(' ')[0] ?? '';
}

const fetchIn = async (space: Space, pod: Pod['metadata']['name'], address: string): Promise<string> =>
  (await space.kubectl('exec', pod, '--', 'timeout', '3', 'wget', '-qO-', `http://${address}/host`)).split(' ')[0] ?? '';

const untilAll = (names: ReadonlySet<string>, fetchName: () => Promise<string>) => {
  const seen = new Set<string>();
  return until(`all of ${[...names].join()} answer`, async () => {
    seen.add(await fetchName());
    for (const name of seen) assert.ok(names.has(name), `${name} has answered`);
    return seen.size === names.size;
  });
};

/** All addresses of a name. Its search path is taken only for names without dots. */
async function resolve(space: Space, pod: string, name: string): Promise<string[]> {
  // It fails when any name of the search path does not exist.
  const output = await space.shell(pod, `nslookup -type=a ${name} || true`);
  return [...output.matchAll(/^Name:.*\nAddress(?: \d+)?:\s+([\d.]+)/gm)].map(([, address = '']) => address).toSorted();
}
