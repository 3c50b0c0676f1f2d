/** Upper bounds of the durations' buckets in seconds, as Prometheus clients have them by default. */
export const durationBuckets: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How many requests were answered with a status. */
export interface AnswerCount {
  readonly method: string;
  readonly status: number;
  count: number;
}

/** What is counted of the requests to one route from one environment. Plain numbers: it stands behind every answer. */
export class RequestTally {
  readonly url: string;
  readonly envID: string;
  readonly answers: AnswerCount[] = [];
  /** Requests by the first bucket that holds them; the last is for those beyond all bounds. */
  readonly #durations = new Float64Array(durationBuckets.length + 1);
  #seconds = 0;

  constructor(url: string, envID: string) {
    this.url = url;
    this.envID = envID;
  }

  /** Seconds of all requests together. */
  get seconds(): number {
    return this.#seconds;
  }

  count(method: string, status: number, seconds: number): void {
    this.#answer(method, status).count++;
    this.#seconds += seconds;
    let bucket = 0;
    while (seconds > (durationBuckets[bucket] ?? Infinity)) bucket++;
    this.#durations[bucket] = (this.#durations[bucket] ?? 0) + 1;
  }

  /** Requests up to each bound and, last, all of them. */
  cumulative(): number[] {
    let sum = 0;
    return Array.from(this.#durations, (requests) => (sum += requests));
  }

  #answer(method: string, status: number): AnswerCount {
    for (const answer of this.answers) if (answer.status === status && answer.method === method) return answer;
    const added = { method, status, count: 0 };
    this.answers.push(added);
    return added;
  }
}
