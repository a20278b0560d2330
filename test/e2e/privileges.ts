import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import type { Client } from '../../src/client/client.ts';
import { createClient } from '../../src/client/create-client.ts';
import { httpTransport } from '../../src/client/http/http-transport.ts';
import { clusterAccess, type ClusterAccess } from '../../src/client/kubeconfig/access.ts';
import { parseKubeconfig } from '../../src/client/kubeconfig/kubeconfig.ts';
import { loadKubeconfigFile } from '../../src/client/kubeconfig/load.ts';
import type { AgentConfiguration } from '../../src/cluster/local-cluster/agent-configuration.ts';
import { Namespace } from '../../src/kinds/core/namespace.ts';
import { Node } from '../../src/kinds/core/node/index.ts';
import { Pod } from '../../src/kinds/core/pod/index.ts';
import { Secret } from '../../src/kinds/core/secret.ts';
import { ApiError } from '../../src/model/errors.ts';
import type { LocalCluster } from '../support/local-cluster.ts';
import { onNode, openSpace, podOf } from './space.ts';

/** Who may do what: no more than they need. */
export function privileges(cluster: () => LocalCluster): void {
  describe('privileges', { concurrency: true }, () => {
    test('a pod has a token that the API server knows, and may do nothing by it until it is given a role', async () => {
      await using space = await openSpace(cluster());
      await space.kubectl.apply(podOf('box'));
      await space.untilReady('box');
      const folder = '/var/run/secrets/kubernetes.io/serviceaccount';
      const token = await space.shell('box', `cat ${folder}/token`);
      assert.equal(await space.shell('box', `cat ${folder}/namespace`), space.name);
      const { server, caPem = '' } = await administrator(space.cluster);
      assert.equal((await space.shell('box', `cat ${folder}/ca.crt`)).trim(), caPem.trim());

      await using pod = connect({ server, caPem, token });
      const { status } = await pod.client.request<{ status: { userInfo: { username: string; groups: string[] } } }>({
        method: 'POST',
        path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
      });
      assert.equal(status.userInfo.username, `system:serviceaccount:${space.name}:default`);
      await assertForbidden(pod.client.list(Pod, { namespace: space.name }));
      await assertForbidden(pod.client.list(Secret, { namespace: space.name }));
      await assertForbidden(pod.client.list(Node));
      await assertForbidden(pod.client.create(Namespace, { metadata: { name: 'mine' }, spec: {} }));

      await space.kubectl('create', 'rolebinding', 'look', '--clusterrole=view', `--serviceaccount=${space.name}:default`);
      assert.equal((await pod.client.list(Pod, { namespace: space.name })).items.length, 1);
      await assertForbidden(pod.client.list(Secret, { namespace: space.name }));
      await assertForbidden(pod.client.list(Pod, { namespace: 'kube-system' }));

      await space.kubectl('delete', 'pod', 'box');
      await assert.rejects(pod.client.list(Pod, { namespace: space.name }), (error) => ApiError.is(error, 'Unauthorized'));
    });

    test('nobody in particular may see nothing but health and version', async () => {
      const { server, caPem = '' } = await administrator(cluster());
      await using nobody = connect({ server, caPem });
      for (const path of [
        '/api/v1/pods',
        '/api/v1/secrets',
        '/api/v1/nodes',
        '/api/v1/namespaces/default/configmaps',
        '/metrics',
        '/api',
      ]) {
        await assertForbidden(nobody.client.request({ method: 'GET', path }));
      }
      assert.equal((await nobody.client.request<{ major: string }>({ method: 'GET', path: '/version' })).major, '1');
      await using stranger = connect({ server, caPem, token: 'not-a-token' });
      await assert.rejects(stranger.client.list(Pod), (error) => ApiError.is(error, 'Unauthorized'));
    });

    test("a kubelet sees its own node's pods with their secrets, and changes nothing else", async () => {
      await using space = await openSpace(cluster());
      const names = [1, 2].map((index) => `${space.cluster.name}-${index}`);
      for (const index of [1, 2]) {
        await space.kubectl('create', 'secret', 'generic', `secret-${index}`, '--from-literal=a=b');
        await space.kubectl.apply(
          podOf(`pod-${index}`, {
            container: { envFrom: [{ secretRef: { name: `secret-${index}` } }] },
            spec: onNode(space.cluster, index),
          }),
        );
      }
      await Promise.all([1, 2].map((index) => space.untilReady(`pod-${index}`)));
      const path = join(space.cluster.dataFolder, 'nodes', names[0] ?? '', 'agent.json');
      const { kubeconfigs, serving } = JSON.parse(await readFile(path, 'utf8')) as AgentConfiguration;
      await using kubelet = connect(await clusterAccess(parseKubeconfig(kubeconfigs.kubelet, path)));
      const { client } = kubelet;
      const inSpace = (name: string) => ({ namespace: space.name, name });

      assert.equal((await client.get(Secret, inSpace('secret-1'))).metadata.name, 'secret-1');
      await assertForbidden(client.get(Secret, inSpace('secret-2')));
      await assertForbidden(client.list(Secret, { namespace: space.name }));
      await assertForbidden(client.get(Pod, inSpace('pod-2')));
      await assertForbidden(client.list(Pod));
      await assertForbidden(client.delete(Pod, inSpace('pod-2')));
      const labels = { metadata: { labels: { a: 'b' } } };
      await assertForbidden(client.patch(Node, { name: names[1] ?? '' }, { type: 'merge', body: labels }));
      await assertForbidden(
        client.patch(Node, { name: names[1] ?? '' }, { type: 'merge', body: { status: {} } }, { subresource: 'status' }),
      );
      await assertForbidden(client.create(Pod, { ...podOf('forged'), metadata: { name: 'forged', namespace: 'kube-system' } }));
      await assertForbidden(
        client.post(Pod, inSpace('pod-2'), 'eviction', { apiVersion: 'policy/v1', kind: 'Eviction', metadata: inSpace('pod-2') }),
      );
      assert.ok(serving.keyPem);
    });

    test("a kubelet's own server serves nobody but the API server", async () => {
      await using space = await openSpace(cluster());
      const { client } = space;
      const [node] = (await client.list(Node)).items;
      const address = node?.status.addresses?.find(({ type }) => type === 'InternalIP')?.address;
      const { caPem = '' } = await administrator(space.cluster);
      await using nobody = connect({ server: `https://${address}:10250`, caPem });
      await assert.rejects(nobody.client.request({ method: 'GET', path: '/pods' }), (error) => ApiError.is(error, 'Unauthorized'));
      assert.match(await space.kubectl('get', '--raw', `/api/v1/nodes/${node?.metadata.name}/proxy/pods`), /"kind":"PodList"/);
    });
  });
}

async function assertForbidden(answer: Promise<unknown>): Promise<void> {
  await assert.rejects(answer, (error) => ApiError.is(error, 'Forbidden'));
}

const administrator = async ({ kubeconfig }: LocalCluster): Promise<ClusterAccess> => clusterAccess(await loadKubeconfigFile(kubeconfig));

function connect(access: ClusterAccess): { readonly client: Client } & AsyncDisposable {
  const transport = httpTransport({ access, clock: systemClock });
  return {
    client: createClient({ transport, userAgent: 'test', clock: systemClock }),
    [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
  };
}
