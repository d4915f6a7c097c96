import { LANGUAGE_TAGS } from '../rules/languages';
import type { LanguageChoice } from '../contracts/domains';
import type { Runtime } from './runtime';

interface Locales {
  find(): Promise<{ code: string }[]>;
  findByCode(code: string): Promise<object | null>;
  getDefaultLocale(): Promise<string | null>;
  create(locale: { code: string; name: string }): Promise<unknown>;
}

/** The RBAC action of Strapi's own page of locales. */
export const ADD_LOCALE = 'plugin::i18n.locale.create';

const localesOf = ({ strapi }: Runtime) => strapi.plugin('i18n').service('locales') as Locales;

export const defaultLocale = async (runtime: Runtime): Promise<string> =>
  (await localesOf(runtime).getDefaultLocale()) ?? 'en';

/** Languages that a domain can have: Strapi's locales, its default first, and those that the product speaks. */
export async function languageChoices(runtime: Runtime): Promise<LanguageChoice[]> {
  const first = await defaultLocale(runtime);
  const known = (await localesOf(runtime).find()).map(({ code }) => code);
  const inStrapi = [
    ...known.filter((code) => code === first),
    ...known.filter((code) => code !== first),
  ];
  const others = LANGUAGE_TAGS.filter((code) => !known.includes(code));
  return [
    ...inStrapi.map((code) => ({ code, isInStrapi: true })),
    ...others.map((code) => ({ code, isInStrapi: false })),
  ];
}

/** Makes a language a locale of Strapi's content, as its own page does; nothing when it is one. */
export async function addLocale(runtime: Runtime, code: string): Promise<void> {
  const locales = localesOf(runtime);
  if (await locales.findByCode(code)) return;
  const iso = runtime.strapi.plugin('i18n').service('iso-locales') as {
    getIsoLocales(): { code: string; name: string }[];
  };
  const locale = iso.getIsoLocales().find((one) => one.code === code);
  if (locale) await locales.create({ code, name: locale.name });
}
