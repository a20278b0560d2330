import type { Container } from '../../kinds/core/pod/container.ts';
import type { EphemeralContainer } from '../../kinds/core/pod/ephemeral-container.ts';
import type { ResourceFieldSelector } from '../../kinds/core/pod/field-reference.ts';
import type { PodSpec } from '../../kinds/core/pod/spec.ts';
import { quantityMilliValue, quantityValue } from '../../model/quantity.ts';

type Resources = Readonly<Record<string, string>>;
type WithResources = Pick<Container | EphemeralContainer, 'resources'>;

/** What a container may use at most where neither it nor its pod says: all that the node has to give. */
export const defaultLimits = (allocatable: Resources, { resources }: PodSpec): Resources => {
  const ofPod = resources?.limits ?? {};
  const given = Object.entries(allocatable).map(([name, amount]) => [name, isGiven(ofPod[name]) ? ofPod[name] : amount]);
  return Object.fromEntries(given) as Resources;
};

/** The container a selector means: the named one, among all that have resources to select. Throws an Error if there is none. */
export function selectedContainer({ containerName = '' }: ResourceFieldSelector, { containers, initContainers = [] }: PodSpec): Container {
  const found = [...containers, ...initContainers].find(({ name }) => name === containerName);
  if (!found) throw new Error(`container ${containerName} not found`);
  return found;
}

/** How much of a resource a container asks for or may use, in units of the divisor, rounded up. */
export function resourceField({ resource, divisor }: ResourceFieldSelector, { resources }: WithResources, defaults: Resources): string {
  const [list = '', name = ''] = splitOnce(resource);
  const amounts = list === 'limits' ? resources?.limits : list === 'requests' ? resources?.requests : undefined;
  const known = ['cpu', 'memory', 'ephemeral-storage'].includes(name);
  if ((list !== 'limits' && list !== 'requests') || (!known && !name.startsWith('hugepages-'))) {
    throw new Error(`unsupported container resource : ${resource}`);
  }
  const given = amounts?.[name];
  // Huge pages are never more than what is asked for, so they have no default.
  const amount = (list === 'limits' && known && !isGiven(given) ? defaults[name] : given) ?? '0';
  const value = name === 'cpu' ? quantityMilliValue : quantityValue;
  return String(Math.ceil(value(amount) / value(isGiven(divisor) ? (divisor ?? '1') : '1')));
}

const isGiven = (quantity: string | undefined): boolean => quantity !== undefined && quantity !== '' && quantityMilliValue(quantity) !== 0;

function splitOnce(resource: string): readonly string[] {
  const dot = resource.indexOf('.');
  return dot < 0 ? [resource] : [resource.slice(0, dot), resource.slice(dot + 1)];
}
