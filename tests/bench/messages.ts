import type { ChildProcess } from 'node:child_process';

/** What the run asks of a server process. */
export type Question =
  { ask: 'cpu' } | { ask: 'statements' } | { ask: 'size'; bytes: number } | { ask: 'stop' };

export interface Cpu {
  /** Microseconds of all threads since the process began, in user code and in the kernel. */
  micros: number;
}

/** The founded site, as far as requests need it. */
export interface Site {
  port: number;
  /** The same pages on a port that counts statements. */
  countingPort: number;
  articlePath: string;
  searches: string[];
  /** In one ticket of the customer, and in a tenth of everybody's. */
  rareWord: string;
  tenthWord: string;
  ticketPath: string;
  /** Of other tickets of the customer. */
  replyPaths: string[];
  cookie: string;
  /** Of a customer with 1 in 200 tickets, in a company with 1 in 20. */
  propertyCookie: string;
  formToken: string;
  addresses: string[];
  password: string;
}

/** The server's half: says what it has made, then answers every question in turn. */
export function answerQuestions(
  ready: unknown,
  answer: (question: Question) => unknown | Promise<unknown>,
): void {
  process.on('message', (question: Question) => {
    void (async () => {
      const isEnd = question.ask === 'stop';
      const { user, system } = process.cpuUsage();
      const given: unknown =
        question.ask === 'cpu' ? { micros: user + system } : await answer(question);
      process.send?.(given ?? null, () => isEnd && process.exit(0));
    })().catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
  // Nobody is left to measure.
  process.on('disconnect', () => process.exit(1));
  // Ctrl-C reaches every process of the terminal: the run ends its children itself.
  process.on('SIGINT', () => undefined);
  process.send?.(ready);
}

/** The next message of a child; one question at a time. */
export function hear<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      child.off('exit', onExit);
      resolve(message as Answer);
    };
    const onExit = (code: number | null) => {
      child.off('message', onMessage);
      reject(new Error(`A server of the bench ended with ${code ?? 'a signal'}`));
    };
    child.once('message', onMessage).once('exit', onExit);
  });
}

export function ask<Answer>(child: ChildProcess, question: Question): Promise<Answer> {
  const answer = hear<Answer>(child);
  child.send(question);
  return answer;
}
