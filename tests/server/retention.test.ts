import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { newId } from '../../server/store/connection';
import type { AdminActor, AgentActor, CustomerViewer } from '../../server/services/types';
import { adminWith, type AdminClient } from '../support/admin';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { addManyTickets } from '../support/many-tickets';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const DAY = 24 * 60 * 60 * 1000;
const ADMIN: AdminActor = {
  kind: 'agent',
  id: 'mara',
  name: 'Mara Berg',
  can: new Set(['retention-edit']),
};

describe.each(DATABASES)('retention on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let mara: AdminClient;
  let agent: AgentActor;
  let ana: CustomerViewer;
  let dora: CustomerViewer;
  let inbox: string;

  const db = () => booted.services.runtime.db;
  const keyOf = async (id: string) =>
    Number((await db()('cp_tickets').where({ document_id: id }).first('id')).id);
  const filesOnDisk = () =>
    readdirSync(booted.services.runtime.config.attachmentsDir, { recursive: true })
      .map(String)
      .filter((name) => /[a-f0-9]{48}$/.test(name)).length;
  const find = (viewer: CustomerViewer, id: string) =>
    booted.services.customerTickets.find(viewer, id, 'en');

  /** A ticket that was closed so many days ago; null leaves it open. */
  async function ticket(viewer: CustomerViewer, subject: string, daysAgo: number | null) {
    const { attachments, customerTickets } = booted.services;
    const file = await attachments.receive(`${subject}.txt`, Readable.from([Buffer.from('x')]));
    const made = await customerTickets.create(viewer, {
      subject,
      body: `It beeps, writes ${viewer.contactName}.`,
      files: [file],
      submissionKey: newId(),
    });
    if (daysAgo !== null) {
      await customerTickets.close(viewer, made.id);
      await db()('cp_tickets')
        .where({ document_id: made.id })
        .update({ closed_at: Date.now() - daysAgo * DAY });
    }
    return made.id;
  }

  const keep = (months: number, action: string, more = {}) =>
    mara.put(`/inboxes/${inbox}/retention`, { months, action, ...more });

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 100, ip: 500 } },
    });
    company = await foundCompany(booted);
    mara = await adminWith(booted, 'Mara', [
      'inboxes.inbox-read',
      'inboxes.inbox-edit',
      'inboxes.retention-edit',
    ]);
    agent = await booted.services.agents.fromAdmin(
      await createAdminUser(booted, 'ines@tallybrook.example'),
      new Set(['ticket-read', 'ticket-note', 'ticket-reply', 'ticket-update']),
    );
    ana = await viewerOf(booted, company, 'ana@harbour.example');
    dora = await viewerOf(booted, company, 'dora@lime.example');
    inbox = String((await db()('cp_inboxes').where({ id: company.inboxKey }).first()).document_id);
  });
  afterAll(() => booted?.destroy());
  afterEach(() => keep(0, 'delete'));

  it('keeps everything until an inbox says otherwise', async () => {
    const old = await ticket(ana, 'Very old', 4000);
    expect((await mara.get(`/inboxes/${inbox}/retention`)).body).toEqual({
      months: 0,
      action: 'pseudonymise',
    });
    await booted.services.retention.run();
    expect(await find(ana, old)).toMatchObject({ subject: 'Very old' });
    await db()('cp_tickets').where({ document_id: old }).update({ closed_at: Date.now() });
  });

  it('deletes closed tickets that are old enough: texts, files, values and search rows', async () => {
    const before = filesOnDisk();
    const gone = await ticket(ana, 'Walnut gone', 40);
    const [young, open] = [await ticket(ana, 'Young', 20), await ticket(ana, 'Open', null)];
    const binned = await ticket(ana, 'In the bin', 50);
    await db()('cp_tickets').where({ document_id: binned }).update({ trashed_at: 1 });
    await booted.services.agentTickets.addMessage(agent, gone, {
      kind: 'note',
      body: 'Ana is angry',
      submissionKey: newId(),
    });
    const outbox = async () => JSON.stringify(await db()('cp_outbox').select('*'));
    await booted.services.outboxWorker.drain();
    expect(await outbox()).toContain('Walnut gone');
    const dry = await mara.get(`/inboxes/${inbox}/retention/dry-run?months=1&action=delete`);
    expect(dry.body).toMatchObject({
      count: { value: 2, more: false },
      held: { value: 0 },
      sample: [{ subject: 'In the bin' }, { subject: 'Walnut gone' }],
    });
    // It says so and touches nothing.
    expect(await find(ana, gone)).not.toBeNull();
    expect(filesOnDisk()).toBe(before + 4);

    await keep(1, 'delete').expect(200);
    await booted.services.retention.run();
    const key = await keyOf(gone);
    for (const viewer of [ana, dora]) expect(await find(viewer, gone)).toBeNull();
    expect(await booted.services.agentTickets.find(agent, gone)).toBeNull();
    expect((await db()('cp_tickets').where({ id: key }).first()).subject).toBe('');
    expect(
      (await db()('cp_messages').where({ ticket_id: key })).map(({ body, author_name }) => [
        body,
        author_name,
      ]),
    ).toEqual([
      [null, ''],
      [null, ''],
    ]);
    for (const table of ['cp_attachments', 'cp_participants', 'cp_property_values'])
      expect(await db()(table).where({ ticket_id: key })).toEqual([]);
    expect(filesOnDisk()).toBe(before + 2);
    const column = database === 'sqlite' ? 'rowid' : 'ticket_id';
    await booted.services.searchIndex.repair();
    for (const table of ['cp_ticket_search', 'cp_ticket_search_agents'])
      expect(await db()(table).where(column, key).select(column)).toEqual([]);
    const entries = await db()('cp_activities').where({ ticket_id: key }).orderBy('id');
    expect(entries.at(-1)).toMatchObject({ action: 'ticket.erased', actor_kind: 'system' });
    expect(JSON.stringify(entries)).not.toContain('Lopes');
    expect(await outbox()).not.toContain('Walnut gone');
    for (const id of [young, open]) expect(await find(ana, id)).not.toBeNull();
  });

  it('makes people unnamed and leaves what was written', async () => {
    const { ticketWriting, runtime } = booted.services;
    const id = await ticket(ana, 'Quiet lamp', 40);
    const row = await db()('cp_tickets').where({ document_id: id }).first();
    await runtime.transaction((trx) =>
      ticketWriting.addParticipant(
        trx,
        { ...row, requester_name: 'Ana Lopes' },
        company.people.cleo.key,
      ),
    );
    const before = filesOnDisk();
    await keep(1, 'pseudonymise').expect(200);
    await booted.services.retention.run();
    const detail = await booted.services.agentTickets.find(agent, id);
    expect(detail).toMatchObject({ subject: 'Quiet lamp', people: [], requester: '' });
    expect(detail?.messages[0]).toMatchObject({
      authorName: 'Deleted person',
      body: 'It beeps, writes Ana Lopes.',
    });
    expect(detail?.messages[0]?.attachments).toHaveLength(1);
    expect(filesOnDisk()).toBe(before);
    // It is in nobody's own list any more, and the company's still has it.
    const cleo = await viewerOf(booted, company, 'cleo@harbour.example');
    for (const viewer of [ana, cleo]) expect(await find(viewer, id)).toBeNull();
    const ben = await viewerOf(booted, company, 'ben@harbour.example');
    expect(await find(ben, id)).toMatchObject({ requester: '' });
    const key = await keyOf(id);
    const entries = await db()('cp_activities').where({ ticket_id: key });
    const said = JSON.stringify(entries);
    for (const name of ['Ana Lopes', 'Cleo Martin', company.people.ana.id])
      expect(said).not.toContain(name);
    expect(entries.filter(({ action }) => action === 'ticket.pseudonymised')).toHaveLength(1);
    // Once is enough.
    await booted.services.retention.run();
    expect(
      await db()('cp_activities').where({ ticket_id: key, action: 'ticket.pseudonymised' }),
    ).toHaveLength(1);
    // What is unnamed may still be deleted later.
    await keep(1, 'delete').expect(200);
    await booted.services.retention.run();
    expect(await booted.services.agentTickets.find(agent, id)).toBeNull();
  });

  it('leaves alone what a hold keeps: of the ticket, or of anybody in it', async () => {
    const [held, ofDora] = [await ticket(ana, 'Held', 40), await ticket(dora, 'Of Dora', 40)];
    await booted.services.retention.setHold(ADMIN, held, true);
    await db()('cp_contacts').where({ id: company.people.dora.key }).update({ is_held: true });
    const dry = await mara.get(`/inboxes/${inbox}/retention/dry-run?months=1&action=delete`);
    expect(dry.body).toMatchObject({ count: { value: 0 }, held: { value: 2 }, sample: [] });
    await keep(1, 'delete').expect(200);
    await booted.services.retention.run();
    expect(await find(ana, held)).toMatchObject({ subject: 'Held' });
    expect(await find(dora, ofDora)).toMatchObject({ subject: 'Of Dora' });
    expect((await booted.services.agentTickets.find(agent, held))?.isHeld).toBe(true);
    await booted.services.retention.setHold(ADMIN, held, false);
    await db()('cp_contacts').where({ id: company.people.dora.key }).update({ is_held: false });
    await booted.services.retention.run();
    for (const [viewer, id] of [
      [ana, held],
      [dora, ofDora],
    ] as const)
      expect(await find(viewer, id)).toBeNull();
  });

  it('asks with the number before many go, works in batches and goes on where it stopped', async () => {
    await addManyTickets(db(), {
      portalKey: company.portalKey,
      inboxKey: company.inboxKey,
      contacts: [{ key: company.people.dora.key, companyKey: dora.primaryCompanyKey }],
      count: 40,
      newest: Date.now() - 400 * DAY,
    });
    const asked = await keep(6, 'delete');
    expect(asked.status).toBe(400);
    expect(asked.body.error).toMatchObject({
      message: 'This touches 36 tickets today. Confirm the number.',
      details: { count: { value: 36, more: false }, confirmed: 36 },
    });
    expect((await keep(6, 'delete', { confirmed: 35 })).status).toBe(400);
    expect((await keep(6, 'delete', { confirmed: 36 })).body).toEqual({
      months: 6,
      action: 'delete',
    });
    const changed = await db()('cp_activities')
      .where({ action: 'inbox.updated', subject: inbox })
      .orderBy('id', 'desc')
      .first();
    expect(JSON.stringify(changed.changes)).toContain('retentionMonths');
    // Nobody is asked when it gets narrower.
    await keep(12, 'delete').expect(200);
    const left = async () =>
      Number(
        (
          await db()('cp_tickets')
            .where({ requester_id: company.people.dora.key, erased_at: 0 })
            .where('number', 'like', 'M-%')
            .count({ total: '*' })
        )[0]?.total,
      );
    // A server that stops behind the first batch.
    const { retention, attachments } = booted.services;
    const discard = jest.spyOn(attachments, 'discard').mockRejectedValueOnce(new Error('killed'));
    const files = await ticket(dora, 'Of the first batch', 4000);
    await expect(retention.run()).rejects.toThrow('killed');
    discard.mockRestore();
    expect(await left()).toBeLessThan(40);
    expect(await left()).toBeGreaterThan(4);
    expect(await db()('cp_attachments').where({ ticket_id: await keyOf(files) })).toHaveLength(1);
    await retention.run();
    expect(await left()).toBe(4);
    // Another start removes files that it left.
    const before = filesOnDisk();
    await booted.services.erasure.finish();
    expect(filesOnDisk()).toBe(before - 1);
    expect(await db()('cp_attachments').where({ ticket_id: await keyOf(files) })).toEqual([]);
  });

  it('refuses what is no retention, and whoever may not set it', async () => {
    for (const [months, action, path] of [
      [-1, 'delete', 'months'],
      [241, 'delete', 'months'],
      [1.5, 'delete', 'months'],
      [null, 'delete', 'months'],
      [1, 'burn', 'action'],
    ] as const) {
      const answer = await mara.put(`/inboxes/${inbox}/retention`, { months, action });
      expect([answer.status, answer.body.error.details.errors[0].path]).toEqual([400, [path]]);
    }
    await mara.get(`/inboxes/${inbox}/retention/dry-run?months=x&action=delete`).expect(400);
    await mara.get(`/inboxes/${'a'.repeat(24)}/retention`).expect(404);
    await mara
      .put(`/inboxes/${'a'.repeat(24)}/retention`, { months: 1, action: 'delete' })
      .expect(404);
    await mara.put(`/tickets/${'a'.repeat(24)}/hold`, { isHeld: true }).expect(404);
    const rita = await adminWith(booted, 'Rita', ['inboxes.inbox-read', 'inboxes.inbox-edit']);
    await rita.get(`/inboxes/${inbox}/retention`).expect(200);
    await rita.put(`/inboxes/${inbox}/retention`, { months: 1, action: 'delete' }).expect(403);
    await rita.get(`/inboxes/${inbox}/retention/dry-run?months=1&action=delete`).expect(403);
    const nobody = { ...ADMIN, can: new Set(['inbox-edit']) };
    const input = { months: 1, action: 'delete' } as const;
    for (const work of [
      () => booted.services.retention.save(nobody, inbox, input),
      () => booted.services.retention.dryRun(nobody, inbox, input),
      () => booted.services.retention.setHold(nobody, newId(), true),
    ])
      await expect(work()).rejects.toThrow('Forbidden');
  });
});
