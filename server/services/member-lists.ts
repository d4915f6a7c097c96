import type { Standing } from '../contracts/contacts';
import type { InvitationState } from '../contracts/invitations';
import type { RecordPage } from '../contracts/lists';
import type { MemberListQuery, MemberRow } from '../contracts/members';
import { waysToFind } from '../rules/contact-words';
import {
  listAccessGroups,
  listMembersAmong,
  listPortalLinks,
  type AccessGroupRecord,
} from '../store/access-groups';
import { number, text } from '../store/connection';
import {
  listMemberKeys,
  listMemberRows,
  listNewestInvitations,
  type MemberFilter,
} from '../store/members';
import { listBySignIn } from '../store/members-by-sign-in';
import type { PortalFacts } from '../store/portals';
import type { FoundKeys } from '../store/record-lists';
import { cursorAt, placeIn, RECORDS_PAGE } from './record-page';
import type { Runtime } from './runtime';

/** What of a portal decides who is let in. */
type AtPortal = Pick<PortalFacts, 'key' | 'settings'>;

/** How the members of a portal are read. Nobody's permission is asked. */
export interface MemberLists {
  /** The access groups of a portal. */
  groupsOf(portalKey: number): Promise<AccessGroupRecord[]>;
  /** These contacts at one portal, in their order. */
  rowsOf(
    portal: AtPortal,
    groups: readonly AccessGroupRecord[],
    keys: readonly number[],
  ): Promise<{ view: MemberRow; invitationId: string }[]>;
  pageOf(portal: PortalFacts, query: MemberListQuery): Promise<RecordPage<MemberRow>>;
}

interface Page {
  keys: number[];
  nextCursor: string | null;
  isCut: boolean;
}

