/** One number with what it is about. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** What follows the metric's name, such as `_sum`. */
  readonly suffix?: string | undefined;
  readonly value: number;
  /** When it was measured, if not just now. */
  readonly timestampMs?: number | undefined;
}

/** Measurements of one name, in the data model of Prometheus. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'untyped';
  readonly help: string;
  readonly samples: Iterable<Sample>;
}

export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8';

/** In the text format of Prometheus, version 0.0.4, which every scraper reads. Metrics without samples are left out. */
export function writeMetrics(metrics: Iterable<Metric>): string {
  const lines: string[] = [];
  for (const { name, type, help, samples } of metrics) {
    const values = Array.from(samples, (sample) => sampleText(name, sample));
    if (values.length > 0) lines.push(`# HELP ${name} ${helpText(help)}\n`, `# TYPE ${name} ${type}\n`, ...values);
  }
  return lines.join('');
}

function sampleText(name: string, { labels, suffix = '', value, timestampMs }: Sample): string {
  const time = timestampMs === undefined ? '' : ` ${timestampMs}`;
  return `${name}${suffix}${labels ? labelText(labels) : ''} ${numberText(value)}${time}\n`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replaceAll(/[\\"\n]/g, escape)}"`);
  return pairs.length > 0 ? `{${pairs.join(',')}}` : '';
}

const helpText = (help: string): string => help.replaceAll(/[\\\n]/g, escape);

const escape = (character: string): string => (character === '\n' ? String.raw`\n` : `\\${character}`);

const numberText = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
