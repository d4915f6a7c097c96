import { NOTHING_ALLOWED } from '../rules/ticket-rights';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PreviewRenderer } from '../services/branding-preview';
import type {
  ArticleView,
  CustomerMessageView,
  CustomerSession,
  CustomerTicketDetail,
  CustomerTicketRow,
  PortalRecord,
  ShownFact,
  SitePlace,
  SiteServices,
} from '../services/types';
import { addressesOf } from './addresses';
import { readManifest } from './assets-dir';
import { translatorOf } from './messages';
import { articlePage } from './pages/knowledge-base/page';
import { listHtml } from './pages/ticket-list/page';
import { ticketHtml } from './pages/ticket/page';
import type { SiteRequest } from './request';

const HOUR = 60 * 60 * 1000;

/** The site's own pages with examples in them, as one document that loads nothing: for a frame in the admin. */
export function createBrandingPreview(
  services: () => SiteServices,
  assetsDir: string,
): PreviewRenderer {
  let sheet: string | undefined;
  const siteSheet = () => {
    const name = readManifest(assetsDir)['site.css'];
    return (sheet ??= name ? readFileSync(path.join(assetsDir, name), 'utf8') : '');
  };

  return (portal, { page, scheme }, pictures) => {
    const request = exampleRequest(portal, services());
    const html = pageOf[page](request);
    const css = [siteSheet(), ...portal.sheets.map((one) => one.css)].join('\n');
    return embedded(html, inScheme(css, scheme), scheme, pictures);
  };
}

const pageOf = { list: exampleList, ticket: exampleTicket, article: exampleArticle };

/** What a browser decides by its person's choice is decided here by the admin's. */
const inScheme = (css: string, scheme: 'light' | 'dark'): string =>
  css
    .replace(/@media\s*\(prefers-color-scheme:\s*(dark|light)\)/g, (_, asked) =>
      asked === scheme ? '@media all' : '@media not all',
    )
    .replace(/color-scheme:\s*light dark/g, `color-scheme: ${scheme}`);

function embedded(
  html: string,
  css: string,
  scheme: 'light' | 'dark',
  pictures: ReadonlyMap<string, string>,
): string {
  // No text of a sheet ends the element that it stands in.
  const style = `<style>${css.replaceAll('</', '<\\/')}</style>`;
  let shown = html
    .replace(/<link [^>]*>/g, '')
    .replace(/<script [^>]*><\/script>/g, '')
    .replace('</head>', () => `${style}</head>`)
    .replaceAll('(prefers-color-scheme: dark)', scheme === 'dark' ? 'all' : 'not all');
  for (const [name, address] of pictures)
    shown = shown.replace(
      new RegExp(`(src|srcset)="[^"]*/_assets/${name}"`, 'g'),
      `$1="${address}"`,
    );
  return shown;
}

function exampleRequest(portal: PortalRecord, services: SiteServices): SiteRequest {
  const language = portal.domain.primaryLanguage;
  const place: SitePlace = {
    domain: portal.domain,
    language,
    kind: 'portal',
    isLanguageNamed: false,
    rest: [],
    portal,
    portals: [portal],
    knowledgeBase: portal.knowledgeBase,
  };
  return {
    // Pages are drawn from what is given here; none of them reads the request itself.
    ctx: {} as SiteRequest['ctx'],
    place,
    services,
    asked: new URLSearchParams(),
    session: exampleSession(portal),
    language,
    to: addressesOf(place),
    t: translatorOf(language, portal.settings.tickets),
    assets: {},
    now: Date.now(),
  };
}

const exampleSession = (portal: PortalRecord): CustomerSession => ({
  formToken: '',
  name: 'Ana Lopes',
  address: 'ana@example.com',
  language: '',
  timeZone: '',
  waiting: 1,
  id: '',
  method: 'password',
  isRemembered: false,
  idleEndsAt: 0,
  endsAt: 0,
  provenAt: 0,
  factor: 'none',
  factorNeed: 'none',
  factorDueAt: 0,
  viewedBy: '',
  managesCompany: false,
  isConsentDue: false,
  viewer: {
    kind: 'customer',
    contactKey: 0,
    contactId: '',
    contactName: 'Ana Lopes',
    userKey: 0,
    portal,
    companyKeys: [],
    leftCompanyKeys: [],
    primaryCompanyKey: 0,
    record: {},
    sessionKey: '',
    isReadOnly: false,
  },
});

