import { isQuantity, quantityMilliValue, quantityValue } from '../../model/quantity.ts';

const hugePagesPrefix = 'hugepages-';
const requestsPrefix = 'requests.';
const nativeNamespace = 'kubernetes.io/';
const attachableVolumesPrefix = 'attachable-volumes-';

const countedObjects = [
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
const containerResources = new Set(['cpu', 'memory', 'ephemeral-storage']);
const quotaResources = new Set([
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  ...countedObjects,
]);
const standardResources = new Set([...quotaResources, 'storage']);
const integerResources = new Set(countedObjects);

export const isHugePages = (name: string): boolean => name.startsWith(hugePagesPrefix);

/** `cpu`, `memory` and whatever else Kubernetes itself defines, as opposed to what nodes advertise beyond that. */
export const isNativeResource = (name: string): boolean => !name.includes('/') || name.includes(nativeNamespace);

/** Devices and other things of which a container gets whole units, such as `example.com/gpu`. */
export function isExtendedResource(name: string): boolean {
  if (isNativeResource(name) || name.startsWith(requestsPrefix)) return false;
  return extendedNamePattern.test(`${requestsPrefix}${name}`) && `${requestsPrefix}${name}`.indexOf('/') <= 253;
}

// A quota counts the resource with the prefix in front, so with it the name has to be a qualified name as well.
const extendedNamePattern =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/(?=.{1,63}$)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** Whether limits may be higher than requests. */
export const isOvercommitAllowed = (name: string): boolean => isNativeResource(name) && !isHugePages(name);

export const isAttachableVolumes = (name: string): boolean => name.startsWith(attachableVolumesPrefix);

export const isContainerResource = (name: string): boolean => containerResources.has(name) || isHugePages(name);

export const isQuotaResource = (name: string): boolean =>
  quotaResources.has(name) || isHugePages(name) || name.startsWith(`${requestsPrefix}${hugePagesPrefix}`);

export const isStandardResource = (name: string): boolean => standardResources.has(name) || isQuotaResource(name);

export const isIntegerResource = (name: string): boolean => integerResources.has(name) || isExtendedResource(name);

/** Resources a pod as a whole may ask for (KEP-2837). */
export const isPodLevelResource = (name: string): boolean => name === 'cpu' || name === 'memory' || isHugePages(name);

/** `hugepages-2Mi` comes in pages of 2Mi. Nothing fits when the size in the name is none. */
export function isWholeHugePages(name: string, quantity: string): boolean {
  const size = name.slice(hugePagesPrefix.length);
  if (!isQuantity(size) || quantityMilliValue(size) <= 0 || quantityMilliValue(size) % 1000 !== 0) return false;
  return quantityValue(quantity) % quantityValue(size) === 0;
}
