import type { Container } from '../../kinds/core/pod/container.ts';
import type { EphemeralContainer } from '../../kinds/core/pod/ephemeral-container.ts';
import type { EnvironmentVariable } from '../runtime/container.ts';
import { expand, type Lookup } from './expansion.ts';

export interface Command {
  readonly command: readonly string[];
  readonly args: readonly string[];
}

export function lookupIn(environment: readonly EnvironmentVariable[]): Lookup {
  const values = new Map(environment.map(({ name, value }) => [name, value]));
  return (name) => values.get(name);
}

/** A container's command and arguments with the variables in them replaced. Empty where the image decides. */
export function expandCommand(
  { command = [], args = [] }: Pick<Container | EphemeralContainer, 'command' | 'args'>,
  environment: readonly EnvironmentVariable[],
): Command {
  const lookup = lookupIn(environment);
  return { command: command.map((word) => expand(word, lookup)), args: args.map((word) => expand(word, lookup)) };
}
