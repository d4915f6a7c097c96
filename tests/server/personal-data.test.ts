import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { Response } from 'supertest';
import { contentTypes } from '../../server/content-types';
import {
  planPersonalData,
  RAW_TABLES,
  undeclaredParts,
  type TypeSchemas,
} from '../../server/rules/personal-data';
import { createActivity } from '../../server/services/activity';
import type { AttachmentFiles } from '../../server/services/attachments';
import { createErasure } from '../../server/services/erasure';
import { createPersonalData } from '../../server/services/personal-data';
import { createTicketErasure } from '../../server/services/ticket-erasure';
import { sha256 } from '../../server/services/runtime';
import type { AdminActor, CustomerSession, CustomerViewer } from '../../server/services/types';
import { newId } from '../../server/store/connection';
import { adminWith, type AdminClient } from '../support/admin';
import { fieldOf, signedIn, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';
import { unzip } from '../support/unzip';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];

const ADMIN: AdminActor = {
  kind: 'agent',
  id: 'mara',
  name: 'Mara Berg',
  can: new Set([
    'contact-erase',
    'retention-edit',
    'contact-read',
    'contact-edit',
    'contact-merge',
  ]),
};

interface Told {
  contact: Record<string, unknown>;
  tickets: { subject: string; role: string; messages: { author: string; body: string }[] }[];
  activity: { action: string; by: string; changes?: object }[];
  [list: string]: unknown;
}

describe('what content types hold of people', () => {
  const with_ = (more: TypeSchemas): TypeSchemas => ({ ...contentTypes, ...more });
  const note = (attributes: TypeSchemas[string]['schema']['attributes']): TypeSchemas => ({
    'test-note': { schema: { collectionName: 'cp_test_notes', attributes } },
  });
  const contact = { type: 'relation', target: 'plugin::customer-portal.contact' };

  it('is declared for every type and attribute', () => {
    expect(undeclaredParts(contentTypes)).toEqual([]);
  });

  it('is missed where a type or an attribute is new, or a declared one is gone', () => {
    expect(undeclaredParts(with_(note({ contact })))).toEqual(['test-note']);
    const { schema } = contentTypes.contact;
    const attributes = { ...schema.attributes, nickname: { type: 'string' } };
    const wider = with_({ contact: { schema: { ...schema, attributes } } });
    expect(undeclaredParts(wider)).toEqual(['contact.nickname']);
    const { schema: canned } = contentTypes['canned-reply'];
    const leading = { ...canned.attributes, contact };
    expect(
      undeclaredParts(with_({ 'canned-reply': { schema: { ...canned, attributes: leading } } })),
    ).toEqual(['canned-reply.contact', 'canned-reply: whom it concerns']);
    const fewer = Object.fromEntries(
      Object.entries(schema.attributes).filter(([name]) => name !== 'phone'),
    );
    expect(
      undeclaredParts(with_({ contact: { schema: { ...schema, attributes: fewer } } })),
    ).toEqual(['contact.phone is not there']);
  });

  it('takes what nobody declared for the person’s: it is told, and goes', () => {
    const plan = planPersonalData(with_(note({ contact, words: { type: 'text' } })));
    expect(plan.find(({ name }) => name === 'test-note')).toMatchObject({
      person: { by: 'contact', rows: 'remove', column: 'contact_id' },
      columns: [
        { column: 'contact_id', isTold: false, person: 'clear' },
        { column: 'words', isTold: true, person: 'clear' },
      ],
    });
  });
});

