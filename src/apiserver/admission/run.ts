import type { VerbContext } from '../call.ts';
import type { AdmissionRequest } from './plugin.ts';

type Context = Pick<VerbContext, 'admission' | 'reader'>;

/** Lets every plugin change the object, in their order. */
export async function mutate(request: AdmissionRequest, { admission, reader }: Context): Promise<void> {
  for (const plugin of admission) {
    const pending = plugin.mutate?.(request, reader);
    if (pending) await pending;
  }
}

/** Lets every plugin refuse the write. */
export async function admit(request: AdmissionRequest, { admission, reader }: Context): Promise<void> {
  for (const plugin of admission) {
    const pending = plugin.validate?.(request, reader);
    if (pending) await pending;
  }
}
