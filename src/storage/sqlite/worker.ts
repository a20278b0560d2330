import { parentPort } from 'node:worker_threads';
import type { Entry } from '../store.ts';
import { toFailure, toOpenFailure } from './failure.ts';
import { StoreFile } from './file.ts';
import type { Answer, Ask, CallName, Calls } from './protocol.ts';

type AnyAnswer = Calls[CallName]['answer'];

/** The script of the thread that has the file. It does one thing after the other; compaction alone makes way for others. */
const port = parentPort;
if (!port) throw new Error('this is the script of a worker');

let file: StoreFile | undefined;

port.on('message', (ask: Ask) => {
  void handle(ask);
});

/** What escapes from here ends the thread, which the store takes notice of. */
async function handle(ask: Ask): Promise<void> {
  const answer = await attempt(ask);
  port?.postMessage(answer, 'answer' in answer ? buffersIn(answer.answer) : []);
  if (ask.name === 'close' || ('failure' in answer && answer.failure.type === 'broken')) port?.close();
  else file?.tidy();
}

async function attempt(ask: Ask): Promise<Answer> {
  try {
    return { id: ask.id, answer: await perform(ask) };
  } catch (error) {
    return { id: ask.id, failure: ask.name === 'open' ? toOpenFailure(error, ask.ask.path) : toFailure(error) };
  }
}

function perform(ask: Ask): AnyAnswer | Promise<AnyAnswer> {
  if (ask.name === 'open') {
    file = new StoreFile(ask.ask);
    return { revision: file.history.revision };
  }
  if (ask.name === 'close') {
    file?.close();
    file = undefined;
    return {};
  }
  if (!file) throw new Error(`${ask.name} was called on a file that is not open`);
  switch (ask.name) {
    case 'write':
      return file.write(ask.ask);
    case 'get':
      return { entry: file.history.get(ask.ask.key) };
    case 'list':
      return file.history.list(ask.ask);
    case 'mutations':
      return file.history.mutations(ask.ask);
    case 'size':
      return { bytes: file.sizeBytes() };
    case 'compact':
      return file.compact(ask.ask.upTo).then(() => ({}));
    case 'snapshot':
      return file.snapshot(ask.ask.path).then(() => ({}));
    default:
      return ask satisfies never;
  }
}

/** Every value was read from the file into a buffer of its own, which the other thread can have without a copy. */
const buffersIn = (answer: AnyAnswer): ArrayBuffer[] =>
  entriesIn(answer).flatMap((entry) => (entry?.value.buffer instanceof ArrayBuffer ? [entry.value.buffer] : []));

function entriesIn(answer: AnyAnswer): readonly (Entry | undefined)[] {
  if ('outcomes' in answer)
    return answer.outcomes.map((outcome) => ('noRoom' in outcome ? undefined : outcome.won ? outcome.previous : outcome.current));
  if ('entry' in answer) return [answer.entry];
  if ('entries' in answer) return answer.entries;
  if ('mutations' in answer) {
    return answer.mutations.flatMap((mutation) => [mutation.type === 'put' ? mutation.entry : undefined, mutation.previous]);
  }
  return [];
}
