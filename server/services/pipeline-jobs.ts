import type { Jobs } from './jobs';
import type { Runtime } from './runtime';
import type { Silence } from './silence';
import type { StatusMoves } from './status-moves';
import type { TicketHandovers } from './ticket-handovers';

const EVERY = 5 * 60 * 1000;
const ASK_EVERY = 60 * 1000;

export interface PipelineJobs {
  start(): void;
  /** Resolves after the ticket that is being moved. */
  stop(): Promise<void>;
}

/** What pipelines do by themselves, every few minutes and by one node: finish moves of tickets, end silences. */
export function createPipelineJobs(
  runtime: Runtime,
  jobs: Jobs,
  moves: StatusMoves,
  handovers: TicketHandovers,
  silence: Silence,
): PipelineJobs {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    await moves.finish();
    await handovers.finish();
    await silence.run();
  }

  return {
    start() {
      timer = setInterval(() => {
        running = jobs.atMostEvery(EVERY, 'pipelines', run).catch((error: unknown) => {
          runtime.strapi.log.error(`customer-portal: pipelines: ${String(error)}`);
        });
      }, ASK_EVERY).unref();
    },
    async stop() {
      clearInterval(timer);
      moves.stop();
      handovers.stop();
      silence.stop();
      await running;
    },
  };
}
