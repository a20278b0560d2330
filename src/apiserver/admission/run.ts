import type { VerbContext } from '../call.ts';
import type { AdmissionRequest } from './plugin.ts';

type Context = Pick<VerbContext, 'admission' | 'admissionTimes' | 'reader'>;

/** Lets every plugin change the object, in their order. */
export const mutate = (request: AdmissionRequest, { admission, admissionTimes, reader }: Context): Promise<void> =>
  admissionTimes.step('admit', request, async () => {
    for (const plugin of admission) {
      const pending = plugin.mutate?.(request, reader);
      if (pending) await pending;
    }
  });

/** Lets every plugin refuse the write. */
export const admit = (request: AdmissionRequest, { admission, admissionTimes, reader }: Context): Promise<void> =>
  admissionTimes.step('validate', request, async () => {
    for (const plugin of admission) {
      const pending = plugin.validate?.(request, reader);
      if (pending) await pending;
    }
  });
