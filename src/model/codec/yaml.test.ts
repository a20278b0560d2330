import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseYaml, parseYamlDocuments, writeYaml, YamlError } from './yaml.ts';

test('plain words are read as the tools of Kubernetes read them', () => {
  const cases: [text: string, value: unknown][] = [
    ['yes', true],
    ['Off', false],
    ['y', true],
    ['yess', 'yess'],
    ['~', null],
    ['', null],
    ['null', null],
    ['0644', 420],
    ['0o644', 420],
    ['0x1F', 31],
    ['0b101', 5],
    ['-0b101', -5],
    ['089', 89],
    ['1_000', 1000],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1.', 1],
    ['1.2.3', '1.2.3'],
    ['100m', '100m'],
    ['2024-01-01', '2024-01-01'],
    ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z'],
    ['12:30', '12:30'],
    ['"1"', '1'],
    ['!!str 1', '1'],
    ['!!binary eA==', 'eA=='],
    ['a: 1\n"b": [c, {d: e}]', { a: 1, b: ['c', { d: 'e' }] }],
    ['1: a\ntrue: b', { '1': 'a', true: 'b' }],
    ['a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3', { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } }],
    ['{"json":[1,"2"]}', { json: [1, '2'] }],
    ['# nothing', null],
  ];
  for (const [text, value] of cases) assert.deepEqual(parseYaml(text), value, text);
});

test('several documents, empty ones included', () => {
  assert.deepEqual(parseYamlDocuments('a: 1\n---\n---\nb: 2\n'), [{ a: 1 }, null, { b: 2 }]);
  assert.equal(parseYaml('a: 1\n---\nb: 2\n') instanceof Object, true);
});

test('what cannot be JSON is refused', () => {
  assert.throws(() => parseYaml('a: 1\nb: 2\na: 3'), {
    name: 'YamlError',
    message: 'yaml: unmarshal errors:\n  line 3: key "a" already set in map',
  });
  assert.deepEqual(parseYaml('a: 1\na: 2', { allowDuplicateKeys: true }), { a: 2 });
  assert.throws(() => parseYaml('a: .nan'), { message: 'json: unsupported value: NaN' });
  assert.throws(() => parseYaml('a: -.inf'), { message: 'json: unsupported value: -Inf' });
  assert.throws(() => parseYaml('a: [1'), YamlError);
  assert.throws(() => parseYaml('a: b: c'), /^YamlError: yaml: line 1: /);
  assert.throws(() => parseYaml('['.repeat(5000)), YamlError);
  const laughs = [
    'a: &a [x,x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array.from({ length: 10 }, () => `*${'abcdefg'[index]}`).join(',')}]`),
  ];
  assert.throws(() => parseYaml(laughs.join('\n')), /excessive aliasing/);
});

test('YAML is written as kubectl prints it', () => {
  const cases: [value: unknown, text: string][] = [
    [{}, '{}\n'],
    [[], '[]\n'],
    ['a', 'a\n'],
    [null, 'null\n'],
    [
      { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'a', labels: {} } },
      'apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {}\n  name: a\n',
    ],
    [{ l: [{ b: 1, a: 2 }, [1, [2]], 'x', []] }, 'l:\n- a: 2\n  b: 1\n- - 1\n  - - 2\n- x\n- []\n'],
    [{ a10: 1, a9: 2, B: 3, 'a-b': 4, ab: 5 }, 'B: 3\na-b: 4\na9: 2\na10: 1\nab: 5\n'],
    [
      { a: 'true', b: 'yes', c: '1', d: '', e: 'null', f: '0644', g: '12:30', h: '2024-01-01' },
      'a: "true"\nb: "yes"\nc: "1"\nd: ""\ne: "null"\nf: "0644"\ng: "12:30"\nh: "2024-01-01"\n',
    ],
    [{ y: 1, '5': 2 }, '"5": 2\n"y": 1\n'],
    [
      { a: '- x', b: 'a: b', c: 'a #b', d: '*x', e: "it's", f: "'q", g: ' x', h: '@x', i: '{a}', j: 'a:b' },
      "a: '- x'\nb: 'a: b'\nc: 'a #b'\nd: '*x'\ne: it's\nf: '''q'\ng: ' x'\nh: '@x'\ni: '{a}'\nj: a:b\n",
    ],
    [{ a: 'tab\there', b: 'é ü', c: '\u{1F600}', d: 'bell\x07' }, 'a: "tab\\there"\nb: é ü\nc: "\\U0001F600"\nd: "bell\\a"\n'],
    [
      { a: 'one\ntwo\n', b: 'one\ntwo', c: '\n x\n\n', d: 'x \ny' },
      'a: |\n  one\n  two\nb: |-\n  one\n  two\nc: |2+\n\n   x\n\nd: "x \\ny"\n',
    ],
    [{ a: 0.5, b: 1e21, c: 1234567.5, d: 0.00001, e: -3, f: false }, 'a: 0.5\nb: 1e+21\nc: 1.2345675e+06\nd: 1e-05\ne: -3\nf: false\n'],
    [{ m: `${'word '.repeat(20)}end` }, `m: ${'word '.repeat(15)}word\n  word word word word end\n`],
    [{ m: `: ${'word '.repeat(20)}end` }, `m: ': ${'word '.repeat(15)}word\n  word word word word end'\n`],
    [{ ['k'.repeat(129)]: { a: 1 } }, `? ${'k'.repeat(129)}\n: a: 1\n`],
  ];
  for (const [value, text] of cases) assert.equal(writeYaml(value), text);
});

test('what is written reads as the same value', () => {
  const key = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('y', 'null', '1', '', ' ', 'a\nb', '- ', '<<'));
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^[ \n:#'"a-]*$/),
    fc.lorem({ maxCount: 40 }),
    fc.string({ unit: fc.constantFrom(' ', '\n', 'a', '\t', '\\', '"', '?', '|'), maxLength: 150 }),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(value, (each) => {
      const plain: unknown = JSON.parse(JSON.stringify({ value: each }));
      assert.deepEqual(parseYaml(writeYaml(plain)), plain);
    }),
    { numRuns: 500 },
  );
});
