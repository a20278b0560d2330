import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { before, test } from 'node:test';
import tls from 'node:tls';
import 'reflect-metadata';
import type { JsonName } from '@peculiar/x509';
import { systemClock } from '../../base/clock.ts';
import { identify } from './identify.ts';
import { peerCertificate, type PeerCertificate } from './peer-certificate.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const authorityKey = newKey();
const otherKey = newKey();
let authority: string;
let server: { cert: string; key: string };

before(async () => {
  authority = await certificate([{ CN: ['ca'] }], { key: authorityKey, signer: authorityKey, ca: true });
  const key = newKey();
  server = { cert: await certificate([{ CN: ['localhost'] }], { key, signer: authorityKey }), key: pem(key) };
});

test('name, groups and identifier come from the subject, in its order', async () => {
  const peer = await shown([
    { O: ['z'] },
    { O: ['a', 'm'] },
    { '1.3.6.1.4.1.57683.2': ['uid-7'] },
    { CN: ['first'] },
    { CN: ['alice, O=x'] },
  ]);
  assert.ok(peer);
  assert.deepEqual(
    { commonName: peer.commonName, first: peer.organizations[0], all: peer.organizations.toSorted(), userIds: peer.userIds },
    { commonName: 'alice, O=x', first: 'z', all: ['a', 'm', 'z'], userIds: ['uid-7'] },
  );
  assert.match(peer.fingerprint ?? '', /^[0-9a-f]{64}$/);
  assert.equal(peer.problem, undefined);
});

test('an attribute cannot pretend to be another', async () => {
  const peer = await shown([{ O: ['dev\nO=system:masters'] }, { O: ['x/O=system:masters+O=system:masters'] }, { CN: ['eve'] }]);
  assert.deepEqual(peer?.organizations, ['dev\nO=system:masters', 'x/O=system:masters+O=system:masters']);
});

test('whoever shows a certificate of another authority is refused, not anonymous', async () => {
  const peer = await shown([{ O: ['system:masters'] }, { CN: ['eve'] }], otherKey);
  assert.ok(peer?.problem);
  const result = await identify({ type: 'certificate', ...peer }, { tokens: [], audiences: [], clock: systemClock });
  assert.equal(result.type, 'unauthorized');
});

test('a client without a certificate shows none', async () => {
  assert.equal(await shown(undefined), undefined);
});

/** What a server sees of a client with such a certificate. */
async function shown(subject: JsonName | undefined, signer = authorityKey): Promise<PeerCertificate | undefined> {
  const listener = tls.createServer({ ...server, ca: authority, requestCert: true, rejectUnauthorized: false });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const key = newKey();
  const own = subject && { key: pem(key), cert: await certificate(subject, { key, signer }) };
  const accepted = once(listener, 'secureConnection') as Promise<[tls.TLSSocket]>;
  const client = tls.connect({
    port: (listener.address() as AddressInfo).port,
    host: '127.0.0.1',
    ca: authority,
    checkServerIdentity: () => undefined,
    ...own,
  });
  try {
    await once(client, 'secureConnect');
    const [socket] = await accepted;
    const peer = peerCertificate(socket);
    socket.destroy();
    return peer;
  } finally {
    client.destroy();
    listener.close();
  }
}

async function certificate(
  subject: JsonName,
  { key, signer, ca = false }: { key: KeyObject; signer: KeyObject; ca?: boolean },
): Promise<string> {
  const x509 = await import('@peculiar/x509');
  const made = await x509.X509CertificateGenerator.create({
    subject,
    issuer: [{ CN: ['ca'] }],
    publicKey: createPublicKey(key).toCryptoKey(algorithm, true, ['verify']),
    signingKey: signer.toCryptoKey(algorithm, true, ['sign']),
    notBefore: new Date(systemClock.now() - 60_000),
    notAfter: new Date(systemClock.now() + 3_600_000),
    extensions: [new x509.BasicConstraintsExtension(ca, undefined, true)],
  });
  return made.toString('pem');
}

const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' });
