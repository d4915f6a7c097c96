import { stopTimers } from '../../server/bootstrap';
import type { Booted } from './strapi';

/** What works in the background sends its own statements whenever it likes: a test that counts them wants none of it. */
export async function stopBackground({ services, strapi }: Booted): Promise<void> {
  stopTimers(strapi);
  for (const service of Object.values(services as unknown as Record<string, object>)) {
    const { start, stop } = service as { start?: () => void; stop?: () => Promise<void> };
    if (start && stop) await stop();
  }
}
