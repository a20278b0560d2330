import { unknownMethod } from '../../model/errors.ts';
import type { ApiResponse } from '../../model/request.ts';
import type { ApiServer, Endpoint } from '../server.ts';
import { aggregated } from './aggregated.ts';
import { servedGroups, type ServedGroup } from './groups.ts';
import { coreVersions, groupDocument, groupList, resourceList } from './legacy.ts';

/** What the server serves: `/api`, `/apis` and what is below them that is no resource. */
export const discovery: Endpoint = async (about, server) => {
  const document = await documents(about, server);
  if (document && about.request.method !== 'GET') throw unknownMethod();
  return document;
};

const documents: Endpoint = ({ request }, server) => {
  const path = request.path.endsWith('/') ? request.path.slice(0, -1) : request.path;
  if (!path.startsWith('/api')) return undefined;
  const groups = groupsOf(server);
  if (path === '/api') return aggregated(request, groups.core) ?? json(coreVersions(request.headers['host'] ?? ''));
  if (path === '/apis') return aggregated(request, groups.named) ?? json(groupList(groups.named));
  return documentOf(path, groups);
};

interface Groups {
  readonly core: readonly ServedGroup[];
  readonly named: readonly ServedGroup[];
}

const known = new WeakMap<ApiServer['kinds'], Groups>();

function groupsOf({ kinds }: ApiServer): Groups {
  return known.getOrInsertComputed(kinds, () => {
    const all = servedGroups(kinds);
    return { core: all.filter(({ name }) => name === ''), named: all.filter(({ name }) => name !== '') };
  });
}

function documentOf(path: string, { core, named }: Groups): ApiResponse | undefined {
  for (const { versions } of core) {
    const version = versions.find(({ groupVersion }) => path === `/api/${groupVersion}`);
    if (version) return json(resourceList(version));
  }
  for (const group of named) {
    if (path === `/apis/${group.name}`) return json(groupDocument(group));
    const version = group.versions.find(({ groupVersion }) => path === `/apis/${groupVersion}`);
    if (version) return json(resourceList(version));
  }
  return undefined;
}

const json = (object: object): ApiResponse => ({ code: 200, body: { type: 'object', value: { object } } });
