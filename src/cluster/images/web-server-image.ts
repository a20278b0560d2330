import { findCommand } from '../host/packages.ts';
import { busyboxEntries, busyboxImage, systemEntries } from './busybox-image.ts';
import { ociImage, type ImageEntry } from './oci-image.ts';
import { programEntries } from './program-entries.ts';

export interface WebServerImageOptions {
  readonly reference: string;
  /** An nginx program of this machine. Default: the installed one; without any, busybox serves the page. */
  readonly nginx?: string | undefined;
  /** HTML. Default: a greeting. */
  readonly page?: string | undefined;
}

/** A web server on port 80, made of what this machine has, with busybox beside it for those who look into the container. */
export async function webServerImage({ reference, nginx, page = greeting }: WebServerImageOptions): Promise<Uint8Array> {
  const program = nginx ?? (await findCommand('nginx'));
  const ports = { ExposedPorts: { '80/tcp': {} } };
  if (!program) {
    // As the first process of its namespace, busybox does not notice any other signal, and would be waited for.
    const config = { ...ports, StopSignal: 'SIGKILL', Entrypoint: ['httpd'], Cmd: ['-f', '-v', '-p', '80', '-h', '/usr/share/nginx/html'] };
    return busyboxImage({ reference, entries: pageEntries(page), config });
  }
  return ociImage({
    reference,
    entries: [
      ...systemEntries,
      ...(await busyboxEntries()),
      ...(await programEntries(program, { path: 'usr/sbin/nginx' })),
      { path: 'etc/nginx/nginx.conf', content: nginxConfiguration },
      ...['var/log/nginx', 'var/lib/nginx'].map((path) => ({ path, folder: true as const })),
      ...pageEntries(page),
    ],
    config: {
      ...ports,
      Env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'],
      Entrypoint: ['/usr/sbin/nginx'],
      Cmd: ['-g', 'daemon off;'],
      StopSignal: 'SIGQUIT',
    },
  });
}

const pageEntries = (page: string): ImageEntry[] => [{ path: 'usr/share/nginx/html/index.html', content: page }];

const greeting = '<!doctype html>\n<title>Welcome to nginx!</title>\n<h1>Welcome to nginx!</h1>\n';

/** `/host` tells which pod answered, `/healthz` that it does. */
const nginxConfiguration = `user www-data;
worker_processes 1;
pid /run/nginx.pid;
error_log /dev/stderr;
events { worker_connections 256; }
http {
  access_log /dev/stdout;
  types { text/html html; text/css css; application/javascript js; application/json json; }
  server {
    listen 80;
    listen [::]:80;
    root /usr/share/nginx/html;
    location = /healthz { return 200 "ok\\n"; }
    location = /host { return 200 "$hostname $server_addr $remote_addr\\n"; }
  }
}
`;
