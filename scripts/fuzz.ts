/**
 * Sends requests made up by chance to a server in this process, for as long as told, and prints those it had no answer to.
 * With `--wire` it speaks with the server over connections, which breaks off, garbles and delays what it says.
 */
import { parseArgs } from 'node:util';
import { described, runFuzz } from '../test/support/fuzz/run-fuzz.ts';
import { runWireFuzz } from '../test/support/fuzz/wire/run-wire-fuzz.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: '10' },
    wire: { type: 'boolean', default: false },
  },
});
const endMs = Date.now() + Number(values.minutes) * 60_000;
/** Each of these begins with an empty server. */
const requestsARound = 5000;
const conversationsARound = 1000;
const roundsUntilSteady = 3;
/** What a heap may grow by once it is warm, in bytes. */
const growthBytes = 150 * 1024 * 1024;

let found = 0;
let steadyBytes: number | undefined;
for (let round = 0; Date.now() < endMs; round++) {
  const seed = Number(values.seed) + round;
  const { findings, codes } = values.wire ? await overTheWire(seed) : await withinTheProcess(seed);
  for (const finding of findings) process.stdout.write(`seed ${seed}: ${finding}\n`);
  found += findings.length;
  // Given by --expose-gc, which `npm run fuzz` passes.
  globalThis.gc?.();
  const { heapUsed } = process.memoryUsage();
  if (round === roundsUntilSteady) steadyBytes = heapUsed;
  const counts = [...codes].toSorted(([a], [b]) => a - b).map(([code, count]) => `${code}×${count}`);
  process.stdout.write(`seed ${seed}: ${counts.join(' ')}, heap ${Math.round(heapUsed / 1024 / 1024)} MiB\n`);
  if (steadyBytes !== undefined && heapUsed > steadyBytes + growthBytes) {
    process.stdout.write('the heap keeps growing\n');
    found++;
    break;
  }
}
process.exitCode = found === 0 ? 0 : 1;

interface Round {
  readonly findings: readonly string[];
  readonly codes: ReadonlyMap<number, number>;
}

async function withinTheProcess(seed: number): Promise<Round> {
  const { findings, codes } = await runFuzz({ seed, requests: requestsARound });
  return { findings: findings.map(described), codes };
}

async function overTheWire(seed: number): Promise<Round> {
  const { findings, codes } = await runWireFuzz({ seed, conversations: conversationsARound });
  return { findings: findings.map(({ seed: own, problem }) => `conversations from ${own}: ${problem}`), codes };
}
