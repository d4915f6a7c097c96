import type { TicketSettings } from '../../server/contracts/portal-settings';
import type { NewProperty } from '../../server/contracts/properties';
import type { CustomerViewer, CustomerTicketDetail } from '../../server/services/types';
import { saveLink } from '../../server/store/company-contacts';
import { insert, newId, number } from '../../server/store/connection';
import { findTicket } from '../../server/store/tickets';
import { stopBackground } from '../support/background';
import { fieldOf, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, PASSWORD, SEES_COMPANY, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { planOf, statementsOf } from '../support/plans';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const DAY = 24 * 60 * 60 * 1000;
const ADDS = 40;

const property = (key: string, more: Partial<NewProperty> = {}): NewProperty => ({
  ...SEES_COMPANY,
  subject: 'ticket',
  key,
  kind: 'text',
  labels: { en: key },
  customerAccess: 'edit',
  ...more,
});

const option = (key: string) => ({ key, labels: { en: key }, isArchived: false });

describe.each(DATABASES)('what customers do on a ticket, on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let initial: TicketSettings;
  const tokens = new Map<string, string>();
  const browsers = new Map<string, { visitor: Visitor; formToken: string }>();

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: ADDS, ip: 1000 } },
    });
    await stopBackground(booted);
    company = await foundCompany(booted);
    const { properties, siteMap } = booted.services;
    await properties.define(property('place'));
    await properties.define(property('notes', { kind: 'long-text' }));
    await properties.define(property('weight', { kind: 'number' }));
    await properties.define(
      property('parts', { kind: 'choices', options: [option('lid'), option('foot')] }),
    );
    await properties.define(property('packed', { kind: 'yes-no' }));
    await properties.define(property('serial', { customerAccess: 'read' }));
    await siteMap.refresh();
    initial = company.portal.settings.tickets;
  });
  afterAll(() => booted?.destroy());

  const portal = () => booted.services.siteMap.portalByKey(company.portalKey) ?? company.portal;
  const set = (change: Partial<TicketSettings>) =>
    booted.services.portalSettings.apply(company.portalKey, { tickets: { ...initial, ...change } });
  const addressOf = (name: string) =>
    name.includes('@') ? name : `${name}@${name === 'dora' ? 'lime' : 'harbour'}.example`;

  /** Who somebody is now, under the portal's present settings; null when the portal does not let him in. */
  async function sessionOf(name: string) {
    const address = addressOf(name);
    const { signIn, sessions } = booted.services;
    if (!tokens.has(address)) {
      const who = { address, password: PASSWORD, remember: true, ip: '127.0.0.1', userAgent: 'x' };
      const answer = await signIn.withPassword({ portal: portal(), ...who });
      if (answer.outcome !== 'signed-in') throw new Error(`${address}: ${answer.outcome}`);
      tokens.set(address, answer.token);
    }
    return sessions.find(tokens.get(address) ?? '', portal());
  }

  async function as(name: string): Promise<CustomerViewer> {
    const session = await sessionOf(name);
    if (!session) throw new Error(`${name} has no session`);
    return session.viewer;
  }

  async function browserOf(name: string) {
    const known = browsers.get(name);
    if (known) return known;
    const visitor = visitorOf(booted);
    const who = { email: addressOf(name), password: PASSWORD };
    await visitor.post('/support/sign-in', who).expect(303);
    const { text } = await visitor.get('/support/profile').expect(200);
    const browser = { visitor, formToken: fieldOf(text, 'formToken') };
    browsers.set(name, browser);
    return browser;
  }

  async function send(name: string, path: string, fields: Record<string, string> = {}) {
    const { visitor, formToken } = await browserOf(name);
    return visitor.post(`/support/tickets/${path}`, { formToken, ...fields });
  }
  const page = async (name: string, path: string) =>
    (await browserOf(name)).visitor.get(`/support/tickets/${path}`);

  async function open(subject = 'Scale', name = 'ana'): Promise<string> {
    const input = { subject, body: 'It is off.', files: [], submissionKey: '' };
    return (await booted.services.customerTickets.create(await as(name), input)).id;
  }
  const rowOf = async (id: string) => (await findTicket(booted.services.runtime.db, id)) ?? {};
  const find = async (name: string, id: string, conversation?: string) =>
    booted.services.customerTickets.find(await as(name), id, 'en', conversation);
  const sees = async (name: string, id: string) => (await find(name, id)) !== null;

  async function activityOf(id: string) {
    const { db } = booted.services.runtime;
    const rows = await db('cp_activities')
      .where({ ticket_id: number((await rowOf(id)).id) })
      .orderBy('id');
    return rows.map(({ action, actor_name, changes }) => ({
      action: String(action),
      by: String(actor_name),
      changes: (typeof changes === 'string' ? JSON.parse(changes) : changes) as Record<
        string,
        { before: string; after: string }
      >,
    }));
  }
  const lastOf = async (id: string) => (await activityOf(id)).at(-1);

  async function mailsTo(address: string, template: string): Promise<number> {
    const rows = await booted.services.runtime.db('cp_outbox').where({ to_address: address });
    return rows.filter((row) => row.template === template).length;
  }

  async function listed(name: string, scope: 'mine' | 'company', id: string, q = '') {
    const query = { scope, state: 'all', status: '', q, sort: 'activity', cursor: '' } as const;
    const viewer = await as(name);
    const asked = { ...query, company: '', language: 'en' };
    const { rows } = await booted.services.customerTickets.list(viewer, asked);
    return rows.some((row) => row.id === id);
  }

  describe('people', () => {
    beforeAll(() => set({}));

    it('lets the requester add a colleague, who then sees, finds and hears of it, and remove him', async () => {
      const id = await open('Quokka');
      expect(await sees('cleo', id)).toBe(false);
      const { text } = await page('ana', `${id}/people`);
      expect(text).toContain('Cleo Martin');
      expect(text).not.toContain('Dora Vidal');
      const before = await mailsTo('cleo@harbour.example', 'ticket-participant');
      const added = await send('ana', `${id}/people/add`, { contact: company.people.cleo.id });
      expect(added.headers.location).toContain('done=participant-added');
      expect(await mailsTo('cleo@harbour.example', 'ticket-participant')).toBe(before + 1);
      expect(await lastOf(id)).toEqual({
        action: 'ticket.participant-added',
        by: 'Ana Lopes',
        changes: { participant: { before: '', after: 'Cleo Martin' } },
      });
      for (const q of ['', 'quokka']) expect(await listed('cleo', 'mine', id, q)).toBe(true);
      expect(await sees('cleo', id)).toBe(true);
      // Once more is no error, and no second mail.
      await send('ana', `${id}/people/add`, { contact: company.people.cleo.id });
      expect(await mailsTo('cleo@harbour.example', 'ticket-participant')).toBe(before + 1);
      const removed = await send('ana', `${id}/people/remove`, { contact: company.people.cleo.id });
      expect(removed.headers.location).toContain('done=participant-removed');
      expect(await lastOf(id)).toMatchObject({ action: 'ticket.participant-removed' });
      for (const q of ['', 'quokka']) expect(await listed('cleo', 'mine', id, q)).toBe(false);
      expect(await sees('cleo', id)).toBe(false);
    });

    it('lets a participant add others, remove whom he added, and leave after a question', async () => {
      const { ticketPeople } = booted.services;
      const { ana, ben, cleo } = company.people;
      const id = await open();
      await ticketPeople.add(await as('ana'), id, { contact: cleo.id });
      await ticketPeople.add(await as('cleo'), id, { contact: ben.id });
      expect((await find('cleo', id))?.participants).toEqual(['Cleo Martin', 'Ben Okafor']);
      expect(await ticketPeople.remove(await as('ben'), id, cleo.id)).toBe(false);
      expect(await ticketPeople.remove(await as('cleo'), id, ana.id)).toBe(false);
      expect(await ticketPeople.remove(await as('cleo'), id, ben.id)).toBe(true);
      expect((await page('cleo', `${id}/people`)).text).toContain('Yes, leave');
      expect((await page('ana', `${id}/people`)).text).not.toContain('Yes, leave');
      const left = await send('cleo', `${id}/people/leave`);
      expect(left.headers.location).toBe('/support?done=left');
      expect((await page('cleo', id)).status).toBe(404);
      // Who opened it stays.
      expect((await send('ana', `${id}/people/leave`)).status).toBe(404);
    });

    it('attack 2: nobody brings himself or others into a ticket that is not his', async () => {
      const { ticketPeople, runtime } = booted.services;
      const { ben, cleo, dora } = company.people;
      const id = await open();
      const people = () =>
        runtime
          .db('cp_participants')
          .where({ ticket_id: number(own.id) })
          .pluck('contact_id');
      const own = await rowOf(id);
      const before = await people();
      // Cleo does not see it. Ben sees it under the portal's permission alone, which would stay if he took part.
      for (const name of ['cleo', 'ben', 'dora'])
        for (const contact of [ben.id, cleo.id, dora.id])
          expect((await send(name, `${id}/people/add`, { contact })).status).toBe(404);
      for (const name of ['cleo', 'ben', 'dora'])
        expect((await send(name, `${id}/people/add`, { email: addressOf(name) })).status).toBe(404);
      // Nor does the requester bring in somebody of another company, or of none.
      expect((await send('ana', `${id}/people/add`, { contact: dora.id })).status).toBe(404);
      expect((await send('ana', `${id}/people/add`, { contact: newId() })).status).toBe(404);
      expect((await send('ana', `${id}/people/add`, { contact: "x' OR 1" })).status).toBe(404);
      // What other forms send beside their own fields counts for nothing.
      const smuggled = {
        participants: cleo.id,
        contact: cleo.id,
        requester: cleo.id,
        company: newId(),
        status: newId(),
        assignee: newId(),
        portal: newId(),
        is_private: 'yes',
        isPrivate: 'yes',
        ratedAt: '1',
        p_status: 'closed',
        p_owner: newId(),
        p_company: newId(),
        p_serial: 'S1',
        p_priority: 'urgent',
        p_place: 'Quay 4',
      };
      expect((await send('ana', `${id}/edit`, smuggled)).status).toBe(303);
      const columns = (row: Record<string, unknown>) => ({
        ...row,
        last_activity_at: 0,
        properties: '',
      });
      const after = await rowOf(id);
      expect(columns(after)).toEqual(columns(own));
      expect(JSON.stringify(after.properties)).toContain('Quay 4');
      expect(JSON.stringify(after.properties)).not.toContain('S1');
      expect(await people()).toEqual(before);
      expect(await ticketPeople.remove(await as('ben'), id, company.people.ana.id)).toBe(false);
    });

    it('attack 25: answers alike for every address, and adds whom the portal lets', async () => {
      const id = await open();
      const ask = async (email: string) => {
        const { status, headers } = await send('ana', `${id}/people/add`, { email });
        return [status, headers.location];
      };
      const same = [303, `/support/tickets/${id}/people?done=participant-asked`];
      const participants = async () => (await find('ana', id))?.participants;
      expect(await ask('nobody@harbour.example')).toEqual(same);
      expect(await ask('dora@lime.example')).toEqual(same);
      expect(await participants()).toEqual([]);
      expect(await ask(' CLEO@harbour.example ')).toEqual(same);
      expect(await participants()).toEqual(['Cleo Martin']);
      await set({ participants: 'anyone' });
      await booted.services.people.createContact({
        name: 'Kim Known',
        address: 'kim@elsewhere.example',
      });
      // A contact who cannot use the portal gets nothing to read, and no mail.
      expect(await ask('kim@elsewhere.example')).toEqual(same);
      expect(await participants()).toEqual(['Cleo Martin']);
      expect(await mailsTo('kim@elsewhere.example', 'ticket-participant')).toBe(0);
      expect(await ask('dora@lime.example')).toEqual(same);
      expect(await participants()).toEqual(['Cleo Martin', 'Dora Vidal']);
      expect(await sees('dora', id)).toBe(true);
      // Of the colleagues of others she is told nothing.
      const { text } = await page('dora', `${id}/people`);
      expect(text).not.toContain('Ben Okafor</bdi></p>');
      const byId = await send('dora', `${id}/people/add`, { contact: company.people.ben.id });
      expect(byId.status).toBe(404);
      const { status, text: again } = await send('ana', `${id}/people/add`, {
        email: 'no address',
      });
      expect(status).toBe(422);
      expect(again).toContain('value="no address"');
      await set({ participants: 'nobody' });
      expect((await send('ana', `${id}/people/add`, { email: 'x@y.example' })).status).toBe(404);
      expect((await page('ana', `${id}/people`)).text).not.toContain('name="email"');
      await set({});
    });

    it('tells nobody of colleagues who belongs to the company by the domain of an address alone', async () => {
      const { runtime, siteMap } = booted.services;
      const id = await open();
      const link = { contact_id: company.people.ana.key };
      const flags = { is_by_domain: true, is_primary: true, sees_tickets: false };
      await runtime.db('cp_contact_companies').where(link).update(flags);
      const { text } = await page('ana', `${id}/people`);
      expect(text).not.toContain('Cleo Martin');
      expect(text).toContain('name="email"');
      const byId = await send('ana', `${id}/people/add`, { contact: company.people.cleo.id });
      expect(byId.status).toBe(404);
      await runtime.db('cp_contact_companies').where(link).update({ is_by_domain: false });
      await siteMap.refresh();
    });

    it('offers some colleagues, and finds the others by name', async () => {
      const { people, runtime } = booted.services;
      const { company_id } = await runtime
        .db('cp_contact_companies')
        .where({ contact_id: company.people.ana.key })
        .first();
      for (let at = 0; at < 20; at += 1)
        await people.createContact({
          name: `Filler ${at}`,
          address: `filler${at}@harbour.example`,
          companyKey: number(company_id),
          portalKeys: [company.portalKey],
        });
      const id = await open();
      const { text } = await page('ana', `${id}/people`);
      expect(text.match(/Filler \d+<\/bdi>/g)?.length).toBeGreaterThan(15);
      expect(text).toContain('There are more.');
      const found = await page('ana', `${id}/people?q=filler+19`);
      expect(found.text.match(/Filler \d+<\/bdi><\/p>/g)).toEqual(['Filler 19</bdi></p>']);
      expect((await page('ana', `${id}/people?q=zzz`)).text).toContain('Nobody to add');
    });

    it('turns the mails of one ticket off and on, for whoever takes part', async () => {
      const { ticketPeople } = booted.services;
      const id = await open();
      expect((await page('ana', id)).text).toContain('They go to ana@harbour.example.');
      const off = await send('ana', `${id}/mails`, { wanted: 'no' });
      expect(off.headers.location).toContain('done=mails-off');
      expect((await find('ana', id))?.mails?.wanted).toBe(false);
      await send('ana', `${id}/mails`, { wanted: 'yes' });
      expect((await find('ana', id))?.mails?.wanted).toBe(true);
      expect((await find('ben', id))?.mails).toBeNull();
      expect(await ticketPeople.setMails(await as('ben'), id, false)).toBe(false);
    });
  });

  describe('who sees it', () => {
    it('attack 2: names exactly those to whom the ticket opens, for random people and settings', async () => {
      const { companies, people, runtime } = booted.services;
      const { db } = runtime;
      void companies;
      const random = randomOf(database.length + 7);
      const chance = (part: number) => random() < part;
      const group = await people.createCompany({ name: 'Group', emailDomains: [] });
      const child = await people.createCompany({ name: 'Child', emailDomains: [] });
      const grand = await people.createCompany({ name: 'Grandchild', emailDomains: [] });
      await db('cp_companies').where({ id: child.key }).update({ parent_id: group.key });
      await db('cp_companies').where({ id: grand.key }).update({ parent_id: child.key });
      const keys = [group.key, child.key, grand.key];
      const crowd: { key: number; address: string; name: string }[] = [];
      for (let at = 0; at < 24; at += 1) {
        const address = `p${at}@crowd.example`;
        const name = `P${at}`;
        const { key } = await people.createContact({
          name,
          address,
          password: PASSWORD,
          portalKeys: [company.portalKey],
          properties: { sees_company: chance(0.6) ? 'yes' : 'no' },
        });
        crowd.push({ key, address, name });
        await sessionOf(address);
      }
      await runtime.transaction(async (trx) => {
        for (const { key } of crowd)
          for (const [at, companyKey] of keys.entries())
            if (chance(0.5)) {
              const flags = {
                isPrimary: at === key % 3,
                seesTickets: chance(0.5),
                isManager: chance(0.1),
                isByDomain: chance(0.3),
              };
              await saveLink(trx, key, companyKey, flags, runtime.now());
              const more = {
                is_withheld: chance(0.2),
                left_at: chance(0.2) ? runtime.now() : 0,
              };
              const link = { contact_id: key, company_id: companyKey };
              await trx('cp_contact_companies').where(link).update(more);
            }
      });
      for (const { key } of crowd) {
        if (chance(0.1))
          await db('cp_memberships').where({ contact_id: key }).update({ state: 'disabled' });
        if (chance(0.1)) {
          const { user_id } = await db('cp_contacts').where({ id: key }).first('user_id');
          await db('up_users').where({ id: user_id }).update({ blocked: true });
        }
      }
      const asked: Partial<TicketSettings>[] = (
        ['associated', 'company', 'filter'] as const
      ).flatMap((permission) =>
        [0, 1, 2, 3].map((bits) => ({
          permission,
          companies: bits & 1 ? ('all' as const) : ('primary' as const),
          includesChildren: (bits & 2) > 0,
          keepsOwnAfterLeaving: bits === 1,
        })),
      );
      let named = 0;
      for (const change of asked) {
        await set(change);
        const id = await open('Crowd');
        const ticketKey = number((await rowOf(id)).id);
        const row = await rowOf(id);
        const isPrivate = chance(0.2);
        const values = { company_id: keys[Math.floor(random() * 3)], is_private: isPrivate };
        await db('cp_tickets').where({ id: ticketKey }).update(values);
        await runtime.transaction(async (trx) => {
          for (const { key } of crowd)
            if (chance(0.15)) await booted.services.ticketWriting.addParticipant(trx, row, key);
        });
        const found: string[] = [];
        for (const { address, name } of crowd) {
          const session = await sessionOf(address);
          const seen =
            session && (await booted.services.customerTickets.find(session.viewer, id, 'en'));
          if (seen) found.push(name);
        }
        const detail = await find('ana', id);
        const told = detail?.seers.names.filter((name) => /^P\d+$/.test(name)) ?? [];
        expect({ change, values, told: told.sort() }).toEqual({
          change,
          values,
          told: found.sort(),
        });
        expect(detail?.seers.count).toBe(detail?.seers.names.length);
        named += told.length;
      }
      expect(named).toBeGreaterThan(30);
      await set({});
    });

    it('says how many, and opens their names', async () => {
      await set({ permission: 'associated' });
      const id = await open();
      expect((await page('ana', id)).text).toContain('Can be seen by you alone');
      await set({});
      const { text } = await page('ana', id);
      expect(text).toContain('Can be seen by you and 1 colleague');
      expect(text).toMatch(/Can be seen by you and 1 colleague<\/summary><ul><li><bdi>Ben Okafor/);
    });

    it('keeps a ticket private, where the portal lets, for its requester alone; and shows it again', async () => {
      const { ticketPeople, searchIndex, runtime } = booted.services;
      const id = await open('Wombat');
      await ticketPeople.add(await as('ana'), id, { contact: company.people.cleo.id });
      const seenBy = async (name: string) => [
        await sees(name, id),
        await listed(name, 'company', id),
        await listed(name, 'company', id, 'wombat'),
      ];
      expect(await seenBy('ben')).toEqual([true, true, true]);
      expect((await send('ana', `${id}/private`, { private: 'yes' })).status).toBe(404);
      await set({ customersMayMakePrivate: true });
      for (const name of ['ben', 'cleo', 'dora'])
        expect((await send(name, `${id}/private`, { private: 'yes' })).status).toBe(404);
      const made = await send('ana', `${id}/private`, { private: 'yes' });
      expect(made.headers.location).toContain('done=private');
      expect(await lastOf(id)).toMatchObject({ action: 'ticket.made-private' });
      expect(await seenBy('ben')).toEqual([false, false, false]);
      expect(await sees('cleo', id)).toBe(true);
      expect((await page('ana', id)).text).toContain('Private');
      expect((await find('ana', id))?.seers.names).toEqual(['Cleo Martin']);
      // The index made anew keeps it private too.
      await runtime.transaction(async (trx) =>
        searchIndex.renew(trx, [number((await findTicket(trx, id))?.id)]),
      );
      expect(await seenBy('ben')).toEqual([false, false, false]);
      await set({});
      const shown = await send('ana', `${id}/private`, { private: 'no' });
      expect(shown.headers.location).toContain('done=visible');
      expect(await seenBy('ben')).toEqual([true, true, true]);
    });
  });

  describe('properties', () => {
    beforeAll(() => set({}));
    const valuesOf = async (id: string) => {
      const { properties } = await rowOf(id);
      return (typeof properties === 'string' ? JSON.parse(properties) : properties) as object;
    };

    it('edits what the admin lets, in words before and after, with typed rows beside the copy', async () => {
      const id = await open();
      const { text } = await page('ana', id);
      for (const name of ['place', 'notes', 'weight', 'parts', 'packed'])
        expect(text).toContain(`name="p_${name}"`);
      for (const name of ['serial', 'priority', 'status'])
        expect(text).not.toContain(`name="p_${name}"`);
      const form = {
        p_place: ' Quay\n4 ',
        shown_p_place: '',
        p_notes: 'One\r\ntwo',
        shown_p_notes: '',
        p_weight: '12,5',
        shown_p_weight: '',
        p_parts: 'lid\nfoot',
        shown_p_parts: '',
        p_packed: 'yes',
        shown_p_packed: '',
      };
      const saved = await send('ana', `${id}/edit`, form);
      expect(saved.headers.location).toContain('done=saved');
      expect(await valuesOf(id)).toMatchObject({
        place: 'Quay 4',
        weight: 12.5,
        parts: ['lid', 'foot'],
        packed: 'yes',
      });
      const typed = await booted.services.runtime
        .db('cp_property_values')
        .where({ ticket_id: number((await rowOf(id)).id) });
      expect(typed).toHaveLength(6);
      expect(await lastOf(id)).toMatchObject({
        action: 'ticket.updated',
        by: 'Ana Lopes',
        changes: { place: { before: '', after: 'Quay 4' }, packed: { before: '', after: 'Yes' } },
      });
      // A box that is no longer ticked is a no.
      await send('ana', `${id}/edit`, { shown_p_packed: 'yes' });
      expect(await valuesOf(id)).toMatchObject({ packed: 'no' });
      expect((await page('ana', id)).text).toContain('12.5');
    });

    it('writes only what somebody changed: what others set meanwhile stays', async () => {
      const { ticketEdits } = booted.services;
      const id = await open();
      const edit = async (name: string, typed: Record<string, [string, string]>) =>
        ticketEdits.edit(
          await as(name),
          id,
          Object.fromEntries(
            Object.entries(typed).map(([key, [shown, now]]) => [
              key,
              { shown: [shown], now: [now] },
            ]),
          ),
        );
      await edit('ana', { place: ['', 'Quay 4'], weight: ['', '1'] });
      // Ben's page still shows no place: he changes the weight alone.
      await edit('ben', { place: ['', ''], weight: ['1', '2'] });
      expect(await valuesOf(id)).toMatchObject({ place: 'Quay 4', weight: 2 });
      const before = (await activityOf(id)).length;
      await edit('ben', { place: ['Quay 4', 'Quay 4'] });
      expect(await activityOf(id)).toHaveLength(before);
    });

    it('says beside the field what is wrong, keeps what was typed, and writes nothing', async () => {
      const id = await open();
      const form = { p_weight: 'heavy', shown_p_weight: '', p_place: 'Quay', shown_p_place: '' };
      const { status, text } = await send('ana', `${id}/edit`, form);
      expect(status).toBe(422);
      expect(text).toContain('id="p_weight-problem"');
      expect(text).toContain('value="heavy"');
      expect(text).toContain('value="Quay"');
      expect(await valuesOf(id)).toEqual({});
    });

    it('gives back what was changed when the session had ended, and what others set meanwhile', async () => {
      const id = await open();
      const { ticketEdits } = booted.services;
      await ticketEdits.edit(await as('ana'), id, {
        place: { now: ['Quay 4'] },
        packed: { now: ['yes'] },
        parts: { now: ['lid', 'foot'] },
      });
      const path = `/support/tickets/${id}`;
      const stranger = visitorOf(booted);
      const sent = {
        p_place: '',
        shown_p_place: 'Quay 4',
        p_notes: 'Mind the step',
        shown_p_notes: '',
        p_weight: '',
        shown_p_weight: '',
        p_parts: 'lid\r\nfoot',
        shown_p_parts: 'lid\r\nfoot',
        shown_p_packed: 'yes',
      };
      const { text: again } = await stranger.post(`${path}/edit`, sent).expect(401);
      // Nothing was stored of it, and somebody else sets a weight meanwhile.
      await ticketEdits.edit(await as('ana'), id, { weight: { now: ['12'] } });
      const kept = Object.fromEntries(
        [...again.matchAll(/<textarea hidden name="([^"]+)">([^<]*)</g)].map(([, name, value]) => [
          name,
          value,
        ]),
      );
      const { text } = await stranger
        .post('/support/sign-in', {
          email: 'ana@harbour.example',
          password: PASSWORD,
          next: path,
          ...kept,
        })
        .expect(200);
      expect(text).not.toMatch(/<title>Error/);
      expect(text).toMatch(
        /<details class="unfolds" open[^>]*>\s*<summary>[^<]*<\/summary>\s*<form[^>]*\/edit"/,
      );
      expect(text).toContain('>Mind the step</textarea>');
      expect(fieldOf(text, 'p_place')).toBe('');
      expect(fieldOf(text, 'p_weight')).toBe('12');
      expect(text).not.toMatch(/<input[^>]*name="p_packed"[^>]*checked/);
      expect(await valuesOf(id)).toMatchObject({ place: 'Quay 4', packed: 'yes' });
    });

    it('edits a closed ticket only as long as it can be opened again', async () => {
      const { customerTickets, ticketEdits, runtime } = booted.services;
      const id = await open();
      await customerTickets.close(await as('ana'), id);
      const edit = async () =>
        ticketEdits.edit(await as('ana'), id, { place: { now: [String(Math.random())] } });
      expect(await edit()).toEqual({ outcome: 'saved' });
      const closed_at = runtime.now() - 15 * DAY;
      await runtime.db('cp_tickets').where({ document_id: id }).update({ closed_at });
      expect(await edit()).toBeNull();
      expect((await page('ana', id)).text).not.toContain('name="p_place"');
    });

    it('edits priority and category where the admin lets, and never takes the priority away', async () => {
      const { runtime, siteMap, ticketEdits } = booted.services;
      const editable = { customer_access: 'edit' };
      const standard = { subject: 'ticket', is_standard: true };
      const change = async (values: object) => {
        await runtime
          .db('cp_properties')
          .where(standard)
          .whereIn('key', ['priority', 'category'])
          .update(values);
        await booted.services.portalSettings.apply(company.portalKey, { tickets: initial });
        await booted.services.properties.define(property(`p${newId().slice(0, 8)}`));
        await siteMap.refresh();
      };
      await change(editable);
      const id = await open();
      const edit = async (key: string, now: string) =>
        ticketEdits.edit(await as('ana'), id, { [key]: { now: [now] } });
      expect(await edit('priority', 'urgent')).toEqual({ outcome: 'saved' });
      expect(await edit('category', 'billing')).toEqual({ outcome: 'saved' });
      expect(await rowOf(id)).toMatchObject({ priority: 'urgent', category: 'billing' });
      expect(await edit('priority', '')).toMatchObject({ problems: { priority: 'required' } });
      expect(await edit('priority', 'asap')).toMatchObject({ problems: { priority: 'option' } });
      expect(await edit('category', '')).toEqual({ outcome: 'saved' });
      expect(await rowOf(id)).toMatchObject({ priority: 'urgent', category: '' });
      await change({ customer_access: 'read' });
    });
  });

  describe('closing', () => {
    beforeAll(() => set({}));

    it('closes with a last message in one go, and opens again without a word', async () => {
      const id = await open();
      const key = newId();
      const word = { body: 'It works now, thanks.', submissionKey: key };
      expect((await send('ana', `${id}/close`, word)).headers.location).toContain('done=closed');
      // A second press of the button sends nothing more.
      expect((await send('ana', `${id}/close`, word)).status).toBe(303);
      const closed = await find('ana', id);
      expect(closed).toMatchObject({ isClosed: true, onReply: 'reopens' });
      expect(closed?.messages.map(({ body }) => body)).toEqual([
        'It is off.',
        'It works now, thanks.',
      ]);
      expect((await activityOf(id)).map(({ action }) => action)).toEqual([
        'ticket.created',
        'ticket.replied',
        'ticket.closed',
      ]);
      expect((await page('ana', `${id}?done=closed`)).text).toContain('Reopen ticket');
      const opened = await send('ana', `${id}/reopen`);
      expect(opened.headers.location).toContain('done=reopened');
      expect(await find('ana', id)).toMatchObject({ isClosed: false });
      expect(await lastOf(id)).toMatchObject({ action: 'ticket.reopened', by: 'Ana Lopes' });
    });

    it('opens again only within the days of the portal, and asks before closing where there are none', async () => {
      const { customerTickets, runtime } = booted.services;
      const id = await open();
      await customerTickets.close(await as('ana'), id);
      const closed_at = runtime.now() - 15 * DAY;
      await runtime.db('cp_tickets').where({ document_id: id }).update({ closed_at });
      expect((await send('ana', `${id}/reopen`)).status).toBe(404);
      expect((await page('ana', id)).text).not.toContain('Reopen ticket');
      // Nor does a message with the closing go into a ticket that is closed for good.
      expect((await send('ana', `${id}/close`, { body: 'One more.' })).status).toBe(404);
      await set({ reopenDays: 0 });
      const other = await open();
      expect((await page('ana', other)).text).toContain('nobody can open it again');
      await send('ana', `${other}/close`);
      expect((await send('ana', `${other}/reopen`)).status).toBe(404);
      await set({ customersMayClose: false });
      const third = await open();
      expect((await send('ana', `${third}/close`)).status).toBe(404);
      await set({});
    });
  });

  describe('rating', () => {
    beforeAll(() => set({}));
    const closed = async () => {
      const id = await open();
      await booted.services.customerTickets.close(await as('ana'), id);
      return id;
    };

    it('takes the word of the requester on a closed ticket, and lets him change it for some days', async () => {
      const { agents, agentTickets, runtime } = booted.services;
      const id = await closed();
      const { text } = await page('ana', id);
      expect(text).toContain('id="rate"');
      for (const word of ['Very bad', 'So-so', 'Very good']) expect(text).toContain(word);
      expect((await send('ana', `${id}/rate`, { body: 'No value' })).status).toBe(422);
      expect((await send('ana', `${id}/rate`, { rating: '6' })).status).toBe(422);
      const long = { rating: '4', body: 'x'.repeat(1001) };
      const refused = await send('ana', `${id}/rate`, long);
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('x'.repeat(1001));
      // A session that had ended loses neither the value nor the comment.
      const stranger = visitorOf(booted);
      const given = { rating: '2', body: 'Slow, but kind.' };
      await stranger.post(`/support/tickets/${id}/rate`, given).expect(401);
      const { text: again } = await stranger
        .post('/support/sign-in', {
          ...given,
          email: 'ana@harbour.example',
          password: PASSWORD,
          next: `/support/tickets/${id}`,
        })
        .expect(200);
      expect(again).toMatch(/<input[^>]*name="rating"[^>]*value="2"[^>]*checked/);
      expect(again.match(/Slow, but kind\./g)).toHaveLength(1);
      const rated = await send('ana', `${id}/rate`, { rating: '4', body: 'Fast.' });
      expect(rated.headers.location).toContain('done=rated#rate');
      expect(await lastOf(id)).toEqual({
        action: 'ticket.rated',
        by: 'Ana Lopes',
        changes: { rating: { before: '', after: '4' } },
      });
      await send('ana', `${id}/rate`, { rating: '5', body: 'Fast.' });
      expect((await find('ana', id))?.rating).toMatchObject({ value: 5, comment: 'Fast.' });
      const agent = await agents.fromAdmin(
        await createAdminUser(booted, 'mara@tallybrook.example'),
        new Set(['ticket-read']),
      );
      expect((await agentTickets.find(agent, id))?.rating).toMatchObject({ value: 5 });
      const rated_at = runtime.now() - 15 * DAY;
      const closed_at = rated_at - DAY;
      await runtime.db('cp_tickets').where({ document_id: id }).update({ rated_at, closed_at });
      expect((await send('ana', `${id}/rate`, { rating: '1' })).status).toBe(404);
      expect((await page('ana', id)).text).not.toContain('name="rating"');
    });

    it('attack 31: never rates, closes or changes anything by GET, nor without the form token', async () => {
      const id = await closed();
      const { visitor } = await browserOf('ana');
      const before = JSON.stringify(await rowOf(id));
      const { text } = await page('ana', `${id}?rate=4`);
      expect(text).toMatch(/value="4" checked/);
      for (const path of ['rate?rating=4', 'close', 'reopen', 'edit?p_place=x', 'private'])
        expect((await page('ana', `${id}/${path}`)).status).toBe(404);
      for (const path of ['mails?wanted=no', 'people/add', 'people/remove', 'people/leave'])
        expect((await page('ana', `${id}/${path}`)).status).toBe(404);
      for (const path of ['rate', 'reopen', 'edit', 'mails', 'private', 'people/add'])
        expect((await visitor.post(`/support/tickets/${id}/${path}`, { rating: '4' })).status).toBe(
          403,
        );
      expect(JSON.stringify(await rowOf(id))).toBe(before);
    });

    it('attack 36: is given by nobody else, on no open ticket, and not where the portal asks for none', async () => {
      const { ticketPeople } = booted.services;
      const id = await closed();
      await ticketPeople.add(await as('ana'), id, { contact: company.people.cleo.id });
      for (const name of ['ben', 'cleo', 'dora'])
        expect((await send(name, `${id}/rate`, { rating: '1' })).status).toBe(404);
      expect((await send('ana', `${await open()}/rate`, { rating: '1' })).status).toBe(404);
      await set({ ratings: false });
      expect((await send('ana', `${id}/rate`, { rating: '1' })).status).toBe(404);
      expect((await rowOf(id)).rating).toBe(0);
      await set({});
    });
  });

  it('shows a tab for each conversation of which there is something to see, and answers in the one shown', async () => {
    const { runtime } = booted.services;
    const id = await open();
    expect((await page('ana', id)).text).not.toContain('?conversation=');
    const ticketKey = number((await rowOf(id)).id);
    const add = (subject: string, rank: number) =>
      insert(runtime.db, 'cp_conversations', {
        ticket_id: ticketKey,
        portal_id: company.portalKey,
        channel: 'portal',
        subject,
        rank,
        opened_at: 1,
      });
    const write = (conversation_id: number, kind: string, body: string) =>
      insert(runtime.db, 'cp_messages', {
        portal_id: company.portalKey,
        ticket_id: ticketKey,
        conversation_id,
        kind,
        author_kind: 'agent',
        author_name: 'Mara Berg',
        body,
        body_format: 'markdown',
        source: 'agent',
        sent_at: runtime.now(),
      });
    const call = await add('The call', 1);
    const inside = await add('Among us', 2);
    await write(call.key, 'public', 'As we said on the phone.');
    await write(inside.key, 'note', 'Not for them.');
    const first = await find('ana', id);
    expect(first?.conversations.map(({ name }) => name)).toEqual(['', 'The call']);
    expect(first?.messages.map(({ body }) => body)).toEqual(['It is off.']);
    const { text } = await page('ana', `${id}?conversation=${call.id}`);
    expect(text).toContain('As we said on the phone.');
    expect(text).not.toContain('It is off.');
    expect(text).not.toContain('Among us');
    expect(fieldOf(text, 'conversation')).toBe(call.id);
    await send('ana', `${id}/reply`, { body: 'Right.', conversation: call.id });
    expect((await find('ana', id, call.id))?.messages.at(-1)?.body).toBe('Right.');
    // News of one conversation do not come up in the other.
    const place = await find('ana', id);
    const [news, newsOfCall] = await Promise.all(
      [place?.messages.at(-1)?.id, (await find('ana', id, call.id))?.messages[0]?.id].map(
        async (after) => {
          await write(call.key, 'public', 'And one more.');
          return booted.services.customerTickets.news(await as('ana'), id, after ?? '');
        },
      ),
    );
    expect(news).toEqual([]);
    expect(newsOfCall?.at(-1)?.body).toBe('And one more.');
    // One of another ticket is none of this one.
    const other = await open();
    await send('ana', `${other}/reply`, { body: 'Elsewhere.', conversation: call.id });
    expect((await find('ana', other))?.messages).toHaveLength(2);
  });

  it('reads a ticket with four statements, whatever there is to it', async () => {
    const { runtime, customerTickets } = booted.services;
    await set({ permission: 'filter', companies: 'all', includesChildren: true, reopenDays: 0 });
    const first = await open();
    await customerTickets.close(await as('ana'), first);
    const reply = { body: 'Again.', files: [], submissionKey: '' };
    const id = (await customerTickets.reply(await as('ana'), first, reply))?.ticketId ?? '';
    const ana = await as('ana');
    let ticket: CustomerTicketDetail | null = null;
    const statements = await statementsOf(runtime.db, async () => {
      ticket = await customerTickets.find(ana, id, 'en');
    });
    expect(ticket).toMatchObject({ followsUp: { id: first }, seers: { names: ['Ben Okafor'] } });
    // SQLite reads beside Strapi's own connection, which tells of each all the same.
    expect(statements.length).toBeLessThanOrEqual(4);
    // Who sees it is read from the ticket and its company, never from all members of the portal or all contacts.
    const ofSeers = statements.filter(({ sql }) => sql.includes('of_company'));
    expect(ofSeers).toHaveLength(1);
    for (const statement of ofSeers) {
      const plan = await planOf(runtime.db, statement);
      expect(plan).not.toContain('cp_memberships_portal_ix');
      if (database === 'sqlite') expect(plan).not.toMatch(/ c USING INDEX cp_contacts_/);
    }
    await set({});
  });

  it('changes nothing for an admin who looks as a customer', async () => {
    const { customerTickets, ticketEdits, ticketPeople, ticketRatings } = booted.services;
    const id = await open();
    const looking = { ...(await as('ana')), isReadOnly: true };
    for (const work of [
      () => customerTickets.close(looking, id, { body: 'x', submissionKey: '' }),
      () => customerTickets.reopen(looking, id),
      async () => ticketEdits.edit(looking, id, { place: { now: ['x'] } }),
      async () => ticketRatings.rate(looking, id, { value: '1', comment: '' }),
      () => ticketPeople.add(looking, id, { contact: company.people.cleo.id }),
      () => ticketPeople.remove(looking, id, company.people.cleo.id),
      () => ticketPeople.leave(looking, id),
      () => ticketPeople.setPrivate(looking, id, true),
      () => ticketPeople.setMails(looking, id, false),
    ])
      await expect(work()).rejects.toThrow('while you look');
  });

  it('attack 21: adds people, and asks about addresses, only so often', async () => {
    const id = await open('Many', 'dora');
    await set({ participants: 'anyone' });
    const { ticketPeople } = booted.services;
    const dora = await as('dora');
    let answer = await ticketPeople.add(dora, id, { address: 'a0@b.example' });
    for (let at = 1; at <= ADDS && answer?.outcome === 'asked'; at += 1)
      answer = await ticketPeople.add(dora, id, { address: `a${at}@b.example` });
    expect(answer?.outcome).toBe('limited');
    const { status, text } = await send('dora', `${id}/people/add`, {
      email: 'ana@harbour.example',
    });
    expect(status).toBe(429);
    expect(text).toContain('ana@harbour.example');
    await set({});
  });
});

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
