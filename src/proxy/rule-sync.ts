import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { BaseTableOptions } from './rules/base-table.ts';
import { difference, type Listing } from './rules/listing.ts';
import { belongsToService } from './rules/names.ts';
import type { RuleTable, TableChanges } from './rules/rule-table.ts';
import { changeScript, deleteChainsScript, fullScript, isEmpty } from './rules/script.ts';

export interface RuleSyncOptions {
  readonly table: RuleTable;
  readonly base: BaseTableOptions;
  readonly kernel: Kernel;
  readonly clock: Clock;
  readonly log: Log;
}

/** The kernel has let go of a chain by then, even on a busy machine. */
const letGoMs = 1000;

/** Makes the kernel's table the same as the one wanted. */
export class RuleSync {
  readonly #options: RuleSyncOptions;
  /** Whether the kernel's table is known, so that it is enough to send what changed. */
  #isKnown = false;
  /** Emptied chains, with when they were; the kernel may not yet let them be deleted. */
  readonly #abandoned = new Map<string, number>();

  constructor(options: RuleSyncOptions) {
    this.#options = options;
  }

  get hasAbandonedChains(): boolean {
    return this.#abandoned.size > 0;
  }

  /** Sends what changed; everything, after a failure and at first. */
  async sync(signal: AbortSignal): Promise<void> {
    const { table, base, kernel } = this.#options;
    const changes = table.takeChanges();
    if (!this.#isKnown) return this.#syncAll(signal);
    if (isEmpty(changes)) return;
    try {
      await kernel.apply(changeScript(changes, base.family), signal);
    } catch (error) {
      this.#isKnown = false;
      throw error;
    }
    this.#remember(changes);
  }

  /** Compares with what the kernel has. After a difference, the next sync sends everything. */
  async verify(signal: AbortSignal): Promise<void> {
    const { table, kernel, log } = this.#options;
    const listing = await kernel.list(signal);
    const problem = listing ? difference(table.everything(), listing) : 'there is no table';
    if (problem !== undefined) log.warn({ problem }, 'rules of services were changed by somebody else');
    if (problem !== undefined) this.#isKnown = false;
    else if (listing) this.#findAbandoned(listing);
  }

  async deleteAbandonedChains(signal: AbortSignal): Promise<void> {
    const { base, kernel, clock, log } = this.#options;
    const beforeMs = clock.now() - letGoMs;
    const due = [...this.#abandoned].filter(([, sinceMs]) => sinceMs <= beforeMs).map(([name]) => name);
    if (due.length === 0) return;
    for (const name of due) this.#abandoned.delete(name);
    try {
      await kernel.apply(deleteChainsScript(due, base.family), signal);
    } catch (error) {
      signal.throwIfAborted();
      // They are empty and lead nowhere; the next verification finds them again.
      log.debug({ err: error }, 'unused chains could not be deleted yet');
    }
  }

  async #syncAll(signal: AbortSignal): Promise<void> {
    const { table, base, kernel, log } = this.#options;
    const contents = table.everything();
    const present = await kernel.list(signal);
    try {
      await kernel.apply(fullScript({ ...base, contents, presentAffinitySets: present?.affinitySets ?? [] }), signal);
      if (present) this.#findAbandoned(present);
    } catch (error) {
      signal.throwIfAborted();
      // Something in it is of another form, such as another version's. Which clients were remembered is lost with it.
      log.info({ err: error }, 'table of services is made anew');
      await kernel.apply(fullScript({ ...base, contents, presentAffinitySets: undefined }), signal);
      this.#abandoned.clear();
    }
    this.#isKnown = true;
  }

  #remember({ chains }: TableChanges): void {
    for (const { name, after } of chains) {
      if (after === undefined) this.#abandoned.set(name, this.#options.clock.now());
      else this.#abandoned.delete(name);
    }
  }

  #findAbandoned({ chains }: Listing): void {
    const wanted = this.#options.table.everything().chains;
    for (const name of chains.keys()) {
      if (belongsToService(name) && !wanted.has(name) && !this.#abandoned.has(name)) this.#abandoned.set(name, this.#options.clock.now());
    }
  }
}
