import type { PersistentVolumeClaim } from '../core/persistent-volume-claim/index.ts';
import type { ResourceList } from '../core/resource-list.ts';
import { compareQuantities, formatQuantity, roundUpQuantity } from '../../model/quantity.ts';
import type { Measure } from './measure.ts';
import { matchesNames } from './scope-names.ts';

const names: readonly string[] = ['persistentvolumeclaims', 'requests.storage'];
const classSuffix = '.storageclass.storage.k8s.io/';
const classAnnotation = 'volume.beta.kubernetes.io/storage-class';

/** Claims count as such and by their size, in all and within their class. */
export const claimMeasure: Measure<PersistentVolumeClaim> = {
  counts: (name) =>
    name === 'count/persistentvolumeclaims' || names.some((each) => name === each || name.endsWith(`${classSuffix}${each}`)),
  usage(claim) {
    const usage: ResourceList = { 'count/persistentvolumeclaims': '1', persistentvolumeclaims: '1' };
    const storage = sizeOf(claim);
    if (storage !== undefined) usage['requests.storage'] = storage;
    const className = claim.metadata.annotations?.[classAnnotation] ?? claim.spec.storageClassName;
    if (!className) return usage;
    usage[`${className}${classSuffix}persistentvolumeclaims`] = '1';
    if (storage !== undefined) usage[`${className}${classSuffix}requests.storage`] = storage;
    return usage;
  },
  isInScope(claim, scope) {
    return scope.scopeName === 'VolumeAttributesClass' && matchesNames(scope, attributesClassesOf(claim));
  },
};

/** What was asked for or, while a claim grows, what has been set aside for it already; in whole bytes. */
function sizeOf({ spec, status }: Readonly<PersistentVolumeClaim>): string | undefined {
  const wanted = spec.resources?.requests?.['storage'];
  if (wanted === undefined) return undefined;
  const allocated = status.allocatedResources?.['storage'];
  const size = allocated !== undefined && compareQuantities(allocated, wanted) > 0 ? allocated : wanted;
  return formatQuantity(roundUpQuantity(size, 0));
}

function attributesClassesOf({ spec, status }: Readonly<PersistentVolumeClaim>): readonly string[] {
  const target = status.modifyVolumeStatus?.targetVolumeAttributesClassName;
  return [spec.volumeAttributesClassName, status.currentVolumeAttributesClassName, target].flatMap((name) => name || []);
}
