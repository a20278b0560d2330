/** The documents by which servers tell what they serve: `meta/v1`, as types. */
import { always, boolean, defineType, list, object, required, string } from './schema.ts';

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';

const ServerAddressByClientCIDR = defineType(`${meta}.ServerAddressByClientCIDR`, {
  clientCIDR: required(string(1)),
  serverAddress: required(string(2)),
});

const GroupVersionForDiscovery = defineType(`${meta}.GroupVersionForDiscovery`, {
  groupVersion: required(string(1)),
  version: required(string(2)),
});

/** `/api` */
export const APIVersions = defineType(`${meta}.APIVersions`, 'The versions of the core group.', {
  versions: required(list(1, 'string', { listType: 'atomic' })),
  serverAddressByClientCIDRs: required(list(2, ServerAddressByClientCIDR, { listType: 'atomic' })),
});

/** `/apis/GROUP` */
export const APIGroup = defineType(`${meta}.APIGroup`, 'A group with its versions.', {
  name: required(string(1)),
  versions: required(list(2, GroupVersionForDiscovery, { listType: 'atomic' })),
  preferredVersion: always(object(3, GroupVersionForDiscovery)),
  serverAddressByClientCIDRs: list(4, ServerAddressByClientCIDR, { listType: 'atomic' }),
});

/** `/apis` */
export const APIGroupList = defineType(`${meta}.APIGroupList`, 'All groups but the core group.', {
  groups: required(list(1, APIGroup, { listType: 'atomic' })),
});

const APIResource = defineType(`${meta}.APIResource`, {
  name: required(string(1)),
  singularName: required(string(6)),
  namespaced: required(boolean(2)),
  group: string(8),
  version: string(9),
  kind: required(string(3)),
  // A message around the list tells an empty one from none.
  verbs: { ...required(list(1, 'string')), within: [4] },
  shortNames: list(5, 'string', { listType: 'atomic' }),
  categories: list(7, 'string', { listType: 'atomic' }),
  storageVersionHash: string(10),
});

/** `/apis/GROUP/VERSION` */
export const APIResourceList = defineType(`${meta}.APIResourceList`, 'The resources of one version of a group.', {
  groupVersion: required(string(1)),
  resources: required(list(2, APIResource, { listType: 'atomic' })),
});