describe.each(DATABASES)('personal data on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let mara: AdminClient;
  let notes = 0;

  const db = () => booted.services.runtime.db;
  const one = async (table: string, where: object) =>
    (await db()(table).where(where).first()) ?? {};
  const everything = async () => {
    const tables = [
      'cp_contacts',
      'cp_contact_addresses',
      'cp_messages',
      'cp_tickets',
      'cp_activities',
      'cp_invitations',
      'cp_memberships',
      'cp_property_values',
      'cp_outbox',
      'cp_attachments',
      'cp_contact_words',
    ];
    return JSON.stringify(
      await Promise.all(tables.map(async (table) => [table, await db()(table).select('*')])),
    );
  };

  /** Somebody of his own, or of a company. */
  async function person(name: string, address: string, companyKey = 0) {
    return booted.services.people.createContact({
      name,
      address,
      password: PASSWORD,
      portalKeys: [company.portalKey],
      properties: { sees_company: 'no' },
      ...(companyKey > 0 ? { companyKey } : {}),
    });
  }

  async function sessionOf(address: string): Promise<CustomerSession & { token: string }> {
    const answer = await booted.services.signIn.withPassword({
      portal: company.portal,
      address,
      password: PASSWORD,
      remember: false,
      ip: '127.0.0.1',
      userAgent: 'Walnut browser',
    });
    if (answer.outcome !== 'signed-in') throw new Error(`${address}: ${answer.outcome}`);
    const session = await booted.services.sessions.find(answer.token, company.portal);
    if (!session) throw new Error(`${address} has no session`);
    return { ...session, token: answer.token };
  }

  const file = (name: string, text: string) =>
    booted.services.attachments.receive(name, Readable.from([Buffer.from(text)]));

  async function openTicket(viewer: CustomerViewer, subject: string, files: string[] = []) {
    const stored = [];
    for (const name of files) stored.push(await file(name, `inside ${name}`));
    return booted.services.customerTickets.create(viewer, {
      subject,
      body: `It beeps, says ${viewer.contactName}.`,
      files: stored,
      submissionKey: newId(),
    });
  }

  async function bytesOf(
    answer: Awaited<ReturnType<typeof booted.services.personalData.download>>,
  ) {
    if (answer.outcome !== 'ready') throw new Error('limited');
    const parts: Buffer[] = [];
    for await (const part of answer.stream) parts.push(part as Buffer);
    return Buffer.concat(parts);
  }

  async function toldTo(session: CustomerSession) {
    const files = unzip(await bytesOf(await booted.services.personalData.download(session, 'en')));
    const data = String(files.get('data.json'));
    return { files, data, told: JSON.parse(data) as Told };
  }

  const filesOnDisk = () =>
    readdirSync(booted.services.runtime.config.attachmentsDir, { recursive: true })
      .map(String)
      .filter((name) => /[a-f0-9]{48}$/.test(name)).length;

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 500, ip: 500 } },
    });
    company = await foundCompany(booted);
    mara = await adminWith(booted, 'Mara', [
      'contacts.contact-read',
      'contacts.contact-erase',
      'inboxes.retention-edit',
    ]);
    const agent = await booted.services.agents.fromAdmin(
      await createAdminUser(booted, 'ines@tallybrook.example'),
      new Set(['ticket-read', 'ticket-reply', 'ticket-note', 'ticket-update']),
    );
    note = async (ticketId, kind, body) => {
      await booted.services.agentTickets.addMessage(agent, ticketId, {
        kind,
        body,
        submissionKey: `note-${(notes += 1)}`,
      });
    };
  });
  let note: (ticketId: string, kind: 'public' | 'note', body: string) => Promise<void>;
  afterAll(() => booted?.destroy());

  it('names every raw table', async () => {
    const types = new Set(Object.values(contentTypes).map(({ schema }) => schema.collectionName));
    const names = {
      sqlite: "SELECT name FROM sqlite_master WHERE type = 'table'",
      postgres: "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
      mysql:
        'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    }[database];
    const answer = await db().raw(names);
    const rows = (answer.rows ?? (Array.isArray(answer[0]) ? answer[0] : answer)) as {
      name: string;
    }[];
    const raw = rows
      .map(({ name }) => name)
      .filter((name) => name.startsWith('cp_') && !types.has(name as never))
      // Tables of links between types of the knowledge base, and what FTS5 keeps its index in.
      .filter(
        (name) => !name.endsWith('_lnk') && !/_(data|idx|content|docsize|config)$/.test(name),
      );
    expect(raw.sort()).toEqual(Object.keys(RAW_TABLES).sort());
  });

  it('tells a person everything about himself, and attack 4: no internal note', async () => {
    const { properties, people } = booted.services;
    const harbour = (await one('cp_companies', { name: 'Harbour Foods' })) as { id: number };
    await properties.define({
      subject: 'contact',
      key: 'shoe',
      kind: 'text',
      labels: { en: 'Shoe size' },
      helps: {},
      options: [],
      customerAccess: 'none',
      agentAccess: 'edit',
      isRequiredToClose: false,
    });
    await people.createContact({
      name: 'Nils Holm',
      address: 'nils@harbour.example',
      password: PASSWORD,
      companyKey: Number(harbour.id),
      portalKeys: [company.portalKey],
      properties: { shoe: 'Forty-three', sees_company: 'yes' },
    });
    const nils = await sessionOf('nils@harbour.example');
    const ana = await sessionOf('ana@harbour.example');
    const own = await openTicket(nils.viewer, 'Lamp of Nils', ['lamp.txt', 'über/lamp.png']);
    await openTicket(ana.viewer, 'Secret of Ana', ['ana.txt']);
    await note(own.id, 'public', 'Please restart it.');
    await note(own.id, 'note', 'HIDDEN between agents');
    const { files, data, told } = await toldTo(nils);
    expect(told.contact).toMatchObject({
      name: 'Nils Holm',
      properties: expect.arrayContaining([{ name: 'Shoe size', value: 'Forty-three' }]),
    });
    expect(told['contact-address']).toEqual([
      expect.objectContaining({ address: 'nils@harbour.example', isMembership: true }),
    ]);
    expect(told['contact-company']).toEqual([
      expect.objectContaining({ company: 'Harbour Foods', isPrimary: true }),
    ]);
    expect(told.membership).toEqual([
      expect.objectContaining({ portal: 'Harbour support', state: 'registered' }),
    ]);
    expect(told.sessions).toEqual([expect.objectContaining({ browser: 'Walnut browser' })]);
    expect(told.tickets).toEqual([
      expect.objectContaining({
        subject: 'Lamp of Nils',
        role: 'requester',
        messages: [
          expect.objectContaining({ author: 'you', body: 'It beeps, says Nils Holm.' }),
          expect.objectContaining({ author: 'support', body: 'Please restart it.' }),
        ],
      }),
    ]);
    expect(told.activity.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['contact.created', 'session.started', 'ticket.created']),
    );
    // Attack 4.
    expect(data).not.toContain('HIDDEN');
    expect(data).not.toContain('ticket.noted');
    for (const secret of ['passwordHash', 'token', 'fingerprint', 'addressHash', 'isHeld'])
      expect(data.toLowerCase()).not.toContain(secret.toLowerCase());
    const names = [...files.keys()].filter((name) => name !== 'data.json');
    expect(names).toHaveLength(2);
    for (const name of names) expect(data).toContain(JSON.stringify(name));
    expect(names.map((name) => String(files.get(name))).sort()).toEqual([
      'inside lamp.txt',
      'inside über/lamp.png',
    ]);
  });

  it('attack 36: holds nothing of anybody else, sees companies’ tickets as he may', async () => {
    const { ticketWriting, runtime, personalData } = booted.services;
    const otto = await person('Otto Weiss', 'otto@alone.example');
    const ben = await sessionOf('ben@harbour.example');
    const shared = await openTicket(ben.viewer, 'Shared by Ben', ['ben.txt']);
    const row = (await one('cp_tickets', { document_id: shared.id })) as Record<string, unknown>;
    await runtime.transaction((trx) =>
      ticketWriting.addParticipant(trx, { ...row, requester_name: 'Ben Okafor' }, otto.key),
    );
    const { data, told } = await toldTo(await sessionOf('otto@alone.example'));
    expect(told.tickets).toMatchObject([
      { subject: 'Shared by Ben', role: 'participant', messages: [{ author: 'somebody else' }] },
    ]);
    for (const other of ['Okafor"', 'ben@harbour', 'Secret of Ana', 'Lamp of Nils', 'nils@'])
      expect(data).not.toContain(other);
    // Who may see tickets of the company sees none of them here but his own.
    const told2 = await toldTo(ben);
    expect(told2.told.tickets.map(({ subject }) => subject)).toEqual(['Shared by Ben']);
    expect(told2.data).not.toContain('otto@alone');
    // Whoever left a company sees its tickets nowhere any more, his own neither.
    const lime = Number((await one('cp_companies', { name: 'Lime Works' })).id);
    const gus = await person('Gus Ahl', 'gus@ahl.example', lime);
    await openTicket((await sessionOf('gus@ahl.example')).viewer, 'Left behind', ['left.txt']);
    await db()('cp_contact_companies').where({ contact_id: gus.key }).update({ left_at: 1 });
    const { files, told: toldGus } = await toldTo(await sessionOf('gus@ahl.example'));
    expect([toldGus.tickets, [...files.keys()]]).toEqual([[], ['data.json']]);
    await expect(
      personalData.download({ ...ben, viewer: { ...ben.viewer, isReadOnly: true } }, 'en'),
    ).rejects.toThrow('look as a customer');
  });

  it('attack 30: asks who it is before a download and a request, and gives three a day', async () => {
    const { key: piaKey } = await person('Pia Grau', 'pia@alone.example');
    const pia: Visitor = await signedIn(booted, 'pia@alone.example');
    const page = await pia.get('/support/my-data').expect(200);
    const formToken = fieldOf(page.text, 'formToken');
    const post = (where: string) => pia.post(`/support/my-data/${where}`, { formToken });
    const sessions = () => db()('cp_sessions').where({ contact_id: piaKey });
    await sessions().update({ proven_at: 1 });
    for (const [where, back] of [
      ['download', '/support/my-data'],
      ['erasure', '/support/my-data/erasure'],
    ] as const) {
      const answer = await post(where).expect(303);
      expect(answer.headers.location).toBe(`/support/prove-it?next=${encodeURIComponent(back)}`);
    }
    const session = await sessionOf('pia@alone.example');
    for (const work of ['download', 'askErasure'] as const)
      await expect(
        booted.services.personalData[work]({ ...session, provenAt: 1 }, 'en'),
      ).rejects.toThrow('that it is you');
    expect(Number((await one('cp_contacts', { id: piaKey })).erasure_asked_at)).toBe(0);
    await sessions().update({ proven_at: Date.now() });
    // No form token, no download; and looking changes nothing.
    await pia.post('/support/my-data/download', {}).expect(403);
    await pia.get('/support/my-data/download').expect(404);
    await visitorOf(booted).get('/support/my-data').expect(303);
    const download = () =>
      post('download')
        .buffer()
        .parse((response, done) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => done(null, Buffer.concat(parts)));
        });
    for (let at = 0; at < 3; at += 1) {
      const answer = (await download().expect(200)) as Response;
      expect(answer.headers).toMatchObject({
        'content-type': 'application/zip',
        'cache-control': 'private, no-store',
        'content-disposition': expect.stringMatching(/^attachment;.*my-data-.*\.zip/),
      });
      expect([...unzip(answer.body as Buffer).keys()]).toEqual(['data.json']);
    }
    const limited = await post('download').expect(429);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(80_000);
  });

  it('lets a person ask to be erased, and take it back', async () => {
    await person('Ruth Vogel', 'ruth@alone.example');
    const ruth = await signedIn(booted, 'ruth@alone.example');
    const formToken = fieldOf((await ruth.get('/support/my-data')).text, 'formToken');
    const confirm = await ruth.get('/support/my-data/erasure').expect(200);
    expect(confirm.text).toContain('signed out everywhere');
    const queue = async () =>
      (await mara.get('/erasures')).body.map((row: { name: string }) => row.name);
    expect(await queue()).not.toContain('Ruth Vogel');
    const asked = await ruth.post('/support/my-data/erasure', { formToken }).expect(303);
    expect(asked.headers.location).toBe('/support/my-data?done=erasure-asked');
    expect((await ruth.get('/support/my-data')).text).toContain('You asked for erasure');
    expect(await queue()).toContain('Ruth Vogel');
    await ruth.post('/support/my-data/take-back', { formToken }).expect(303);
    expect(await queue()).not.toContain('Ruth Vogel');
    await ruth.post('/support/my-data/erasure', { formToken }).expect(303);
    const { id } = (await mara.get('/erasures')).body.find(
      (row: { name: string }) => row.name === 'Ruth Vogel',
    );
    await mara.post(`/contacts/${id}/erasure/decline`, {}).expect(200);
    expect(await queue()).not.toContain('Ruth Vogel');
    const found = (await mara.get(`/contacts/${id}`)).body;
    expect(found.erasureAskedAt).toBe(0);
    expect(found.activity.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['erasure.asked', 'erasure.withdrawn', 'erasure.declined']),
    );
  });

  it('erases a person: nothing says who it was, company tickets stay, own ones go with their files', async () => {
    const { siteMap, people, customerTickets, companyContacts } = booted.services;
    const lime = Number((await one('cp_companies', { name: 'Lime Works' })).id);
    const zoe = await person('Zoe Quandt', 'zoe@quandt.example', lime);
    // What was merged into it goes as well.
    await person('Z. Q. Quandt', 'zoe.old@quandt.example');
    const old = Number(
      (await one('cp_contact_addresses', { address: 'zoe.old@quandt.example' })).contact_id,
    );
    const oldId = String((await one('cp_contacts', { id: old })).document_id);
    await booted.services.contactMerge.merge(ADMIN, zoe.id, { loser: oldId, choices: {} });
    const session = await sessionOf('zoe@quandt.example');
    const visitor = await signedIn(booted, 'zoe@quandt.example');
    const before = filesOnDisk();
    const kept = await openTicket(session.viewer, 'Company lamp', ['kept.txt']);
    const alone = { ...session.viewer, primaryCompanyKey: 0 };
    const gone = await openTicket(alone, 'Private lamp of Zoe Quandt', ['gone.txt']);
    await note(gone.id, 'note', 'Zoe Quandt is angry');
    expect(filesOnDisk()).toBe(before + 2);
    const limeId = String((await one('cp_companies', { id: lime })).document_id);
    await companyContacts.set(
      { ...ADMIN, can: new Set(['company-edit', 'contact-edit']) },
      limeId,
      zoe.id,
      { isPrimary: true, seesTickets: true, isManager: false },
    );
    await db()('cp_contacts')
      .where({ id: zoe.key })
      .update({ phone: '+49 555 0199', external_id: 'hs-zoe' });
    await db()('cp_invitations').insert({
      document_id: newId(),
      contact_id: zoe.key,
      portal_id: company.portalKey,
      address: 'zoe@quandt.example',
      state: 'sent',
    });
    await db()('cp_known_devices').insert({
      device_hash: sha256('device'),
      contact_id: zoe.key,
      created_at: 1,
      last_seen_at: 1,
    });
    await db()('cp_password_failures').insert({
      address_hash: sha256('zoe@quandt.example'),
      failures: 3,
      last_at: 1,
    });
    const doomed = await mara.get(`/contacts/${zoe.id}/erasure`).expect(200);
    expect(doomed.body).toMatchObject({
      name: 'Zoe Quandt',
      isHeld: false,
      ownTickets: { value: 1, more: false },
      otherTickets: { value: 1, more: false },
      account: { address: 'zoe@quandt.example', isPortals: true },
    });

    await mara.post(`/contacts/${zoe.id}/erasure`, {}).expect(200);
    await booted.services.erasure.finish();
    // Signed out at once, and not let in again.
    await visitor.get('/support').expect(303);
    expect(await booted.services.sessions.find(session.token, company.portal)).toBeNull();
    expect(await db()('cp_password_failures')).toEqual([]);
    await expect(sessionOf('zoe@quandt.example')).rejects.toThrow('refused');
    const left = await everything();
    // What somebody wrote stays as it was written.
    const rest = left.replaceAll('says Zoe Quandt', '');
    for (const word of ['Quandt', 'zoe@', 'zoe.old@', '555 0199', 'hs-zoe', 'Private lamp'])
      expect(excerpt(rest, word)).toBe('');
    const row = await one('cp_contacts', { id: zoe.key });
    expect(row).toMatchObject({ name: 'Deleted person', erasing: null, user_id: null });
    expect(Number(row.erased_at)).toBeGreaterThan(0);
    for (const [table, column] of [
      ['cp_contact_addresses', 'contact_id'],
      ['cp_memberships', 'contact_id'],
      ['cp_sessions', 'contact_id'],
      ['cp_one_time_tokens', 'contact_id'],
      ['cp_known_devices', 'contact_id'],
      ['cp_invitations', 'contact_id'],
      ['cp_contact_words', 'contact_id'],
      ['cp_property_values', 'contact_id'],
    ] as const)
      expect([table, await db()(table).where(column, zoe.key)]).toEqual([table, []]);
    expect(await db()('cp_contact_companies').where({ contact_id: zoe.key, left_at: 0 })).toEqual(
      [],
    );
    expect(await db()('up_users').where({ email: 'zoe@quandt.example' })).toEqual([]);
    // The ticket of the company is there, with its file, for colleagues and agents.
    const dora = await sessionOf('dora@lime.example');
    const shown = await customerTickets.find(dora.viewer, kept.id, 'en');
    expect(shown).toMatchObject({ subject: 'Company lamp', requester: 'Deleted person' });
    expect(shown?.messages[0]).toMatchObject({ authorName: 'Deleted person' });
    expect(shown?.messages[0]?.attachments).toHaveLength(1);
    // The other one is nowhere, and its file is off the disk.
    expect(filesOnDisk()).toBe(before + 1);
    const erased = await one('cp_tickets', { document_id: gone.id });
    expect(erased).toMatchObject({ subject: '', requester_id: null });
    expect(await db()('cp_attachments').where({ ticket_id: erased.id })).toEqual([]);
    expect(await db()('cp_participants').where({ ticket_id: erased.id })).toEqual([]);
    expect(
      (await db()('cp_messages').where({ ticket_id: erased.id })).map(({ body }) => body),
    ).toEqual([null, null]);
    await booted.services.searchIndex.repair();
    expect(await searchRows(Number(erased.id))).toEqual([0, 0]);
    expect(
      await searchRows(Number((await one('cp_tickets', { document_id: kept.id })).id)),
    ).toEqual([1, 1]);
    // Its address may be used anew.
    await siteMap.refresh();
    const again = await people.createContact({ name: 'Zoe Neu', address: 'zoe@quandt.example' });
    expect(again.id).not.toBe(zoe.id);
    expect((await mara.get(`/contacts/${zoe.id}`)).status).toBe(404);
  });

  const excerpt = (whole: string, word: string) => {
    const at = whole.indexOf(word);
    return at < 0 ? '' : whole.slice(Math.max(0, at - 80), at + 40);
  };
  const searchRows = async (key: number) => {
    const column = database === 'sqlite' ? 'rowid' : 'ticket_id';
    return Promise.all(
      ['cp_ticket_search', 'cp_ticket_search_agents'].map(
        async (table) => (await db()(table).where(column, key).select(column)).length,
      ),
    );
  };

  it('leaves alone an account that the site made, unless the admin chooses otherwise', async () => {
    const users = () => booted.strapi.plugin('users-permissions').service('user');
    const make = async (name: string) => {
      await users().add({
        username: name,
        email: `${name}@site.example`,
        password: PASSWORD,
        provider: 'local',
        confirmed: true,
      });
      return person(`Site ${name}`, `${name}@site.example`);
    };
    const account = async (name: string) =>
      (await db()('up_users')
        .where({ email: `${name}@site.example` })
        .first()) ?? null;
    const [kept, blocked, removed] = [
      await make('kept'),
      await make('blocked'),
      await make('removed'),
    ];
    const before = await account('kept');
    expect((await mara.get(`/contacts/${kept.id}/erasure`)).body.account).toEqual({
      address: 'kept@site.example',
      isPortals: false,
    });
    await mara.post(`/contacts/${kept.id}/erasure`, {}).expect(200);
    expect(await account('kept')).toEqual(before);
    await mara.post(`/contacts/${blocked.id}/erasure`, { account: 'block' }).expect(200);
    expect(Boolean((await account('blocked'))?.blocked)).toBe(true);
    await mara.post(`/contacts/${removed.id}/erasure`, { account: 'delete' }).expect(200);
    expect(await account('removed')).toBeNull();
    const wrong = await person('Wrong', 'wrong@site.example');
    await mara.post(`/contacts/${wrong.id}/erasure`, { account: 'burn' }).expect(400);
    // Disabling never touches it either.
    const same = await account('kept');
    await booted.services.contacts.trash(ADMIN, wrong.id);
    expect(await account('kept')).toEqual(same);
  });

  it('is refused under a legal hold of the contact or of one of its tickets, which are recorded', async () => {
    const held = await person('Hedda Krall', 'hedda@alone.example');
    const session = await sessionOf('hedda@alone.example');
    const ticket = await openTicket(session.viewer, 'Lamp of the court');
    const erase = () => mara.post(`/contacts/${held.id}/erasure`, {});
    await mara.put(`/contacts/${held.id}/hold`, { isHeld: true }).expect(200);
    expect((await erase()).status).toBe(400);
    expect((await mara.get(`/contacts/${held.id}`)).body.isHeld).toBe(true);
    // Nobody tells the person.
    expect((await toldTo(session)).data).not.toMatch(/held|hold/i);
    await mara.put(`/contacts/${held.id}/hold`, { isHeld: false }).expect(200);
    await mara.put(`/tickets/${ticket.id}/hold`, { isHeld: true }).expect(200);
    const refusal = await erase();
    expect(refusal.body.error.message).toContain('Release it first');
    await mara.put(`/tickets/${ticket.id}/hold`, { isHeld: false }).expect(200);
    expect(
      (
        await db()('cp_activities').whereIn('action', [
          'contact.held',
          'contact.released',
          'ticket.held',
          'ticket.released',
        ])
      ).length,
    ).toBe(4);
    await erase().expect(200);
  });

  it('needs its permission, in the service too, and a contact that is there', async () => {
    const rita = await adminWith(booted, 'Rita', [
      'contacts.contact-read',
      'contacts.contact-edit',
    ]);
    const { id } = company.people.cleo;
    await rita.get('/erasures').expect(403);
    await rita.post(`/contacts/${id}/erasure`, {}).expect(403);
    await rita.put(`/contacts/${id}/hold`, { isHeld: true }).expect(403);
    const nobody = { ...ADMIN, can: new Set(['contact-edit']) };
    for (const work of [
      () => booted.services.erasure.erase(nobody, id, {}),
      () => booted.services.erasure.queue(nobody),
      () => booted.services.erasure.setHold(nobody, id, true),
    ])
      await expect(work()).rejects.toThrow('Forbidden');
    await mara.post(`/contacts/${'a'.repeat(24)}/erasure`, {}).expect(404);
    await mara.put(`/contacts/${id}/hold`, { isHeld: 'yes' }).expect(400);
    await mara.put(`/contacts/${id}/hold`, {}).expect(400);
  });

  it('goes on where it was killed', async () => {
    const { runtime, erasure } = booted.services;
    const kai = await person('Kai Brandt', 'kai@alone.example');
    const session = await sessionOf('kai@alone.example');
    const before = filesOnDisk();
    for (let at = 0; at < 12; at += 1)
      await openTicket(session.viewer, `Lamp ${at} of Kai`, at < 3 ? ['one.txt'] : []);
    expect(filesOnDisk()).toBe(before + 3);
    // A server that dies behind the first transaction: whatever comes next fails.
    const activity = createActivity(runtime);
    const plan = planPersonalData(contentTypes);
    const tickets = createTicketErasure(
      runtime,
      plan,
      activity,
      { discard: () => Promise.reject(new Error('killed')) },
      booted.services.searchIndex,
    );
    const log = jest.spyOn(booted.strapi.log, 'error').mockImplementation(() => booted.strapi.log);
    const dying = createErasure(
      runtime,
      plan,
      activity,
      booted.services.accessSweep,
      booted.services.jobs,
      tickets,
    );
    await dying.erase(ADMIN, kai.id, {});
    expect(log).toHaveBeenCalledWith(expect.stringContaining('killed'));
    log.mockRestore();
    expect((await one('cp_contacts', { id: kai.key })).erasing).not.toBeNull();
    expect(filesOnDisk()).toBe(before + 3);
    await erasure.finish();
    expect((await one('cp_contacts', { id: kai.key })).erasing).toBeNull();
    expect(filesOnDisk()).toBe(before);
    expect(await db()('cp_tickets').where('subject', 'like', '%of Kai%')).toEqual([]);
    expect(await everything()).not.toContain('Brandt');
  });

  it('tells and removes what a new type holds of the person', async () => {
    const { runtime, siteMap, attachments, accessSweep, jobs, searchIndex } = booted.services;
    await db().schema.createTable('cp_test_notes', (table) => {
      table.increments('id');
      table.string('document_id');
      table.integer('contact_id');
      table.string('words');
    });
    const types: TypeSchemas = {
      ...contentTypes,
      'test-note': {
        schema: {
          collectionName: 'cp_test_notes',
          attributes: {
            contact: { type: 'relation', target: 'plugin::customer-portal.contact' },
            words: { type: 'string' },
          },
        },
      },
    };
    const plan = planPersonalData(types);
    const activity = createActivity(runtime);
    const lea = await person('Lea Stern', 'lea@alone.example');
    const rows = Array.from({ length: 120 }, (_, at) => ({
      contact_id: lea.key,
      words: `Word ${at}`,
    }));
    await db()('cp_test_notes').insert([
      ...rows,
      { contact_id: company.people.cleo.key, words: 'Of Cleo' },
    ]);
    const personal = createPersonalData(
      runtime,
      siteMap,
      activity,
      attachments as AttachmentFiles & typeof attachments,
      plan,
      types,
    );
    const answer = await personal.download(await sessionOf('lea@alone.example'), 'en');
    const told = JSON.parse(String(unzip(await bytesOf(answer)).get('data.json'))) as Told;
    expect(told['test-note']).toEqual(rows.map(({ words }) => ({ words })));
    const erasure = createErasure(
      runtime,
      plan,
      activity,
      accessSweep,
      jobs,
      createTicketErasure(runtime, plan, activity, attachments, searchIndex),
    );
    await erasure.erase(ADMIN, lea.id, {});
    await erasure.finish();
    expect((await db()('cp_test_notes')).map(({ words }) => words)).toEqual(['Of Cleo']);
    await db().schema.dropTable('cp_test_notes');
  });

  it('stops reading when nobody takes the download any more', async () => {
    await person('Uli Rand', 'uli@alone.example');
    const session = await sessionOf('uli@alone.example');
    const { attachments, customerTickets, personalData } = booted.services;
    const large = () => attachments.receive('large.png', Readable.from([randomBytes(1_000_000)]));
    await customerTickets.create(session.viewer, {
      subject: 'Large',
      body: 'x',
      files: [await large(), await large()],
      submissionKey: newId(),
    });
    const files = attachments as AttachmentFiles & typeof attachments;
    const read = files.open.bind(files);
    const opened: Readable[] = [];
    const open = jest.spyOn(files, 'open').mockImplementation(async (row) => {
      const found = await read(row);
      if (found) opened.push(found.stream);
      return found;
    });
    const answer = await personalData.download(session, 'en');
    if (answer.outcome !== 'ready') throw new Error('limited');
    // Leaving the loop destroys the stream, as a browser that goes away does.
    for await (const part of answer.stream) if (part && opened.length > 0) break;
    const [first] = opened;
    if (first && !first.closed) await once(first, 'close');
    await new Promise(setImmediate);
    expect([opened.length, first?.destroyed, first?.readableEnded]).toEqual([1, true, false]);
    open.mockRestore();
  });
});
