import { Readable } from 'node:stream';
import { agentMessageInput, agentTicketInput } from '../../server/contracts/tickets';
import { newId, number } from '../../server/store/connection';
import type { AgentActor, CustomerTicketQuery, CustomerViewer } from '../../server/services/types';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];

const LIST: CustomerTicketQuery = {
  scope: 'mine',
  company: '',
  state: 'all',
  status: '',
  q: '',
  sort: 'activity',
  cursor: '',
  language: 'en',
};

describe.each(DATABASES)('what customers may see and send, on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let ana: CustomerViewer;
  let ben: CustomerViewer;
  let agent: AgentActor;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    ana = await viewerOf(booted, company, 'ana@harbour.example');
    ben = await viewerOf(booted, company, 'ben@harbour.example');
    agent = await booted.services.agents.fromAdmin(
      await createAdminUser(booted, 'mara@tallybrook.example'),
      new Set(['ticket-read', 'ticket-reply', 'ticket-note', 'ticket-create', 'mail-read']),
    );
  });
  afterAll(() => booted?.destroy());

  const open = (subject: string, more: { body?: string; submissionKey?: string } = {}) =>
    booted.services.customerTickets.create(ana, {
      subject,
      body: 'It beeps.',
      files: [],
      submissionKey: '',
      ...more,
    });

  it('starts a list anew where its cursor is no place in it', async () => {
    const { customerTickets, agentTickets } = booted.services;
    const { id } = await open('Cursor');
    for (const cursor of [
      '0.9999999999999999.9999999999999999',
      '1.1.2147483648',
      '9999999999999999.9999999999999999',
      '9999999999999999',
      '2147483648',
    ]) {
      for (const state of ['open', 'all'] as const) {
        for (const sort of ['activity', 'opened'] as const) {
          for (const q of ['', 'cursor']) {
            const query = { ...LIST, state, sort, q, cursor };
            for (const page of [
              await customerTickets.list(ana, query),
              await customerTickets.list(ben, { ...query, scope: 'company' }),
              await agentTickets.list(agent, { state, sort, q, cursor }),
            ])
              expect(page.rows.map((row) => row.id)).toContain(id);
          }
        }
      }
    }
    // The largest that fits is a place, though nothing is behind it.
    expect((await customerTickets.list(ana, { ...LIST, cursor: '0.2147483647' })).rows).toEqual([]);
  });

  it('takes no key that no form makes, and says when a form was sent before', async () => {
    const { customerTickets } = booted.services;
    const odd = { submissionKey: 'x'.repeat(100) };
    const [first, second] = [await open('Odd key', odd), await open('Odd key', odd)];
    expect(first.id).not.toBe(second.id);
    const reply = (submissionKey: string) =>
      customerTickets.reply(ana, first.id, { body: 'More.', files: [], submissionKey });
    expect(await reply('x'.repeat(100))).toMatchObject({ isRepeated: false });
    const key = newId();
    expect(await open('Good key', { submissionKey: key })).toMatchObject({ isRepeated: false });
    expect(await open('Good key', { submissionKey: key })).toMatchObject({ isRepeated: true });
    expect(await reply(key)).toMatchObject({ isRepeated: false });
    expect(await reply(key)).toMatchObject({ isRepeated: true });
  });

  it('stores what an agent sends without the NUL characters that came with it', async () => {
    const { agentTickets } = booted.services;
    const { id } = await open('Nul');
    const input = agentMessageInput.parse({ kind: 'public', body: 'One\0 two' });
    const ticket = await agentTickets.addMessage(agent, id, input);
    expect(ticket?.messages.at(-1)?.body).toBe('One two');
    expect(agentMessageInput.safeParse({ kind: 'note', body: '\0 ' }).success).toBe(false);
    const withKey = { kind: 'note', body: 'x', submissionKey: 'a\0b' };
    expect(agentMessageInput.safeParse(withKey).success).toBe(false);
    const asked = { inbox: newId(), requester: newId(), subject: 'A\0 b', body: '\0c' };
    expect(agentTicketInput.parse(asked)).toMatchObject({ subject: 'A b', body: 'c' });
  });

  it('shows an agent by the first word of the public name, in messages as in the details', async () => {
    const { customerTickets, agentTickets, runtime } = booted.services;
    const { id } = await open('Who answers');
    await agentTickets.addMessage(agent, id, { kind: 'public', body: 'I do.' });
    const namesOf = async () => {
      const ticket = await customerTickets.find(ana, id, 'en');
      return [ticket?.messages.at(-1)?.authorName, ticket?.assignee];
    };
    expect(await namesOf()).toEqual(['Mara', 'Mara']);
    const name = (public_name: string) =>
      runtime.db('cp_agents').where({ id: agent.agentKey }).update({ public_name });
    await name('Robin of Support');
    expect(await namesOf()).toEqual(['Robin', 'Robin']);
    await agentTickets.addMessage(agent, id, { kind: 'public', body: 'Named by now.' });
    let mail = '';
    while (mail === '') {
      await booted.services.outboxWorker.drain();
      const { rows } = await booted.services.mails.list(agent);
      mail = rows.find(({ text }) => text.includes('Named by now.'))?.text ?? '';
    }
    expect(mail).toContain('Robin');
    expect(mail).not.toContain('Mara');
    await name('');
  });

  it('has no file of a note and no sensitive one for customers', async () => {
    const { attachments, customerTickets, runtime, ticketWriting } = booted.services;
    const { id } = await open('Files');
    const stored = () => attachments.receive('a.txt', Readable.from(['secret']));
    const add = async (kind: 'public' | 'note') => {
      const file = await stored();
      await runtime.transaction(async (db) => {
        const row = await db('cp_tickets').where({ document_id: id }).first();
        await ticketWriting.addMessage(db, row, {
          kind,
          author: { kind: 'agent', key: agent.agentKey, id: agent.agentId, name: agent.name },
          body: `A ${kind}`,
          files: [file],
          submissionKey: '',
        });
      });
      const row = await runtime
        .db('cp_attachments')
        .where({ storage_key: file.storageKey })
        .first();
      return String(row.document_id);
    };
    const [shown, ofNote, sensitive] = [
      await add('public'),
      await add('note'),
      await add('public'),
    ];
    await runtime
      .db('cp_attachments')
      .where({ document_id: sensitive })
      .update({ is_sensitive: true });
    const found = await attachments.findForCustomer(ana, id, shown);
    expect(found?.file.name).toBe('a.txt');
    const cleo = await viewerOf(booted, company, 'cleo@harbour.example');
    for (const [viewer, attachmentId] of [
      [ana, ofNote],
      [ana, sensitive],
      [ben, ofNote],
      [cleo, shown],
    ] as const)
      expect(await attachments.findForCustomer(viewer, id, attachmentId)).toBeNull();
    const seen = await customerTickets.find(ana, id, 'en');
    const ids = seen?.messages.flatMap((message) => message.attachments.map((file) => file.id));
    expect(ids).toEqual([shown]);
  });

  it('keeps a private ticket out of the company’s list, search and pages', async () => {
    const { attachments, customerTickets, runtime } = booted.services;
    const { id } = await open('Salary sheet kangaroo');
    const seenBy = async (viewer: CustomerViewer, scope: 'mine' | 'company') => ({
      list: (await customerTickets.list(viewer, { ...LIST, scope })).rows.some(
        (row) => row.id === id,
      ),
      search: (await customerTickets.list(viewer, { ...LIST, scope, q: 'kangaroo' })).rows.length,
      page: (await customerTickets.find(viewer, id, 'en')) !== null,
    });
    const all = { list: true, search: 1, page: true };
    expect(await seenBy(ben, 'company')).toEqual(all);
    await runtime.db('cp_tickets').where({ document_id: id }).update({ is_private: true });
    expect(await seenBy(ben, 'company')).toEqual({ list: false, search: 0, page: false });
    const sent = { body: 'x', files: [], submissionKey: '' };
    expect(await customerTickets.reply(ben, id, sent)).toBeNull();
    expect(await customerTickets.close(ben, id)).toBe(false);
    expect(await attachments.findForCustomer(ben, id, newId())).toBeNull();
    expect(await seenBy(ana, 'mine')).toEqual(all);
    const messages = await runtime.db('cp_messages').where({ body: 'x' });
    expect(messages.filter((row) => number(row.contact_id) === ben.contactKey)).toEqual([]);
  });
});
