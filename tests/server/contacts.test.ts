import type {
  ContactDetail,
  ContactInput,
  ContactListQuery,
} from '../../server/contracts/contacts';
import type { AdminActor, CustomerViewer } from '../../server/services/types';
import { newId, number, select, text } from '../../server/store/connection';
import { adminWith } from '../support/admin';
import { signedIn, visitorOf, HOST } from '../support/browserless';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const mara: AdminActor = {
  kind: 'agent',
  id: 'maramaramaramaramaramara',
  name: 'Mara Berg',
  can: new Set(['contact-read', 'contact-edit', 'contact-merge', 'member-edit', 'ticket-read']),
};
const QUERY: ContactListQuery = { q: '', sort: '', standing: '', language: '', state: 'living' };

describe.each(DATABASES)('contacts on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 100, ip: 500 } },
    });
    company = await foundCompany(booted);
  });
  afterAll(() => booted?.destroy());

  const contacts = () => booted.services.contacts;
  const find = async (id: string) => (await contacts().find(mara, id)) as ContactDetail;
  const namesOf = async (query: Partial<ContactListQuery>) =>
    (await contacts().list(mara, { ...QUERY, ...query })).rows.map(({ name }) => name);
  const idOf = async (q: string) =>
    (await contacts().list(mara, { ...QUERY, q })).rows[0]?.id ?? '';

  /** What the form of a contact sends, with changes. */
  const inputOf = async (
    id: string,
    changes: Partial<ContactInput> = {},
  ): Promise<ContactInput> => {
    const { name, phone, language, timeZone, addresses, companies } = await find(id);
    return {
      name,
      phone,
      language,
      timeZone,
      addresses,
      companies,
      properties: {},
      ...changes,
    };
  };
  const save = async (id: string, changes: Partial<ContactInput>) =>
    contacts().update(mara, id, await inputOf(id, changes));
  const fresh = (name: string, ...addresses: string[]): ContactInput => ({
    name,
    phone: '',
    language: '',
    timeZone: '',
    addresses: addresses.map((address) => ({ address, isPrimary: false, isMembership: false })),
    companies: [],
    properties: {},
  });
  const customer = (name: string, address: string, companyKey?: number) =>
    booted.services.people.createContact({
      name,
      address,
      password: PASSWORD,
      companyKey,
      portalKeys: [company.portalKey],
    });

  describe('the list', () => {
    it('finds by the beginning of any word, by any address, phone number and old id', async () => {
      const { id } = await contacts().create(mara, {
        ...fresh('Renée Østergård de Wit', 'renee@wit.example', 'r.wit+orders@shop.example'),
        phone: '+45 (33) 12-34 56',
      });
      await booted.services.runtime
        .db('cp_contacts')
        .where({ document_id: id })
        .update({ external_id: 'HS-90017' });
      await booted.services.contactIndex.repair();
      await save(id, { name: 'Renée Østergård de Wit' });
      for (const q of [
        'ren',
        'wit ren',
        'øster',
        'DE',
        'renee@',
        'r.wit+o',
        '@shop.ex',
        '33123456',
        '+45 33',
        'hs-90017',
        id,
      ])
        expect({ q, found: await namesOf({ q }) }).toEqual({
          q,
          found: ['Renée Østergård de Wit'],
        });
      for (const q of ['ergård', 'wit ana', 'HS-9001', '@op.example', '--'])
        expect({ q, found: await namesOf({ q }) }).toEqual({ q, found: [] });
    });

    it('narrows by company, standing, portal and language, and sorts by name and creation', async () => {
      const harbour = (await find(company.people.ana.id)).companies[0]?.id ?? '';
      const portal = company.portal.id;
      const inHarbour = ['Ana Lopes', 'Ben Okafor', 'Cleo Martin'];
      expect(await namesOf({ company: harbour, sort: 'name' })).toEqual(inHarbour);
      expect(await namesOf({ company: harbour, sort: '-name' })).toEqual([...inHarbour].reverse());
      expect(await namesOf({ company: harbour, sort: '-created' })).toEqual(
        [...inHarbour].reverse(),
      );
      expect(await namesOf({ standing: 'registered', portal })).toEqual([
        ...inHarbour,
        'Dora Vidal',
      ]);
      expect(await namesOf({ standing: 'none' })).toEqual(['Renée Østergård de Wit']);
      await save(company.people.cleo.id, { language: 'fr' });
      expect(await namesOf({ language: 'fr', q: 'mart', standing: 'registered' })).toEqual([
        'Cleo Martin',
      ]);
      expect(await namesOf({ language: 'fr', q: 'ana' })).toEqual([]);
      const { rows, count } = await contacts().list(mara, { ...QUERY, q: 'dora' });
      expect(count).toEqual({ value: 1, more: false });
      expect(rows[0]).toMatchObject({
        address: 'dora@lime.example',
        company: 'Lime Works',
        portals: [{ name: 'Harbour support', standing: 'registered' }],
      });
      expect(rows[0]?.createdAt).toBeGreaterThan(Date.now() - 600_000);
    });

    it('goes through its pages without a gap or a double, whichever way it is sorted', async () => {
      for (let at = 0; at < 60; at += 1)
        await contacts().create(mara, fresh(`Pager ${at % 7} Zed`, `pager${at}@zed.example`));
      for (const sort of ['name', '-name', 'created', '-created'])
        for (const q of ['', 'zed']) {
          const seen: string[] = [];
          const names: string[] = [];
          let cursor: string | undefined;
          let value = 0;
          do {
            const page = await contacts().list(mara, { ...QUERY, q, sort, cursor });
            seen.push(...page.rows.map(({ id }) => id));
            names.push(...page.rows.map(({ name }) => name));
            cursor = page.nextCursor ?? undefined;
            value = page.count.value;
          } while (cursor);
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen).toHaveLength(value);
          expect(value).toBe(q === 'zed' ? 60 : 65);
          if (sort === 'name') expect(names).toEqual([...names].sort());
        }
    });
  });

  describe('the form', () => {
    it('refuses what cannot be, beside its field, and names whose address it is', async () => {
      const { ana, ben } = company.people;
      const refusal = (path: string[], more = {}) => ({ details: { errors: [{ path }], ...more } });
      const addresses = (...all: string[]) => fresh('Ana', ...all).addresses;
      await expect(
        save(ana.id, { addresses: addresses('ana@harbour.example', ' BEN@Harbour.example ') }),
      ).rejects.toMatchObject(
        refusal(['addresses', '1', 'address'], { contact: { id: ben.id, name: 'Ben Okafor' } }),
      );
      await expect(
        contacts().create(mara, fresh('Other', 'ben@harbour.example')),
      ).rejects.toMatchObject(refusal(['addresses', '0', 'address']));
      await expect(save(ana.id, { addresses: addresses('ana at harbour') })).rejects.toMatchObject(
        refusal(['addresses', '0', 'address']),
      );
      await expect(
        save(ana.id, { addresses: addresses('x@a.example', 'X@a.example') }),
      ).rejects.toMatchObject(refusal(['addresses', '1', 'address']));
      await expect(save(ana.id, { addresses: [] })).rejects.toMatchObject(refusal(['addresses']));
      await expect(save(ana.id, { properties: { nothing: 'x' } })).rejects.toMatchObject(
        refusal(['properties', 'nothing']),
      );
      expect((await find(ana.id)).addresses.map(({ address }) => address)).toEqual([
        'ana@harbour.example',
      ]);
    });

    it('lets one of two have an address that both ask for at once', async () => {
      const both = await Promise.allSettled([
        contacts().create(mara, fresh('First', 'race@zed.example')),
        contacts().create(mara, fresh('Second', 'race@zed.example')),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const failed = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
      expect(failed.reason).toMatchObject({
        details: { errors: [{ path: ['addresses', '0', 'address'] }] },
      });
    });

    it('says in the activity what changed, from what to what', async () => {
      const { id } = await contacts().create(mara, fresh('Nora Quist', 'nora@quist.example'));
      const lime = (await find(company.people.dora.id)).companies[0]?.id ?? '';
      const saved = await save(id, {
        name: 'Nora Quist-Berg',
        phone: '123',
        addresses: [
          { address: 'nora@quist.example', isPrimary: false, isMembership: true },
          { address: 'nora@berg.example', isPrimary: true, isMembership: false },
        ],
        companies: [{ id: lime, isPrimary: true, seesTickets: true, isManager: false }],
        properties: { sees_company: 'yes' },
      });
      expect(saved).toMatchObject({
        companies: [{ name: 'Lime Works', isPrimary: true, seesTickets: true }],
        properties: { sees_company: 'yes' },
        hasAccount: false,
      });
      const [entry] = saved?.activity ?? [];
      expect(entry).toMatchObject({ action: 'contact.updated', actorName: 'Mara Berg' });
      expect(entry?.changes).toEqual({
        name: { before: 'Nora Quist', after: 'Nora Quist-Berg' },
        phone: { before: '', after: '123' },
        addresses: { before: 'nora@quist.example', after: 'nora@quist.example, nora@berg.example' },
        primaryAddress: { before: 'nora@quist.example', after: 'nora@berg.example' },
        companies: { before: '', after: 'Lime Works' },
        primaryCompany: { before: '', after: 'Lime Works' },
        seesTicketsOf: { before: '', after: 'Lime Works' },
        'properties.sees_company': { before: '', after: 'yes' },
      });
      const unchanged = await save(id, {});
      expect(unchanged?.activity).toHaveLength(2);
      const left = await save(id, { companies: [] });
      expect(left?.companies).toEqual([]);
      expect(
        (
          await save(id, {
            companies: [{ id: lime, isPrimary: false, seesTickets: false, isManager: true }],
          })
        )?.companies,
      ).toMatchObject([{ name: 'Lime Works', isPrimary: false, isManager: true }]);
    });
  });

  describe('at the portal', () => {
    it('shows a new name on the next request', async () => {
      await customer('Pia Lund', 'pia@lund.example');
      const visitor = await signedIn(booted, 'pia@lund.example');
      expect((await visitor.get('/support')).text).toContain('Pia Lund');
      await save(await idOf('pia@lund'), { name: 'Pia Holm' });
      expect((await visitor.get('/support')).text).toContain('Pia Holm');
    });

    it('moves the account with the membership address, and ends what was signed in with the old one', async () => {
      await customer('Max Otte', 'max@otte.example');
      const visitor = await signedIn(booted, 'max@otte.example');
      const id = await idOf('max@otte');
      await save(id, {
        addresses: [
          { address: 'max@otte.example', isPrimary: true, isMembership: false },
          { address: 'Max@New.example', isPrimary: false, isMembership: true },
        ],
      });
      await visitor.get('/support').expect(303);
      const accounts = await select(
        booted.services.runtime.db,
        'SELECT email FROM up_users WHERE email = ?',
        ['max@new.example'],
      );
      expect(accounts).toHaveLength(1);
      await (await signedIn(booted, 'max@new.example')).get('/support').expect(200);
      // Every address finds the person; only the membership address signs in.
      expect(await namesOf({ q: 'max@otte' })).toEqual(['Max Otte']);
      const user = await booted.strapi.db
        .query('plugin::users-permissions.user')
        .findOne({ where: { email: 'max@new.example' } });
      await booted.strapi.db
        .query('plugin::users-permissions.user')
        .update({ where: { id: user.id }, data: { email: 'max@third.example' } });
      expect((await find(id)).addresses.find(({ isMembership }) => isMembership)?.address).toBe(
        'max@third.example',
      );
      expect(await idOf('max@third')).toBe(id);
      expect(await idOf('max@new')).toBe('');
    });

    it('signs in with the membership address only', async () => {
      await customer('Sol Ruiz', 'sol@ruiz.example');
      const id = await idOf('sol@ruiz');
      await save(id, {
        addresses: [
          { address: 'sol@ruiz.example', isPrimary: false, isMembership: true },
          { address: 'sol@private.example', isPrimary: true, isMembership: false },
        ],
      });
      await signedIn(booted, 'sol@ruiz.example');
      await visitorOf(booted)
        .post('/support/sign-in', { email: 'sol@private.example', password: PASSWORD })
        .expect(422);
    });

    it('shuts a disabled member out at once and lets him in again', async () => {
      await customer('Ida Falk', 'ida@falk.example');
      const visitor = await signedIn(booted, 'ida@falk.example');
      const id = await idOf('ida@falk');
      const portal = company.portal.id;
      await booted.services.members.act(mara, portal, { action: 'disable', contacts: [id] });
      const off = await find(id);
      expect(off.memberships).toMatchObject([{ standing: 'disabled' }]);
      expect(off.activity[0]?.action).toBe('membership.disabled');
      await visitor.get('/support').expect(303);
      expect(await namesOf({ standing: 'disabled' })).toEqual(['Ida Falk']);
      await booted.services.members.act(mara, portal, { action: 'enable', contacts: [id] });
      // The old session does not come back with the access.
      await visitor.get('/support').expect(303);
      await (await signedIn(booted, 'ida@falk.example')).get('/support').expect(200);
    });

    it('signs out whoever is taken out of a company, and nobody whose companies stay', async () => {
      const harbour = await viewerOf(booted, company, 'ana@harbour.example');
      await customer('Leo Brandt', 'leo@brandt.example', harbour.primaryCompanyKey);
      const visitor = await signedIn(booted, 'leo@brandt.example');
      const id = await idOf('leo@brandt');
      await save(id, { phone: '+49 30 1234' });
      await visitor.get('/support').expect(200);
      await save(id, { companies: [] });
      await visitor.get('/support').expect(303);
      await (await signedIn(booted, 'leo@brandt.example')).get('/support').expect(200);
    });

    it('keeps somebody in the bin out, keeps the tickets, and brings both back', async () => {
      await customer('Tom Vale', 'tom@vale.example');
      const tom = await viewerOf(booted, company, 'tom@vale.example');
      const visitor = await signedIn(booted, 'tom@vale.example');
      const ticket = await booted.services.customerTickets.create(tom, {
        subject: 'Before the bin',
        body: 'x',
        files: [],
        submissionKey: newId(),
      });
      expect(await contacts().trash(mara, tom.contactId)).toBe(true);
      await visitor.get('/support').expect(303);
      expect(await namesOf({ q: 'tom' })).toEqual([]);
      expect(await namesOf({ q: 'tom', state: 'bin' })).toEqual(['Tom Vale']);
      await expect(save(tom.contactId, {})).rejects.toThrow('bin');
      await expect(contacts().create(mara, fresh('Tom', 'tom@vale.example'))).rejects.toMatchObject(
        { details: { contact: { id: tom.contactId } } },
      );
      const kept = await find(tom.contactId);
      expect(kept.trashedAt).toBeGreaterThan(0);
      expect(kept.tickets?.map(({ id }) => id)).toEqual([ticket.id]);
      expect(await contacts().restore(mara, tom.contactId)).toBe(true);
      await (await signedIn(booted, 'tom@vale.example')).get('/support').expect(200);
      expect((await find(tom.contactId)).activity.map(({ action }) => action)).toEqual(
        expect.arrayContaining(['contact.trashed', 'contact.restored']),
      );
    });
  });

  describe('merging', () => {
    let winner: { key: number; id: string };
    let loser: { key: number; id: string };
    let winning: CustomerViewer;
    const list = {
      scope: 'mine',
      state: 'open',
      status: '',
      q: '',
      sort: 'activity',
      cursor: '',
      language: 'en',
    } as const;
    const ask = (viewer: CustomerViewer, subject: string) =>
      booted.services.customerTickets.create(viewer, {
        subject,
        body: 'Please help.',
        files: [],
        submissionKey: newId(),
      });

    it('makes one person of two', async () => {
      const lime = await viewerOf(booted, company, 'dora@lime.example');
      const harbour = await viewerOf(booted, company, 'ana@harbour.example');
      winner = await customer('Eva Strand', 'eva@strand.example', harbour.primaryCompanyKey);
      loser = await customer('E. Strand', 'eva.strand@old.example', lime.primaryCompanyKey);
      await save(loser.id, {
        phone: '+47 555 123',
        language: 'fr',
        properties: { sees_company: 'yes' },
      });
      const losing = await viewerOf(booted, company, 'eva.strand@old.example');
      winning = await viewerOf(booted, company, 'eva@strand.example');
      const oldSession = await signedIn(booted, 'eva.strand@old.example');
      const own = await ask(losing, 'Rhubarb of the loser');
      const shared = await ask(losing, 'Quince of both');
      const { runtime, ticketWriting } = booted.services;
      await runtime.transaction(async (db) => {
        const row = await db('cp_tickets').where({ document_id: shared.id }).first();
        await ticketWriting.addParticipant(db, row, winning.contactKey);
      });

      const preview = await booted.services.contactMerge.preview(mara, winner.id, loser.id);
      expect(preview).toMatchObject({
        winner: { hasAccount: true, tickets: 1 },
        loser: { hasAccount: true, tickets: 2 },
      });
      const proposals = Object.fromEntries(
        (preview?.fields ?? []).map(({ field, proposal }) => [field, proposal]),
      );
      expect(proposals).toMatchObject({
        name: 'winner',
        phone: 'loser',
        primaryCompany: 'winner',
        'properties.sees_company': 'loser',
      });

      await booted.services.contactMerge.merge(mara, winner.id, {
        loser: loser.id,
        choices: { language: 'winner', primaryCompany: 'loser' },
      });
      const merged = await find(winner.id);
      expect(merged).toMatchObject({
        name: 'Eva Strand',
        phone: '+47 555 123',
        language: '',
        properties: { sees_company: 'yes' },
        memberships: [{ standing: 'registered' }],
      });
      expect(merged.addresses.map(({ address, isMembership }) => [address, isMembership])).toEqual([
        ['eva@strand.example', true],
        ['eva.strand@old.example', false],
      ]);
      expect(merged.companies.map(({ name, isPrimary }) => [name, isPrimary])).toEqual([
        ['Harbour Foods', false],
        ['Lime Works', true],
      ]);
      expect(merged.activity.map(({ action }) => action)).toEqual(
        expect.arrayContaining(['contact.merged', 'contact.merged-away', 'contact.created']),
      );
      await oldSession.get('/support').expect(303);
      expect(await contacts().find(mara, loser.id)).toEqual({ mergedInto: winner.id });
      expect(await idOf('eva.strand@old')).toBe(winner.id);
      expect(await namesOf({ q: 'strand' })).toEqual(['Eva Strand']);
      expect(await namesOf({ q: 'strand', state: 'bin' })).toEqual([]);

      const { customerTickets } = booted.services;
      winning = await viewerOf(booted, company, 'eva@strand.example');
      const mine = (await customerTickets.list(winning, list)).rows.map(({ id }) => id);
      expect(mine.sort()).toEqual([own.id, shared.id].sort());
      for (const [q, id] of [
        ['rhubarb', own.id],
        ['quince', shared.id],
      ] as const)
        expect(
          (await customerTickets.list(winning, { ...list, q })).rows.map((row) => row.id),
        ).toEqual([id]);
      expect(await customerTickets.find(winning, own.id, 'en')).toMatchObject({
        isMine: true,
        messages: [{ isMine: true, authorName: 'E. Strand' }],
      });
      const visitor = await signedIn(booted, 'eva@strand.example');
      expect((await visitor.get('/support')).text).toContain('Rhubarb of the loser');
      expect((await visitor.get('/support?q=rhubarb')).text).toContain(
        '<mark>Rhubarb</mark> of the loser',
      );
      const rows = await select(
        runtime.db,
        'SELECT contact_id, role FROM cp_participants WHERE ticket_id = (SELECT id FROM cp_tickets WHERE document_id = ?)',
        [shared.id],
      );
      expect(rows.map((row) => [number(row.contact_id), text(row.role)])).toEqual([
        [winning.contactKey, 'requester'],
      ]);
    });

    it('signs out whom a merge disables at a portal, and leaves others signed in', async () => {
      const [kept, gone, off] = [
        await customer('Una Kern', 'una@kern.example'),
        await customer('U. Kern', 'u@kern.example'),
        await customer('Una K.', 'k@kern.example'),
      ];
      const visitor = await signedIn(booted, 'una@kern.example');
      await booted.services.contactMerge.merge(mara, kept.id, { loser: gone.id, choices: {} });
      await visitor.get('/support').expect(200);
      const portal = company.portal.id;
      const { members } = booted.services;
      await members.act(mara, portal, { action: 'disable', contacts: [off.id] });
      await booted.services.contactMerge.merge(mara, kept.id, { loser: off.id, choices: {} });
      await members.act(mara, portal, { action: 'enable', contacts: [kept.id] });
      await visitor.get('/support').expect(303);
      await (await signedIn(booted, 'una@kern.example')).get('/support').expect(200);
    });

    it('lists the tickets of one contact for agents', async () => {
      const { agentTickets } = booted.services;
      const agent = { ...mara, kind: 'agent' as const, agentKey: 1, agentId: mara.id };
      const query = { state: 'all', q: '', sort: 'activity' } as const;
      const subjects = async (more: { contact: string; q?: string }) =>
        (await agentTickets.list(agent, { ...query, ...more })).rows.map(({ subject }) => subject);
      expect((await subjects({ contact: winner.id })).sort()).toEqual([
        'Quince of both',
        'Rhubarb of the loser',
      ]);
      expect(await subjects({ contact: winner.id, q: 'quince' })).toEqual(['Quince of both']);
      expect(await subjects({ contact: company.people.dora.id, q: 'quince' })).toEqual([]);
    });

    it('leads from every earlier contact to the last one', async () => {
      const last = await contacts().create(mara, fresh('Eva Last', 'eva@last.example'));
      await booted.services.contactMerge.merge(mara, last.id, { loser: winner.id, choices: {} });
      expect(await contacts().find(mara, loser.id)).toEqual({ mergedInto: last.id });
      // The account came over, and signs in with its own address.
      expect(await find(last.id)).toMatchObject({ hasAccount: true, name: 'Eva Last' });
      await (await signedIn(booted, 'eva@strand.example')).get('/support').expect(200);
      await visitorOf(booted, HOST)
        .post('/support/sign-in', { email: 'eva@last.example', password: PASSWORD })
        .expect(422);
      await expect(
        booted.services.contactMerge.merge(mara, last.id, { loser: winner.id, choices: {} }),
      ).rejects.toMatchObject({ details: { errors: [{ path: ['loser'] }] } });
      await expect(
        booted.services.contactMerge.merge(mara, last.id, { loser: last.id, choices: {} }),
      ).rejects.toMatchObject({ details: { errors: [{ path: ['loser'] }] } });
    });

    it('finishes in the search index what a stopped server left', async () => {
      await customer('Half One', 'half@one.example');
      await customer('Half Two', 'half@two.example');
      const two = await viewerOf(booted, company, 'half@two.example');
      await ask(two, 'Persimmon left behind');
      const { jobs, contactMerge } = booted.services;
      const inTurn = jest.spyOn(jobs, 'inTurn').mockResolvedValueOnce(undefined);
      await contactMerge.merge(mara, await idOf('half@one'), {
        loser: two.contactId,
        choices: {},
      });
      inTurn.mockRestore();
      const one = await viewerOf(booted, company, 'half@one.example');
      const search = async () =>
        (await booted.services.customerTickets.list(one, { ...list, q: 'persimmon' })).rows.length;
      expect(await search()).toBe(0);
      expect((await booted.services.customerTickets.list(one, list)).rows).toHaveLength(1);
      await contactMerge.finish();
      expect(await search()).toBe(1);
    });
  });

  it('gives rows of an earlier version and of an import their keys and words', async () => {
    const { runtime, contactIndex } = booted.services;
    const { id } = await contacts().create(mara, fresh('Wanda Earlier', 'wanda@earlier.example'));
    const row = await runtime.db('cp_contacts').where({ document_id: id }).first();
    await runtime
      .db('cp_contacts')
      .where({ id: row.id })
      .update({
        name_key: '',
        name_words: '',
        created_time: 0,
        created_at: new Date(1_700_000_000_000),
      });
    await runtime
      .db('cp_contact_addresses')
      .where({ contact_id: row.id })
      .update({ email_domain: '' });
    // After an import the keys of before belong to others.
    await runtime.db('cp_contact_words').where({ contact_id: row.id }).delete();
    await runtime.db('cp_contact_words').insert([
      { contact_id: row.id, word: `i${newId()}` },
      { contact_id: row.id, word: 'nwzstale' },
      { contact_id: row.id + 5000, word: `i${newId()}` },
      { contact_id: row.id + 5000, word: 'nwznobody' },
    ]);
    await contactIndex.repair();
    expect(await namesOf({ q: 'wanda@earlier' })).toEqual(['Wanda Earlier']);
    expect(await namesOf({ q: 'stale' })).toEqual([]);
    const [left] = await select(
      runtime.db,
      'SELECT COUNT(*) AS total FROM cp_contact_words WHERE contact_id > ?',
      [row.id],
    );
    expect(number(left?.total)).toBe(0);
    const after = await runtime.db('cp_contacts').where({ document_id: id }).first();
    expect(after.name_key).not.toBe('');
    // Strapi's own column has no zone, so the day is what counts.
    expect(Math.abs(number(after.created_time) - 1_700_000_000_000)).toBeLessThan(86_400_000);
    const address = await runtime.db('cp_contact_addresses').where({ contact_id: row.id }).first();
    expect(address.email_domain).toBe('earlier.example');
  });

  it('finds the customer of a new ticket by any address and any word of the name', async () => {
    const can = new Set(['ticket-create']);
    const agent = { ...mara, kind: 'agent' as const, agentKey: 1, agentId: mara.id, can };
    await customer('Lena Maria Voss', 'lena@voss.example');
    await save(await idOf('lena@voss'), {
      addresses: [
        { address: 'lena@voss.example', isPrimary: true, isMembership: true },
        { address: 'lm@second.example', isPrimary: false, isMembership: false },
      ],
    });
    const found = async (q: string) =>
      (await booted.services.agentTickets.findContacts(agent, { q })).map(
        ({ name, address }) => `${name} ${address}`,
      );
    for (const q of ['lena', 'mar vo', 'VOSS', 'lm@sec', 'lena@v'])
      expect({ q, found: await found(q) }).toEqual({
        q,
        found: ['Lena Maria Voss lena@voss.example'],
      });
    expect(await found('oss')).toEqual([]);
    expect(await found('lime')).toEqual(expect.arrayContaining(['Dora Vidal dora@lime.example']));
  });
});