function exampleRow(
  { t, now }: SiteRequest,
  number: string,
  subject: string,
  meaning: CustomerTicketRow['statusMeaning'],
  hours: number,
): CustomerTicketRow {
  return {
    id: number,
    number,
    subject,
    statusLabel: t(`status.${meaning}`),
    statusMeaning: meaning,
    isClosed: meaning === 'closed',
    awaitsCustomer: meaning === 'waiting-on-customer',
    requester: 'Ana Lopes',
    isMine: true,
    lastPublicAt: now - hours * HOUR,
    openedAt: now - 2 * hours * HOUR,
    facts: [],
  };
}

const exampleRows = (request: SiteRequest): CustomerTicketRow[] => [
  exampleRow(request, '1042', 'Invoice 2041 shows the wrong address', 'waiting-on-customer', 3),
  exampleRow(request, '1039', 'Second gateway for the warehouse', 'waiting-on-us', 26),
  exampleRow(request, '1036', 'Sensor reports 0 °C since the update', 'new', 49),
];

function exampleFact(row: CustomerTicketRow, column: string): ShownFact {
  if (column === 'status') return { kind: 'status' };
  if (column === 'number') return { kind: 'text', text: row.number };
  if (column === 'requester') return { kind: 'text', text: row.requester };
  if (column === 'last_activity') return { kind: 'instant', instant: row.lastPublicAt };
  if (column === 'created') return { kind: 'instant', instant: row.openedAt };
  return null;
}

function exampleList(request: SiteRequest): string {
  const { portal } = request.place;
  const columns = portal ? request.services.customerTickets.columns(portal) : [];
  const rows = exampleRows(request).map((row) => ({
    ...row,
    facts: columns.map(({ key }) => exampleFact(row, key)),
  }));
  return listHtml(
    request,
    {
      scope: 'mine',
      company: '',
      state: 'open',
      status: '',
      q: '',
      sort: 'activity',
      priority: '',
      category: '',
      opened: { from: '', until: '' },
      activity: { from: '', until: '' },
      requester: '',
      values: {},
      cursor: '',
      language: request.language,
    },
    { columns, rows, nextCursor: null, isCut: false },
    {
      hasCompany: true,
      companies: [],
      properties: [],
      priority: null,
      category: null,
      statuses: [],
    },
  );
}

function exampleTicket(request: SiteRequest): string {
  const [row] = exampleRows(request);
  const { portal } = request.place;
  if (!row || !portal) return '';
  const message = (
    authorKind: 'customer' | 'agent',
    authorName: string,
    body: string,
    hours: number,
  ): CustomerMessageView => ({
    id: String(hours),
    authorKind,
    authorName,
    isMine: authorKind === 'customer',
    body,
    sentAt: request.now - hours * HOUR,
    attachments: [],
  });
  const fields = request.services.customerTickets.columns(portal);
  const detail: CustomerTicketDetail = {
    ...row,
    company: '',
    assignee: 'Mara',
    fields,
    facts: fields.map(({ key }) => exampleFact(row, key)),
    participants: [],
    messages: [
      message(
        'customer',
        'Ana Lopes',
        'Hello,\n\nwe moved on 1 March. Could you **correct the address** on invoice 2041?',
        27,
      ),
      message('agent', 'Mara', 'Of course. Is it the address in [your profile](/profile)?', 3),
    ],
    followsUp: null,
    followedUpBy: [],
    onReply: 'added',
    canClose: true,
    rights: { ...NOTHING_ALLOWED, canClose: true },
    isPrivate: false,
    seers: { names: [], count: 0, isMore: false },
    mails: null,
    editable: [],
    rating: null,
    conversations: [],
    conversation: '',
  };
  return ticketHtml(request, detail, '', []);
}

function exampleArticle(request: SiteRequest): string {
  const article: ArticleView = {
    id: 'example',
    slug: 'example',
    title: 'Change the address on your invoices',
    summary: 'Where it stands, and from when on it holds.',
    body: 'Your address stands under **Settings**.\n\n## Change it\n\n1. Open *Settings*.\n2. Choose *Addresses*.\n3. Save.\n\n> Invoices that were sent already stay as they are.\n\nMore in [Invoices](/invoices).',
    updatedAt: request.now - 72 * HOUR,
    categorySlug: '',
  };
  return articlePage(
    request,
    {
      title: '',
      tagline: '',
      categories: [],
      category: () => undefined,
      article: () => article,
      articlesIn: () => [],
      search: () => [],
      suggest: () => [],
      translations: () => [],
    },
    article,
  );
}
