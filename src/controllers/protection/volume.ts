import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import type { Controller } from '../../runtime/controller.ts';
import { protect } from './protect.ts';

/** Keeps volumes for as long as they are bound to a claim. */
export const volumeProtectionController: Controller = protect({
  name: 'pvprotection',
  for: PersistentVolume,
  finalizer: 'kubernetes.io/pv-protection',
  isUsed: ({ status }) => status.phase === 'Bound',
});
