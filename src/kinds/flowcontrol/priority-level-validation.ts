import type { Field, FieldErrors } from '../../model/field.ts';
import { goForm } from '../go-form.ts';
import { isSame } from '../same.ts';
import { mandatoryPriorityLevels } from './mandatory.ts';
import {
  PriorityLevelConfigurationSpec,
  type LimitedPriorityLevelConfiguration,
  type LimitResponse,
  type QueuingConfiguration,
} from './priority-level-configuration.ts';

const types: readonly string[] = ['Exempt', 'Limited'];
const responseTypes: readonly string[] = ['Queue', 'Reject'];
const mostQueues = 10_000_000;
/** Queues are dealt by a hash of this many bits. */
const hashBits = 60;

export function* validatePriorityLevel(name: string, spec: Readonly<PriorityLevelConfigurationSpec>, field: Field): FieldErrors {
  const { type, limited, exempt } = spec;
  if ((name === 'exempt') !== (type === 'Exempt')) {
    yield field.at('type').invalid(type, "must be 'Exempt' if and only if `name` is 'exempt'");
  }
  if (!types.includes(type)) yield field.at('type').notSupported(type, types);
  if (type === 'Exempt') {
    if (limited) yield field.at('limited').forbidden('must be nil if the type is not Limited');
    if (exempt) {
      yield* validateShares(exempt.nominalConcurrencyShares, field.at('exempt'));
      yield* validateLending(exempt.lendablePercent, field.at('exempt'));
    }
  }
  if (type === 'Limited') {
    if (exempt) yield field.at('exempt').forbidden('must be nil if the type is Limited');
    if (limited) yield* validateLimited(limited, field.at('limited'));
    else yield field.at('limited').required('must not be empty when type is Limited');
  }
  yield* validateMandatory(name, spec, field);
}

function* validateMandatory(name: string, spec: Readonly<PriorityLevelConfigurationSpec>, field: Field): FieldErrors {
  const fixed = mandatoryPriorityLevels[name];
  if (!fixed) return;
  // How much of its shares the exempt level lends may be set.
  const isExempt = name === 'exempt' && fixed.exempt !== undefined;
  const comparable = isExempt ? { ...spec, exempt: fixed.exempt } : spec;
  if (isSame(PriorityLevelConfigurationSpec, comparable, fixed)) return;
  const except = isExempt ? " except the 'spec.exempt' field" : '';
  yield field.invalid(goForm(PriorityLevelConfigurationSpec, spec), `spec of '${name}'${except} must equal the fixed value`);
}

function* validateShares(shares: number | undefined, field: Field): FieldErrors {
  if (shares !== undefined && shares < 0) {
    yield field.at('nominalConcurrencyShares').invalid(shares, 'must be a non-negative integer');
  }
}

function* validateLending(lendablePercent: number | undefined, field: Field): FieldErrors {
  if (lendablePercent !== undefined && (lendablePercent < 0 || lendablePercent > 100)) {
    yield field.at('lendablePercent').invalid(lendablePercent, 'must be between 0 and 100, inclusive');
  }
}

function* validateLimited(limited: LimitedPriorityLevelConfiguration, field: Field): FieldErrors {
  const { nominalConcurrencyShares, lendablePercent, borrowingLimitPercent: borrowed, limitResponse } = limited;
  yield* validateShares(nominalConcurrencyShares, field);
  yield* validateResponse(limitResponse ?? { type: '' }, field.at('limitResponse'));
  yield* validateLending(lendablePercent, field);
  if (borrowed !== undefined && borrowed < 0) {
    yield field.at('borrowingLimitPercent').invalid(borrowed, 'if specified, must be a non-negative integer');
  }
}

function* validateResponse({ type, queuing }: LimitResponse, field: Field): FieldErrors {
  const at = field.at('queuing');
  if (!responseTypes.includes(type)) yield field.at('type').notSupported(type, responseTypes);
  if (type === 'Reject' && queuing) yield at.forbidden('must be nil if limited.limitResponse.type is not Limited');
  if (type === 'Queue' && !queuing) yield at.required('must not be empty if limited.limitResponse.type is Limited');
  if (type === 'Queue' && queuing) yield* validateQueuing(queuing, at);
}

function* validateQueuing({ queues = 0, handSize = 0, queueLengthLimit = 0 }: QueuingConfiguration, field: Field): FieldErrors {
  if (queueLengthLimit <= 0) yield field.at('queueLengthLimit').invalid(queueLengthLimit, 'must be positive');
  if (queues <= 0) yield field.at('queues').invalid(queues, 'must be positive');
  else if (queues > mostQueues) yield field.at('queues').invalid(queues, `must not be greater than ${mostQueues}`);
  const at = field.at('handSize');
  const entropyBits = Math.ceil(Math.log2(queues) * handSize);
  if (handSize <= 0) yield at.invalid(handSize, 'must be positive');
  else if (handSize > queues) yield at.invalid(handSize, `should not be greater than queues (${queues})`);
  else if (entropyBits > hashBits) {
    const what = `required entropy bits of deckSize ${queues} and handSize ${handSize}`;
    yield at.invalid(handSize, `${what} should not be greater than ${hashBits}`);
  }
}
