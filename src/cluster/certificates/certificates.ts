import { createPublicKey } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { parseCertificate, parsePrivateKey, type CertificateSpecification, type KeyedCertificate } from './certificate.ts';
import { issueAuthority, issueCertificate, keyPem, newKey, signRequest, type AuthorityKey, type RequestToSign } from './issue.ts';
import { stagedPemFiles, type PemFiles } from './pem-files.ts';
import { endsSoon, reasonToRenew } from './renewal.ts';
import {
  authorityCommonNames,
  authorityOf,
  certificateNames,
  kubeletClientSpecification,
  kubeletServingSpecification,
  specificationOf,
  type AuthorityName,
  type CertificateName,
  type ServerAddresses,
} from './specifications.ts';

export interface CertificatesOptions {
  readonly files: PemFiles;
  readonly addresses: ServerAddresses;
  readonly clock: Clock;
  /** Called for each certificate that replaces one that no longer serves. */
  readonly onRenewed?: ((renewed: { readonly name: string; readonly reason: string }) => void) | undefined;
}

/** The key pair service account tokens are signed with. */
export interface SigningKey {
  readonly privatePem: string;
  readonly publicPem: string;
}

/**
 * The cluster's own certificates. Each is made when first asked for, kept in files, and made anew when asked for again
 * after it no longer serves: a long-lived server asks once a day.
 */
export class Certificates {
  readonly #files: PemFiles;
  readonly #addresses: ServerAddresses;
  readonly #clock: Clock;
  readonly #onRenewed: CertificatesOptions['onRenewed'];
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor({ files, addresses, clock, onRenewed }: CertificatesOptions) {
    this.#files = files;
    this.#addresses = addresses;
    this.#clock = clock;
    this.#onRenewed = onRenewed;
  }

  /** Makes whatever a control plane needs and is not there yet. */
  async prepare(): Promise<void> {
    const files = stagedPemFiles(this.#files);
    const all = new Certificates({ files, addresses: this.#addresses, clock: this.#clock, onRenewed: this.#onRenewed });
    await Promise.all([all.serviceAccountKey(), ...certificateNames.map((name) => all.certificate(name))]);
    await files.flush();
  }

  async authority(name: AuthorityName = 'ca'): Promise<KeyedCertificate> {
    const { certificate, key } = await this.#authority(name);
    return { certificatePem: certificate.toString(), keyPem: keyPem(key) };
  }

  certificate(name: CertificateName): Promise<KeyedCertificate> {
    return this.#ensure(name, specificationOf(name, this.#addresses), authorityOf(name));
  }

  kubeletClient(nodeName: string): Promise<KeyedCertificate> {
    return this.#ensure(`${folderOf(nodeName)}/kubelet-client`, kubeletClientSpecification(nodeName), 'ca');
  }

  kubeletServing(nodeName: string, hosts: readonly string[]): Promise<KeyedCertificate> {
    return this.#ensure(`${folderOf(nodeName)}/kubelet`, kubeletServingSpecification(nodeName, hosts), 'ca');
  }

  /** Signs a request of somebody who has made the key, and answers the certificate in PEM. */
  async sign(request: RequestToSign): Promise<string> {
    return signRequest(request, { authority: await this.#authority('ca'), nowMs: this.#clock.now() });
  }

  serviceAccountKey(): Promise<SigningKey> {
    return this.#once('sa', async () => {
      const pem = await this.#files.read('sa.key');
      const key = pem === undefined ? newKey() : parsePrivateKey(pem, this.#files.locate('sa.key'));
      const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' });
      const privatePem = pem ?? keyPem(key);
      if (pem === undefined) await this.#files.write({ 'sa.key': privatePem, 'sa.pub': publicPem });
      return { privatePem, publicPem };
    });
  }

  #authority(name: AuthorityName): Promise<AuthorityKey> {
    return this.#once(name, async () => {
      const [keyText, certificateText] = await this.#read(name);
      if (keyText === undefined && certificateText !== undefined) {
        throw new Error(
          `${this.#files.locate(`${name}.key`)} is missing, so nothing can be signed by ${this.#files.locate(`${name}.crt`)}`,
        );
      }
      const key = keyText === undefined ? newKey() : parsePrivateKey(keyText, this.#files.locate(`${name}.key`));
      if (certificateText !== undefined) {
        const certificate = parseCertificate(certificateText, this.#files.locate(`${name}.crt`));
        if (!certificate.ca) throw new Error(`${this.#files.locate(`${name}.crt`)} is not the certificate of an authority`);
        if (!certificate.checkPrivateKey(key)) {
          throw new Error(`${this.#files.locate(`${name}.key`)} is not the key of ${this.#files.locate(`${name}.crt`)}`);
        }
        if (!endsSoon(certificate, this.#clock.now())) return { certificate, key };
        this.#onRenewed?.({ name, reason: 'it ends soon' });
      }
      const issued = await issueAuthority({ commonName: authorityCommonNames[name], key, nowMs: this.#clock.now() });
      await this.#write(name, issued);
      return { certificate: parseCertificate(issued.certificatePem, name), key };
    });
  }

  #ensure(name: string, specification: CertificateSpecification, authorityName: AuthorityName): Promise<KeyedCertificate> {
    return this.#once(name, async () => {
      const authority = await this.#authority(authorityName);
      const nowMs = this.#clock.now();
      const [keyText, certificateText] = await this.#read(name);
      if (keyText !== undefined && certificateText !== undefined) {
        const certificate = parseCertificate(certificateText, this.#files.locate(`${name}.crt`));
        const key = parsePrivateKey(keyText, this.#files.locate(`${name}.key`));
        // A crash between writing the two leaves a pair that does not match.
        const reason = certificate.checkPrivateKey(key)
          ? reasonToRenew(certificate, { specification, authority: authority.certificate, nowMs })
          : 'its key is another';
        if (reason === undefined) return { certificatePem: certificateText, keyPem: keyText };
        this.#onRenewed?.({ name, reason });
      }
      const issued = await issueCertificate(specification, { authority, nowMs });
      await this.#write(name, issued);
      return issued;
    });
  }

  #read(name: string): Promise<[string | undefined, string | undefined]> {
    return Promise.all([this.#files.read(`${name}.key`), this.#files.read(`${name}.crt`)]);
  }

  #write(name: string, { certificatePem, keyPem }: KeyedCertificate): Promise<void> {
    // The key first: an authority's key without its certificate is completed at the next start.
    return this.#files.write({ [`${name}.key`]: keyPem, [`${name}.crt`]: certificatePem });
  }

  /** Callers that ask for the same at the same time share one answer. */
  #once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const underWay = this.#underWay.get(name);
    // Each name stands for one kind of answer only.
    if (underWay) return underWay as Promise<T>;
    const made = make().finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, made);
    return made;
  }
}

/** Node names are checked before they become part of a path. */
function folderOf(nodeName: string): string {
  if (nodeName.length > 253 || !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(nodeName)) {
    throw new Error(`${JSON.stringify(nodeName)} is not a valid node name: it must be a lowercase DNS name`);
  }
  return `nodes/${nodeName}`;
}
