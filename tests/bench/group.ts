import type { Services } from '../../server/services';
import { addManyContacts, measureDynamicGroup } from '../support/dynamic-group';
import { boot } from './boot';
import { answerQuestions } from './messages';

/** A dynamic group over many contacts, measured in a process of its own. */
async function main(): Promise<void> {
  const strapi = await boot();
  const services = strapi.plugin('customer-portal').service('api') as Services;
  await addManyContacts(services, Number(process.env.BENCH_COUNT));
  const figures = await measureDynamicGroup(services);
  answerQuestions(figures, ({ ask }) => (ask === 'stop' ? strapi.destroy() : null));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
