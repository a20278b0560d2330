/** One number with what it is about. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  /** What follows the metric's name, such as `_sum`. */
  readonly suffix?: string;
  readonly value: number;
}

export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: Iterable<Sample>;
}

export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8';

/** In the text format of Prometheus, which every scraper reads. Metrics without samples are left out. */
export function writeMetrics(metrics: Iterable<Metric>): string {
  const lines: string[] = [];
  for (const { name, type, help, samples } of metrics) {
    const values: string[] = [];
    for (const { labels, suffix = '', value } of samples)
      values.push(`${name}${suffix}${labels ? labelText(labels) : ''} ${numberText(value)}`);
    if (values.length > 0) lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...values);
  }
  return `${lines.join('\n')}\n`;
}

const labelText = (labels: Readonly<Record<string, string>>): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replaceAll(/[\\"\n]/g, escape)}"`)
    .join(',')}}`;

const escape = (character: string): string => (character === '\n' ? String.raw`\n` : `\\${character}`);

const numberText = (value: number): string => (value === Infinity ? '+Inf' : String(value));
