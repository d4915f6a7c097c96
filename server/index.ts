import type { Core } from '@strapi/strapi';
import { bootstrap } from './bootstrap';
import config from './config';
import { contentTypes } from './content-types';
import { controllers } from './controllers';
import { destroy } from './destroy';
import { policies } from './policies';
import { register } from './register';
import { routes } from './routes';
import { getServices } from './services';

/** Applications reach every service by `strapi.plugin('customer-portal').service('api')`. */
const services = { api: ({ strapi }: { strapi: Core.Strapi }) => getServices(strapi) };

export default {
  register,
  bootstrap,
  destroy,
  config,
  contentTypes,
  controllers,
  policies,
  routes,
  services,
};
