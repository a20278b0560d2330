import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeMetrics } from './text.ts';

test('measurements are written in the text format of Prometheus', () => {
  const families = [
    {
      name: 'a_total',
      help: 'Back\\slash\nline',
      type: 'counter',
      samples: [{ value: 1.5, labels: { path: 'C:\\"x"\n' }, timestampMs: 12 }],
    },
    { name: 'empty', help: '', type: 'gauge', samples: [] },
    { name: 'b', help: 'B', type: 'histogram', samples: [{ value: Number.POSITIVE_INFINITY, suffix: '_bucket', labels: { le: '+Inf' } }] },
  ] as const;
  assert.equal(
    writeMetrics(families),
    String.raw`# HELP a_total Back\\slash\nline
# TYPE a_total counter
a_total{path="C:\\\"x\"\n"} 1.5 12
# HELP b B
# TYPE b histogram
b_bucket{le="+Inf"} +Inf
`,
  );
});
