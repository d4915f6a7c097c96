import { findTicketOfMail } from '../../server/store/mail-contents';
import { findSessionAtPortals } from '../../server/store/sessions';
import { findTicket } from '../../server/store/tickets';
import { newId, number, select } from '../../server/store/connection';
import type { AgentActor, CustomerViewer } from '../../server/services/types';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const ALL = new Set([
  'ticket-read',
  'ticket-reply',
  'ticket-note',
  'ticket-update',
  'ticket-assign',
  'ticket-create',
  'mail-read',
]);
const SECRET = 'Supplier blames our gateway firmware zanzibar';

describe.each(DATABASES)('tickets on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let ana: CustomerViewer;
  let agent: AgentActor;
  const list = {
    scope: 'mine',
    state: 'open',
    status: '',
    q: '',
    sort: 'activity',
    cursor: '',
    language: 'en',
  } as const;
  const newTicket = (subject: string, submissionKey = newId()) => ({
    subject,
    body: 'It beeps every night.',
    files: [],
    submissionKey,
  });

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    ana = await viewerOf(booted, company, 'ana@harbour.example');
    agent = await booted.services.agents.fromAdmin(
      await createAdminUser(booted, 'mara@tallybrook.example'),
      ALL,
    );
  });
  afterAll(() => booted?.destroy());

  it('goes from a request over an answer and a note to a closed ticket', async () => {
    const { customerTickets, agentTickets } = booted.services;
    const { id, number: ticketNumber } = await customerTickets.create(
      ana,
      newTicket('Gateway beeps'),
    );
    expect(ticketNumber).toMatch(/^T-\d+$/);
    expect(
      (await agentTickets.list(agent, { state: 'open', q: '', sort: 'activity' })).rows[0],
    ).toMatchObject({ id, requester: 'Ana Lopes', company: 'Harbour Foods' });
    await agentTickets.addMessage(agent, id, { kind: 'note', body: SECRET });
    const answered = await agentTickets.addMessage(agent, id, {
      kind: 'public',
      body: 'Please press the button.',
    });
    expect(answered?.status.meaning).toBe('waiting-on-customer');
    expect(answered?.assignee?.name).toBe('Mara Berg');
    expect((await customerTickets.list(ana, list)).rows[0]?.awaitsCustomer).toBe(true);
    const seen = await customerTickets.find(ana, id, 'en');
    expect(JSON.stringify(seen)).not.toContain(SECRET);
    expect(seen?.messages.map((message) => message.body)).toEqual([
      'It beeps every night.',
      'Please press the button.',
    ]);
    expect(seen?.messages[1]?.authorName).toBe('Mara');
    expect(seen?.statusLabel).toBe('Waiting for your reply');
    await customerTickets.reply(ana, id, {
      body: 'That helped.',
      files: [],
      submissionKey: newId(),
    });
    expect((await customerTickets.find(ana, id, 'fr'))?.statusLabel).toBe('En cours de traitement');
    expect(await customerTickets.close(ana, id)).toBe(true);
    expect(await customerTickets.find(ana, id, 'en')).toMatchObject({
      isClosed: true,
      canClose: false,
      onReply: 'reopens',
    });
    expect(
      (await customerTickets.list(ana, { ...list, state: 'closed' })).rows.map((row) => row.id),
    ).toContain(id);
  });

  it('shows a company ticket to whom the filter lets see it, and is not found for the others', async () => {
    const { customerTickets } = booted.services;
    const { id } = await customerTickets.create(ana, newTicket('Invoice of March'));
    const ben = await viewerOf(booted, company, 'ben@harbour.example');
    const cleo = await viewerOf(booted, company, 'cleo@harbour.example');
    const dora = await viewerOf(booted, company, 'dora@lime.example');
    expect(await customerTickets.find(ben, id, 'en')).toMatchObject({ isMine: false });
    expect(
      (await customerTickets.list(ben, { ...list, scope: 'company' })).rows.map((row) => row.id),
    ).toContain(id);
    for (const stranger of [cleo, dora]) {
      expect(await customerTickets.find(stranger, id, 'en')).toBeNull();
      expect(
        await customerTickets.reply(stranger, id, { body: 'x', files: [], submissionKey: '' }),
      ).toBeNull();
      expect(await customerTickets.close(stranger, id)).toBe(false);
      expect((await customerTickets.list(stranger, { ...list, scope: 'company' })).rows).toEqual(
        [],
      );
      expect(
        (await customerTickets.list(stranger, { ...list, scope: 'company', q: 'invoice' })).rows,
      ).toEqual([]);
    }
    expect(
      (await customerTickets.list(ben, { ...list, scope: 'company', q: 'invoi' })).rows.map(
        (row) => row.id,
      ),
    ).toContain(id);
  });

  it('finds public text in any script, and notes for agents only', async () => {
    const { customerTickets, agentTickets } = booted.services;
    const { id } = await customerTickets.create(ana, {
      ...newTicket('東京の計測器が動かない'),
      body: 'The UI says ok, über alles',
    });
    for (const q of ['計測器', 'ok', 'UI', 'uber', 'Über']) {
      expect((await customerTickets.list(ana, { ...list, q })).rows.map((row) => row.id)).toContain(
        id,
      );
    }
    expect(
      (await customerTickets.list(ana, { ...list, state: 'all', q: 'zanzibar' })).rows,
    ).toEqual([]);
    expect(
      (await agentTickets.list(agent, { state: 'all', q: 'zanzibar', sort: 'activity' })).rows,
    ).toHaveLength(1);
  });

  it('numbers 50 tickets made at once: unique, ascending, none lost; a double submit makes one', async () => {
    const { customerTickets, runtime } = booted.services;
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        customerTickets.create(ana, newTicket(`At once ${at}`)),
      ),
    );
    expect(new Set(made.map((ticket) => ticket.number)).size).toBe(50);
    const rows = await select(
      runtime.db,
      "SELECT number_value FROM cp_tickets WHERE subject LIKE 'At once%' ORDER BY id",
    );
    const values = rows.map((row) => number(row.number_value));
    expect(values).toHaveLength(50);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    const key = newId();
    const [first, second] = await Promise.all([
      customerTickets.create(ana, newTicket('Twice', key)),
      customerTickets.create(ana, newTicket('Twice', key)),
    ]);
    expect(first.id).toBe(second.id);
  });

  it('leaves the last activity alone when a form is submitted a second time', async () => {
    const { customerTickets, runtime } = booted.services;
    const { id } = await customerTickets.create(ana, newTicket('Submitted twice'));
    const submit = () =>
      customerTickets.reply(ana, id, { body: 'Once.', files: [], submissionKey: 'twice' });
    const first = await submit();
    const after = await findTicket(runtime.db, id);
    expect((await submit())?.messageId).toBe(first?.messageId);
    expect(await findTicket(runtime.db, id)).toEqual(after);
  });

  it('leaves the status that the last message asks for when two answer at once', async () => {
    const { customerTickets, agentTickets } = booted.services;
    const answerAtOnce = async (at: number) => {
      const { id } = await customerTickets.create(ana, newTicket(`Answered at once ${at}`));
      await Promise.all([
        agentTickets.addMessage(agent, id, { kind: 'public', body: 'From the agent.' }),
        customerTickets.reply(ana, id, { body: 'From Ana.', files: [], submissionKey: newId() }),
      ]);
      const ticket = await agentTickets.find(agent, id);
      const isAgentLast = ticket?.messages.at(-1)?.authorKind === 'agent';
      expect([at, ticket?.status.meaning]).toEqual([
        at,
        isAgentLast ? 'waiting-on-customer' : 'waiting-on-us',
      ]);
    };
    for (let at = 0; at < 10; at += 1) await answerAtOnce(at);
  });

  it('shows a ticket to a participant added later, in his lists by any order and in his search', async () => {
    const { customerTickets, runtime, ticketWriting } = booted.services;
    const older = await customerTickets.create(ana, newTicket('Lantern older'));
    const newer = await customerTickets.create(ana, newTicket('Lantern newer'));
    const dora = await viewerOf(booted, company, 'dora@lime.example');
    expect(await customerTickets.find(dora, older.id, 'en')).toBeNull();
    for (const { id } of [newer, older]) {
      await runtime.transaction(async (db) => {
        const row = await findTicket(db, id);
        await ticketWriting.addParticipant(db, row ?? {}, dora.contactKey);
      });
    }
    for (const state of ['open', 'all'] as const) {
      const { rows } = await customerTickets.list(dora, { ...list, state, sort: 'opened' });
      expect(rows.map((row) => row.id).slice(0, 2)).toEqual([newer.id, older.id]);
    }
    const found = await customerTickets.list(dora, { ...list, q: 'lantern' });
    expect(found.rows.map((row) => row.id)).toEqual([newer.id, older.id]);
  });

  it.each([
    ['in the bin', { trashed_at: 1 }],
    ['merged into another', { merged_into: 'x'.repeat(24) }],
    ['erased', { erased_at: 1 }],
  ])(
    'keeps a ticket that is %s out of every list, search, count and mail',
    async (name, values) => {
      const { customerTickets, agentTickets, runtime } = booted.services;
      const word = `gone${name.replaceAll(' ', '')}`;
      const { id } = await customerTickets.create(ana, newTicket(word));
      await agentTickets.addMessage(agent, id, { kind: 'public', body: 'Is it still so?' });
      const everywhere = async () => {
        const agentList = { state: 'all', q: '', sort: 'activity' } as const;
        const mine = await customerTickets.list(ana, { ...list, state: 'all' });
        const ben = await viewerOf(booted, company, 'ben@harbour.example');
        const ofCompany = { ...list, scope: 'company', state: 'all' } as const;
        return {
          mine: mine.rows.some((row) => row.id === id),
          company: (await customerTickets.list(ben, ofCompany)).rows.some((row) => row.id === id),
          page: (await customerTickets.find(ana, id, 'en')) !== null,
          search: (await customerTickets.list(ana, { ...list, state: 'all', q: word })).rows.length,
          agents: (await agentTickets.list(agent, agentList)).rows.some((row) => row.id === id),
          agentsPage: (await agentTickets.find(agent, id)) !== null,
          agentsSearch: (await agentTickets.list(agent, { ...agentList, q: word })).rows.length,
        };
      };
      const waiting = async () => {
        const portal = booted.services.siteMap.portalByKey(company.portalKey);
        if (!portal) throw new Error('The portal is not on the map');
        const [row] = await findSessionAtPortals(runtime.db, [portal], ana.sessionKey);
        return number(row?.waiting);
      };
      expect(await everywhere()).toEqual({
        mine: true,
        company: true,
        page: true,
        search: 1,
        agents: true,
        agentsPage: true,
        agentsSearch: 1,
      });
      const before = await waiting();
      const row = await findTicket(runtime.db, id);
      await runtime.db('cp_tickets').where({ document_id: id }).update(values);
      expect(await everywhere()).toEqual({
        mine: false,
        company: false,
        page: false,
        search: 0,
        agents: false,
        agentsPage: false,
        agentsSearch: 0,
      });
      expect(await waiting()).toBe(before - 1);
      expect(await findTicketOfMail(runtime.db, number(row?.id))).toBeNull();
      expect(
        await customerTickets.reply(ana, id, { body: 'Yes.', files: [], submissionKey: newId() }),
      ).toBeNull();
      expect(await customerTickets.close(ana, id)).toBe(false);
    },
  );

  it('pages by keyset without doubles or gaps', async () => {
    const { customerTickets } = booted.services;
    for (const query of [
      list,
      { ...list, state: 'all' as const },
      { ...list, sort: 'opened' as const },
    ]) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: { rows: { id: string }[]; nextCursor: string | null } =
          await customerTickets.list(ana, { ...query, cursor });
        seen.push(...page.rows.map((row) => row.id));
        cursor = page.nextCursor;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBeGreaterThan(50);
    }
  });

  it('refuses an agent what the role does not grant', async () => {
    const { agentTickets, customerTickets } = booted.services;
    const { id } = await customerTickets.create(ana, newTicket('Roles'));
    const noteOnly: AgentActor = { ...agent, can: new Set(['ticket-read', 'ticket-note']) };
    await expect(
      agentTickets.addMessage(noteOnly, id, { kind: 'public', body: 'x' }),
    ).rejects.toThrow();
    await expect(agentTickets.update(noteOnly, id, { priority: 'high' })).rejects.toThrow();
    await expect(
      agentTickets.create(noteOnly, {
        inbox: id,
        requester: id,
        subject: 'x',
        body: 'x',
        priority: 'low',
      }),
    ).rejects.toThrow();
    await expect(
      agentTickets.list({ ...agent, can: new Set() }, { state: 'open', q: '', sort: 'activity' }),
    ).rejects.toThrow();
    expect(
      await agentTickets.addMessage(noteOnly, id, { kind: 'note', body: 'fine' }),
    ).not.toBeNull();
  });

  it('mails the customer the answer and never the note, in one mail for replies in a row', async () => {
    const { agentTickets, customerTickets, outboxWorker, mails } = booted.services;
    const viewer = await viewerOf(booted, company, 'ana@harbour.example');
    const { id } = await customerTickets.create(viewer, newTicket('Mail me'));
    await agentTickets.addMessage(agent, id, { kind: 'note', body: SECRET });
    await agentTickets.addMessage(agent, id, { kind: 'public', body: 'First half.' });
    await agentTickets.addMessage(agent, id, { kind: 'public', body: 'Second half.' });
    await outboxWorker.drain();
    const { rows } = await mails.list(agent);
    const replies = rows.filter(
      (mail) => mail.template === 'ticket-replied' && mail.subject.includes('Mail me'),
    );
    expect(replies).toHaveLength(1);
    expect(replies[0]?.text).toContain('First half.\n\nSecond half.');
    expect(rows.every((mail) => !mail.text.includes(SECRET))).toBe(true);
  });
});
