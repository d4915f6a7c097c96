import { SETTINGS_SECTIONS, type PortalSettings } from '../../contracts/portal-settings';
import type { SetupQuestion } from '../../contracts/setup-files';
import { readSettings, settingsChanges } from '../../rules/portal-settings';
import { normaliseText } from '../../rules/property-values';
import { isMap, overlay, type Item } from '../../rules/setup-merge';
import { fromRefs, toRefs, type Directory } from '../../rules/setup-refs';
import { listPortals, type PortalFacts } from '../../store/portals';
import { askAboutGroups } from '../access-impact';
import type { BrandPictures } from '../brand-pictures';
import type { PortalSettingsService } from '../portal-settings';
import type { PortalSetup } from '../portal-setup';
import type { Runtime } from '../runtime';
import { refused } from '../refusals';
import { settingsChecks } from '../settings-checks';
import type { SiteAddresses } from '../site-addresses';
import { askAboutSight } from '../ticket-sight';
import { PICTURES, portalItem, SECTIONS, leftHere, withoutGone } from './portal-item';
import {
  idsIn,
  readItem,
  refusalsOf,
  resolved,
  sortedBy,
  type ApplyContext,
  type Entry,
  type Part,
  type PlanContext,
  type PlannedItem,
} from './part';

interface Needs {
  runtime: Runtime;
  brandPictures: BrandPictures;
  portalSettings: PortalSettingsService;
  portalSetup: PortalSetup;
  siteAddresses: SiteAddresses;
}

const nameOf = ({ settings }: PortalFacts) => settings.general.name;

/** A portal that the file makes: a draft until its own domain is chosen. */
const draftOf = (id: string, key: number, name: string): PortalFacts => ({
  key,
  id,
  state: 'draft',
  step: 'domain',
  inboxKey: 0,
  domainKey: 0,
  domainId: '',
  settings: readSettings(name, {}),
});

/** Portals with the pages of their settings. Their state is of each environment. */
export function portalsPart(services: Needs): Part {
  const { runtime, brandPictures, portalSettings, portalSetup, siteAddresses } = services;

  const portalOf = async (id: string): Promise<PortalFacts> =>
    (await listPortals(runtime.db)).find((portal) => portal.id === id) ??
    refused('portal', 'Somebody else has deleted this portal.');

  return {
    name: 'portals',
    needs: ['portal-edit'],

    exported(env) {
      const isHere = (id: string) => env.directory.refOf(id) !== undefined;
      return sortedBy(env.portals, nameOf).map(({ id, settings }) => ({
        id,
        item: toRefs(portalItem(withoutGone(settings, isHere)), env.directory) as Item,
      }));
    },

    keyOf: ({ name }) => normaliseText(String(name)),
    nameOf: ({ name }) => String(name),
    makes: ({ name }, id, env) =>
      env.portals.some((portal) => portal.id === id)
        ? []
        : [{ kind: 'portal', id, words: [String(name)] }],

    async plan(context, entry) {
      const { env, directory, future } = context;
      const name = String(entry.raw.name);
      const portal =
        env.portals.find(({ id }) => id === entry.here?.id) ??
        draftOf(entry.id, future.newKey(), name);
      future.portals.set(portal.id, portal);
      const settings = readPortal(context, entry, portal);
      if (!settings) return null;
      const checked = await checkedSettings(context, entry, portal, settings);
      if (!checked) return null;
      await addressProblem(context, entry, portal, checked);
      await questionsOf(context, entry, portal, checked);
      const inbox = future.siteMap.inboxById(checked.general.inbox);
      if (inbox) future.giveInbox(inbox.id, portal.key);
      const inboxKey = inbox?.key ?? 0;
      future.portals.set(portal.id, { ...portal, inboxKey, settings: checked });
      return toRefs(portalItem(checked), directory) as Item;
    },

    async apply(context, planned) {
      const { actor, made } = context;
      if (planned.state === 'new') {
        const name = String(planned.wanted.name);
        made.set(planned.id, (await portalSetup.create(actor, { name })).id);
      }
      const portal = await portalOf(made.get(planned.id) ?? planned.id);
      const settings = settingsIn(context, planned);
      for (const field of PICTURES) {
        const picture = context.file.pictures[settings.branding[field]];
        if (picture !== undefined) await brandPictures.keep(actor, Buffer.from(picture, 'base64'));
      }
      for (const section of SECTIONS)
        if (section !== 'supportForm') await save(context, planned, portal, section, settings);
    },

    async applyLate(context, planned) {
      const portal = await portalOf(context.made.get(planned.id) ?? planned.id);
      await save(context, planned, portal, 'supportForm', settingsIn(context, planned));
    },
  };

  function settingsIn({ env }: ApplyContext, { wanted }: PlannedItem): PortalSettings {
    const { settings } = wanted as { settings: { supportForm?: { forms?: string[] | null } } };
    // Its forms may not be made yet.
    const { value } = fromRefs(settings.supportForm, env.directory);
    const others = idsIn({ ...settings, supportForm: {} }, env.directory);
    const general = { ...(others.general as object), name: String(wanted.name) };
    return { ...others, general, supportForm: value } as unknown as PortalSettings;
  }

  async function save(
    { actor, questions }: ApplyContext,
    planned: PlannedItem,
    portal: PortalFacts,
    section: (typeof SECTIONS)[number],
    settings: PortalSettings,
  ): Promise<void> {
    const input = settings[section];
    if (Object.keys(settingsChanges(portal.settings[section], input)).length === 0) return;
    const place = `${planned.place}.settings.${section}`;
    const confirmed = questions.find((question) => question.place === place);
    await portalSettings.save(actor, portal.id, section, input, confirmed);
  }

  async function addressProblem(
    { runtime, env }: PlanContext,
    { problem }: Entry,
    portal: PortalFacts,
    { general }: PortalSettings,
  ): Promise<void> {
    const before = portal.settings.general;
    if (general.domain === before.domain && general.slug === before.slug) return;
    const domain = env.domains.find(({ id }) => id === general.domain);
    if (!domain) return;
    const { slug } = general;
    const place = { domainKey: domain.key, slug, kind: 'portal' as const, target: portal.id };
    const found = await siteAddresses.problemAt(runtime.db, place);
    if (found) problem(`settings.general.${found.field}`, found.message);
  }
}

