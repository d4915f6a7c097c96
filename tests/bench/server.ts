import type { Core } from '@strapi/strapi';
import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boot } from './boot';
import { foundSite } from './founding';
import { answerQuestions } from './messages';

/** The test application with the built plugin, founded and listening, in a process of its own. */
async function main(): Promise<void> {
  const strapi = await boot();
  strapi.server.mount();
  const site = await foundSite(strapi, Number(process.env.BENCH_COUNT));
  const port = await listen(strapi.server.httpServer);
  const counting = countingServer(strapi);
  const countingPort = await listen(counting.server);
  answerQuestions({ ...site, port, countingPort }, (question) => {
    if (question.ask === 'statements') return counting.statements();
    if (question.ask === 'stop') return strapi.destroy();
    return null;
  });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
}

/**
 * The same pages on a second port, where each request's statements are kept apart from those of timers.
 * The port that is measured has none of this, and the listener is gone once the statements were asked for.
 */
function countingServer(strapi: Core.Strapi) {
  const requests = new AsyncLocalStorage<string[]>();
  const pages = strapi.server.app.callback();
  let last: string[] = [];
  const listener = (query: { sql: string }) => requests.getStore()?.push(query.sql);
  const server = createServer((request, response) => {
    last = [];
    strapi.db.connection.off('query', listener).on('query', listener);
    requests.run(last, () => void pages(request, response));
  });
  return {
    server,
    statements() {
      strapi.db.connection.off('query', listener);
      requests.disable();
      return last;
    },
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
