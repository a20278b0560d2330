import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeKubeconfig } from '../../src/client/kubeconfig/edit.ts';
import { ClusterRoleBinding } from '../../src/kinds/rbac/cluster-role-binding.ts';
import { ServiceAccount } from '../../src/kinds/core/service-account.ts';
import { startApiServerProcess, temporaryFolder } from '../support/api-server-process.ts';
import { freePort } from '../support/free-port.ts';
import { startPart } from '../support/part-process.ts';
import { until } from '../support/until.ts';

async function ask(port: number, path: string, options: RequestOptions = {}): Promise<{ code: number | undefined; text: string }> {
  // Nobody vouches for the certificate that a part makes for itself.
  const outgoing = requestHttps({ host: '127.0.0.1', port, path, agent: false, rejectUnauthorized: false, ...options });
  outgoing.end();
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  let text = '';
  for await (const part of answer.setEncoding('utf8')) text += part as string;
  return { code: answer.statusCode, text };
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

test('parts that run alone serve health to all, and metrics and settings to those who may read them', { timeout: 120_000 }, async () => {
  await using folder = await temporaryFolder();
  await using server = await startApiServerProcess({ dataDir: folder.path });
  const { client, access } = server;
  const [managerPort, schedulerPort] = [await freePort(), await freePort()];
  // Each as the user that it is in a cluster, with no more rights than that.
  const start = async (part: string, port: number) => {
    const kubeconfig = join(folder.path, `${part}.kubeconfig`);
    const own = (ending: string) => readFile(join(folder.path, 'data', 'pki', `${part}.${ending}`), 'utf8');
    const [certificatePem, keyPem] = await Promise.all([own('crt'), own('key')]);
    await writeKubeconfig(kubeconfig, { name: part, server: access.server, caPem: access.caPem ?? '', certificatePem, keyPem });
    return startPart([part, `--kubeconfig=${kubeconfig}`, '--bind-address=127.0.0.1', `--secure-port=${port}`]);
  };
  await using manager = await start('controller-manager', managerPort);
  await using scheduler = await start('scheduler', schedulerPort);
  const administrator = { cert: access.certificatePem, key: access.keyPem };

  for (const [part, port, configured] of [
    [manager, managerPort, 'kubecontrollermanager.config.k8s.io'],
    [scheduler, schedulerPort, 'componentconfig'],
  ] as const) {
    await until(`health of ${configured}`, async () => (await ask(port, '/healthz')).code === 200).catch((cause: unknown) => {
      throw new Error(part.log(), { cause });
    });
    for (const path of ['/healthz', '/livez', '/readyz?exclude=informer-sync'])
      assert.deepEqual(await ask(port, path), { code: 200, text: 'ok' }, path);
    await until('informers have listed', async () => /informer-sync ok/.test((await ask(port, '/readyz?verbose')).text));
    const forbidden = await ask(port, '/metrics');
    assert.equal(forbidden.code, 403);
    assert.equal(JSON.parse(forbidden.text).message, 'forbidden: User "system:anonymous" cannot get path "/metrics"');
    assert.equal((await ask(port, '/healthz/ping')).code, 403);
    assert.equal((await ask(port, '/metrics', bearer('nonsense'))).code, 401);

    await until('the authority for clients is known', async () => (await ask(port, '/metrics', administrator)).code === 200);
    const { text } = await ask(port, '/metrics', administrator);
    for (const pattern of [
      /^rest_client_requests_total\{code="200",method="GET",host="127\.0\.0\.1:\d+"\} [1-9]/m,
      /^leader_election_master_status\{name="kube-[a-z-]+"\} 1$/m,
      /^kubernetes_build_info\{/m,
      /^process_resident_memory_bytes [1-9]/m,
    ])
      assert.match(text, pattern);
    assert.match(
      (await ask(port, '/metrics/slis', administrator)).text,
      /^kubernetes_healthcheck\{name="informer-sync",type="readyz"\} 1$/m,
    );
    const configuration = JSON.parse((await ask(port, '/configz', administrator)).text) as Record<string, unknown>;
    assert.deepEqual(Object.keys(configuration), [configured]);
    assert.equal((await ask(port, '/nowhere', administrator)).code, 404);
  }
  const queues = (await ask(managerPort, '/metrics', administrator)).text;
  assert.match(queues, /^workqueue_adds_total\{name="[^"]+"\} \d+$/m);
  assert.match(queues, /^running_managed_controllers\{name="namespace-controller",manager="kube-controller-manager"\} 1$/m);

  await client.create(ServiceAccount, { metadata: { name: 'scraper', namespace: 'default' } });
  const { status } = await client.post<{ status: { token: string } }>(ServiceAccount, { name: 'scraper', namespace: 'default' }, 'token', {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { audiences: [] },
  });
  const scrape = () => ask(schedulerPort, '/metrics/slis', bearer(status.token));
  assert.equal((await scrape()).code, 403);
  await client.create(ClusterRoleBinding, {
    metadata: { name: 'scraper' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:monitoring' },
    subjects: [{ kind: 'ServiceAccount', name: 'scraper', namespace: 'default' }],
  });
  await until('the scraper may scrape', async () => (await scrape()).code === 200);
});
