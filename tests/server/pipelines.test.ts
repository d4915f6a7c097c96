import type { PipelineDetail, PipelineInput } from '../../server/contracts/pipelines';
import { newId, number } from '../../server/store/connection';
import type { AdminActor, AgentActor, CustomerViewer } from '../../server/services/types';
import { adminWith, type AdminClient } from '../support/admin';
import { signedIn } from '../support/browserless';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { addManyTickets } from '../support/many-tickets';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const DAY = 24 * 60 * 60 * 1000;
const TICKETS = ['ticket-read', 'ticket-reply', 'ticket-update', 'ticket-assign', 'ticket-create'];

/** What the form sends when nothing was changed. */
const inputOf = ({ name, statuses, rules, automations }: PipelineDetail): PipelineInput => ({
  name,
  statuses: statuses.map(({ id, ...status }) => ({
    id,
    name: status.name,
    meaning: status.meaning,
    color: status.color,
    customerLabels: status.customerLabels,
    isHidden: status.isHidden,
    mayStart: status.mayStart,
  })),
  removed: [],
  rules: { ...rules },
  automations: structuredClone(automations),
});

const newStatus = (name: string, meaning: 'new' | 'waiting-on-us' | 'closed') => ({
  name,
  meaning,
  color: 'neutral' as const,
  customerLabels: {},
  isHidden: false,
  mayStart: false,
});

