import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { VolumeAttributesClass } from '../../kinds/storage/volume-attributes-class.ts';
import { index, on, type Controller } from '../../runtime/controller.ts';
import { protect } from './protect.ts';

const indexName = 'attributes class';

const classesOfVolume = ({ spec }: PersistentVolume): readonly string[] => [spec.volumeAttributesClassName].flatMap((name) => name || []);

/** What is asked for, what it has, and what it is changing to. */
const classesOfClaim = ({ spec, status }: PersistentVolumeClaim): readonly string[] => {
  const target = status.modifyVolumeStatus?.targetVolumeAttributesClassName;
  const names = [spec.volumeAttributesClassName, status.currentVolumeAttributesClassName, target];
  return [...new Set(names.flatMap((name) => name || []))];
};

/** Keeps classes for as long as volumes or claims name them. */
export const attributesClassProtectionController: Controller = protect({
  name: 'vac_protection',
  for: VolumeAttributesClass,
  finalizer: 'kubernetes.io/vac-protection',
  indexes: [index(PersistentVolume, indexName, classesOfVolume), index(PersistentVolumeClaim, indexName, classesOfClaim)],
  wakes: [
    on(PersistentVolume, (volume, { previous, isDeleted }) => left(classesOfVolume, volume, { previous, isDeleted })),
    on(PersistentVolumeClaim, (claim, { previous, isDeleted }) => left(classesOfClaim, claim, { previous, isDeleted })),
  ],
  isUsed: ({ metadata: { name } }, { cache }) =>
    cache.byIndex(PersistentVolume, indexName, name).length > 0 || cache.byIndex(PersistentVolumeClaim, indexName, name).length > 0,
});

/** The classes that an object names no more. */
function left<T>(
  classesOf: (object: T) => readonly string[],
  object: T,
  { previous, isDeleted }: { previous: T | undefined; isDeleted: boolean },
): readonly { name: string }[] {
  const now = isDeleted ? [] : classesOf(object);
  const before = previous ? classesOf(previous) : [];
  return before.filter((name) => !now.includes(name)).map((name) => ({ name }));
}
