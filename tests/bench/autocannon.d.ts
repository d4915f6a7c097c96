/** The part of autocannon that the bench uses; the package has no types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  interface Request {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string;
    setupRequest?: (request: Request) => Request;
  }

  interface Options {
    url: string;
    connections: number;
    duration?: number;
    /** Responses to wait for, instead of a duration. */
    amount?: number;
    /** ms between two looks at whether it is over. */
    sampleInt?: number;
    /** Errors after which to give up. */
    bailout?: number;
    requests: Request[];
  }

  interface Result {
    errors: number;
    statusCodeStats: Record<string, { count: number }>;
  }

  function autocannon(
    options: Options,
    done: (error: Error | null, result: Result) => void,
  ): EventEmitter & { stop(): void };

  export = autocannon;
}
