import {
  PASTED_ADDRESSES,
  STANDINGS,
  type AccessGroupDeletion,
  type AccessGroupDetail,
  type AccessGroupMember,
  type AccessGroupQuery,
  type AccessGroupRow,
  type AccessGroupUpdate,
  type ConfirmedImpact,
  type FilterPreview,
  type MemberChoice,
  type MembersInput,
  type MembersReport,
  type NewAccessGroup,
  type PreviewInput,
  type Standing,
} from '../contracts/access-groups';
import type { RecordPage, RecordQuery } from '../contracts/lists';
import { waysToFind } from '../rules/contact-words';
import { pastedAddresses } from '../rules/pasted-addresses';
import { normaliseText } from '../rules/property-values';
import { readFilterGroups } from '../rules/stored-filter-groups';
import {
  addAccessGroup,
  addMembers,
  countMembers,
  findAccessGroup,
  findContactKeys,
  findContactsByAddresses,
  inGroups,
  linkPortals,
  listAccessGroups,
  listMembers,
  listMembersAmong,
  listPortalLinks,
  listPortalNames,
  listStandings,
  oneOf,
  removeMembers,
  saveAccessGroup,
  searchContacts,
  trashAccessGroup,
  type AccessGroupRecord,
} from '../store/access-groups';
import { number, text, type Connection } from '../store/connection';
import { anyOf, contactFilterSql } from '../store/filter-groups';
import { askFirst, impactOf, previewOf, sampleOf, type PortalChange } from './access-impact';
import type { AccessSweep } from './access-sweep';
import { SYSTEM, type Activity } from './activity';
import { checkFilterGroups } from './filter-input';
import { pageInMemory, RECORDS_PAGE } from './record-page';
import { need, refused } from './refusals';
import { sha256, type Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

const CHOICES = 20;
/** Values of one `IN (…)`, and rows of one insert. */
const AT_ONCE = 400;
/** A save waits this long for its sweep, in ms: small installations see the members at once. */
const SWEEP_PATIENCE = 1000;

export interface AccessGroups {
  list(actor: AdminActor, query: AccessGroupQuery): Promise<RecordPage<AccessGroupRow>>;
  find(actor: AdminActor, id: string): Promise<AccessGroupDetail | null>;
  create(actor: AdminActor, input: NewAccessGroup): Promise<{ id: string }>;
  /** Saves the whole form. Asks first when many come in or anybody is kept out. */
  update(
    actor: AdminActor,
    id: string,
    input: AccessGroupUpdate,
  ): Promise<AccessGroupDetail | null>;
  /** What deleting the group would change. */
  deletion(actor: AdminActor, id: string): Promise<AccessGroupDeletion | null>;
  remove(actor: AdminActor, id: string, confirmed: ConfirmedImpact): Promise<boolean>;
  members(
    actor: AdminActor,
    id: string,
    query: RecordQuery,
  ): Promise<RecordPage<AccessGroupMember> | null>;
  /** Contacts that may be chosen for a static group. */
  choices(actor: AdminActor, id: string, q: string): Promise<MemberChoice[] | null>;
  addMembers(actor: AdminActor, id: string, input: MembersInput): Promise<MembersReport | null>;
  removeMembers(actor: AdminActor, id: string, contacts: string[]): Promise<boolean>;
  /** How many contacts filter groups find, and some of them. */
  preview(actor: AdminActor, input: PreviewInput): Promise<FilterPreview>;
  /** Makes a group with its portals and, of a static one, members. For applications and seeds: nothing is asked. */
  define(input: {
    name: string;
    filterGroups?: NewAccessGroup['filterGroups'];
    portalKeys?: number[];
    contactKeys?: number[];
  }): Promise<{ key: number; id: string }>;
  followContact: AccessSweep['followContact'];
  followContacts: AccessSweep['followContacts'];
}

interface NamedPortal {
  key: number;
  id: string;
  name: string;
}

export function createAccessGroups(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  sweep: AccessSweep,
): AccessGroups {
  const filterSql = (groups: NewAccessGroup['filterGroups']) =>
    contactFilterSql(groups, siteMap.properties('contact'), runtime.now());

  async function portalNames(): Promise<NamedPortal[]> {
    return (await listPortalNames(runtime.db)).map((row) => ({
      key: number(row.id),
      id: text(row.document_id),
      name: text(row.name),
    }));
  }

  async function portalsOf(groupKey: number): Promise<NamedPortal[]> {
    const links = await listPortalLinks(runtime.db);
    const keys = new Set(
      links.filter((link) => link.groupKey === groupKey).map(({ portalKey }) => portalKey),
    );
    return (await portalNames()).filter(({ key }) => keys.has(key));
  }

  async function rowOf(group: AccessGroupRecord, portals: NamedPortal[]): Promise<AccessGroupRow> {
    const { id, name, kind, description } = group;
    const count = await countMembers(runtime.db, group.key);
    return {
      id,
      name,
      kind,
      description,
      members: { value: Math.min(count, 1000), more: count > 1000 },
      portals: portals.map((portal) => ({ id: portal.id, name: portal.name })),
    };
  }

  async function detailOf(id: string): Promise<AccessGroupDetail | null> {
    const group = await findAccessGroup(runtime.db, id);
    return (
      group && {
        ...(await rowOf(group, await portalsOf(group.key))),
        filterGroups: readFilterGroups(group.filterGroups),
        sweptAt: group.sweptAt,
      }
    );
  }

  /** Refuses what cannot be saved; returns the keys of the chosen portals. */
  async function check(
    input: AccessGroupUpdate,
    kind: AccessGroupRecord['kind'],
    ownKey: number,
  ): Promise<number[]> {
    const groups = await listAccessGroups(runtime.db);
    if (
      groups.some(
        ({ key, name }) => key !== ownKey && normaliseText(name) === normaliseText(input.name),
      )
    )
      refused('name', 'Another access group has this name. Choose another one.');
    if (kind === 'dynamic') {
      if (input.filterGroups.length === 0)
        refused('filterGroups', 'Add a condition: a dynamic group needs one.');
      checkFilterGroups('filterGroups', input.filterGroups, siteMap.fields('contact'));
    }
    const portals = await portalNames();
    return input.portals.map(
      (id) =>
        portals.find((portal) => portal.id === id)?.key ??
        refused('portals', 'Choose portals that exist.'),
    );
  }

  /** The groups of every portal before and after one group is linked to exactly these portals. */
  async function portalChanges(groupKey: number, linked: number[]): Promise<PortalChange[]> {
    const links = await listPortalLinks(runtime.db);
    const open = new Set(
      siteMap
        .portals()
        .filter(({ settings }) => settings.access.control === 'self-registration')
        .map(({ key }) => key),
    );
    const keys = new Set([...links.map(({ portalKey }) => portalKey), ...linked]);
    // Where people register by themselves, groups keep nobody out.
    return [...keys]
      .filter((key) => !open.has(key))
      .map((portalKey) => {
        const before = links.filter((link) => link.portalKey === portalKey);
        const others = before.map((link) => link.groupKey).filter((key) => key !== groupKey);
        return {
          portalKey,
          before: before.map((link) => link.groupKey),
          after: linked.includes(portalKey) ? [...others, groupKey] : others,
        };
      });
  }

  /** Lets the sweep of one group begin, and waits for it a moment. */
  async function sweepSoon(groupKey: number): Promise<void> {
    const done = sweep
      .sweep(groupKey)
      .catch((error: unknown) =>
        runtime.strapi.log.error(`customer-portal: access groups: ${String(error)}`),
      );
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => (timer = setTimeout(resolve, SWEEP_PATIENCE)));
    await Promise.race([done, patience]);
    clearTimeout(timer);
  }

  const record = (
    db: Connection,
    actor: AdminActor | typeof SYSTEM,
    action: string,
    id: string,
    changes: Record<string, { before: string; after: string }> = {},
  ) =>
    activity.record(db, {
      actor: { kind: actor.kind, id: actor.id, name: actor.name },
      action: `access-group.${action}`,
      subject: { kind: 'access-group', id },
      portalKey: 0,
      changes,
    });

  /** Contacts that are to be added: by public ids, and by pasted addresses with what became of each. */
  async function wanted(
    input: MembersInput,
  ): Promise<{ keys: number[]; report: Pick<MembersReport, 'unknown' | 'invalid'> }> {
    const { addresses, invalid } = pastedAddresses(input.pasted);
    if (addresses.length > PASTED_ADDRESSES)
      refused('pasted', `Paste at most ${PASTED_ADDRESSES} addresses at once.`);
    const keys = new Set<number>();
    const unknown: string[] = [];
    for (const some of slices(addresses)) {
      const hashes = some.map(sha256);
      const rows = await findContactsByAddresses(runtime.db, hashes);
      const byHash = new Map(rows.map((row) => [text(row.address_hash), number(row.id)]));
      some.forEach((address, index) => {
        const key = byHash.get(hashes[index] ?? '');
        if (key === undefined) unknown.push(address);
        else keys.add(key);
      });
    }
    for (const some of slices(input.contacts))
      for (const row of await findContactKeys(runtime.db, some)) keys.add(number(row.id));
    return { keys: [...keys], report: { unknown, invalid } };
  }

  async function membersAmong(groupKey: number, keys: number[]): Promise<Set<number>> {
    const found = new Set<number>();
    for (const some of slices(keys))
      for (const { contactKey } of await listMembersAmong(runtime.db, [groupKey], some))
        found.add(contactKey);
    return found;
  }

  async function findStatic(id: string): Promise<AccessGroupRecord | null> {
    const group = await findAccessGroup(runtime.db, id);
    if (group?.kind === 'dynamic')
      refused('contacts', 'The filter of a dynamic group says who is in it. Change the filter.');
    return group;
  }

  return {
    followContact: sweep.followContact,
    followContacts: sweep.followContacts,

    async list(actor, query) {
      need(actor, 'access-group-read');
      const groups = await listAccessGroups(runtime.db);
      const page = pageInMemory({
        rows: groups.filter(({ kind }) => query.kind === '' || kind === query.kind),
        query,
        textOf: ({ name, description }) => `${name} ${description}`,
        sorts: { name: ({ name }) => name, kind: ({ kind }) => kind },
        defaultSort: 'name',
      });
      const [links, portals] = [await listPortalLinks(runtime.db), await portalNames()];
      const rows: AccessGroupRow[] = [];
      for (const group of page.rows) {
        const own = portals.filter(({ key }) =>
          links.some((link) => link.groupKey === group.key && link.portalKey === key),
        );
        rows.push(await rowOf(group, own));
      }
      return { ...page, rows };
    },

    async find(actor, id) {
      need(actor, 'access-group-read');
      return detailOf(id);
    },

    async create(actor, input) {
      need(actor, 'access-group-edit');
      const portalKeys = await check(input, input.kind, 0);
      const filterGroups = input.kind === 'dynamic' ? input.filterGroups : [];
      const changes = await portalChanges(0, portalKeys);
      askFirst(
        await impactOf(runtime.db, changes, { groupKey: 0, after: filterSql(filterGroups) }),
        input.confirmed,
      );
      const made = await runtime.transaction(async (db) => {
        const group = await addAccessGroup(db, { ...input, filterGroups });
        await linkPortals(db, group.key, portalKeys);
        await record(db, actor, 'created', group.id, { name: { before: '', after: input.name } });
        return group;
      });
      await siteMap.refresh();
      if (input.kind === 'dynamic') await sweepSoon(made.key);
      return { id: made.id };
    },

    async update(actor, id, input) {
      need(actor, 'access-group-edit');
      const group = await findAccessGroup(runtime.db, id);
      if (!group) return null;
      const portalKeys = await check(input, group.kind, group.key);
      const filterGroups = group.kind === 'dynamic' ? input.filterGroups : [];
      const before = readFilterGroups(group.filterGroups);
      const isRefiltered = JSON.stringify(before) !== JSON.stringify(filterGroups);
      const changes = await portalChanges(group.key, portalKeys);
      askFirst(
        await impactOf(
          runtime.db,
          changes,
          isRefiltered ? { groupKey: group.key, after: filterSql(filterGroups) } : null,
        ),
        input.confirmed,
      );
      await runtime.transaction(async (db) => {
        await saveAccessGroup(db, group.key, {
          name: input.name,
          description: input.description,
          kind: group.kind,
          filterGroups,
        });
        await linkPortals(db, group.key, portalKeys);
        const linkedBefore = changes.filter((one) => one.before.includes(group.key));
        await record(db, actor, 'updated', id, {
          ...changed('name', group.name, input.name),
          ...changed('description', group.description, input.description),
          ...changed('filterGroups', JSON.stringify(before), JSON.stringify(filterGroups)),
          ...changed('portals', String(linkedBefore.length), String(portalKeys.length)),
        });
      });
      await siteMap.refresh();
      if (group.kind === 'dynamic') await sweepSoon(group.key);
      return detailOf(id);
    },

    async deletion(actor, id) {
      need(actor, 'access-group-edit');
      const group = await findAccessGroup(runtime.db, id);
      if (!group) return null;
      const impact = await impactOf(runtime.db, await portalChanges(group.key, []), null);
      const portals = await portalsOf(group.key);
      return {
        ...impact,
        portals: portals.map((portal) => ({ id: portal.id, name: portal.name })),
      };
    },

    async remove(actor, id, confirmed) {
      need(actor, 'access-group-edit');
      const group = await findAccessGroup(runtime.db, id);
      if (!group) return false;
      const impact = await impactOf(runtime.db, await portalChanges(group.key, []), null);
      askFirst(impact, confirmed);
      await runtime.transaction(async (db) => {
        await trashAccessGroup(db, group.key, runtime.now());
        await record(db, actor, 'deleted', id, { name: { before: group.name, after: '' } });
      });
      return true;
    },

    async members(actor, id, query) {
      need(actor, 'access-group-read');
      const group = await findAccessGroup(runtime.db, id);
      if (!group) return null;
      const [last] = query.cursor ? await findContactKeys(runtime.db, [query.cursor]) : [];
      const rows = await listMembers(runtime.db, group.key, {
        below: number(last?.id),
        ways: waysToFind(query.q),
        limit: RECORDS_PAGE + 1,
      });
      const page = rows.slice(0, RECORDS_PAGE);
      const portals = await portalsOf(group.key);
      const standings = await listStandings(
        runtime.db,
        page.map((row) => number(row.id)),
        portals.map(({ key }) => key),
      );
      const standingAt = (contactKey: number, portalKey: number): Standing => {
        const found = standings.find(
          (one) => number(one.contact_id) === contactKey && number(one.portal_id) === portalKey,
        );
        return STANDINGS.find((state) => state === found?.state) ?? 'none';
      };
      const count = await countMembers(runtime.db, group.key);
      return {
        rows: page.map((row) => ({
          ...sampleOf(row),
          joinedAt: number(row.joined_at),
          standings: portals.map(({ key, name }) => ({
            portal: name,
            state: standingAt(number(row.id), key),
          })),
        })),
        nextCursor: rows.length > RECORDS_PAGE ? text(page.at(-1)?.document_id) : null,
        count: { value: Math.min(count, 1000), more: count > 1000 },
      };
    },

    async choices(actor, id, q) {
      need(actor, 'access-group-edit');
      const group = await findAccessGroup(runtime.db, id);
      if (!group) return null;
      const rows = await searchContacts(runtime.db, group.key, waysToFind(q), CHOICES);
      return rows.map((row) => ({ ...sampleOf(row), isMember: number(row.is_member) > 0 }));
    },

    async addMembers(actor, id, input) {
      need(actor, 'access-group-edit');
      const group = await findStatic(id);
      if (!group) return null;
      const { keys, report } = await wanted(input);
      const already = await membersAmong(group.key, keys);
      const joining = keys.filter((key) => !already.has(key));
      const links = await listPortalLinks(runtime.db);
      const linked = links.filter((link) => link.groupKey === group.key);
      askFirst(
        await impactOf(
          runtime.db,
          await portalChanges(
            group.key,
            linked.map(({ portalKey }) => portalKey),
          ),
          { groupKey: group.key, after: anyOf([inGroups([group.key]), oneOf(joining)]) },
        ),
        input.confirmed,
      );
      await runtime.transaction(async (db) => {
        for (const some of slices(joining)) await addMembers(db, group.key, some, runtime.now());
        if (joining.length > 0)
          await record(db, actor, 'members-added', id, {
            members: { before: '', after: String(joining.length) },
          });
      });
      return { added: joining.length, alreadyIn: already.size, ...report };
    },

    async removeMembers(actor, id, contacts) {
      need(actor, 'access-group-edit');
      const group = await findStatic(id);
      if (!group) return false;
      await runtime.transaction(async (db) => {
        const keys = (await findContactKeys(db, contacts)).map((row) => number(row.id));
        const removed = await removeMembers(db, group.key, keys);
        if (removed > 0)
          await record(db, actor, 'members-removed', id, {
            members: { before: String(removed), after: '' },
          });
      });
      return true;
    },

    async preview(actor, input) {
      need(actor, 'access-group-read', 'request-form-edit', 'portal-edit');
      checkFilterGroups('groups', input.groups, siteMap.fields('contact'));
      const found = await previewOf(runtime.db, filterSql(input.groups));
      const maySee = actor.can.has('access-group-read') || actor.can.has('contact-read');
      return maySee ? found : { ...found, sample: [] };
    },

    async define({ name, filterGroups = [], portalKeys = [], contactKeys = [] }) {
      const kind = filterGroups.length > 0 ? 'dynamic' : 'static';
      const made = await runtime.transaction(async (db) => {
        const group = await addAccessGroup(db, { name, description: '', kind, filterGroups });
        await linkPortals(db, group.key, portalKeys);
        for (const some of slices(contactKeys))
          await addMembers(db, group.key, some, runtime.now());
        await record(db, SYSTEM, 'created', group.id, { name: { before: '', after: name } });
        return group;
      });
      await siteMap.refresh();
      if (kind === 'dynamic') await sweep.sweep(made.key);
      return made;
    },
  };
}

const changed = (field: string, before: string, after: string) =>
  before === after ? {} : { [field]: { before, after } };

function slices<Item>(items: readonly Item[]): Item[][] {
  const found: Item[][] = [];
  for (let from = 0; from < items.length; from += AT_ONCE)
    found.push(items.slice(from, from + AT_ONCE));
  return found;
}