describe('who may do what with contacts', () => {
  let booted: Booted;
  let company: TestCompany;
  beforeAll(async () => {
    booted = await bootStrapi();
    company = await foundCompany(booted);
  });
  afterAll(() => booted?.destroy());

  it('asks for an action at every route', async () => {
    const { ana, ben } = company.people;
    const reader = await adminWith(booted, 'Rita', ['contacts.contact-read']);
    const editor = await adminWith(booted, 'Edda', [
      'contacts.contact-read',
      'contacts.contact-edit',
    ]);
    const merger = await adminWith(booted, 'Mina', [
      'contacts.contact-read',
      'contacts.contact-merge',
    ]);
    const stranger = await adminWith(booted, 'Stig', ['inboxes.inbox-read']);
    const input = {
      name: 'New',
      addresses: [{ address: 'new@new.example', isPrimary: true, isMembership: true }],
    };
    await stranger.get('/contacts').expect(403);
    await stranger.get(`/contacts/${ana.id}`).expect(403);
    const read = await reader.get(`/contacts/${ana.id}`).expect(200);
    expect(read.body.tickets).toBeNull();
    expect(JSON.stringify(read.body)).not.toMatch(/"(key|password|user_id)"/);
    await reader.post('/contacts', input).expect(403);
    await reader.put(`/contacts/${ana.id}`, input).expect(403);
    await reader.post(`/contacts/${ana.id}/restore`, {}).expect(403);
    await reader.get(`/contacts/${ana.id}/merge/${ben.id}`).expect(403);
    await editor.post(`/contacts/${ana.id}/merge`, { loser: ben.id }).expect(403);
    await merger.get(`/contacts/${ana.id}/merge/${ben.id}`).expect(200);
    await editor.post('/contacts', input).expect(201);
    const { body } = await editor.post('/contacts', { ...input, name: ' ' }).expect(400);
    expect(body.error.details.errors[0]).toMatchObject({
      path: ['name'],
      message: 'Enter a name.',
    });
    await editor.get('/contacts/aaaaaaaaaaaaaaaaaaaaaaaa').expect(404);
    await editor.put('/contacts/aaaaaaaaaaaaaaaaaaaaaaaa', input).expect(404);
    await merger.get(`/contacts/${ana.id}/merge/aaaaaaaaaaaaaaaaaaaaaaaa`).expect(404);
  });
});
