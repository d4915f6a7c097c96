import { Headphones } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { pagePermissions } from './permissions';
import { PLUGIN_ID } from './plugin';

const plugin: StrapiApp['appPlugins'][string] = {
  register(app) {
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: Headphones,
      intlLabel: { id: `${PLUGIN_ID}.plugin.name`, defaultMessage: 'Customer Portal' },
      permissions: pagePermissions,
      Component: () => import('./pages/App'),
    });
    app.registerPlugin({ id: PLUGIN_ID, name: PLUGIN_ID });
  },

  registerTrads({ locales }) {
    return Promise.all(
      locales.map(async (locale) => {
        try {
          const { default: words } = await import(`./translations/${locale}/index.ts`);
          return { locale, data: prefixed(words) };
        } catch {
          return { locale, data: {} };
        }
      }),
    );
  },
};

const prefixed = (words: Record<string, string>) =>
  Object.fromEntries(Object.entries(words).map(([key, word]) => [`${PLUGIN_ID}.${key}`, word]));

export default plugin;
