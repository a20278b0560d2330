import type { Field, FieldErrors } from '../../../../model/field.ts';
import type { Pod } from '../index.ts';
import { canRestartAll, shouldRestart } from '../restart.ts';
import type { ContainerStatus, PodStatus } from '../status.ts';

type Statuses = readonly ContainerStatus[] | undefined;

/** A container that has ended for good does not come back. */
export function* validateTransitions(next: PodStatus, { spec, status }: Readonly<Pod>, field: Field): FieldErrors {
  if (!canRestartAll(spec)) {
    const { containers, initContainers = [] } = spec;
    const mayRestart = (name: string, exitCode: number, among: typeof containers) => {
      const container = among.find((each) => each.name === name);
      return container !== undefined && shouldRestart(container, spec, exitCode);
    };
    const ofMain = (name: string, exitCode: number) => mayRestart(name, exitCode, containers);
    const ofInit = (name: string, exitCode: number) => mayRestart(name, exitCode, initContainers);
    yield* validateList(next.containerStatuses, status.containerStatuses, ofMain, field.at('containerStatuses'));
    yield* validateList(next.initContainerStatuses, status.initContainerStatuses, ofInit, field.at('initContainerStatuses'));
  }
  const never = () => false;
  yield* validateList(next.ephemeralContainerStatuses, status.ephemeralContainerStatuses, never, field.at('ephemeralContainerStatuses'));
}

function* validateList(
  next: Statuses,
  previous: Statuses,
  mayRestart: (name: string, exitCode: number) => boolean,
  field: Field,
): FieldErrors {
  for (const [index, { name, state }] of previous?.entries() ?? []) {
    const ended = state?.terminated;
    const now = next?.find((status) => status.name === name);
    if (!ended || !now || now.state?.terminated || mayRestart(name, ended.exitCode)) continue;
    yield field.at(index, 'state').forbidden('may not be transitioned to non-terminated state');
  }
}
