/** For whom a certificate is wanted. */
export interface RequestedSubject {
  readonly commonName: string;
  readonly organizations: readonly string[];
}

/** Reads the request of a CertificateSigningRequest: PEM in base64. Throws when it is none. */
export async function readCertificateRequest(base64: string): Promise<RequestedSubject> {
  // Loaded when it is needed: few servers ever see such a request. The library needs the polyfill to be there first.
  await import('reflect-metadata');
  const { Pkcs10CertificateRequest } = await import('@peculiar/x509');
  const { subjectName } = new Pkcs10CertificateRequest(Buffer.from(base64, 'base64').toString('utf8'));
  return { commonName: subjectName.getField('CN').at(-1) ?? '', organizations: subjectName.getField('O') };
}
