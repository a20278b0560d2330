/** What a request for a certificate (PKCS #10, RFC 2986) asks for. */
export interface RequestedCertificate {
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
}

/** Reads the request of a CertificateSigningRequest: PEM in base64. Throws when it is none. */
export async function readCertificateRequest(base64: string): Promise<RequestedCertificate> {
  // Loaded when it is needed: few processes ever see such a request. The library needs the polyfill to be there first.
  await import('reflect-metadata');
  const { Pkcs10CertificateRequest, SubjectAlternativeNameExtension } = await import('@peculiar/x509');
  const request = new Pkcs10CertificateRequest(Buffer.from(base64, 'base64').toString('utf8'));
  const extension = request.extensions.find((each) => each instanceof SubjectAlternativeNameExtension);
  const names = (type: string) => (extension?.names.items ?? []).flatMap((name) => (name.type === type ? [name.value] : []));
  return {
    commonName: request.subjectName.getField('CN').at(-1) ?? '',
    organizations: request.subjectName.getField('O'),
    dnsNames: names('dns'),
    ipAddresses: names('ip'),
    emailAddresses: names('email'),
    uris: names('url'),
  };
}
