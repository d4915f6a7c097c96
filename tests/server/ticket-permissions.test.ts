import { Readable } from 'node:stream';
import type { Response } from 'supertest';
import type { TicketSettings } from '../../server/contracts/portal-settings';
import type { CustomerViewer } from '../../server/services/types';
import { fieldName } from '../../server/rules/request-forms';
import { ROUTES } from '../../server/site/portal-pages';
import { leaveCompany, saveLink } from '../../server/store/company-contacts';
import { insert, newId, number } from '../../server/store/connection';
import { addRegistered } from '../../server/store/memberships';
import { findTicket } from '../../server/store/tickets';
import { stopBackground } from '../support/background';
import { fieldOf, visitorOf, type Visitor } from '../support/browserless';
import {
  foundCompany,
  PASSWORD,
  SEES_COMPANY,
  viewerOf,
  type TestCompany,
} from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];

interface Person {
  /** Address of who is signed in; '' for nobody. */
  address: string;
  /** The portal where it is tried. */
  slug?: 'support' | 'other';
  /** How the portal is set, beside its defaults. */
  settings?: Partial<TicketSettings>;
}

const COMPANY: Partial<TicketSettings> = { permission: 'company' };

/** Those who see the ticket. */
const SEEING = {
  requester: { address: 'ana@harbour.example' },
  'participant of another company': { address: 'dora@lime.example' },
  'colleague, all tickets of the company': { address: 'cleo@harbour.example', settings: COMPANY },
  'colleague who meets the filter': { address: 'ben@harbour.example' },
  'colleague at another of my companies, of all companies': {
    address: 'eva@people.example',
    settings: { ...COMPANY, companies: 'all' },
  },
} satisfies Record<string, Person>;
type Seeing = keyof typeof SEEING;
const SEES = Object.keys(SEEING) as Seeing[];

/** Those to whom it is not there. */
const HIDDEN_FROM: Record<string, Person> = {
  'colleague, associated tickets only': {
    address: 'ben@harbour.example',
    settings: { permission: 'associated' },
  },
  'colleague who does not meet the filter': { address: 'cleo@harbour.example' },
  'colleague at another of my companies, of the primary one': {
    address: 'eva@people.example',
    settings: { ...COMPANY, companies: 'primary' },
  },
  'participant who left the company': { address: 'finn@people.example', settings: COMPANY },
  'somebody of another company': { address: 'gus@people.example', settings: COMPANY },
  'customer of another portal': { address: 'hal@people.example', slug: 'other' },
  'requester at the portal of another brand': { address: 'ana@harbour.example', slug: 'other' },
};

/** Those who are asked to sign in, whatever the address. */
const STRANGERS: Record<string, Person> = {
  nobody: { address: '' },
  'disabled participant': { address: 'ivy@people.example' },
};

interface Row {
  /** Of those who see the ticket, who may do it; to the others it is not there. */
  may: readonly Seeing[];
  /** What the form sends. */
  fields?: (people: TestCompany['people']) => Record<string, string>;
  /** The ticket is closed before it is tried. */
  isClosed?: boolean;
  /** What the portal must allow. */
  settings?: Partial<TicketSettings>;
}

const ASSOCIATED: readonly Seeing[] = ['requester', 'participant of another company'];

/** One row for each page of a ticket. */
const PAGES: Record<string, Row> = {
  '': { may: SEES },
  people: { may: SEES },
  news: { may: SEES },
  'attachments/:file': { may: SEES },
};

/** One row for each of its forms. */
const FORMS: Record<string, Row> = {
  reply: { may: SEES, fields: () => ({ body: 'A word.' }) },
  close: { may: SEES, fields: () => ({ body: 'That was it.' }) },
  reopen: { may: SEES, isClosed: true },
  edit: { may: SEES, fields: () => ({ [fieldName('place')]: 'Quay 4' }) },
  rate: { may: ['requester'], isClosed: true, fields: () => ({ rating: '4' }) },
  mails: { may: ASSOCIATED, fields: () => ({ wanted: 'no' }) },
  private: {
    may: ['requester'],
    fields: () => ({ private: 'yes' }),
    settings: { customersMayMakePrivate: true },
  },
  'people/add': {
    may: ASSOCIATED,
    fields: () => ({ email: 'gus@people.example' }),
    settings: { participants: 'anyone' },
  },
  'people/remove': { may: ['requester'], fields: ({ dora }) => ({ contact: dora.id }) },
  'people/leave': { may: ['participant of another company'] },
};

const EVERYBODY: Record<string, Person> = { ...SEEING, ...HIDDEN_FROM, ...STRANGERS };

const PLACE = {
  subject: 'ticket',
  key: 'place',
  kind: 'text',
  labels: { en: 'Place' },
  customerAccess: 'edit',
} as const;

interface Tried {
  id: string;
  /** Public id of its file. */
  file: string;
}

it('has a row for every page and form of a ticket', () => {
  const named = ROUTES.named.filter((path) => path.startsWith('tickets/:id/'));
  const pages = [...ROUTES.ticket, ...named.map((path) => path.slice('tickets/:id/'.length))];
  expect(Object.keys(PAGES).sort()).toEqual(pages.sort());
  expect(Object.keys(FORMS).sort()).toEqual([...ROUTES.ticketForms].sort());
});