export function createMemberLists(runtime: Runtime): MemberLists {
  async function groupsOf(portalKey: number): Promise<AccessGroupRecord[]> {
    const links = await listPortalLinks(runtime.db);
    const keys = new Set(
      links.filter((link) => link.portalKey === portalKey).map(({ groupKey }) => groupKey),
    );
    return (await listAccessGroups(runtime.db)).filter(({ key }) => keys.has(key));
  }

  async function rowsOf(
    portal: AtPortal,
    groups: readonly AccessGroupRecord[],
    keys: readonly number[],
  ): Promise<{ view: MemberRow; invitationId: string }[]> {
    const rows = await listMemberRows(runtime.db, portal.key, keys);
    const invitations = await listNewestInvitations(runtime.db, portal.key, keys);
    const inGroups = await listMembersAmong(
      runtime.db,
      groups.map(({ key }) => key),
      keys,
    );
    const narrows = groups.length > 0 && portal.settings.access.control !== 'self-registration';
    return keys.flatMap((key) => {
      const row = rows.find((one) => number(one.id) === key);
      if (!row) return [];
      const invitation = invitations.find((one) => number(one.contact_id) === key);
      const own = groups.filter((group) =>
        inGroups.some((one) => one.contactKey === key && one.groupKey === group.key),
      );
      const view: MemberRow = {
        id: text(row.document_id),
        name: text(row.name),
        address: text(row.address),
        groups: own.map(({ name }) => name),
        isLetIn: !narrows || own.length > 0,
        standing: row.state === null ? 'none' : (text(row.state) as Standing),
        invitation: text(invitation?.state) as InvitationState | '',
        error: text(invitation?.error),
        lastSignInAt: number(row.last_sign_in_at),
      };
      return [{ view, invitationId: text(invitation?.document_id) }];
    });
  }

  async function pageByName(
    filter: MemberFilter,
    cursor: string | undefined,
    isDescending: boolean,
    limit = RECORDS_PAGE,
  ): Promise<Page & Pick<FoundKeys, 'count'>> {
    const { keys, cutAt, count } = await listMemberKeys(runtime.db, filter, {
      sort: 'name',
      isDescending,
      after: placeIn(cursor),
      limit: limit + 1,
    });
    const page = keys.slice(0, limit);
    const last = page.at(-1);
    if (keys.length <= limit || last === undefined)
      return { keys: page, nextCursor: cutAt && cursorAt(cutAt), isCut: cutAt !== null, count };
    const [row] = await listMemberRows(runtime.db, filter.portalKey, [last]);
    const end = { value: text(row?.name_key), key: last };
    return { keys: page, nextCursor: cursorAt(end), isCut: false, count };
  }

  /** Those with a standing, by their last sign-in. The cursor's mark tells them from those without one. */
  async function pageOfStandings(
    filter: MemberFilter,
    cursor: string,
    isDescending: boolean,
    limit: number,
  ): Promise<Page> {
    const place = placeIn(cursor);
    const { rows, cutAt } = await listBySignIn(runtime.db, filter, {
      isDescending,
      after: place && {
        at: Math.min(Number(place.value) || 0, Number.MAX_SAFE_INTEGER),
        key: place.key,
      },
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const end = rows.length > limit && last ? last : cutAt;
    return {
      keys: page.map(({ key }) => key),
      nextCursor: end && cursorAt({ value: end.at, key: end.key }),
      isCut: rows.length <= limit && cutAt !== null,
    };
  }

  /**
   * By the last sign-in. Whoever has no standing at the portal has never signed in there and stands behind all others, by
   * name, in both directions: to look for the few of them among many members takes page after page.
   */
  async function pageBySignIn(
    filter: MemberFilter,
    cursor = '',
    isDescending: boolean,
  ): Promise<Page> {
    const shown = ['s', 'n'].filter((part) =>
      part === 's' ? filter.standing !== 'none' : ['', 'none'].includes(filter.standing),
    );
    const [mark = '', rest = ''] = [cursor.slice(0, 1), cursor.slice(1)];
    const from = Math.max(0, shown.indexOf(mark));
    const keys: number[] = [];
    for (const [at, part] of shown.slice(from).entries()) {
      const start = at === 0 ? rest : '';
      const room = RECORDS_PAGE - keys.length;
      const page =
        part === 's'
          ? await pageOfStandings(filter, start, isDescending, room)
          : await pageByName({ ...filter, standing: 'none' }, start, false, room);
      keys.push(...page.keys);
      if (page.nextCursor !== null)
        return { keys, nextCursor: `${part}${page.nextCursor}`, isCut: page.isCut };
      const next = shown[from + at + 1];
      if (keys.length === RECORDS_PAGE && next !== undefined)
        return { keys, nextCursor: next, isCut: false };
    }
    return { keys, nextCursor: null, isCut: false };
  }

  return {
    groupsOf,
    rowsOf,

    async pageOf(portal, query) {
      const none = { rows: [], nextCursor: null, count: { value: 0, more: false } };
      const ways = waysToFind(query.q);
      if (query.q.trim() !== '' && ways.length === 0) return none;
      const groups = await groupsOf(portal.key);
      const group = groups.find(({ id }) => id === query.group);
      if (query.group && !group) return none;
      const filter: MemberFilter = {
        portalKey: portal.key,
        groupKeys: groups.map(({ key }) => key),
        ways,
        standing: query.standing,
        invitation: query.invitation,
        groupKey: group?.key ?? 0,
      };
      const isDescending = query.sort.startsWith('-');
      const byName = (cursor: string | undefined, limit?: number) =>
        pageByName(filter, cursor, isDescending, limit);
      const isBySignIn = query.sort.endsWith('signed-in');
      const named = await (isBySignIn ? byName(undefined, 1) : byName(query.cursor));
      const page = isBySignIn ? await pageBySignIn(filter, query.cursor, isDescending) : named;
      return {
        rows: (await rowsOf(portal, groups, page.keys)).map(({ view }) => view),
        nextCursor: page.nextCursor,
        isCut: page.isCut,
        count: await named.count(),
      };
    },
  };
}
