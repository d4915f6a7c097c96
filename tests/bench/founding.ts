import type { Core } from '@strapi/strapi';
import type { Services } from '../../server/services';
import { select, text } from '../../server/store/connection';
import { ORIGIN, PASSWORD } from '../support/company';
import { addManyTickets, BODY, type ManyTickets } from '../support/many-tickets';
import { defineValues, giveValues } from './values';
import type { Site } from './messages';

/** A word of a tenth of all tickets, and one of a single ticket. */
const TENTH = 'tenth';
const RARE = 'quokka';
const COMPANIES = 10;
const CONTACTS = 40;
/** Of one more company, whose lists are narrowed and sorted by properties. */
const COLLEAGUES = 10;
const ARTICLES = 25;
/** Whose pages are measured. */
const CUSTOMER = 15;
/** Below so many tickets the measured ones have six of ten, so that their pages are full at every size, searches too. */
const FEW = 20_000;
const FEWEST_OF_COLLEAGUES = 300;

const TOPICS = [
  'Getting started',
  'Meters and sensors',
  'Invoices and plans',
  'Data and exports',
  'People and access',
];
const SUBJECTS = ['meter', 'gateway', 'invoice', 'export', 'colleague'];
const VERBS = ['Connect', 'Replace', 'Check', 'Change', 'Remove'];

/**
 * One domain with a knowledge base and a portal, 40 customers in 10 companies with `count` tickets, and 10 colleagues of
 * one more company with a twentieth of that, at least 300. Every ticket has a value of two properties.
 */
export async function foundSite(
  strapi: Core.Strapi,
  count: number,
): Promise<Omit<Site, 'port' | 'countingPort'>> {
  const services = strapi.plugin('customer-portal').service('api') as Services;
  const { portals, people, siteMap, runtime, signIn, sessions, customerTickets } = services;
  const domain = await portals.createDomain({ origin: ORIGIN, primaryLanguage: 'en' });
  const inboxKey = Number((await runtime.db('cp_inboxes').first('id')).id);
  const { key: portalKey } = await portals.createPortal({
    name: 'Harbour support',
    domainKey: domain.key,
    slug: 'support',
    inboxKey,
    settings: {
      general: { languages: ['fr'], company: 'Harbour' },
      tickets: { permission: 'company' },
    },
  });
  const slugs = await foundLibrary(strapi, services, domain.key);

  await defineValues(services);
  const companyKeys: number[] = [];
  for (let at = 0; at < COMPANIES; at += 1) {
    const company = await people.createCompany({
      name: `Company ${at + 1}`,
      emailDomains: [`company-${at + 1}.example`],
    });
    companyKeys.push(company.key);
  }
  const addContact = async (name: string, address: string, companyKey: number) => {
    const { key } = await people.createContact({
      name,
      address,
      password: PASSWORD,
      companyKey,
      portalKeys: [portalKey],
    });
    return { key, companyKey };
  };
  const contacts: ManyTickets['contacts'] = [];
  const addresses: string[] = [];
  for (let at = 0; at < CONTACTS; at += 1) {
    const address = `person-${at + 1}@company-${(at % COMPANIES) + 1}.example`;
    const companyKey = companyKeys[at % COMPANIES] ?? 0;
    contacts.push(await addContact(`Person Number ${at + 1}`, address, companyKey));
    addresses.push(address);
  }
  const company = await people.createCompany({
    name: 'Colleagues',
    emailDomains: ['colleagues.example'],
  });
  const colleagues: ManyTickets['contacts'] = [];
  for (let at = 0; at < COLLEAGUES; at += 1)
    colleagues.push(
      await addContact(
        `Colleague Number ${at + 1}`,
        `colleague-${at + 1}@colleagues.example`,
        company.key,
      ),
    );
  await addManyTickets(runtime.db, {
    portalKey,
    inboxKey,
    contacts: turns(contacts, count < FEW ? CUSTOMER : undefined),
    count,
    bodyOf,
  });
  await addManyTickets(runtime.db, {
    portalKey,
    inboxKey,
    contacts: turns(colleagues, count < FEW ? 0 : undefined),
    count: Math.max(Math.ceil(count / 20), FEWEST_OF_COLLEAGUES),
    bodyOf,
  });
  await giveValues(services);

  const portal = siteMap.portalByKey(portalKey);
  if (!portal) throw new Error('The portal is not on the map');
  const tokenOf = async (address: string) => {
    const answer = await signIn.withPassword({
      portal,
      address,
      password: PASSWORD,
      remember: false,
      ip: '127.0.0.1',
      userAgent: 'bench',
    });
    if (answer.outcome !== 'signed-in') throw new Error(`Signing in: ${answer.outcome}`);
    return answer.token;
  };
  const token = await tokenOf(addresses[CUSTOMER] ?? '');
  const session = await sessions.find(token, portal);
  if (!session) throw new Error('The session is not there');
  const newest = await select(
    runtime.db,
    `SELECT t.document_id FROM cp_participants p JOIN cp_tickets t ON t.id = p.ticket_id
     WHERE p.contact_id = ? AND p.is_closed = ? ORDER BY p.opened_at DESC LIMIT 20`,
    [session.viewer.contactKey, false],
  );
  const [ticketId = '', ...others] = newest.map((row) => text(row.document_id));
  // Two messages stand in every ticket already; a conversation of six is a usual one.
  for (let at = 0; at < 4; at += 1) {
    const reply = await customerTickets.reply(session.viewer, ticketId, {
      body: `We tried that${at === 0 ? `, with the ${RARE}` : ''}. Step ${at + 1} changes nothing:\n\n- the display stays **dark**\n- the cable is new\n\nSee https://status.example/meter for what it says.`,
      files: [],
      submissionKey: '',
    });
    if (!reply) throw new Error('The ticket takes no reply');
  }
  return {
    articlePath: `/articles/${slugs[7] ?? ''}`,
    searches: SUBJECTS.flatMap((subject) => [
      subject,
      `${subject} display`,
      `check the ${subject}`,
    ]),
    rareWord: RARE,
    tenthWord: TENTH,
    ticketPath: `/support/tickets/${ticketId}`,
    replyPaths: (others.length > 0 ? others : [ticketId]).map(
      (one) => `/support/tickets/${one}/reply`,
    ),
    cookie: `cp_session=${token}`,
    propertyCookie: `cp_session=${await tokenOf('colleague-1@colleagues.example')}`,
    formToken: session.formToken,
    addresses,
    password: PASSWORD,
  };
}

