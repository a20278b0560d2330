// How fast a whole API server is, on a durable store and over TLS, with the load from this machine by wrk.
// usage: node benchmarks/server.ts [--case create-64,get-16] [--seconds 8] [--root DIR] [--against DIR] [--rounds 3] [--profile FILE]
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { median, record, round } from './history.ts';
import { cases, fill, type Case, type Figures } from './server/cases.ts';
import { startServer } from './server/start-server.ts';

const { values } = parseArgs({
  options: {
    /** All, unless named. */
    case: { type: 'string', default: Object.keys(cases).join(',') },
    seconds: { type: 'string', default: '8' },
    /** The checkout whose server is measured. */
    root: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
    /** Another checkout: both are measured in turns, and the ratios told instead of recorded. */
    against: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    /** Where a profile of the serving thread is written. */
    profile: { type: 'string' },
  },
});

for (const name of values.case.split(',')) {
  const each = cases[name];
  if (!each) throw new Error(`there is no case ${name}, but ${Object.keys(cases).join(', ')}`);
  if (values.against) await compare(name, each, values.against);
  else record(`server/${name}`, await measure(each, values.root));
}

async function measure({ pods, run }: Case, root: string): Promise<Figures> {
  await using server = await startServer({ root });
  if (pods) await fill(server, pods);
  if (!values.profile) return await run(server, Number(values.seconds));
  await server.tell('profile');
  const figures = await run(server, Number(values.seconds));
  await server.tell({ profileTo: values.profile });
  return figures;
}

async function compare(name: string, each: Case, other: string): Promise<void> {
  const own: Figures[] = [];
  const others: Figures[] = [];
  for (let number = 0; number < Number(values.rounds); number++) {
    own.push(await measure(each, values.root));
    others.push(await measure(each, other));
  }
  console.log(`${name}: median here, median there, ratio`);
  for (const figure of Object.keys(own[0] ?? {})) {
    const [here, there] = [own, others].map((all) => median(all.map((figures) => figures[figure] ?? 0)));
    console.log(`  ${figure.padEnd(24)} ${here} ${there} ${there ? round(((here ?? 0) / there) * 100) / 100 : ''}`);
  }
}
