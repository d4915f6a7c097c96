import request from 'supertest';
import {
  MEMBER_ACTIONS,
  memberListQuery,
  type MemberAction,
  type MemberRow,
} from '../../server/contracts/members';
import { ACTIONS } from '../../server/permissions';
import type { AdminActor } from '../../server/services/types';
import { insert, newId, number, select } from '../../server/store/connection';
import { listMemberKeys } from '../../server/store/members';
import { listBySignIn } from '../../server/store/members-by-sign-in';
import type { Place } from '../../server/store/record-lists';
import { adminWith, type AdminClient } from '../support/admin';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { addManyPeople } from '../support/many-people';
import { planOf, SORTED_BY_HAND, statementsOf } from '../support/plans';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0';

const actorWith = (...can: string[]): AdminActor => ({
  kind: 'agent',
  id: 'mara',
  name: 'Mara Berg',
  can: new Set(can),
});
const ALL = actorWith(...ACTIONS.map(({ uid }) => uid.split('.').at(-1) ?? ''));

describe.each(DATABASES)('members on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let mara: AdminClient;
  let groupId: string;
  let guests: { key: number; id: string }[];

  const members = () => booted.services.members;
  const db = () => booted.services.runtime.db;
  const list = async (query: object = {}) => {
    const page = await members().list(ALL, company.portal.id, memberListQuery.parse(query));
    if (!page) throw new Error('no portal');
    return page;
  };
  const namesOf = async (query: object = {}) => (await list(query)).rows.map(({ name }) => name);
  const rowOf = async (name: string): Promise<MemberRow> => {
    const row = (await list({ q: name })).rows[0];
    if (!row) throw new Error(`no ${name}`);
    return row;
  };
  const act = async (action: MemberAction, ...contacts: string[]) => {
    const result = await members().act(ALL, company.portal.id, { action, contacts });
    if (!result) throw new Error('no portal');
    return result;
  };
  const activityOf = async (id: string) =>
    select(
      db(),
      'SELECT action, actor_name, changes, portal_id FROM cp_activities WHERE subject = ? ORDER BY id DESC',
      [id],
    );
  const signIn = (address: string) =>
    booted.services.signIn.withPassword({
      portal: company.portal,
      address,
      password: PASSWORD,
      remember: false,
      ip: '198.51.100.7',
      userAgent: FIREFOX,
      previousToken: '',
      deviceToken: '',
    } as never);
  const tokenOf = async (address: string): Promise<string> => {
    const answer = await signIn(address);
    if (answer.outcome !== 'signed-in') throw new Error(answer.outcome);
    return answer.token;
  };
  const findSession = (token: string) => booted.services.sessions.find(token, company.portal);

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 100, ip: 500 } },
    });
    company = await foundCompany(booted);
    const { people, accessGroups, siteMap } = booted.services;
    guests = [];
    for (const name of ['Ed Guest', 'Flo Guest', 'Gil Guest'])
      guests.push(
        await people.createContact({
          name,
          address: `${name.split(' ')[0]?.toLowerCase() ?? ''}@guests.example`,
        }),
      );
    await people.createContact({ name: 'Nobody Here', address: 'nobody@elsewhere.example' });
    const { ana, ben, cleo } = company.people;
    const group = await accessGroups.define({
      name: 'Guests',
      portalKeys: [company.portalKey],
      contactKeys: [...guests, ana, ben, cleo].map(({ key }) => key),
    });
    groupId = group.id;
    await siteMap.refresh();
    company.portal = siteMap.portalByKey(company.portalKey) ?? company.portal;
    mara = await adminWith(booted, 'Mara', [
      'members.member-read',
      'members.member-edit',
      'members.member-invite',
    ]);
  });
  afterAll(() => booted.destroy());

  const invite = (contactKey: number, state: string, error = '') =>
    insert(db(), 'cp_invitations', {
      portal_id: company.portalKey,
      contact_id: contactKey,
      state,
      kind: 'mail',
      error,
    });

  describe('the list', () => {
    it('holds who has a standing and who is let in, by name', async () => {
      const page = await list();
      expect(page.rows.map(({ name }) => name)).toEqual([
        'Ana Lopes',
        'Ben Okafor',
        'Cleo Martin',
        'Dora Vidal',
        'Ed Guest',
        'Flo Guest',
        'Gil Guest',
      ]);
      expect(page.count).toEqual({ value: 7, more: false });
      expect(page.rows[0]).toMatchObject({
        address: 'ana@harbour.example',
        groups: ['Guests'],
        isLetIn: true,
        standing: 'registered',
        invitation: '',
      });
      expect(page.rows[3]).toMatchObject({ groups: [], isLetIn: false, standing: 'registered' });
      expect(page.rows[4]).toMatchObject({ standing: 'none', lastSignInAt: 0 });
      expect(await namesOf({ sort: '-name' })).toEqual(page.rows.map(({ name }) => name).reverse());
    });

    it('finds by name, address and words', async () => {
      expect(await namesOf({ q: 'lop an' })).toEqual(['Ana Lopes']);
      expect(await namesOf({ q: 'flo@guests' })).toEqual(['Flo Guest']);
      expect(await namesOf({ q: '@guests.example' })).toHaveLength(3);
      expect(await namesOf({ q: 'nobody' })).toEqual([]);
      expect(await namesOf({ q: '…' })).toEqual([]);
    });

    it('narrows by standing, group and the newest invitation', async () => {
      const [ed, flo] = guests;
      await invite(ed?.key ?? 0, 'failed', '550 No such user');
      await invite(flo?.key ?? 0, 'failed', '550 No such user');
      await invite(flo?.key ?? 0, 'sent');
      expect(await namesOf({ standing: 'none' })).toEqual(['Ed Guest', 'Flo Guest', 'Gil Guest']);
      expect(await namesOf({ standing: 'registered' })).toHaveLength(4);
      expect(await namesOf({ standing: 'disabled' })).toEqual([]);
      expect(await namesOf({ group: groupId })).toHaveLength(6);
      expect(await namesOf({ group: newId() })).toEqual([]);
      expect(await namesOf({ invitation: 'failed' })).toEqual(['Ed Guest']);
      expect(await namesOf({ invitation: 'sent', standing: 'none' })).toEqual(['Flo Guest']);
      expect(await rowOf('Ed Guest')).toMatchObject({
        invitation: 'failed',
        error: '550 No such user',
      });
    });

    it('sorts by the last sign-in, with those who never had a standing behind', async () => {
      await tokenOf('ben@harbour.example');
      const down = await namesOf({ sort: '-signed-in' });
      expect(down[0]).toBe('Ben Okafor');
      expect(down.slice(4)).toEqual(['Ed Guest', 'Flo Guest', 'Gil Guest']);
      const up = await namesOf({ sort: 'signed-in' });
      expect(up[3]).toBe('Ben Okafor');
      expect(up.slice(4)).toEqual(['Ed Guest', 'Flo Guest', 'Gil Guest']);
      expect(await namesOf({ sort: '-signed-in', standing: 'none' })).toHaveLength(3);
    });
  });

  describe('what is done to members', () => {
    it('disables: out at once, on this portal alone, recorded, and names whom it did not fit', async () => {
      const { ana, dora } = company.people;
      const token = await tokenOf('ana@harbour.example');
      expect(await findSession(token)).not.toBeNull();
      await act('disable', dora.id);
      const result = await act('disable', ana.id, dora.id, newId(), ana.id);
      expect(result.done).toBe(1);
      expect(result.left).toMatchObject([
        { contact: dora.id, name: 'Dora Vidal', reason: 'Is disabled already.' },
        { name: '', reason: 'There is no such contact.' },
      ]);
      expect(await findSession(token)).toBeNull();
      expect((await signIn('ana@harbour.example')).outcome).not.toBe('signed-in');
      const entries = await activityOf(ana.id);
      const entry = entries.find(({ action }) => action === 'membership.disabled');
      expect(entry).toMatchObject({ actor_name: 'Mara Berg' });
      expect(number(entry?.portal_id)).toBe(company.portalKey);
    });

    it('enables: registered again, or as before', async () => {
      const { ana, dora } = company.people;
      const [, flo, gil] = guests;
      await act('disable', flo?.id ?? '', gil?.id ?? '');
      expect(await namesOf({ standing: 'disabled' })).toHaveLength(4);
      const result = await act('enable', ana.id, dora.id, flo?.id ?? '', gil?.id ?? '');
      expect(result).toEqual({ done: 4, left: [] });
      expect((await rowOf('Ana Lopes')).standing).toBe('registered');
      expect((await rowOf('Flo Guest')).standing).toBe('none');
      expect((await rowOf('Gil Guest')).standing).toBe('none');
      expect((await act('enable', ana.id)).left[0]?.reason).toBe('Is not disabled.');
      await tokenOf('ana@harbour.example');
    });

    it('leaves who waits for approval, and who does not belong to the portal', async () => {
      const { people } = booted.services;
      const waiting = await people.createContact({ name: 'Wim', address: 'wim@new.example' });
      await insert(db(), 'cp_memberships', {
        contact_id: waiting.key,
        portal_id: company.portalKey,
        state: 'waiting',
        consents: '{}',
      });
      const stranger = await people.createContact({ name: 'Sue', address: 'sue@new.example' });
      const { done, left } = await act('disable', waiting.id, stranger.id);
      expect(done).toBe(0);
      expect(left.map(({ reason }) => reason)).toEqual([
        'Waits for approval: decline instead.',
        'Does not belong to this portal.',
      ]);
    });

    it('invites and cancels through the invitations, and names whom it did not fit', async () => {
      const { ana } = company.people;
      const [ed, , gil] = guests;
      const { done, left } = await act('invite', ana.id, gil?.id ?? '', newId());
      expect(done).toBe(1);
      expect(left.map(({ name }) => name).sort()).toEqual(['', 'Ana Lopes']);
      expect(await rowOf('Gil Guest')).toMatchObject({
        standing: 'invited',
        invitation: 'pending',
      });
      const cancelled = await act('cancel', gil?.id ?? '', ed?.id ?? '', newId());
      expect(cancelled.done).toBe(1);
      expect(cancelled.left.map(({ reason }) => reason)).toEqual([
        'Has no invitation that is open.',
        'There is no such contact.',
      ]);
      expect(await rowOf('Gil Guest')).toMatchObject({ standing: 'none', invitation: 'cancelled' });
    });

    it('ends an open invitation of whoever is disabled', async () => {
      const [, , gil] = guests;
      await act('invite', gil?.id ?? '');
      await act('disable', gil?.id ?? '');
      expect(await rowOf('Gil Guest')).toMatchObject({
        standing: 'disabled',
        invitation: 'cancelled',
      });
      await act('enable', gil?.id ?? '');
      expect(await rowOf('Gil Guest')).toMatchObject({ standing: 'none' });
    });

    it('approves and declines who waits, with a mail, and says how many wait', async () => {
      const { people } = booted.services;
      const waiting: { key: number; id: string }[] = [];
      for (const name of ['Wa', 'Wo']) {
        const one = await people.createContact({
          name,
          address: `${name}@wait.example`,
          password: PASSWORD,
        });
        await insert(db(), 'cp_memberships', {
          contact_id: one.key,
          portal_id: company.portalKey,
          state: 'waiting',
          consents: '{}',
        });
        waiting.push(one);
      }
      const [wa, wo] = waiting.map(({ id }) => id);
      const before = await members().portal(ALL, company.portal.id);
      expect(await act('approve', wa ?? '')).toMatchObject({ done: 1, left: [] });
      expect(await act('decline', wo ?? '', wa ?? '')).toMatchObject({
        done: 1,
        left: [{ name: 'Wa', reason: 'Does not wait for approval.' }],
      });
      const after = await members().portal(ALL, company.portal.id);
      expect(after?.waiting.value).toBe((before?.waiting.value ?? 0) - 2);
      expect((await rowOf('Wa')).standing).toBe('registered');
      expect(await namesOf({ q: 'Wo' })).toEqual([]);
      const mails = await select(
        db(),
        "SELECT template FROM cp_outbox WHERE template LIKE 'registration-%' ORDER BY template",
      );
      expect(mails.map(({ template }) => template)).toEqual([
        'registration-approved',
        'registration-declined',
      ]);
    });

    it('mails a link for a new password, as if the contact had asked', async () => {
      const { cleo, dora } = company.people;
      const [ed] = guests;
      const { done, left } = await act('reset-password', cleo.id, dora.id, ed?.id ?? '');
      expect(done).toBe(1);
      expect(left.map(({ reason }) => reason)).toEqual([
        'Is in no access group of this portal.',
        'Has no account yet.',
      ]);
      const rows = await select(
        db(),
        "SELECT to_address, state FROM cp_outbox WHERE template = 'password-reset'",
      );
      expect(rows).toMatchObject([{ to_address: 'cleo@harbour.example' }]);
      expect((await activityOf(cleo.id))[0]?.action).toBe('password-reset.mailed');
    });

    it('shows where a contact is signed in, and signs out one device or all of them', async () => {
      const { ben } = company.people;
      await act('end-sessions', ben.id);
      const first = await tokenOf('ben@harbour.example');
      const second = await tokenOf('ben@harbour.example');
      const sessions = (await members().sessions(ALL, ben.id)) ?? [];
      expect(sessions).toHaveLength(2);
      expect(sessions[0]).toMatchObject({
        browser: 'Firefox',
        system: 'Windows',
        ip: '198.51.100.7',
        domain: 'help.test:1337',
        method: 'password',
        isCurrent: false,
      });
      const firstId = (await findSession(first))?.id ?? '';
      const left = await members().endSessions(ALL, ben.id, { sessions: [firstId, 'x'] });
      expect(left).toHaveLength(1);
      expect(await findSession(first)).toBeNull();
      expect(await findSession(second)).not.toBeNull();
      expect(await act('end-sessions', ben.id)).toEqual({ done: 1, left: [] });
      expect(await findSession(second)).toBeNull();
      expect((await act('end-sessions', ben.id)).left[0]?.reason).toBe('Is not signed in here.');
      const [entry] = await activityOf(ben.id);
      expect(entry).toMatchObject({ action: 'session.ended', actor_name: 'Mara Berg' });
    });

    it('says at which portals a contact may be', async () => {
      const [ed] = guests;
      expect(await members().access(ALL, ed?.id ?? '')).toMatchObject([
        {
          portal: { id: company.portal.id, name: 'Harbour support', isSystemDomain: false },
          standing: 'none',
          invitation: 'failed',
        },
      ]);
      expect(await members().access(ALL, newId())).toBeNull();
    });
  });

  describe('who may', () => {
    const path = () => `/portals/${company.portal.id}/members`;

    const asked: [string, (who: AdminActor) => Promise<unknown>][] = [
      ['list', (who) => members().list(who, company.portal.id, memberListQuery.parse({}))],
      ['tell of the portal', (who) => members().portal(who, company.portal.id)],
      ['tell the access', (who) => members().access(who, company.people.ana.id)],
      ['tell sessions', (who) => members().sessions(who, company.people.ana.id)],
      [
        'end a session',
        (who) => members().endSessions(who, company.people.ana.id, { sessions: null }),
      ],
      ...MEMBER_ACTIONS.map((action): [string, (who: AdminActor) => Promise<unknown>] => [
        action,
        (who) =>
          members().act(who, company.portal.id, { action, contacts: [company.people.ana.id] }),
      ]),
    ];

    it.each(asked)('the service refuses to %s', async (_, ask) => {
      const others = actorWith('contact-edit', 'contact-read', 'portal-edit');
      await expect(ask(others)).rejects.toMatchObject({ name: 'ForbiddenError' });
    });

    it('the routes ask for members.*', async () => {
      const noor = await adminWith(booted, 'Noor', [
        'contacts.contact-edit',
        'portals.portal-edit',
      ]);
      const { ana } = company.people;
      const body = { action: 'disable', contacts: [ana.id] };
      await noor.get(path()).expect(403);
      await noor.post(`${path()}/actions`, body).expect(403);
      await noor.get(`/contacts/${ana.id}/access`).expect(403);
      await noor.get(`/contacts/${ana.id}/sessions`).expect(403);
      await noor.post(`/contacts/${ana.id}/sessions/end`, { sessions: null }).expect(403);
      await request(booted.server).get(`/customer-portal${path()}`).expect(401);
      const reader = await adminWith(booted, 'Rita', ['members.member-read']);
      await reader.get(path()).expect(200);
      await reader.post(`${path()}/actions`, body).expect(403);
      const inviter = await adminWith(booted, 'Ines', ['members.member-invite']);
      await inviter.post(`${path()}/actions`, body).expect(403);
    });

    it('takes bad input with a clear answer', async () => {
      const { ana } = company.people;
      const { body } = await mara.get(path()).expect(200);
      expect(body.rows.length).toBeGreaterThan(6);
      await mara.get(`/portals/${newId()}/members`).expect(404);
      await mara.get(`/contacts/${newId()}/sessions`).expect(404);
      await mara.get(`${path()}?standing=all`).expect(400);
      await mara.get(`${path()}?group=1`).expect(400);
      await mara.get(`${path()}?q=${'x'.repeat(300)}`).expect(400);
      await mara.get(`${path()}?q=%00`).expect(200);
      for (const cursor of [
        'x',
        's',
        'n',
        's9.9',
        'nff.9',
        'ff.9999999999',
        's9.9999999999',
        '.',
        `s${'9'.repeat(300)}.1`,
        'sff.1',
      ])
        for (const sort of ['name', 'signed-in', '-signed-in'])
          await mara.get(`${path()}?sort=${sort}&cursor=${cursor}`).expect(200);
      for (const input of [
        {},
        { action: 'disable' },
        { action: 'erase', contacts: [ana.id] },
        { action: 'disable', contacts: [] },
        { action: 'disable', contacts: ['1'] },
        { action: 'disable', contacts: ana.id },
        { action: 'disable', contacts: Array.from({ length: 501 }, newId) },
      ])
        await mara.post(`${path()}/actions`, input).expect(400);
      await mara.post(`/contacts/${ana.id}/sessions/end`, {}).expect(400);
      await mara.post(`/contacts/${ana.id}/sessions/end`, { sessions: 'all' }).expect(400);
      await mara
        .post(`/portals/${newId()}/members/actions`, { action: 'disable', contacts: [ana.id] })
        .expect(404);
    });
  });

  describe('many', () => {
    beforeAll(() => addManyPeople(booted.services, company.portalKey, 300, 50), 60_000);

    it.each(['name', '-name', 'signed-in', '-signed-in'])(
      'every member comes once on the pages by %s',
      async (sort) => {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await list({ sort, ...(cursor ? { cursor } : {}) });
          expect(page.rows.length).toBeLessThanOrEqual(25);
          seen.push(...page.rows.map(({ id }) => id));
          cursor = page.nextCursor ?? undefined;
        } while (cursor);
        const { count } = await list();
        expect(seen).toHaveLength(count.value);
        expect(new Set(seen).size).toBe(seen.length);
      },
    );

    it.each([
      ['name', false],
      ['name', true],
      ['signed-in', false],
      ['signed-in', true],
    ])('walks by %s (%s) where there are more than a few', async (sort, isDescending) => {
      const limits = { few: 20, candidates: 60 };
      const filter = {
        portalKey: company.portalKey,
        groupKeys: [],
        ways: [],
        standing: 'registered' as const,
        invitation: '' as const,
        groupKey: 0,
      };
      interface Found {
        keys: number[];
        next: Place | null;
      }
      const byName = async (after: Place | null): Promise<Found> => {
        const listing = { sort: 'name', isDescending, after, limit: 10 } as const;
        const { keys, cutAt } = await listMemberKeys(db(), filter, listing, limits);
        const key = keys.at(-1) ?? 0;
        const [row] = await db()('cp_contacts').select('name_key').where({ id: key });
        return { keys, next: keys.length < 10 ? cutAt : { value: String(row?.name_key), key } };
      };
      const bySignIn = async (place: Place | null): Promise<Found> => {
        const after = place && { at: Number(place.value), key: place.key };
        const listing = { isDescending, after, limit: 10 };
        const { rows, cutAt } = await listBySignIn(db(), filter, listing, limits);
        const end = rows.length < 10 ? cutAt : rows.at(-1);
        const next = end ? { value: String(end.at), key: end.key } : null;
        return { keys: rows.map(({ key }) => key), next };
      };
      const seen: number[] = [];
      let place: Place | null = null;
      do {
        const found: Found = await (sort === 'name' ? byName(place) : bySignIn(place));
        seen.push(...found.keys);
        place = found.next;
      } while (place);
      const rows = await select(
        db(),
        "SELECT COUNT(*) AS total FROM cp_memberships m WHERE m.portal_id = ? AND m.state = 'registered'",
        [company.portalKey],
      );
      expect(seen).toHaveLength(number(rows[0]?.total));
      expect(new Set(seen).size).toBe(seen.length);
    });

    it('reads the order of the last sign-in from its index, without sorting', async () => {
      const filter = {
        portalKey: company.portalKey,
        groupKeys: [],
        ways: [],
        standing: '' as const,
        invitation: '' as const,
        groupKey: 0,
      };
      const statements = await statementsOf(db(), () =>
        listBySignIn(
          db(),
          filter,
          { isDescending: true, after: { at: 5, key: 5 }, limit: 26 },
          { few: 20, candidates: 60 },
        ),
      );
      const walk = statements.find(({ sql }) => sql.includes('JOIN cp_contacts'));
      const plan = await planOf(db(), walk ?? { sql: '', bindings: [] });
      expect(plan).toContain('cp_memberships_seen_ix');
      if (database === 'sqlite') expect(plan).not.toMatch(SORTED_BY_HAND);
    });
  });
});
