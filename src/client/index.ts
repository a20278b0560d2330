export type {
  CallOptions,
  Client,
  List,
  ListOptions,
  Patch,
  RawRequest,
  Ref,
  Selection,
  Transport,
  WatchChange,
  WatchOptions,
  WriteOptions,
} from './client.ts';
export { createClient, type ClientOptions } from './create-client.ts';
export { createInformers, type InformersOptions } from './create-informers.ts';
export { discover, discoveredKind, type Discovered, type DiscoveredResource } from './discovery.ts';
export { createEventRecorder, type EventDetails, type EventRecorder, type EventTarget } from './events/event-recorder.ts';
export { httpTransport, type HttpTransportOptions } from './http/http-transport.ts';
export { inProcess } from './in-process.ts';
export { keyOf, refOf, type Informer, type Informers, type Observer } from './informer.ts';
export { clusterAccess, type ClusterAccess } from './kubeconfig/access.ts';
export { loadKubeconfig, loadKubeconfigFile, kubeconfigPaths } from './kubeconfig/load.ts';
export { LeaseLock, type LeaseLockOptions } from './lease.ts';
export { collectionPath, objectPath } from './resource-path.ts';
