import { Worker } from 'node:worker_threads';
import { StoreBrokenError, StoreClosedError } from '../errors.ts';
import { fromFailure } from './failure.ts';
import type { Answer, CallName, Calls } from './protocol.ts';

interface Waiting {
  // What answers a call has the type that the name it was called by says.
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

const fileWorker = new URL('./worker.ts', import.meta.url);

/** The store's side of its worker. Once it is broken or closed, every call is rejected. */
export class Connection {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #broken = new AbortController();
  readonly #exited: Promise<void>;
  #nextId = 1;
  #closed = false;

  constructor(script: URL = fileWorker) {
    this.#worker = new Worker(script, { name: 'store' });
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#break(new StoreBrokenError('the thread of the store has ended'));
        resolve();
      });
    });
    this.#worker.on('message', (answer: Answer) => this.#settle(answer));
    this.#worker.on('messageerror', (cause) => this.#break(new StoreBrokenError('an answer of the store was lost', { cause })));
    this.#worker.on('error', (cause) => this.#break(new StoreBrokenError('the thread of the store has failed', { cause })));
  }

  get broken(): AbortSignal {
    return this.#broken.signal;
  }

  /** Answers come in the order of the calls, except those of compactions and snapshots. */
  call<Name extends CallName>(name: Name, ask: Calls[Name]['ask'], transfer: ArrayBuffer[] = []): Promise<Calls[Name]['answer']> {
    if (this.#closed) return Promise.reject(new StoreClosedError());
    if (this.#broken.signal.aborted) return Promise.reject(this.#broken.signal.reason);
    return new Promise<Calls[Name]['answer']>((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, name, ask }, transfer);
    });
  }

  /** Lets go of the file, once all earlier calls but compactions have been answered. */
  async close(): Promise<void> {
    if (!this.#closed) {
      const closing = this.call('close', {});
      this.#closed = true;
      await closing.catch(() => this.#worker.terminate());
    }
    await this.#exited;
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('answer' in answer) return waiting?.resolve(answer.answer as never);
    const error = fromFailure(answer.failure);
    waiting?.reject(error);
    if (error instanceof StoreBrokenError) this.#break(error);
  }

  #break(error: StoreBrokenError): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(this.#closed ? new StoreClosedError() : error);
    if (!this.#closed) this.#broken.abort(error);
  }
}
