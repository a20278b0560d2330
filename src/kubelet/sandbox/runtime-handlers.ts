import type { Informer } from '../../client/informer.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { RuntimeClass } from '../../kinds/node/runtime-class.ts';
import type { RuntimeHandler } from '../runtime/runtime.ts';

/** Which of the runtime's handlers runs a pod. */
export class RuntimeHandlers {
  readonly #classes: Informer<RuntimeClass>;
  readonly #known: () => readonly RuntimeHandler[];

  constructor({ classes, known }: { readonly classes: Informer<RuntimeClass>; readonly known: () => readonly RuntimeHandler[] }) {
    this.#classes = classes;
    this.#known = known;
  }

  /** Empty for the default. Throws when the pod's class is not there. */
  nameFor({ spec: { runtimeClassName } }: Pod): string {
    if (!runtimeClassName) return '';
    const found = this.#classes.get({ name: runtimeClassName });
    if (!found) throw new Error(`runtimeclass.node.k8s.io ${JSON.stringify(runtimeClassName)} not found`);
    return found.handler;
  }

  for(pod: Pod): RuntimeHandler | undefined {
    const name = this.nameFor(pod);
    return this.#known().find((handler) => handler.name === name);
  }
}
