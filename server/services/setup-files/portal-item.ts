import type { PortalSettings, SettingsSection } from '../../contracts/portal-settings';
import { isMap, type Item } from '../../rules/setup-merge';
import type { PortalFacts } from '../../store/portals';

/** Pages of the settings in the order in which they are checked and saved. */
export const SECTIONS = [
  'general',
  'tickets',
  'branding',
  'knowledgeBase',
  'access',
  'supportForm',
] as const satisfies readonly SettingsSection[];

export const PICTURES = ['logo', 'logoDark', 'favicon'] as const;

/** A portal as a file says it, with ids: its name, and its settings without the name. */
export function portalItem({ general, access, ...settings }: PortalSettings): Item {
  const { name, ...others } = general;
  // Since when a second factor is required is each environment's own.
  const secondFactor = { ...access.secondFactor, since: 0 };
  return { name, settings: { general: others, ...settings, access: { ...access, secondFactor } } };
}

/** What refers to something that is gone is left out of a file, as it is on the portal's pages. */
export function withoutGone(
  settings: PortalSettings,
  isHere: (id: string) => boolean,
): PortalSettings {
  const { general, tickets, knowledgeBase, supportForm, access } = settings;
  const here = (id: string) => (id !== '' && isHere(id) ? id : '');
  const closed = Object.entries(tickets.closedStatuses).filter((pair) => pair.every(isHere));
  return {
    ...settings,
    general: { ...general, domain: here(general.domain), inbox: here(general.inbox) },
    tickets: { ...tickets, closedStatuses: Object.fromEntries(closed) },
    supportForm: { ...supportForm, forms: supportForm.forms?.filter(isHere) ?? null },
    knowledgeBase: {
      ...knowledgeBase,
      base: here(knowledgeBase.base),
      categories: knowledgeBase.categories?.filter(isHere) ?? null,
    },
    access: {
      ...access,
      groups: access.groups.filter(isHere),
      secondFactor: {
        ...access.secondFactor,
        groups: access.secondFactor.groups.filter(isHere),
      },
    },
  };
}

/**
 * What a file leaves to each environment: a portal keeps its domain and inbox where the file names none, and one without a
 * domain has neither address nor a knowledge base beside it.
 */
export function leftHere(settings: Item, portal: PortalFacts): Item {
  const { general, knowledgeBase } = portal.settings;
  const wanted = isMap(settings.general) ? settings.general : {};
  const domain = wanted.domain === '' ? general.domain : wanted.domain;
  const inbox = wanted.inbox === '' ? general.inbox : wanted.inbox;
  const placed = { ...wanted, domain, inbox };
  if (domain !== '') return { ...settings, general: placed };
  const { base, categories } = knowledgeBase;
  return {
    ...settings,
    general: { ...placed, slug: general.slug },
    knowledgeBase: isMap(settings.knowledgeBase)
      ? { ...settings.knowledgeBase, base, categories }
      : settings.knowledgeBase,
  };
}
