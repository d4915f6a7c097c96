import type { Middleware } from 'koa';
import type { SiteServices } from '../services/types';

export function createSite(options: { services: () => SiteServices; log: { error(message: string, extra?: object): void }; assetsDir: string }): Middleware {
  void options;
  return (_context, next) => next();
}
