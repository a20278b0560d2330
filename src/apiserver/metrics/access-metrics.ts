import type { Clock } from '../../base/clock.ts';
import { Histogram } from '../../base/metrics/histogram.ts';
import type { Metric } from '../../base/metrics/text.ts';
import { ApiError } from '../../model/errors.ts';
import type { User } from '../../model/request.ts';
import type { Credentials } from '../authentication/credentials.ts';

/** Upstream's, from a millisecond to sixteen seconds. */
const timeBoundsSeconds = Array.from({ length: 15 }, (_, power) => 0.001 * 2 ** power);
const hour = 3600;
const day = 24 * hour;
const lifeBoundsSeconds = [
  0,
  hour / 2,
  hour,
  2 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  4 * day,
  7 * day,
  30 * day,
  90 * day,
  180 * day,
  360 * day,
];

/** How senders of requests were found out, and whether they might; of those from outside. */
export class AccessMetrics {
  readonly #clock: Clock;
  readonly #users = new Map<string, number>();
  readonly #authentications = new Map<string, Histogram>();
  readonly #authorizations = new Map<string, Histogram>();
  readonly #certificateLives = new Histogram(lifeBoundsSeconds);

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  async authentication(credentials: Credentials, find: () => Promise<User>): Promise<User> {
    const startedMs = this.#clock.now();
    let result = 'error';
    try {
      const user = await find();
      result = 'success';
      const name = shownName(user);
      this.#users.set(name, (this.#users.get(name) ?? 0) + 1);
      if (credentials.type === 'certificate' && credentials.endsAtMs !== undefined)
        this.#certificateLives.add((credentials.endsAtMs - this.#clock.now()) / 1000);
      return user;
    } catch (error) {
      if (ApiError.is(error, 'Unauthorized')) result = 'failure';
      throw error;
    } finally {
      this.#add(this.#authentications, result, startedMs);
    }
  }

  async authorization(ask: () => Promise<void>): Promise<void> {
    const startedMs = this.#clock.now();
    let result = 'error';
    try {
      await ask();
      result = 'allowed';
    } catch (error) {
      // Nothing here denies: what nobody allows is refused.
      if (ApiError.is(error, 'Forbidden')) result = 'no-opinion';
      throw error;
    } finally {
      this.#add(this.#authorizations, result, startedMs);
    }
  }

  *metrics(): Generator<Metric> {
    yield {
      name: 'authenticated_user_requests',
      type: 'counter',
      help: 'Requests whose sender is known, by who that is, as far as it is told.',
      samples: [...this.#users].map(([username, value]) => ({ labels: { username }, value })),
    };
    yield* times('authentication_attempts', 'authentication_duration_seconds', this.#authentications, 'senders were found out');
    yield* times(
      'authorization_attempts_total',
      'authorization_duration_seconds',
      this.#authorizations,
      'it was decided whether they might',
    );
    yield {
      name: 'apiserver_client_certificate_expiration_seconds',
      type: 'histogram',
      help: 'How long the certificates will be good that clients have shown.',
      samples: this.#certificateLives.samples({}),
    };
  }

  #add(results: Map<string, Histogram>, result: string, startedMs: number): void {
    results.getOrInsertComputed(result, () => new Histogram(timeBoundsSeconds)).add((this.#clock.now() - startedMs) / 1000);
  }
}

function* times(counter: string, histogram: string, results: ReadonlyMap<string, Histogram>, what: string): Generator<Metric> {
  yield {
    name: counter,
    type: 'counter',
    help: `How often ${what}.`,
    samples: [...results].map(([result, { count }]) => ({ labels: { result }, value: count })),
  };
  yield {
    name: histogram,
    type: 'histogram',
    help: `How long it took until ${what}.`,
    samples: [...results].flatMap(([result, each]) => [...each.samples({ result })]),
  };
}

const shownNames: ReadonlySet<string> = new Set(['admin', 'client', 'kube_proxy', 'kubelet', 'system:serviceaccount:kube-system:default']);

/** As upstream: names are for few to see, and there may be many. */
function shownName({ name }: User): string {
  if (shownNames.has(name)) return name;
  return name.includes('@') ? 'email_id' : 'other';
}
