import { describe } from 'node:test';
import { compaction } from './contract/compaction.ts';
import { durability } from './contract/durability.ts';
import { lists } from './contract/lists.ts';
import { model } from './contract/model.ts';
import type { Prepare } from './contract/subject.ts';
import { watches } from './contract/watches.ts';
import { writes } from './contract/writes.ts';

export interface ContractOptions {
  /** Whether closing and opening again keeps everything. */
  readonly durable: boolean;
  /** How many random histories are tried. */
  readonly runs: number;
}

/** The tests every implementation of Store has to pass. */
export function storeContract(name: string, prepare: Prepare, { durable, runs }: ContractOptions): void {
  describe(`the ${name} store`, () => {
    writes(prepare);
    lists(prepare);
    watches(prepare);
    compaction(prepare);
    model(prepare, { runs });
    if (durable) durability(prepare);
  });
}
