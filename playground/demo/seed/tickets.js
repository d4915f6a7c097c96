const { Readable } = require('node:stream');
const { MINUTE, timelineOf } = require('./timeline');

/** Messages whose mails stay in the mail viewer. */
const KEPT = 10;

/** Lives through the history of every ticket in the order of time, by the clock of each moment. */
async function seedTickets(seeding, { agents, brands, contacts }) {
  const { services, db, content } = seeding;
  const now = Date.now();
  const events = content.tickets
    .flatMap((ticket, index) => timelineOf(ticket, index, now))
    .sort((a, b) => a.at - b.at);
  const isPublic = ({ message }) => message?.kind === 'public';
  const keptSince = events.filter(isPublic).at(-KEPT)?.at ?? 0;
  const life = { ...seeding, agents, brands, contacts, made: new Map() };
  for (const event of events) {
    services.runtime.now = () => event.at;
    await happen(life, event);
    if (event.at < keptSince) {
      await db('cp_outbox').delete();
      continue;
    }
    services.runtime.now = () => Math.min(event.at + MINUTE, now);
    await services.outboxWorker.drain();
  }
}

function happen(life, { kind, ticket, message }) {
  if (kind === 'open') return open(life, ticket, message);
  if (kind === 'message') return write(life, ticket, message);
  if (kind === 'triage') return triage(life, ticket);
  return settle(life, ticket);
}

async function open(life, ticket, message) {
  const { services, brands, contacts } = life;
  const { portalKey, inboxKey } = brands[ticket.brand];
  const requester = contacts[ticket.requester];
  const files = await receive(life, message);
  const made = await services.runtime.transaction(async (db) => {
    const { key, id } = await services.ticketWriting.create(db, {
      portalKey,
      inbox: services.siteMap.inboxByKey(inboxKey),
      requester,
      author: authorOf(life, message.from),
      subject: ticket.subject,
      body: message.text,
      priority: 'medium',
      source: 'portal',
      files,
      submissionKey: '',
    });
    await db('cp_tickets').where({ id: key }).update({ category: ticket.category });
    for (const person of ticket.participants ?? []) {
      const row = await db('cp_tickets').where({ id: key }).first();
      await services.ticketWriting.addParticipant(db, row, contacts[person].key);
    }
    return { key, id };
  });
  life.made.set(ticket, made);
}

async function write(life, ticket, message) {
  const { services, made } = life;
  const files = await receive(life, message);
  await services.runtime.transaction(async (db) => {
    const row = await db('cp_tickets')
      .where({ id: made.get(ticket).key })
      .first();
    await services.ticketWriting.addMessage(db, row, {
      kind: message.kind,
      author: authorOf(life, message.from),
      body: message.text,
      files,
      submissionKey: '',
    });
  });
}

/** An agent looks at the new ticket, says how urgent it is and who takes it. */
async function triage(life, ticket) {
  const assignee = life.agents[ticket.assignee];
  await life.services.agentTickets.update(dispatcher(life, ticket), life.made.get(ticket).id, {
    priority: ticket.priority,
    ...(assignee ? { assignee: assignee.agentId } : {}),
  });
}

/** The status that the ticket stands in today, where the messages have not led there by themselves. */
async function settle(life, ticket) {
  const { services, made } = life;
  const { key, id } = made.get(ticket);
  const row = await life.db('cp_tickets').where({ id: key }).first('status_id', 'pipeline_id');
  const wanted = services.siteMap.statusFor(Number(row.pipeline_id), ticket.status);
  if (wanted.key === Number(row.status_id)) return;
  await services.agentTickets.update(dispatcher(life, ticket), id, { status: wanted.id });
}

const dispatcher = ({ agents }, ticket) => {
  const writer = ticket.messages.find(({ from }) => from in agents)?.from;
  return agents[ticket.assignee ?? writer] ?? Object.values(agents)[0];
};

function authorOf({ agents, contacts }, from) {
  const agent = agents[from];
  if (agent) return { kind: 'agent', key: agent.agentKey, id: agent.agentId, name: agent.name };
  const { key, id, name } = contacts[from];
  return { kind: 'customer', key, id, name };
}

/** Stores a message's attachments as a browser's upload would be. */
async function receive({ services, content }, { attachments = [] }) {
  const files = [];
  for (const name of attachments) {
    const { text, base64 } = content.attachments.find((file) => file.name === name);
    const bytes = base64 ? Buffer.from(base64, 'base64') : Buffer.from(text);
    files.push(await services.attachments.receive(name, Readable.from([bytes])));
  }
  return files;
}

module.exports = { seedTickets };
