import type { RequestedCertificate } from '../../kinds/certificates/read-request.ts';

export interface Asked {
  readonly request: RequestedCertificate;
  readonly usages: readonly string[];
}

/** What is wrong with a kubelet's request for a certificate to show to the API server, if anything; in upstream's words. */
export function kubeletClientProblem({ request, usages }: Asked): string | undefined {
  if (!isForNodes(request)) return 'subject organization is not system:nodes';
  if (request.dnsNames.length > 0) return 'DNS subjectAltNames are not allowed';
  if (request.emailAddresses.length > 0) return 'Email subjectAltNames are not allowed';
  if (request.ipAddresses.length > 0) return 'IP subjectAltNames are not allowed';
  if (request.uris.length > 0) return 'URI subjectAltNames are not allowed';
  if (!isNamedAsNode(request)) return 'subject common name does not begin with system:node:';
  return usagesProblem(usages, 'client auth');
}

/** The same for a certificate that a kubelet serves with. */
export function kubeletServingProblem({ request, usages }: Asked): string | undefined {
  if (!isForNodes(request)) return 'subject organization is not system:nodes';
  if (request.dnsNames.length + request.ipAddresses.length === 0) return 'DNS or IP subjectAltName is required';
  if (request.emailAddresses.length > 0) return 'Email subjectAltNames are not allowed';
  if (request.uris.length > 0) return 'URI subjectAltNames are not allowed';
  return (
    usagesProblem(usages, 'server auth') ?? (isNamedAsNode(request) ? undefined : 'subject common name does not begin with system:node:')
  );
}

/** What is wrong with the usages of a certificate that any client may show, if anything. */
export function clientUsagesProblem(usages: readonly string[]): string | undefined {
  const other = usages.find((usage) => !['digital signature', 'key encipherment', 'client auth'].includes(usage));
  if (other !== undefined) return `invalid usage for client certificate: ${other}`;
  return usages.includes('client auth') ? undefined : 'missing required usage for client certificate: client auth';
}

const isForNodes = ({ organizations }: RequestedCertificate): boolean => organizations.length === 1 && organizations[0] === 'system:nodes';
const isNamedAsNode = ({ commonName }: RequestedCertificate): boolean => commonName.startsWith('system:node:');

/** Keys other than RSA cannot encipher, so that usage may be left out. */
function usagesProblem(usages: readonly string[], role: 'client auth' | 'server auth'): string | undefined {
  const required = ['digital signature', role];
  const given = new Set(usages);
  const extra = [...given].filter((usage) => !required.includes(usage));
  const isMet = required.every((usage) => given.has(usage)) && extra.every((usage) => usage === 'key encipherment');
  return isMet ? undefined : `usages did not match [${[...required, 'key encipherment'].sort().join(' ')}]`;
}