describe.each(DATABASES)('who may do what with a ticket, on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let initial: TicketSettings;
  /** How the portal is set at the moment. */
  let present = '';
  let requester: CustomerViewer;
  let participants: number[] = [];
  /** By address. */
  const visitors = new Map<string, Visitor>();
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 100, ip: 500 } },
    });
    await stopBackground(booted);
    company = await foundCompany(booted);
    const { people, portals, properties, runtime, siteMap } = booted.services;
    const { db } = runtime;
    const inbox = await db('cp_inboxes').first('pipeline_id');
    const otherInbox = await insert(db, 'cp_inboxes', {
      name: 'Other',
      pipeline_id: Number(inbox?.pipeline_id),
      number_prefix: 'O-',
      number_start: 1,
    });
    const other = await portals.createPortal({
      name: 'Other desk',
      slug: 'other',
      domainKey: company.portal.domain.key,
      inboxKey: otherInbox.key,
    });
    const keyOf = async (name: string) =>
      Number((await db('cp_companies').where({ name }).first('id'))?.id);
    const harbour = await keyOf('Harbour Foods');
    const lime = await keyOf('Lime Works');
    const contact = (name: string, companyKey: number, portalKey = company.portalKey) =>
      people.createContact({
        name,
        address: `${name.toLowerCase()}@people.example`,
        password: PASSWORD,
        companyKey,
        portalKeys: [portalKey],
      });
    const eva = await contact('Eva', lime);
    const finn = await contact('Finn', harbour);
    const ivy = await contact('Ivy', harbour);
    await contact('Gus', lime);
    await contact('Hal', harbour, other.key);
    await runtime.transaction(async (trx) => {
      const flags = { isPrimary: false, seesTickets: true, isManager: false, isByDomain: false };
      await saveLink(trx, eva.key, harbour, flags, runtime.now());
      await addRegistered(trx, company.people.ana.key, other.key, runtime.now());
    });
    await properties.define({ ...SEES_COMPANY, ...PLACE });
    await siteMap.refresh();
    initial = company.portal.settings.tickets;
    for (const { address, slug = 'support' } of Object.values(EVERYBODY)) {
      if (visitors.has(address)) continue;
      const visitor = visitorOf(booted);
      visitors.set(address, visitor);
      if (address === '') continue;
      await visitor.post(`/${slug}/sign-in`, { email: address, password: PASSWORD }).expect(303);
      tokens.set(
        address,
        fieldOf((await visitor.get(`/${slug}/profile`).expect(200)).text, 'formToken'),
      );
    }
    requester = await viewerOf(booted, company, SEEING.requester.address);
    await runtime.transaction((trx) => leaveCompany(trx, finn.key, harbour, runtime.now()));
    await db('cp_memberships').where({ contact_id: ivy.key }).update({ state: 'disabled' });
    participants = [company.people.dora.key, finn.key, ivy.key];
  });
  afterAll(() => booted?.destroy());

  /** A ticket with a file, of Ana's company, with participants. */
  async function openTicket({ isClosed = false }: Row): Promise<Tried> {
    const { attachments, customerTickets, ticketWriting, runtime } = booted.services;
    const file = await attachments.receive('log.txt', Readable.from(['volt 0']));
    const { id } = await customerTickets.create(requester, {
      subject: 'Scale',
      body: 'It is off.',
      files: [file],
      submissionKey: newId(),
    });
    const key = await runtime.transaction(async (trx) => {
      const row = await findTicket(trx, id);
      if (!row) throw new Error('no ticket');
      for (const contactKey of participants)
        await ticketWriting.addParticipant(trx, row, contactKey);
      return number(row.id);
    });
    if (isClosed) await customerTickets.close(requester, id);
    const stored = await runtime.db('cp_attachments').where({ ticket_id: key }).first();
    return { id, file: String(stored?.document_id) };
  }

  async function setPortal(row: Row, person: Person): Promise<void> {
    const tickets = { ...initial, ...row.settings, ...person.settings };
    if (JSON.stringify(tickets) === present) return;
    await booted.services.portalSettings.apply(company.portalKey, { tickets });
    present = JSON.stringify(tickets);
  }

  function ask(
    { address, slug = 'support' }: Person,
    method: 'GET' | 'POST',
    path: string,
    row: Row,
    { id, file }: Tried,
  ): Promise<Response> {
    const visitor = visitors.get(address) ?? visitorOf(booted);
    const part = path === '' ? '' : `/${path.replace(':file', file)}`;
    const page = `/${slug}/tickets/${id}${part}`;
    return method === 'GET'
      ? visitor.get(page).then((answer) => answer)
      : visitor
          .post(page, {
            ...row.fields?.(company.people),
            formToken: tokens.get(address) ?? '',
            submissionKey: newId(),
          })
          .then((answer) => answer);
  }

  /** What became of it: `hidden` is the answer, byte for byte, to a ticket that is not there. */
  async function outcomeOf(
    person: Person,
    method: 'GET' | 'POST',
    path: string,
    row: Row,
    ticket: Tried,
  ) {
    await setPortal(row, person);
    const answer = await ask(person, method, path, row, ticket);
    const to = answer.headers.location ?? '';
    const isDone =
      method === 'GET'
        ? answer.status === 200 || answer.status === 204
        : answer.status === 303 && /\/support(\/tickets\/|\?|$)/.test(to);
    if (isDone) return 'done';
    const missing = { id: newId(), file: ticket.file };
    const nothing = await ask(person, method, path, row, missing);
    const isSame =
      answer.status === nothing.status &&
      (answer.text ?? '').replaceAll(ticket.id, '') ===
        (nothing.text ?? '').replaceAll(missing.id, '') &&
      to.replace(ticket.id, '') === (nothing.headers.location ?? '').replace(missing.id, '');
    if (!isSame) return `told apart: ${answer.status} ${to}`;
    if (answer.status === 404) return 'hidden';
    return answer.status === 401 || /\/sign-in\?/.test(to) ? 'signs in' : `${answer.status} ${to}`;
  }

  const table = [
    ...Object.entries(PAGES).map(([path, row]) => ['GET', path, row] as const),
    ...Object.entries(FORMS).map(([path, row]) => ['POST', path, row] as const),
  ];

  it.each(table)('%s tickets/:id/%s', async (method, path, row) => {
    const found: Record<string, string> = {};
    const expected: Record<string, string> = {};
    // To whom it is not there, it stays as it is: they may all try the same.
    const ofOthers = await openTicket(row);
    for (const [name, person] of Object.entries(EVERYBODY)) {
      const ticket = name in SEEING ? await openTicket(row) : ofOthers;
      found[name] = await outcomeOf(person, method, path, row, ticket);
      expected[name] = STRANGERS[name]
        ? 'signs in'
        : row.may.includes(name as Seeing)
          ? 'done'
          : 'hidden';
    }
    expect(found).toEqual(expected);
  });

  it('asks whoever is not signed in, or disabled, to sign in before every other page and form', async () => {
    const told: string[] = [];
    for (const person of Object.values(STRANGERS)) {
      const visitor = visitors.get(person.address) ?? visitorOf(booted);
      for (const path of [...ROUTES.own, ...ROUTES.named]) {
        const { status, headers } = await visitor.get(`/support/${path}`);
        if (status !== 303 || !headers.location?.includes('/support/sign-in?next='))
          told.push(`GET ${path}: ${status}`);
      }
      for (const path of [...ROUTES.ownForms, ...ROUTES.namedForms]) {
        const { status } = await visitor.post(`/support/${path}`, {});
        if (status !== 401) told.push(`POST ${path}: ${status}`);
      }
    }
    expect(told).toEqual([]);
  });

  it('attack 1: knows a ticket by its own id alone, however it is written', async () => {
    const ticket = await openTicket({ may: SEES });
    await setPortal({ may: SEES }, SEEING.requester);
    const ana = visitors.get(SEEING.requester.address) ?? visitorOf(booted);
    const { number: ticketNumber, key } = await numbersOf(ticket.id);
    const upper = ticket.id.toUpperCase();
    for (const id of [
      ticketNumber,
      String(key),
      `0${String(key)}`,
      `${ticket.id}/../${ticket.id}`,
      `..%2ftickets%2f${ticket.id}`,
      `${ticket.id}%00`,
      `${ticket.id}%20`,
      upper,
    ])
      for (const method of ['get', 'head', 'put', 'delete'] as const) {
        const answer = await ana.raw(method, `/support/tickets/${id}`);
        expect([id, method, answer.status]).toEqual([id, method, 404]);
      }
  });

  it('attack 14: opens no file by a path, of an address or of a row', async () => {
    const ticket = await openTicket({ may: SEES });
    const { runtime } = booted.services;
    const ana = visitors.get(SEEING.requester.address) ?? visitorOf(booted);
    for (const name of [
      '..%2f..%2f..%2fpackage.json',
      '%2e%2e%2f%2e%2e%2fpackage.json',
      'file:%2f%2f%2fetc%2fpasswd',
      'php:%2f%2ffilter',
    ])
      for (const page of [`tickets/${ticket.id}/attachments/${name}`, `assets/${name}`])
        expect([page, (await ana.get(`/support/${page}`)).status]).toEqual([page, 404]);
    for (const storageKey of ['../../../../package.json', '/etc/passwd', 'file:///etc/passwd']) {
      await runtime
        .db('cp_attachments')
        .where({ document_id: ticket.file })
        .update({ storage_key: storageKey });
      const answer = await ana.get(`/support/tickets/${ticket.id}/attachments/${ticket.file}`);
      expect([storageKey, answer.status]).toEqual([storageKey, 404]);
    }
  });

  async function numbersOf(id: string): Promise<{ number: string; key: number }> {
    const row = await booted.services.runtime.db('cp_tickets').where({ document_id: id }).first();
    return { number: String(row?.number), key: Number(row?.id) };
  }
});
