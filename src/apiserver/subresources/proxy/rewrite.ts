/** Where a page that came through a proxy was asked for, and where it came from. */
export interface Proxied {
  /** The part of the path that names the proxy: `/api/v1/namespaces/a/services/web/proxy`. */
  readonly prefix: string;
  /** Host and port of what was asked, and of the server as the client names it. */
  readonly hosts: readonly string[];
}

/** A link to another page of the same server, made to lead through the proxy; all others as they are. */
export function rewrittenLink(link: string, { prefix, hosts }: Proxied): string {
  const [, scheme = '', host, rest = ''] = /^(?:([a-z][a-z\d+.-]*):)?(?:\/\/([^/?#]*))?(.*)$/is.exec(link) ?? [];
  const isElsewhere = host !== undefined && host !== '' && !hosts.includes(host);
  // `mailto:` and the like have a scheme and no host; what does not begin with a slash is relative to the page.
  if (isElsewhere || (scheme !== '' && host === undefined) || !rest.startsWith('/')) return link;
  return rest === prefix || rest.startsWith(`${prefix}/`) ? rest : prefix + rest;
}

/** Which attributes of which elements hold a link. HTML standard, index of attributes. */
export const linkAttributes: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  applet: ['codebase'],
  area: ['href'],
  audio: ['src'],
  base: ['href'],
  blockquote: ['cite'],
  body: ['background'],
  button: ['formaction'],
  command: ['icon'],
  del: ['cite'],
  embed: ['src'],
  form: ['action'],
  frame: ['longdesc', 'src'],
  head: ['profile'],
  html: ['manifest'],
  iframe: ['longdesc', 'src'],
  img: ['longdesc', 'src', 'usemap'],
  input: ['src', 'usemap', 'formaction'],
  ins: ['cite'],
  link: ['href'],
  object: ['classid', 'codebase', 'data', 'usemap'],
  q: ['cite'],
  script: ['src'],
  source: ['src'],
  video: ['poster', 'src'],
};
