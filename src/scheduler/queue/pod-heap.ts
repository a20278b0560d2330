import { Heap } from '../../base/heap.ts';
import type { QueuedPod } from './queued-pod.ts';

/** An ordered part of the queue that pods can also be taken out of the middle of. */
export class PodHeap {
  readonly #heap: Heap<Item>;
  readonly #items = new Map<string, Item>();

  constructor(isBefore: (a: QueuedPod, b: QueuedPod) => boolean) {
    this.#heap = new Heap((a, b) => isBefore(a.queued, b.queued));
  }

  get size(): number {
    return this.#items.size;
  }

  get(uid: string): QueuedPod | undefined {
    return this.#items.get(uid)?.queued;
  }

  push(queued: QueuedPod): void {
    this.delete(queued.info.uid);
    const item = { queued, uid: queued.info.uid, isGone: false };
    this.#items.set(item.uid, item);
    this.#heap.push(item);
  }

  peek(): QueuedPod | undefined {
    for (let first = this.#heap.peek(); first?.isGone; first = this.#heap.peek()) this.#heap.pop();
    return this.#heap.peek()?.queued;
  }

  pop(): QueuedPod | undefined {
    const first = this.peek();
    if (!first) return undefined;
    this.#heap.pop();
    this.#items.delete(first.info.uid);
    return first;
  }

  /** What is deleted stays in the heap, marked, until its turn comes. */
  delete(uid: string): QueuedPod | undefined {
    const item = this.#items.get(uid);
    if (!item) return undefined;
    item.isGone = true;
    this.#items.delete(uid);
    return item.queued;
  }
}

interface Item {
  readonly queued: QueuedPod;
  readonly uid: string;
  isGone: boolean;
}