/** The settings that the file asks for with what it leaves to this environment; null when they cannot be read. */
function readPortal(
  { directory }: PlanContext,
  entry: Entry,
  portal: PortalFacts,
): PortalSettings | null {
  const { raw, problem, warn } = entry;
  const name = String(raw.name);
  for (const key of Object.keys(raw))
    if (key !== 'name' && key !== 'settings') problem(key, 'Nobody knows this field. Take it out.');
  const written = raw.settings ?? {};
  if (!isMap(written)) {
    problem('settings', 'Write the settings by their pages.');
    return null;
  }
  const here = entry.here?.item ?? toRefs(portalItem(portal.settings), directory);
  const merged = overlay((here as { settings: Item }).settings, written, 2);
  const below = { ...entry, problem: at(problem), warn: at(warn) };
  const found = resolved(merged, directory, below);
  if (!found) return null;
  const ids = leftHere(found, portal);
  tellOfDomain(written, ids, directory, below);
  for (const page of Object.keys(written))
    if (!Object.hasOwn(SETTINGS_SECTIONS, page))
      below.problem(page, 'There is no such page of settings.');
  if (isMap(written.general) && 'name' in written.general)
    below.problem('general.name', 'The name stands beside the settings. Take it out here.');
  const settings: Item = {};
  for (const section of SECTIONS) {
    const value = ids[section];
    const named = section === 'general' && isMap(value) ? { ...value, name } : value;
    settings[section] = readItem(SETTINGS_SECTIONS[section], named, below, section);
  }
  const isWhole = SECTIONS.every((section) => settings[section] !== null);
  return isWhole ? (settings as unknown as PortalSettings) : null;
}

const at =
  (tell: Entry['problem']): Entry['problem'] =>
  (path, message) =>
    tell(path === '' ? 'settings' : `settings.${path}`, message);

/** A domain that is not here is of another environment: the portal keeps its own address, or gets one when it is set up. */
function tellOfDomain(
  written: Item,
  { general }: Item,
  directory: Directory,
  { warn }: Pick<Entry, 'warn'>,
): void {
  const domain = isMap(written.general) ? written.general.domain : undefined;
  if (typeof domain !== 'string' || !domain.startsWith('@domain:')) return;
  if (directory.idOf(domain) !== undefined) return;
  const isPlaced = isMap(general) && general.domain !== '';
  const missing = `There is no domain ${domain.slice('@domain:'.length)} here`;
  warn(
    'general.domain',
    isPlaced
      ? `${missing}: the portal keeps its own.`
      : `${missing}: the portal is a draft until you choose its address, and its knowledge base with it.`,
  );
}

/** Asks the checks of every page, each with the pages before it as they would be. */
async function checkedSettings(
  { runtime, env, file, future }: PlanContext,
  { problem }: Entry,
  portal: PortalFacts,
  wanted: PortalSettings,
): Promise<PortalSettings | null> {
  const { db } = runtime;
  const domain = env.domains.find(({ id }) => id === wanted.general.domain);
  let now: PortalFacts = {
    ...portal,
    domainKey: domain?.key ?? portal.domainKey,
    domainId: domain?.id ?? portal.domainId,
  };
  let isGood = true;
  const brought = (name: string) => Object.hasOwn(file.pictures, name);
  for (const section of SECTIONS) {
    let input = wanted[section];
    if (section === 'branding') {
      // Pictures that the file brings are kept with it.
      const { branding } = wanted;
      const shown = PICTURES.map((field) => [
        field,
        brought(branding[field]) ? '' : branding[field],
      ]);
      input = { ...branding, ...Object.fromEntries(shown) };
    }
    const context = { db, runtime, siteMap: future.siteMap, portal: now };
    const refusals = await refusalsOf(async () => {
      const checked = await settingsChecks[section](input as never, context);
      const value = section === 'branding' ? wanted.branding : checked;
      now = { ...now, settings: { ...now.settings, [section]: value } };
    });
    for (const { path, message } of refusals) problem(`settings.${section}.${path}`, message);
    isGood &&= refusals.length === 0;
  }
  return isGood ? now.settings : null;
}

/** What a change of access or sight asks before it is saved. Nobody can enter a draft. */
async function questionsOf(
  { runtime, future, actor, questions }: PlanContext,
  { place }: Entry,
  portal: PortalFacts,
  { access, tickets, general }: PortalSettings,
): Promise<void> {
  if (portal.state === 'draft') return;
  const before = portal.settings.access;
  const asked: [string, () => Promise<void>][] = [
    ['access', () => askAboutGroups(runtime.db, portal.key, before, access, undefined)],
    ['tickets', () => askAboutSight(runtime, future.siteMap, actor, portal, tickets, undefined)],
  ];
  for (const [section, ask] of asked)
    for (const { details } of await refusalsOf(ask)) {
      const impact = details.impact as Record<'letIn' | 'keptOut', { count: number }>;
      const question: SetupQuestion = {
        place: `${place}.settings.${section}`,
        name: general.name,
        letIn: impact.letIn.count,
        keptOut: impact.keptOut.count,
      };
      questions.push(question);
    }
}
