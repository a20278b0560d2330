// An API server with kinds of its own, as a process. usage: node api-server.ts FOLDER
// Writes an administrator's kubeconfig into the folder, says so, and serves until it is asked to end.
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { HttpsServer } from '../../../src/apiserver/http/serve.ts';
import { upgrade } from '../../../src/apiserver/http/upgrade.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { writeKubeconfig } from '../../../src/client/kubeconfig/edit.ts';
import { Certificates } from '../../../src/cluster/certificates/certificates.ts';
import { memoryPemFiles } from '../../../src/cluster/certificates/pem-files.ts';
import { untilStopped } from '../../../src/cluster/commands/until-stopped.ts';
import { startCluster } from '../../../src/cluster/testing.ts';
import { Factory, Widget } from './kinds.ts';

const kubeconfig = join(argv[2] ?? '.', 'kubeconfig');
const certificates = new Certificates({
  files: memoryPemFiles(),
  addresses: { serviceAddresses: ['10.96.0.1'], extraHosts: ['127.0.0.1'] },
  clock: systemClock,
});
await certificates.prepare();
const [authority, serving, admin] = await Promise.all([
  certificates.authority(),
  certificates.certificate('apiserver'),
  certificates.certificate('admin'),
]);
await using cluster = await startCluster({ kinds: [Factory, Widget] });
const https = new HttpsServer({
  hosts: ['127.0.0.1'],
  port: 0,
  tls: { keyPem: serving.keyPem, certificatePem: serving.certificatePem, clientCaPem: authority.certificatePem },
  handle: (request) => cluster.handle(request),
  upgrade: (request) => upgrade(request, cluster.server),
  observer: cluster.server.metrics,
  clock: systemClock,
  log: silentLog,
});
await https.listen();
await writeKubeconfig(kubeconfig, {
  name: 'swap',
  server: `https://127.0.0.1:${https.port}`,
  caPem: authority.certificatePem,
  certificatePem: admin.certificatePem,
  keyPem: admin.keyPem,
});
stdout.write('ready\n');
await untilStopped((signal) => https.run(signal));
