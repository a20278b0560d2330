import assert from 'node:assert/strict';
import { once } from 'node:events';
import { X509Certificate, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import tls from 'node:tls';
import fc from 'fast-check';
import { FakeClock } from '../../base/fake-clock.ts';
import { systemClock } from '../../base/clock.ts';
import { writtenOut } from './address.ts';
import { Certificates } from './certificates.ts';
import { issueAuthority, keyPem } from './issue.ts';
import { directoryPemFiles, memoryPemFiles } from './pem-files.ts';

const dayMs = 24 * 60 * 60_000;
const addresses = { serviceAddresses: ['10.96.0.1', 'fd00::1'] };

test('a first start writes every certificate, keys readable by their owner alone', async () => {
  await using folder = await temporaryFolder();
  const directory = join(folder.path, 'pki');
  await open(directory).prepare();

  const files = (await readdir(directory)).toSorted();
  for (const name of ['ca', 'front-proxy-ca', 'apiserver', 'apiserver-kubelet-client', 'admin', 'scheduler', 'kube-proxy']) {
    assert.ok(files.includes(`${name}.crt`) && files.includes(`${name}.key`), name);
  }
  assert.ok(files.includes('sa.key') && files.includes('sa.pub'));
  assert.equal((await stat(directory)).mode & 0o777, 0o700);
  for (const file of files) assert.equal((await stat(join(directory, file))).mode & 0o777, file.endsWith('.key') ? 0o600 : 0o644, file);
});

test('a later start loads what the first one wrote', async () => {
  await using folder = await temporaryFolder();
  const first = open(folder.path);
  await first.prepare();
  const renewed: string[] = [];
  const second = open(folder.path, { renewed });
  await second.prepare();

  assert.deepEqual(await second.certificate('apiserver'), await first.certificate('apiserver'));
  assert.deepEqual(await second.serviceAccountKey(), await first.serviceAccountKey());
  assert.deepEqual(renewed, []);
});

test('subjects are the identities the API server knows', async () => {
  const certificates = inMemory();
  const subjects = [
    [await certificates.certificate('admin'), 'O=system:masters\nCN=kubernetes-admin'],
    [await certificates.certificate('controller-manager'), 'CN=system:kube-controller-manager'],
    [await certificates.certificate('kube-dns'), 'CN=system:serviceaccount:kube-system:kube-dns'],
    [await certificates.certificate('apiserver-kubelet-client'), 'CN=kube-apiserver-kubelet-client'],
    [await certificates.kubeletClient('node-1'), 'O=system:nodes\nCN=system:node:node-1'],
  ] as const;
  for (const [{ certificatePem }, subject] of subjects) assert.equal(new X509Certificate(certificatePem).subject, subject);
});

test('only what no longer serves is made anew, and the reason is told', async (t) => {
  await t.test('when addresses change', async () => {
    const files = memoryPemFiles();
    await inMemory({ files }).prepare();
    const renewed: string[] = [];
    await inMemory({ files, renewed, extraHosts: ['api.example.org', '192.0.2.7'] }).prepare();
    assert.deepEqual(renewed, ['apiserver: its names or addresses have changed']);
    await inMemory({ files, renewed, extraHosts: ['192.0.2.7', 'api.example.org'] }).prepare();
    assert.equal(renewed.length, 1);
  });

  await t.test('when a third of the life is left', async () => {
    const clock = new FakeClock();
    const renewed: string[] = [];
    const certificates = inMemory({ clock, renewed });
    const early = await certificates.certificate('scheduler');
    await clock.advance(240 * dayMs);
    assert.equal((await certificates.certificate('scheduler')).certificatePem, early.certificatePem);
    await clock.advance(5 * dayMs);
    assert.notEqual((await certificates.certificate('scheduler')).certificatePem, early.certificatePem);
    assert.deepEqual(renewed, ['scheduler: it ends soon']);
  });

  await t.test('when a crash left a key without its certificate', async () => {
    const files = memoryPemFiles();
    const certificates = inMemory({ files });
    await certificates.certificate('admin');
    const other = await certificates.certificate('scheduler');
    await files.write({ 'admin.key': other.keyPem });
    const { certificatePem, keyPem } = await certificates.certificate('admin');
    assert.equal(tlsAccepts(certificatePem, keyPem), true);
  });
});

test('an authority near its end keeps its key, so what it signed stays valid', async () => {
  const clock = new FakeClock();
  const certificates = inMemory({ clock });
  const before = await certificates.authority();
  await clock.advance(7 * 365 * dayMs);
  const leaf = new X509Certificate((await certificates.certificate('admin')).certificatePem);
  const after = await certificates.authority();
  assert.notEqual(after.certificatePem, before.certificatePem);
  assert.equal(after.keyPem, before.keyPem);
  for (const { certificatePem } of [before, after]) assert.ok(leaf.verify(new X509Certificate(certificatePem).publicKey));
});

test('an authority made elsewhere, with an RSA key, signs as well', async () => {
  const files = memoryPemFiles();
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const own = await issueAuthority({ commonName: 'Example, Inc.', key, nowMs: systemClock.now() });
  await files.write({ 'ca.key': keyPem(key), 'ca.crt': own.certificatePem });
  const certificates = inMemory({ files, clock: systemClock });
  const leaf = new X509Certificate((await certificates.certificate('admin')).certificatePem);
  const authority = new X509Certificate((await certificates.authority()).certificatePem);
  assert.ok(leaf.checkIssued(authority) && leaf.verify(authority.publicKey));
  assert.equal((await certificates.certificate('admin')).certificatePem, leaf.toString());
});

test('a damaged file is an error that names it', async (t) => {
  for (const file of ['ca.crt', 'ca.key', 'admin.crt', 'admin.key', 'sa.key']) {
    await t.test(file, async () => {
      await using folder = await temporaryFolder();
      await open(folder.path).prepare();
      await writeFile(join(folder.path, file), 'not PEM');
      await assert.rejects(open(folder.path).prepare(), (error: Error) => error.message.startsWith(join(folder.path, file)));
    });
  }
  await t.test('an authority without its key', async () => {
    await using folder = await temporaryFolder();
    await open(folder.path).prepare();
    await rm(join(folder.path, 'ca.key'));
    await assert.rejects(open(folder.path).prepare(), /ca\.key is missing/);
  });
});

test('a node name that is no DNS name never becomes a path', async () => {
  const certificates = inMemory();
  for (const name of ['', '../x', 'a/b', 'A', '-a', 'a'.repeat(254)]) {
    assert.throws(() => certificates.kubeletClient(name), /not a valid node name/);
  }
});

test('server and client know each other by the cluster authority', async () => {
  const certificates = inMemory({ clock: systemClock });
  const ca = (await certificates.authority()).certificatePem;
  const serving = await certificates.certificate('apiserver');
  const admin = await certificates.certificate('admin');
  const server = tls.createServer({
    ca,
    cert: serving.certificatePem,
    key: serving.keyPem,
    requestCert: true,
    rejectUnauthorized: false,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const accepted = once(server, 'secureConnection') as Promise<[tls.TLSSocket]>;
    const { port } = server.address() as AddressInfo;
    const client = tls.connect({ port, host: '127.0.0.1', ca, cert: admin.certificatePem, key: admin.keyPem });
    await once(client, 'secureConnect');
    const [socket] = await accepted;
    assert.equal(socket.authorized, true);
    client.destroy();
    socket.destroy();
  } finally {
    server.close();
  }
});

test('IPv6 addresses are recognised however they are written', async () => {
  const files = memoryPemFiles();
  const renewed: string[] = [];
  await inMemory({ files }).kubeletServing('n', ['fd00:0:0::1', '2001:DB8::', '::ffff:10.0.0.1']);
  await inMemory({ files, renewed }).kubeletServing('n', ['fd00::1', '2001:db8:0:0:0:0:0:0', '::ffff:a00:1']);
  assert.deepEqual(renewed, []);
  const { certificatePem } = await inMemory({ files }).kubeletServing('n', ['fd00::1', '2001:db8::', '::ffff:a00:1']);
  assert.equal(new X509Certificate(certificatePem).checkIP('2001:db8::'), '2001:db8::');
});

test('every address is written out to eight groups that mean the same', () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
  fc.assert(
    fc.property(fc.array(fc.oneof(group, fc.constant('0')), { minLength: 8, maxLength: 8 }), (groups) => {
      const spelt = new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
      assert.equal(writtenOut(spelt), groups.join(':'));
    }),
  );
});

test('the public half of the service account key is written beside it', async () => {
  await using folder = await temporaryFolder();
  const { publicPem } = await open(folder.path).serviceAccountKey();
  assert.equal(await readFile(join(folder.path, 'sa.pub'), 'utf8'), publicPem);
});

interface Options {
  readonly files?: ReturnType<typeof memoryPemFiles>;
  readonly clock?: FakeClock | typeof systemClock;
  readonly renewed?: string[];
  readonly extraHosts?: string[];
}

function inMemory({ files = memoryPemFiles(), clock = new FakeClock(), renewed, extraHosts }: Options = {}): Certificates {
  return new Certificates({
    files,
    clock,
    addresses: { ...addresses, extraHosts },
    onRenewed: ({ name, reason }) => renewed?.push(`${name}: ${reason}`),
  });
}

const open = (directory: string, options: Options = {}) => inMemory({ ...options, files: directoryPemFiles(directory) });

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'certificates-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

function tlsAccepts(cert: string, key: string): boolean {
  return tls.createSecureContext({ cert, key }) !== undefined;
}

test('a request is signed with its subject and names, for the usages and the time given', async () => {
  const { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } = await import('@peculiar/x509');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: 'O=first,O=second,CN=someone',
    keys: await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']),
    signingAlgorithm: { ...algorithm, hash: 'SHA-256' },
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'someone.example.com' }])],
  });
  const clock = new FakeClock();
  const certificates = new Certificates({ files: memoryPemFiles(), addresses, clock });
  const sign = async (lifeMs: number) =>
    new X509Certificate(
      await certificates.sign({ requestPem: request.toString('pem'), usages: ['client auth', 'digital signature'], lifeMs }),
    );
  const issued = await sign(30 * dayMs);
  const authority = new X509Certificate((await certificates.authority()).certificatePem);
  assert.equal(issued.verify(authority.publicKey), true);
  assert.equal(issued.subject, 'O=first\nO=second\nCN=someone');
  assert.equal(issued.subjectAltName, 'DNS:someone.example.com');
  assert.equal(issued.ca, false);
  assert.deepEqual(issued.keyUsage, ['1.3.6.1.5.5.7.3.2']);
  assert.equal(issued.validToDate.getTime(), clock.now() + 30 * dayMs - 5 * 60_000);
  assert.equal((await sign(3_600_000)).validToDate.getTime(), clock.now() + 3_600_000, 'a short life is given in full');
  assert.equal((await sign(100 * 365 * dayMs)).validToDate.getTime(), authority.validToDate.getTime(), 'none outlives its authority');
  await assert.rejects(certificates.sign({ requestPem: request.toString('pem'), usages: ['flying'], lifeMs: dayMs }), /unrecognized usage/);
});