describe.each(DATABASES)('pipelines on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let ana: CustomerViewer;
  let agent: AgentActor;
  const admin: AdminActor = {
    kind: 'agent',
    id: 'x',
    name: 'Nils Sand',
    can: new Set(['pipeline-read', 'pipeline-edit']),
  };
  let clock = 0;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    ana = await viewerOf(booted, company, 'ana@harbour.example');
    agent = await booted.services.agents.fromAdmin(
      await createAdminUser(booted, 'mara@tallybrook.example'),
      new Set(TICKETS),
    );
    jest.spyOn(booted.services.runtime, 'now').mockImplementation(() => Date.now() + clock);
  });
  afterAll(() => booted?.destroy());

  const open = async (subject = 'Gateway beeps') =>
    (
      await booted.services.customerTickets.create(ana, {
        subject,
        body: 'It beeps.',
        files: [],
        submissionKey: newId(),
      })
    ).id;
  const reply = (id: string) =>
    booted.services.customerTickets.reply(ana, id, { body: 'More', files: [], submissionKey: '' });
  const answer = (id: string) =>
    booted.services.agentTickets.addMessage(agent, id, { kind: 'public', body: 'Press it.' });
  const setStatus = (id: string, status: string, override?: boolean, actor = agent) =>
    booted.services.agentTickets.update(actor, id, { status, override });
  const nameOf = async (id: string) =>
    (await booted.services.agentTickets.find(agent, id))?.status.name;

  async function pipeline(name = 'Support'): Promise<PipelineDetail> {
    const { rows } = await booted.services.pipelines.list(admin, { q: '', sort: '' });
    const found = rows.find((row) => row.name === name);
    const detail = found && (await booted.services.pipelines.find(admin, found.id));
    if (!detail) throw new Error(`no pipeline ${name}`);
    return detail;
  }
  const idOf = ({ statuses }: PipelineDetail, name: string) =>
    statuses.find((status) => status.name === name)?.id ?? '';

  /** Saves the pipeline of the first inbox with some changes. */
  async function change(
    edit: (input: PipelineInput, before: PipelineDetail) => void,
  ): Promise<PipelineDetail> {
    const before = await pipeline();
    const input = inputOf(before);
    edit(input, before);
    const saved = await booted.services.pipelines.save(admin, before.id, input);
    if (!saved) throw new Error('not found');
    return saved;
  }
  const refusal = async (work: Promise<unknown>) => {
    const error = (await work.then(
      () => undefined,
      (problem: unknown) => problem,
    )) as { details?: { errors?: { path: string[] }[] }; message?: string } | undefined;
    return {
      field: error?.details?.errors?.[0]?.path.join('.'),
      message: error?.message,
      details: error?.details,
    };
  };

  /** Both rows of a ticket, as the lists of customers read them. */
  async function standing(id: string) {
    const { db } = booted.services.runtime;
    const ticket = await db('cp_tickets').where({ document_id: id }).first();
    const people = await db('cp_participants').where({ ticket_id: ticket.id });
    const of = (row: Record<string, unknown>) => [
      Boolean(row.is_closed),
      Boolean(row.awaits_customer),
    ];
    for (const person of people) expect(of(person)).toEqual(of(ticket));
    return { ticket, isClosed: of(ticket)[0], awaitsCustomer: of(ticket)[1] };
  }

  it('shows a renamed customer label on the next request, in the list and on the ticket', async () => {
    const id = await open();
    const label = (word: string) =>
      change(({ statuses }) => {
        for (const status of statuses)
          if (status.meaning === 'new') status.customerLabels = { en: word, fr: '' };
      });
    const visitor = await signedIn(booted, 'ana@harbour.example');
    expect((await visitor.get('/support')).text).toContain('Received');
    await label('In the queue');
    expect((await visitor.get('/support')).text).toContain('In the queue');
    expect((await visitor.get(`/support/tickets/${id}`)).text).toContain('In the queue');
    expect((await visitor.get(`/fr/support/tickets/${id}`)).text).toContain('Reçue');
    await label('');
    expect((await visitor.get(`/support/tickets/${id}`)).text).toContain('Received');
  });

  it('hides a status from customers: they keep the last shown one', async () => {
    const { customerTickets } = booted.services;
    const seen = async (id: string) =>
      (await customerTickets.find(ana, id, 'en'))?.statusLabel ?? '';
    const saved = await change(({ statuses }) => {
      statuses.splice(1, 0, {
        ...newStatus('With engineering', 'waiting-on-us'),
        id: 'new-1',
        isHidden: true,
      });
    });
    expect(saved.statuses.map(({ name }) => name)).toEqual([
      'New',
      'With engineering',
      'Waiting on customer',
      'Waiting on us',
      'Closed',
    ]);
    const hidden = idOf(saved, 'With engineering');
    const id = await open();
    await answer(id);
    await setStatus(id, hidden);
    expect(await nameOf(id)).toBe('With engineering');
    expect(await seen(id)).toBe('Waiting for your reply');
    expect((await standing(id)).awaitsCustomer).toBe(true);
    const list = { scope: 'mine', state: 'all', q: '', sort: 'activity', cursor: '' } as const;
    const filtered = async (status: 'waiting-on-customer' | 'waiting-on-us') =>
      (await customerTickets.list(ana, { ...list, status, language: 'en' })).rows.map(
        (row) => row.id,
      );
    expect(await filtered('waiting-on-customer')).toContain(id);
    expect(await filtered('waiting-on-us')).not.toContain(id);
    // What has come need not be waited for, though the ticket stays where it is.
    await reply(id);
    expect(await nameOf(id)).toBe('With engineering');
    expect(await seen(id)).toBe('We are on it');
    expect((await standing(id)).awaitsCustomer).toBe(false);
    // Shown again, it is what customers see.
    await change(({ statuses }) => {
      for (const status of statuses)
        if (status.id === hidden)
          Object.assign(status, { isHidden: false, customerLabels: { en: 'Engineers look' } });
    });
    expect(await seen(id)).toBe('Engineers look');
    const visitor = await signedIn(booted, 'ana@harbour.example');
    expect((await visitor.get(`/support/tickets/${id}`)).text).toContain('Engineers look');
    await change(({ statuses, removed }, before) => {
      const at = statuses.findIndex((status) => status.id === hidden);
      statuses.splice(at, 1);
      removed.push({ id: hidden, to: idOf(before, 'Waiting on us') });
    });
    expect(await nameOf(id)).toBe('Waiting on us');
  });

  it('asks where the tickets of a status go, and moves them with their people and their activity', async () => {
    const { agentTickets, pipelines } = booted.services;
    const saved = await change(({ statuses }) => {
      statuses.splice(1, 0, newStatus('Triage', 'new'));
    });
    const triage = idOf(saved, 'Triage');
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const id = await open(`Triage ${count}`);
      await setStatus(id, triage);
      ids.push(id);
    }
    const before = await pipeline();
    expect(before.statuses[1]).toMatchObject({
      name: 'Triage',
      tickets: { value: 3, more: false },
    });
    const without = (to?: string): PipelineInput => {
      const input = inputOf(before);
      const statuses = input.statuses.filter(({ id }) => id !== triage);
      return { ...input, statuses, removed: [{ id: triage, to }] };
    };
    expect(await refusal(pipelines.save(admin, before.id, without()))).toMatchObject({
      field: 'statuses',
      message: 'Choose where the 3 tickets of “Triage” go.',
      details: { tickets: { value: 3, more: false } },
    });
    expect(await refusal(pipelines.save(admin, before.id, without(newId())))).toMatchObject({
      field: 'removed.0.to',
    });
    await pipelines.save(admin, before.id, without(idOf(before, 'Waiting on customer')));
    for (const id of ids) {
      expect((await standing(id)).awaitsCustomer).toBe(true);
      const { activity, status } = (await agentTickets.find(agent, id)) ?? {};
      expect(status?.name).toBe('Waiting on customer');
      expect(activity?.at(-1)).toMatchObject({
        action: 'ticket.updated',
        actorName: 'Nils Sand',
        changes: { status: { before: 'Triage', after: 'Waiting on customer' } },
      });
    }
    const closed = idOf(before, 'Closed');
    expect((await pipeline()).statuses.some(({ id }) => id === triage)).toBe(false);
    await setStatus(ids[0] ?? '', closed);
    expect((await standing(ids[0] ?? '')).isClosed).toBe(true);
  });

  it('follows a status that means something else from now on', async () => {
    const saved = await change(({ statuses }) => {
      statuses.splice(1, 0, newStatus('Parked', 'waiting-on-us'));
    });
    const parked = idOf(saved, 'Parked');
    const id = await open();
    await setStatus(id, parked);
    const mean = (meaning: 'closed' | 'waiting-on-customer' | 'waiting-on-us') =>
      change(({ statuses }) => {
        for (const status of statuses) if (status.id === parked) status.meaning = meaning;
      });
    await mean('closed');
    expect(await standing(id)).toMatchObject({ isClosed: true });
    expect(number((await standing(id)).ticket.closed_at)).toBeGreaterThan(0);
    await mean('waiting-on-customer');
    expect(await standing(id)).toMatchObject({ isClosed: false, awaitsCustomer: true });
    expect(number((await standing(id)).ticket.closed_at)).toBe(0);
    await change(({ statuses, removed }) => {
      statuses.splice(1, 1);
      removed.push({ id: parked, to: statuses[1]?.id });
    });
  });

  it('keeps to its rules unless an agent may override them, which is recorded', async () => {
    const { agentTickets } = booted.services;
    const saved = await change((input) => {
      input.rules = { noSkipping: true, noGoingBack: true };
    });
    const id = await open();
    const closed = idOf(saved, 'Closed');
    expect(await refusal(setStatus(id, closed))).toMatchObject({
      field: 'status',
      message:
        'No status of the pipeline Support may be skipped. After “New” comes “Waiting on customer”.',
      details: { rule: 'no-skipping' },
    });
    await expect(setStatus(id, closed, true)).rejects.toThrow('Forbidden');
    await setStatus(id, idOf(saved, 'Waiting on customer'));
    expect(await refusal(setStatus(id, idOf(saved, 'New')))).toMatchObject({
      message: 'In the pipeline Support no ticket may go back from “Waiting on customer” to “New”.',
      details: { rule: 'no-going-back' },
    });
    const lead = { ...agent, can: new Set([...agent.can, 'pipeline-override']) };
    await setStatus(id, closed, true, lead);
    const { activity } = (await agentTickets.find(agent, id)) ?? {};
    expect(activity?.slice(-2)).toMatchObject([
      { action: 'ticket.rule-overridden', changes: { rule: { before: 'no-skipping' } } },
      { action: 'ticket.closed' },
    ]);
    // Customers and automations are not bound.
    await reply(id);
    expect(await nameOf(id)).toBe('Waiting on us');
    await answer(id);
    expect(await nameOf(id)).toBe('Waiting on customer');
    await booted.services.customerTickets.close(ana, id);
    expect(await nameOf(id)).toBe('Closed');
    await change((input) => {
      input.rules = { noSkipping: false, noGoingBack: false };
    });
  });

  it('starts a ticket where the pipeline lets it', async () => {
    const start = (name: string) =>
      change(({ statuses }) => {
        for (const status of statuses) status.mayStart = status.name === name;
      });
    await start('Waiting on us');
    expect(await nameOf(await open())).toBe('Waiting on us');
    await start('');
    expect(await nameOf(await open())).toBe('New');
  });

  it('gives a ticket the chosen status when somebody replies or it is assigned', async () => {
    const id = await open();
    await answer(id);
    expect(await nameOf(id)).toBe('Waiting on customer');
    await change(({ automations }, before) => {
      automations.customerReplied = 'off';
      automations.agentReplied = idOf(before, 'Closed');
      automations.assigned = idOf(before, 'Waiting on us');
    });
    await reply(id);
    expect(await nameOf(id)).toBe('Waiting on customer');
    await answer(id);
    expect(await nameOf(id)).toBe('Closed');
    // An answer to a closed ticket must not stay unseen.
    const visitor = await signedIn(booted, 'ana@harbour.example');
    expect((await visitor.get(`/support/tickets/${id}`)).text).toContain('Closed');
    await reply(id);
    expect(await nameOf(id)).toBe('Waiting on us');
    expect((await visitor.get(`/support/tickets/${id}`)).text).toContain('We are on it');
    const other = await open();
    await booted.services.agentTickets.update(agent, other, { assignee: 'me' });
    expect(await nameOf(other)).toBe('Waiting on us');
    await change((input) => {
      input.automations = {
        customerReplied: 'default',
        agentReplied: 'default',
        assigned: 'off',
        silence: [],
      };
    });
    const unchanged = await open();
    await booted.services.agentTickets.update(agent, unchanged, { assignee: 'me' });
    expect(await nameOf(unchanged)).toBe('New');
    await reply(unchanged);
    expect(await nameOf(unchanged)).toBe('New');
  });

  it('ends a silence after n days, as the system, with the mail of a closed ticket', async () => {
    const { silence, runtime } = booted.services;
    const id = await open('Silent one');
    const loud = await open('Loud one');
    await answer(id);
    await answer(loud);
    await change(({ automations }, before) => {
      automations.silence = [
        { from: idOf(before, 'Waiting on customer'), days: 3, to: idOf(before, 'Closed') },
      ];
    });
    const key = number((await standing(id)).ticket.id);
    const mailed = async () =>
      (await runtime.db('cp_outbox').where({ template: 'ticket-closed' })).filter(
        ({ payload }) => JSON.parse(payload).ticket === key,
      ).length;
    await silence.run();
    expect(await nameOf(id)).toBe('Waiting on customer');
    clock = 2 * DAY;
    await answer(loud);
    clock = 3 * DAY + 1000;
    await silence.run();
    expect(await nameOf(id)).toBe('Closed');
    expect(await nameOf(loud)).toBe('Waiting on customer');
    expect((await standing(id)).isClosed).toBe(true);
    expect((await booted.services.agentTickets.find(agent, id))?.activity.at(-1)).toMatchObject({
      actorKind: 'system',
      action: 'ticket.closed',
    });
    expect(await mailed()).toBe(1);
    clock = 0;
    await change(({ automations }) => {
      automations.silence = [];
    });
  });

  it('closes for an agent only what is filled in', async () => {
    const { properties, runtime, customerTickets } = booted.services;
    for (const [key, label] of [
      ['serial_number', 'Serial number'],
      ['root_cause', 'Root cause'],
    ] as const)
      await properties.define({
        subject: 'ticket',
        key,
        kind: 'text',
        labels: { en: label },
        helps: {},
        options: [],
        customerAccess: 'none',
        agentAccess: 'edit',
        isRequiredToClose: true,
      });
    const id = await open();
    const closed = idOf(await pipeline(), 'Closed');
    expect(await refusal(setStatus(id, closed))).toMatchObject({
      field: 'status',
      message: 'Fill in Serial number and Root cause before you close the ticket.',
    });
    await runtime
      .db('cp_tickets')
      .where({ document_id: id })
      .update({ properties: JSON.stringify({ serial_number: 'A1', root_cause: 'Dust' }) });
    expect((await setStatus(id, closed))?.status.isClosed).toBe(true);
    const other = await open();
    expect(await customerTickets.close(ana, other)).toBe(true);
    await runtime.db('cp_properties').whereIn('key', ['serial_number', 'root_cause']).delete();
    await change(() => undefined);
  });

  it('refuses what cannot stand, beside the field', async () => {
    const { pipelines } = booted.services;
    const other = await pipelines.create(admin, {
      ...inputOf(await pipeline()),
      name: 'Sales',
      statuses: [newStatus('Fresh', 'new'), newStatus('Done', 'closed')],
    });
    const before = await pipeline();
    const refusedAt = async (edit: (input: PipelineInput) => void) => {
      const input = inputOf(before);
      edit(input);
      return (await refusal(pipelines.save(admin, before.id, input))).field;
    };
    expect(await refusedAt((input) => (input.name = 'sales '))).toBe('name');
    expect(await refusedAt(({ statuses }) => statuses.pop())).toBe('statuses');
    expect(
      await refusedAt((input) => {
        input.statuses = [newStatus('Done', 'closed')];
        input.removed = before.statuses.map(({ id }) => ({ id }));
      }),
    ).toBe('statuses');
    expect(await refusedAt(({ statuses }) => statuses.push(newStatus('CLOSED', 'closed')))).toBe(
      'statuses.4.name',
    );
    expect(
      await refusedAt(({ statuses }) => {
        for (const status of statuses) status.isHidden = status.meaning === 'closed';
      }),
    ).toBe('statuses');
    expect(
      await refusedAt(({ statuses }) => {
        for (const status of statuses) status.mayStart = status.meaning === 'closed';
      }),
    ).toBe('statuses');
    expect(
      await refusedAt(({ automations }) => (automations.customerReplied = idOf(before, 'Closed'))),
    ).toBe('automations.customerReplied');
    expect(await refusedAt(({ automations }) => (automations.agentReplied = newId()))).toBe(
      'automations.agentReplied',
    );
    const [from = '', to = ''] = before.statuses.map(({ id }) => id);
    expect(
      await refusedAt(({ automations }) => (automations.silence = [{ from, days: 1, to: from }])),
    ).toBe('automations.silence.0.to');
    expect(
      await refusedAt(
        ({ automations }) =>
          (automations.silence = [
            { from, days: 1, to },
            { from, days: 2, to },
          ]),
      ),
    ).toBe('automations.silence.1.from');
    expect(await pipeline()).toEqual(before);
    expect(await pipelines.remove(admin, other.id, { statuses: {} })).toBe(true);
    expect((await refusal(pipelines.remove(admin, before.id, { statuses: {} }))).field).toBe('to');
    expect(await pipelines.remove(admin, newId(), { statuses: {} })).toBeNull();
  });

  it('deletes a pipeline: its inboxes and tickets go to another, many at once', async () => {
    const { pipelines, runtime, siteMap, statusMoves, agentTickets } = booted.services;
    const support = await pipeline();
    const { id: salesId } = await pipelines.create(admin, {
      ...inputOf(support),
      name: 'Sales',
      statuses: [
        newStatus('Fresh', 'new'),
        newStatus('Won', 'closed'),
        newStatus('Lost', 'closed'),
      ],
      automations: { ...support.automations, silence: [] },
    });
    await addManyTickets(runtime.db, {
      portalKey: company.portalKey,
      inboxKey: company.inboxKey,
      contacts: [{ key: company.people.ben.key, companyKey: 0 }],
      count: 250,
    });
    const id = await open('Goes along');
    const { db } = runtime;
    const closed = await db('cp_statuses')
      .where({ document_id: idOf(support, 'Closed') })
      .first('id', 'pipeline_id');
    await db('cp_tickets')
      .where('number', 'like', 'M-%')
      .update({ status_id: closed.id, pipeline_id: closed.pipeline_id });
    const countIn = async (pipelineId: string) => {
      const pipelineRow = await db('cp_pipelines').where({ document_id: pipelineId }).first('id');
      const [row] = await db('cp_tickets').where({ pipeline_id: pipelineRow.id }).count('* as n');
      return number(row?.n);
    };
    const all = await countIn(support.id);
    expect(await refusal(pipelines.remove(admin, support.id, { statuses: {} }))).toMatchObject({
      field: 'to',
      message: 'Choose the pipeline that takes its tickets and inboxes.',
    });
    const sales = await pipeline('Sales');
    expect(
      await pipelines.remove(admin, support.id, {
        to: salesId,
        statuses: { [idOf(support, 'Closed')]: idOf(sales, 'Lost') },
      }),
    ).toBe(true);
    expect(await pipelines.find(admin, support.id)).toBeNull();
    expect(siteMap.pipelines().map(({ name }) => name)).toEqual(['Sales']);
    expect(await countIn(support.id)).toBe(0);
    expect(await countIn(salesId)).toBe(all);
    const counted = (await pipeline('Sales')).statuses.map(({ tickets }) => tickets.value);
    expect(counted[1]).toBe(0);
    expect(counted[2]).toBeGreaterThanOrEqual(250);
    const moved = await agentTickets.find(agent, id);
    expect(moved?.status.name).toBe('Fresh');
    expect(moved?.activity.at(-1)?.changes).toEqual({
      pipeline: { before: 'Support', after: 'Sales' },
      status: { before: 'New', after: 'Fresh' },
    });
    expect((await pipeline('Sales')).inboxes.map(({ name }) => name)).toEqual(['Support']);
    expect(await nameOf(await open())).toBe('Fresh');
    // Other nodes may have put a ticket into a status just as it went: the job finds it and is then at ease.
    const gone = await db('cp_statuses')
      .where({ document_id: idOf(support, 'New') })
      .first('id');
    await db('cp_tickets').where({ document_id: id }).update({ status_id: gone.id });
    expect(await nameOf(id)).toBe('Fresh');
    clock = 10_000;
    await statusMoves.finish();
    clock = 0;
    expect(await nameOf(id)).toBe('Fresh');
    expect(await db('cp_tickets').where({ status_id: gone.id }).first('id')).toBeUndefined();
    expect(await db('cp_statuses').where('uneven_since', '>', 0).first('id')).toBeUndefined();
  });
});

