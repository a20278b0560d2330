import type { Field, FieldErrors } from '../model/field.ts';
import { checkDnsSubdomain, checkPortNumber } from '../model/names.ts';

interface ClientConfig {
  readonly url?: string;
  readonly service?: { readonly namespace: string; readonly name: string; readonly path?: string; readonly port?: number };
}

/** Where a webhook is called: at a URL, or through a service of the cluster. */
export function* validateWebhookClient({ url, service }: ClientConfig, field: Field): FieldErrors {
  if ((url === undefined) === (service === undefined)) yield field.required('exactly one of url or service is required');
  else if (url !== undefined) yield* validateUrl(url, field.at('url'));
  else if (service) yield* validateService(service, field.at('service'));
}

const form = '; desired format: https://host[/path]';

function* validateUrl(text: string, field: Field): FieldErrors {
  // Any reference is a URL there, also one without scheme or host.
  const [, scheme = '', authority = '', query = '', fragment = ''] =
    /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/is.exec(text) ?? [];
  const userEnd = authority.lastIndexOf('@');
  const host = authority.slice(userEnd + 1);
  if (!URL.canParse(text) && host !== '') {
    yield field.required(`url must be a valid URL: parse ${JSON.stringify(text)}: invalid character in host name${form}`);
    return;
  }
  if (scheme.toLowerCase() !== 'https') yield field.invalid(scheme.toLowerCase(), `'https' is the only allowed URL scheme${form}`);
  if (!host) yield field.invalid(host, `host must be specified${form}`);
  if (userEnd >= 0) yield field.invalid(authority.slice(0, userEnd), 'user information is not permitted in the URL');
  if (fragment) yield field.invalid(fragment, 'fragments are not permitted in the URL');
  if (query) yield field.invalid(query, 'query parameters are not permitted in the URL');
}

function* validateService({ namespace, name, path, port = 0 }: NonNullable<ClientConfig['service']>, field: Field): FieldErrors {
  // Upstream mixes the two up: what is missing is reported under the other's name.
  if (!namespace) yield field.at('name').required();
  if (!name) yield field.at('namespace').required();
  const problems = checkPortNumber(port);
  if (problems.length > 0) yield field.at('port').invalid(port, `port is not valid: ${problems.join(', ')}`);
  if (path) yield* validatePath(path, field.at('path'));
}

function* validatePath(path: string, field: Field): FieldErrors {
  if (path === '/') return;
  if (path === '//') {
    yield field.invalid(path, 'segment[0] may not be empty');
    return;
  }
  if (!path.startsWith('/')) yield field.invalid(path, "must start with a '/'");
  const segments = path.slice(1).replace(/\/$/, '').split('/');
  for (const [index, segment] of segments.entries()) {
    if (!segment) yield field.invalid(path, `segment[${index}] may not be empty`);
    else for (const problem of checkDnsSubdomain(segment)) yield field.invalid(path, `segment[${index}]: ${problem}`);
  }
}
