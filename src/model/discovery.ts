/** The documents by which servers tell what they serve, as types: `meta/v1`, and `apidiscovery/v2` for all at once. */
import { ListMeta, ObjectMeta } from './meta.ts';
import { always, boolean, defineType, list, object, required, string } from './schema.ts';

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';

const ServerAddressByClientCIDR = defineType(`${meta}.ServerAddressByClientCIDR`, 'Where clients of a range reach the server.', {
  clientCIDR: required(string(1, "Range that the client's address is in.")),
  serverAddress: required(string(2, 'Host and port of the server for these clients.')),
});

const GroupVersionForDiscovery = defineType(`${meta}.GroupVersionForDiscovery`, 'A version of a group.', {
  groupVersion: required(string(1, 'Group and version, as in apiVersion, such as apps/v1.')),
  version: required(string(2, 'The version alone, such as v1.')),
});

/** `/api` */
export const APIVersions = defineType(`${meta}.APIVersions`, 'The versions of the core group.', {
  versions: required(list(1, 'string', 'The versions, such as v1.', { listType: 'atomic' })),
  serverAddressByClientCIDRs: required(
    list(2, ServerAddressByClientCIDR, 'Where clients reach the server, by their own address. The most fitting range counts.', {
      listType: 'atomic',
    }),
  ),
});

/** `/apis/GROUP` */
export const APIGroup = defineType(`${meta}.APIGroup`, 'A group with its versions.', {
  name: required(string(1, 'Name of the group, such as apps.')),
  versions: required(list(2, GroupVersionForDiscovery, 'The versions that are served.', { listType: 'atomic' })),
  preferredVersion: always(object(3, GroupVersionForDiscovery, 'Version that clients should use if they do not care.')),
  serverAddressByClientCIDRs: list(
    4,
    ServerAddressByClientCIDR,
    'Where clients reach the server, by their own address. The most fitting range counts.',
    { listType: 'atomic' },
  ),
});

/** `/apis` */
export const APIGroupList = defineType(`${meta}.APIGroupList`, 'All groups but the core group.', {
  groups: required(list(1, APIGroup, 'The groups, the preferred ones first.', { listType: 'atomic' })),
});

const APIResource = defineType(`${meta}.APIResource`, 'A resource of a version of a group.', {
  name: required(string(1, 'Name in URLs: the plural, with a slash and the subresource if it is one.')),
  singularName: required(string(6, 'Name of one in lower case; empty for subresources.')),
  namespaced: required(boolean(2, 'Whether its objects are in namespaces.')),
  group: string(8, 'Group of its kind; that of the list unless given.'),
  version: string(9, 'Version of its kind; that of the list unless given.'),
  kind: required(string(3, 'Kind of its objects, such as Pod.')),
  // A message around the list tells an empty one from none.
  verbs: { ...required(list(1, 'string', 'What can be done with it, such as get and list.')), within: [4] },
  shortNames: list(5, 'string', 'Short names for kubectl, such as po.', { listType: 'atomic' }),
  categories: list(7, 'string', 'Groups of resources that it belongs to, such as all.', { listType: 'atomic' }),
  storageVersionHash: string(10, 'Changes with the version that its objects are stored in.'),
});

/** `/apis/GROUP/VERSION` */
export const APIResourceList = defineType(`${meta}.APIResourceList`, 'The resources of one version of a group.', {
  groupVersion: required(string(1, 'The group and version that they are of.')),
  resources: required(list(2, APIResource, 'The resources, with their subresources.', { listType: 'atomic' })),
});

const aggregated = 'io.k8s.api.apidiscovery.v2';

const GroupVersionKind = defineType(`${meta}.GroupVersionKind`, 'A kind with its group and version.', {
  group: required(string(1, 'Group of the kind.')),
  version: required(string(2, 'Version of the group.')),
  kind: required(string(3, 'Name of the kind.')),
});

const APISubresourceDiscovery = defineType(`${aggregated}.APISubresourceDiscovery`, 'A part of objects with a path of its own.', {
  subresource: required(string(1, 'Name of the part in URLs, such as status.')),
  responseKind: object(2, GroupVersionKind, 'What it answers with.'),
  acceptedTypes: list(3, GroupVersionKind, 'What it takes.', { listType: 'atomic' }),
  verbs: required(list(4, 'string', 'What can be done with the part.')),
});

const APIResourceDiscovery = defineType(`${aggregated}.APIResourceDiscovery`, 'A resource with its subresources.', {
  resource: required(string(1, 'Name in URLs, the plural.')),
  responseKind: object(2, GroupVersionKind, 'Kind of its objects.'),
  scope: required(string(3, 'Namespaced, or Cluster.')),
  singularResource: required(string(4, 'Name of a single one, in lower case.')),
  verbs: required(list(5, 'string', 'What can be done with its objects.')),
  shortNames: list(6, 'string', 'Other names for kubectl.', { listType: 'atomic' }),
  categories: list(7, 'string', 'What kubectl shows it among, such as all.', { listType: 'atomic' }),
  subresources: list(8, APISubresourceDiscovery, 'Parts of its objects.', { listType: 'atomic' }),
});

const APIVersionDiscovery = defineType(`${aggregated}.APIVersionDiscovery`, 'A version with its resources.', {
  version: required(string(1, 'Name of the version.')),
  resources: list(2, APIResourceDiscovery, 'What it serves.', { listType: 'atomic' }),
  freshness: string(3, 'Current, or Stale where it could not be asked lately.'),
});

const APIGroupDiscovery = defineType(`${aggregated}.APIGroupDiscovery`, 'A group with all that it serves.', {
  metadata: object(1, ObjectMeta, 'Name of the group.'),
  versions: list(2, APIVersionDiscovery, 'Its versions, in order of preference.', { listType: 'atomic' }),
});

/** `/api` and `/apis`, everything at once. */
export const APIGroupDiscoveryList = defineType(`${aggregated}.APIGroupDiscoveryList`, 'All groups with all that they serve.', {
  metadata: always(object(1, ListMeta, 'Nothing yet.')),
  items: required(list(2, APIGroupDiscovery, 'Every group.')),
});
