import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const part = ['base', 'model', 'kinds', 'client', 'runtime'];

/** What each folder of the sources may import besides itself. Parts never import each other: they meet at the API. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ['base'],
  kinds: ['base', 'model'],
  storage: ['base'],
  client: ['base', 'model', 'kinds'],
  runtime: ['base', 'model', 'kinds', 'client'],
  apiserver: ['base', 'model', 'kinds', 'client', 'storage'],
  controllers: part,
  scheduler: part,
  kubelet: part,
  proxy: part,
  dns: part,
  cluster: [...part, 'storage', 'apiserver', 'controllers', 'scheduler', 'kubelet', 'proxy', 'dns'],
};

const source = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const sources = files.filter(
  (file) => !file.endsWith('.test.ts') && !file.split(sep).some((folder) => folder === 'testing' || folder === 'fixtures'),
);
const textOf = (file: string) => readFileSync(join(source, file), 'utf8');
/** The code without comments and without the contents of its strings' interpolations being looked at. */
const codeOf = (file: string) =>
  textOf(file)
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|\s)\/\/.*$/gm, '');

test('imports point down, and parts never import each other', () => {
  const wrong: string[] = [];
  for (const file of sources) {
    const [folder = ''] = file.split(sep);
    const allowed = mayImport[folder];
    if (!file.includes(sep)) continue;
    assert(allowed, `src/${folder} has no place in the layers`);
    for (const [, path = ''] of textOf(file).matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
      const [target = ''] = relative(source, resolve(source, dirname(file), path)).split(sep);
      if (target !== folder && !allowed.includes(target))
        wrong.push(`src/${file} imports ${path}, but ${folder} may only import ${allowed.join(', ') || 'nothing'}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('time and chance come in as parameters, from base alone', () => {
  const wrong = sources.filter(
    (file) =>
      !file.startsWith(`base${sep}`) && /\bDate\.now\(|\bnew Date\(\)|(?<!\.)\bset(Timeout|Interval)\(|\bMath\.random\(/.test(codeOf(file)),
  );
  assert.deepEqual(wrong, []);
});

test('model and kinds are pure', () => {
  const pure = sources.filter((file) => /^(model|kinds)[/\\]/.test(file));
  const wrong = pure.filter((file) => /from 'node:(?!util|buffer|net|crypto|path)/.test(textOf(file)));
  assert.deepEqual(wrong, []);
});

test('no file is called after nothing', () => {
  const wrong = files.filter((file) => /(^|[/\\.-])(utils?|helpers?|common|misc|types)([/\\.-]|$)/.test(file));
  assert.deepEqual(wrong, []);
});

test('there are no default exports, and no any', () => {
  const wrong = sources.filter((file) => /^export default/m.test(codeOf(file)) || /:\s*any\b|\bas any\b|<any>/.test(codeOf(file)));
  assert.deepEqual(wrong, []);
});

test('every file is imported by another, or is a place to start', () => {
  const started = new Set(['main.ts', join('cluster', 'testing.ts'), join('storage', 'sqlite', 'worker.ts')]);
  const imported = new Set<string>();
  for (const file of files) {
    for (const [, path = ''] of textOf(file).matchAll(/'(\.[^']+\.ts)'/g))
      imported.add(relative(source, resolve(source, dirname(file), path)));
  }
  const wrong = sources.filter(
    (file) => !imported.has(file) && !started.has(file) && !file.endsWith('.check.ts') && !/(^|[/\\])contract/.test(file),
  );
  assert.deepEqual(wrong, []);
});

test('no file is over its welcome', (context) => {
  const lengths = sources.map((file) => ({ file, lines: textOf(file).split('\n').length })).toSorted((a, b) => b.lines - a.lines);
  context.diagnostic(
    `the longest: ${lengths
      .slice(0, 10)
      .map(({ file, lines }) => `${file} (${lines})`)
      .join(', ')}`,
  );
  assert.deepEqual(
    lengths.filter(({ lines }) => lines > 500),
    [],
  );
});
