import type { Core } from '@strapi/strapi';
import { stopTimers } from './bootstrap';
import { getServices } from './services';

export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  stopTimers(strapi);
  await getServices(strapi).outboxWorker.stop();
}
