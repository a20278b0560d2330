/** Replays what upstream's API server answered, all of it or what begins with the argument, and prints the differences. */
import { parseArgs } from 'node:util';
import { hasReference, replayReference } from '../test/support/replay-reference.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { show: { type: 'string', default: '5' } } });
if (!hasReference()) {
  process.stderr.write('there are no recorded answers of upstream here\n');
  process.exit(2);
}
const steps = await replayReference({ only: positionals[0] ?? '', show: Number(values.show) });
process.exitCode = steps.every(({ ok }) => ok) ? 0 : 1;
