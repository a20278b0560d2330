import type { IncomingMessage } from 'node:http';
import type { UpgradeTarget } from '../../base/upgrade/dial.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { badRequest, toStatus, unknownResource } from '../../model/errors.ts';
import type { ApiRequest } from '../../model/request.ts';
import { receivedCredentials } from '../authentication/credentials.ts';
import type { Call } from '../call.ts';
import { allow, handle } from '../handle.ts';
import { containerOf, kubeletUrl } from '../kubelet-target.ts';
import { proxyTarget } from '../proxy-target.ts';
import { requestInfo, type ResourceInfo } from '../request-info.ts';
import { isServedPath } from '../served-path.ts';
import type { ApiServer } from '../server.ts';
import { answerStatus } from '../streaming/failure.ts';
import { serveUpgrade } from '../streaming/serve-upgrade.ts';
import { answerWebSocket } from './answer-web-socket.ts';
import { HttpRequest } from './read-request.ts';
import type { Upgrade } from './serve.ts';

/** Serves requests that ask for another protocol: exec, attach, port-forward and proxied ones. */
export async function upgrade({ request, socket, head, signal }: Upgrade, server: ApiServer): Promise<void> {
  const { clock, log, metrics } = server;
  try {
    const apiRequest: ApiRequest = new HttpRequest(request, { signal });
    hideToken(request);
    const info = requestInfo(apiRequest);
    if (!info.isResource || !takingOver.has(info.subresource)) {
      const answer = (ended: AbortSignal) => handle({ ...apiRequest, signal: ended }, server);
      return await answerWebSocket({ request, socket, head, handle: answer, signal, clock });
    }
    const begun = metrics.begin(apiRequest);
    begun.info = info;
    using _lasting = metrics.lasts(begun, apiRequest);
    const user = await allow(apiRequest, info, server);
    begun.user = user;
    const resource = server.resources.get(`${info.group}/${info.version}/${info.resource}`);
    if (!resource?.kind.subresources?.includes(info.subresource) || !isServedPath(info, resource.kind)) throw unknownResource();
    await resource.cache.load();
    const call: Call = { request: apiRequest, info, user, resource, warnings: [] };
    const { kind, target } = await targetOf(call, server);
    await serveUpgrade({ request, socket, head, target, kind, signal, log, clock });
  } catch (error) {
    await answerStatus(socket, toStatus(error), clock);
    socket.destroy();
  }
}

/** Subresources whose connection somebody else speaks through. */
const takingOver = new Set(['attach', 'exec', 'portforward', 'proxy']);

/** A browser's token stands among the protocols it offers; whoever agrees on one must not see it. */
function hideToken({ headers }: IncomingMessage): void {
  const { webSocketProtocols } = receivedCredentials({ webSocketProtocol: headers['sec-websocket-protocol'] });
  if (webSocketProtocols) headers['sec-websocket-protocol'] = webSocketProtocols.join(', ');
}

type Target = { readonly kind: 'exec' | 'attach' | 'portforward' | 'proxy'; readonly target: UpgradeTarget };

async function targetOf(call: Call, server: ApiServer): Promise<Target> {
  const { subresource } = call.info;
  switch (subresource) {
    case 'exec':
    case 'attach':
      return { kind: subresource, target: await containerTarget(call, server) };
    case 'portforward':
      return { kind: subresource, target: await podTarget(call, server) };
    case 'proxy': {
      const target = await proxyTarget(call, server);
      if (!target) throw unknownResource();
      return { kind: 'proxy', target };
    }
    default:
      throw unknownResource();
  }
}

const flags = ['stdin', 'stdout', 'stderr', 'tty'] as const;
/** What the kubelet calls them. */
const kubeletFlags = { stdin: 'input', stdout: 'output', stderr: 'error', tty: 'tty' } as const;

async function containerTarget(call: Call, server: ApiServer): Promise<UpgradeTarget> {
  const { request, info } = call;
  const pod = podOf(call);
  const container = containerOf(pod, request.query.get('container'));
  const { url, tls } = await kubelet(pod, server);
  url.pathname = `/${info.subresource}/${info.namespace}/${info.name}/${container}`;
  for (const flag of flags) {
    const value = request.query.get(flag);
    if (value === 'true' || value === '1') url.searchParams.set(kubeletFlags[flag], '1');
  }
  for (const part of request.query.getAll('command')) url.searchParams.append('command', part);
  return { url, tls };
}

async function podTarget(call: Call, server: ApiServer): Promise<UpgradeTarget> {
  const { request, info } = call;
  const { url, tls } = await kubelet(podOf(call), server);
  url.pathname = `/portForward/${info.namespace}/${info.name}`;
  const ports = request.query.get('ports');
  if (ports) url.searchParams.set('port', ports);
  return { url, tls };
}

async function kubelet({ metadata, spec }: Pod, { reader, services }: ApiServer): Promise<UpgradeTarget> {
  if (!spec.nodeName) throw badRequest(`pod ${metadata.name} does not have a host assigned`);
  if (!services.kubelets) throw unknownResource();
  return { url: await kubeletUrl(spec.nodeName, { reader, access: services.kubelets }), tls: services.kubelets.tls };
}

// These subresources are of pods only.
const podOf = ({ resource, info }: { resource: Call['resource']; info: ResourceInfo }): Pod =>
  resource.get({ namespace: info.namespace, name: info.name }).object as unknown as Pod;