describe('pipelines over HTTP', () => {
  let booted: Booted;
  let editor: AdminClient;

  beforeAll(async () => {
    booted = await bootStrapi();
    await foundCompany(booted);
    editor = await adminWith(booted, 'Edda', [
      'pipelines.pipeline-read',
      'pipelines.pipeline-edit',
    ]);
  });
  afterAll(() => booted?.destroy());

  it('lists, searches, reads, makes, saves and deletes', async () => {
    const { body: made } = await editor
      .post('/pipelines', {
        name: 'Returns',
        statuses: [
          { name: 'Asked', meaning: 'new' },
          { id: 'new-a', name: 'Back', meaning: 'closed' },
        ],
        automations: { silence: [{ from: 'new-a', days: 5, to: 'new-at-0' }] },
      })
      .expect(201);
    const { body: list } = await editor.get('/pipelines?q=asked').expect(200);
    expect(list.rows).toMatchObject([{ id: made.id, name: 'Returns', openTickets: { value: 0 } }]);
    expect((await editor.get('/pipelines?sort=-name')).body.rows[0].name).toBe('Support');
    const { body: detail } = await editor.get(`/pipelines/${made.id}`).expect(200);
    expect(detail.automations.silence).toEqual([
      { from: detail.statuses[1].id, days: 5, to: detail.statuses[0].id },
    ]);
    expect(JSON.stringify(detail)).not.toMatch(/"(key|rowKey|pipelineKey)"/);
    const { body: saved } = await editor
      .put(`/pipelines/${made.id}`, { ...detail, name: 'Returned goods' })
      .expect(200);
    expect(saved).toMatchObject({ name: 'Returned goods', isLast: false });
    await editor.post(`/pipelines/${made.id}/remove`, {}).expect(204);
    await editor.get(`/pipelines/${made.id}`).expect(404);
    await editor.put(`/pipelines/${made.id}`, detail).expect(404);
  });

  it('names what is wrong', async () => {
    const { body } = await editor
      .post('/pipelines', { name: ' ', statuses: [{ name: '', meaning: 'odd' }] })
      .expect(400);
    const paths = body.error.details.errors.map(({ path }: { path: string[] }) => path.join('.'));
    expect(paths).toEqual(['name', 'statuses.0.name', 'statuses.0.meaning']);
    await editor
      .post('/pipelines', { name: 'No status', statuses: [] })
      .expect(400)
      .expect(({ body: answer }) => expect(answer.error.message).toContain('at least one open'));
  });

  it('is for roles with the action', async () => {
    const reader = await adminWith(booted, 'Rolf', ['pipelines.pipeline-read']);
    const { body } = await reader.get('/pipelines').expect(200);
    const [{ id }] = body.rows;
    await reader.put(`/pipelines/${id}`, body.rows[0]).expect(403);
    await reader.post('/pipelines', {}).expect(403);
    await reader.post(`/pipelines/${id}/remove`, {}).expect(403);
    const inboxes = await adminWith(booted, 'Inga', ['inboxes.inbox-edit']);
    await inboxes.get('/pipelines').expect(403);
    await inboxes.put(`/pipelines/${id}`, {}).expect(403);
  });
});