/** One word of a tenth of all tickets. */
const bodyOf = (at: number) =>
  Math.floor(at / 7) % 10 === 3 ? `${BODY} It is the ${TENTH} time.` : BODY;

/**
 * Whose ticket is next. addManyTickets leaves every tenth ticket open: the turns shift by one each ten,
 * so that open and closed ones fall to everybody alike. Of the closed ones most go to the favoured one, if there is one.
 */
function turns(contacts: ManyTickets['contacts'], favoured?: number): ManyTickets['contacts'] {
  return Array.from({ length: contacts.length * 10 }, (_, at) => {
    const isFavoured = favoured !== undefined && at % 10 !== 0 && at % 3 !== 0;
    const next = isFavoured ? favoured : (at % 10) + Math.floor(at / 10);
    const contact = contacts[next % contacts.length];
    if (!contact) throw new Error('no contact');
    return contact;
  });
}

interface Documents {
  create(input: object): Promise<{ documentId: string }>;
}

async function foundLibrary(
  strapi: Core.Strapi,
  services: Services,
  domainKey: number,
): Promise<string[]> {
  // Content types of a plugin are not in the generated types.
  const documents = (name: string) =>
    strapi.documents(`plugin::customer-portal.${name}` as never) as unknown as Documents;
  const base = await documents('knowledge-base').create({
    locale: 'en',
    data: { title: 'Harbour help', tagline: 'Answers to what is asked most' },
  });
  const categories: string[] = [];
  for (const name of TOPICS) {
    const { documentId } = await documents('category').create({
      locale: 'en',
      data: {
        name,
        slug: slugOf(name),
        description: `What to know about ${name.toLowerCase()}.`,
        knowledgeBase: base.documentId,
      },
      status: 'published',
    });
    categories.push(documentId);
  }
  const slugs: string[] = [];
  for (let at = 0; at < ARTICLES; at += 1) {
    const subject = SUBJECTS[at % SUBJECTS.length] ?? '';
    const title = `${VERBS[Math.floor(at / SUBJECTS.length)] ?? ''} a ${subject}`;
    slugs.push(slugOf(title));
    await documents('article').create({
      locale: 'en',
      data: {
        title,
        slug: slugOf(title),
        summary: `How to do it in five minutes, and what to look at when the ${subject} does not answer.`,
        body: articleBody(title, subject),
        category: categories[Math.floor(at / SUBJECTS.length)],
      },
      status: 'published',
    });
  }
  await services.portals.placeKnowledgeBase({
    knowledgeBaseId: base.documentId,
    domainKey,
    slug: '',
  });
  await services.articles.refresh();
  return slugs;
}

const slugOf = (title: string) => title.toLowerCase().replace(/\s+/g, '-');

/** About 600 words with what articles have: headings, lists, a table, code, links. */
function articleBody(title: string, subject: string): string {
  const paragraph = `Before you begin, look at the label on the back of the device and note its number. The display shows the same number when you hold the upper button for three seconds. If the two differ, **stop here** and write to us: the ${subject} belongs to another site, and [its owner](https://help.example/owners) has to release it first.`;
  const section = (heading: string) => `## ${heading}

${paragraph}

1. Open *Settings* and choose the ${subject} from the list.
2. Press **Change** and wait until the lamp turns green.
3. Compare the value with \`last reading\` in the portal.

${paragraph}

- Nothing is lost when you stop half-way.
- The old values stay for two years, see [how long data is kept](https://help.example/keeping).
- Every change is written down with your name.`;
  return `${title} in a few steps. ${paragraph}

${['What you need', 'Step by step', 'When it does not work'].map(section).join('\n\n')}

| Lamp | Meaning | What to do |
| --- | --- | --- |
| green | connected | nothing |
| orange | searching | wait a minute |
| red | no answer | check the cable |

\`\`\`
GET /readings?device=4711
200 OK
\`\`\`

> Write to us when the lamp stays red for more than an hour.`;
}
