import { DeleteOptions, ObjectMeta, Status } from '../../model/meta.ts';
import {
  always,
  boolean,
  bytes,
  defineType,
  int64,
  list,
  object,
  rawExtension,
  required,
  string,
  time,
  type Fields,
  type ObjectSchema,
} from '../../model/schema.ts';
import { PodStatus } from '../core/pod/status.ts';
import { ObjectReference } from '../core/reference.ts';

/**
 * What is part of the API without being a kind of its own: options, which come in the query, and answers of discovery.
 * Clients know them as messages of protobuf, too.
 */
const define = (name: string, fields: Fields): ObjectSchema => defineType(name, 'For tests.', { ...typeMeta, ...fields });

const typeMeta = { kind: string(0, 'For tests.'), apiVersion: string(0, 'For tests.') };
const text = (number: number) => string(number, 'For tests.');
const flag = (number: number) => boolean(number, 'For tests.');
const count = (number: number) => int64(number, 'For tests.');
const texts = (number: number) => list(number, 'string', 'For tests.');
const metadata = always(object(1, ObjectMeta, 'For tests.'));

const ServerAddress = defineType('ServerAddressByClientCIDR', 'For tests.', {
  clientCIDR: required(text(1)),
  serverAddress: required(text(2)),
});
const GroupVersion = defineType('GroupVersionForDiscovery', 'For tests.', { groupVersion: required(text(1)), version: required(text(2)) });
const addresses = (number: number) => list(number, ServerAddress, 'For tests.');
const streams = { stdin: flag(1), stdout: flag(2), stderr: flag(3), tty: flag(4), container: text(5) };
const proxy = { path: text(1) };

/** By the name of the kind, all of the version v1 of the core. */
export const unservedSchemas: Readonly<Record<string, ObjectSchema>> = {
  APIGroup: define('APIGroup', {
    name: required(text(1)),
    versions: required(list(2, GroupVersion, 'For tests.')),
    preferredVersion: always(object(3, GroupVersion, 'For tests.')),
    serverAddressByClientCIDRs: addresses(4),
  }),
  APIVersions: define('APIVersions', { versions: required(texts(1)), serverAddressByClientCIDRs: required(addresses(2)) }),
  CreateOptions: define('CreateOptions', { dryRun: texts(1), fieldManager: text(3), fieldValidation: text(4) }),
  DeleteOptions: define('DeleteOptions', DeleteOptions.fields),
  GetOptions: define('GetOptions', { resourceVersion: text(1) }),
  ListOptions: define('ListOptions', {
    labelSelector: text(1),
    fieldSelector: text(2),
    watch: flag(3),
    allowWatchBookmarks: flag(9),
    resourceVersion: text(4),
    resourceVersionMatch: text(10),
    timeoutSeconds: count(5),
    limit: count(7),
    continue: text(8),
    sendInitialEvents: flag(11),
    shardSelector: text(15),
  }),
  NodeProxyOptions: define('NodeProxyOptions', proxy),
  PatchOptions: define('PatchOptions', { dryRun: texts(1), force: flag(2), fieldManager: text(3), fieldValidation: text(4) }),
  PodAttachOptions: define('PodAttachOptions', streams),
  PodExecOptions: define('PodExecOptions', { ...streams, command: required(texts(6)) }),
  PodLogOptions: define('PodLogOptions', {
    container: text(1),
    follow: flag(2),
    previous: flag(3),
    sinceSeconds: count(4),
    sinceTime: time(5, 'For tests.'),
    timestamps: flag(6),
    tailLines: count(7),
    limitBytes: count(8),
    insecureSkipTLSVerifyBackend: flag(9),
    stream: text(10),
  }),
  PodPortForwardOptions: define('PodPortForwardOptions', { ports: list(1, 'int32', 'For tests.') }),
  PodProxyOptions: define('PodProxyOptions', proxy),
  PodStatusResult: define('PodStatusResult', { metadata, status: always(object(2, PodStatus, 'For tests.')) }),
  RangeAllocation: define('RangeAllocation', { metadata, range: required(text(2)), data: required(bytes(3, 'For tests.')) }),
  SerializedReference: define('SerializedReference', { reference: always(object(1, ObjectReference, 'For tests.')) }),
  ServiceProxyOptions: define('ServiceProxyOptions', proxy),
  Status: define('Status', Status.fields),
  WatchEvent: defineType('WatchEvent', 'For tests.', { type: required(text(1)), object: required(rawExtension(2, 'For tests.')) }),
  UpdateOptions: define('UpdateOptions', { dryRun: texts(1), fieldManager: text(2), fieldValidation: text(3) }),
};
