import type { MarkedText } from '../../server/rules/found-words';
import { number, text } from '../../server/store/connection';
import type {
  AgentActor,
  CustomerTicketPage,
  CustomerTicketQuery,
  CustomerViewer,
} from '../../server/services/types';
import { stopBackground } from '../support/background';
import { signedIn, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { addManyTickets } from '../support/many-tickets';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];

const LIST: CustomerTicketQuery = {
  scope: 'mine',
  state: 'all',
  status: '',
  q: '',
  sort: 'activity',
  cursor: '',
  language: 'en',
};
/** Dora's tickets that the services did not write one by one. */
const MANY = 700;
const HOUR = 3_600_000;

const marked = (parts: MarkedText | null | undefined) =>
  parts?.map((part) => (part.isMarked ? `[${part.text}]` : part.text)).join('') ?? null;

describe.each(DATABASES)('lists of a customer’s tickets on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let ana: CustomerViewer;
  let ben: CustomerViewer;
  let cleo: CustomerViewer;
  let dora: CustomerViewer;
  let agent: AgentActor;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    await stopBackground(booted);
    [ana, ben, cleo, dora] = (await Promise.all(
      ['ana@harbour', 'ben@harbour', 'cleo@harbour', 'dora@lime'].map((name) =>
        viewerOf(booted, company, `${name}.example`),
      ),
    )) as [CustomerViewer, CustomerViewer, CustomerViewer, CustomerViewer];
    agent = await booted.services.agents.fromAdmin(
      await createAdminUser(booted, 'mara@tallybrook.example'),
      new Set(['ticket-read', 'ticket-reply', 'ticket-note', 'ticket-create']),
    );
    await addManyTickets(booted.services.runtime.db, {
      portalKey: company.portalKey,
      inboxKey: company.inboxKey,
      contacts: [{ key: dora.contactKey, companyKey: dora.primaryCompanyKey }],
      count: MANY,
      newest: Date.now() - HOUR,
    });
  });
  afterAll(() => booted?.destroy());

  const open = (viewer: CustomerViewer, subject: string, body = 'It beeps.') =>
    booted.services.customerTickets.create(viewer, {
      subject,
      body,
      files: [],
      submissionKey: '',
    });
  const say = (id: string, kind: 'public' | 'note', body: string) =>
    booted.services.agentTickets.addMessage(agent, id, { kind, body });
  const list = (viewer: CustomerViewer, asked: Partial<CustomerTicketQuery> = {}) =>
    booted.services.customerTickets.list(viewer, { ...LIST, ...asked });
  const subjects = ({ rows }: CustomerTicketPage) => rows.map((row) => row.subject);
  const change = (id: string, values: object) =>
    booted.services.runtime.db('cp_tickets').where({ document_id: id }).update(values);

  /** Every page of a list, one behind the other. */
  async function walk(viewer: CustomerViewer, asked: Partial<CustomerTicketQuery>) {
    const pages: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null && pages.length < 100) {
      const page: CustomerTicketPage = await list(viewer, { ...asked, cursor });
      pages.push(page.rows.map((row) => row.id));
      cursor = page.nextCursor;
    }
    return pages;
  }

  describe('a search', () => {
    it('looks at number, subject, description and every visible message, and shows where, in any language', async () => {
      const { id, number: ticketNumber } = await open(
        ana,
        'Zählerstand falsch',
        'Der **Verbrauch** im Café ist zu hoch.',
      );
      await say(id, 'public', 'お客様の請求書を確認しました。');
      await say(id, 'public', 'راجعنا الفاتُورة مع أحمد أمس.');
      for (const [q, subject, snippet] of [
        ['zahlerstand', '[Zählerstand] falsch', null],
        ['verbrauch cafe', 'Zählerstand falsch', 'Der [Verbrauch] im [Café] ist zu hoch.'],
        ['請求書', 'Zählerstand falsch', 'お客様の[請求書]を確認しました。'],
        ['الفاتورة احمد', 'Zählerstand falsch', 'راجعنا [الفاتُورة] مع [أحمد] أمس.'],
        [ticketNumber, 'Zählerstand falsch', null],
      ] as const) {
        const { rows, found } = await list(ana, { q });
        expect(rows.map(({ match }) => [marked(match?.subject), marked(match?.snippet)])).toEqual([
          [subject, snippet],
        ]);
        expect(found).toEqual({ total: 1, isMore: false });
      }
      expect(subjects(await list(ben, { scope: 'company', q: 'verbrauch' }))).toEqual([
        'Zählerstand falsch',
      ]);
    });

    it('attack 4: finds and shows nothing of a note, nor of a message in the bin', async () => {
      const { id } = await open(ana, 'Pelican', 'A pelican sits on the meter.');
      await say(id, 'note', 'Flamingo: the pelican is a known troublemaker.');
      await say(id, 'public', 'Which pelican? The ostrich?');
      for (const viewer of [ana, ben])
        expect((await list(viewer, { q: 'flamingo', scope: 'mine' })).rows).toEqual([]);
      const shown = async () =>
        (await list(ana, { q: 'troublemaker pelican' })).rows.concat(
          (await list(ana, { q: 'pelican' })).rows,
        );
      expect(JSON.stringify(await shown())).not.toMatch(/Flamingo|troublemaker/);
      await booted.services.runtime
        .db('cp_messages')
        .where({ body: 'Which pelican? The ostrich?' })
        .update({ trashed_at: 1 });
      const [row] = (await list(ana, { q: 'ostrich pelican' })).rows;
      expect(JSON.stringify(row ?? {})).not.toContain('The ostrich');
    });

    it('attacks 1, 2 and 5: leads nobody to a ticket that is not his to see, by word, number or filter', async () => {
      const { id, number: ticketNumber } = await open(ana, 'Salary of the kingfisher');
      const asked = [
        { q: 'kingfisher' },
        { q: ticketNumber },
        { q: ticketNumber.replace(/\D/g, '') },
        { q: id },
        { q: 'kingfisher', requester: 'Ana' },
        { requester: 'Ana' },
        { company: 'x'.repeat(24), q: 'kingfisher' },
      ];
      const seen = async (viewer: CustomerViewer) => {
        for (const one of asked)
          for (const scope of ['mine', 'company'] as const)
            for (const row of (await list(viewer, { ...one, scope })).rows)
              if (row.id === id) return true;
        return false;
      };
      expect([await seen(ana), await seen(ben)]).toEqual([true, true]);
      // Neither a colleague without sight, nor another company, nor the same people once it is private.
      expect([await seen(cleo), await seen(dora)]).toEqual([false, false]);
      await change(id, { is_private: true });
      expect([await seen(ana), await seen(ben)]).toEqual([true, false]);
      // The index may be behind: what it says is asked again of the ticket's people.
      const { db } = booted.services.runtime;
      await db('cp_participants')
        .whereIn('ticket_id', db('cp_tickets').select('id').where({ document_id: id }))
        .delete();
      expect(await seen(ana)).toBe(false);
      const elsewhere = { ...ben, portal: { ...ben.portal, key: 999_999 } };
      expect(await seen(elsewhere)).toBe(false);
    });

    it('puts a number that was typed first, whatever is newer', async () => {
      const { number: ticketNumber } = await open(ana, 'The first of all');
      await open(ana, `Again ${ticketNumber}`, `See ${ticketNumber}`);
      for (const q of [ticketNumber, ticketNumber.toLowerCase(), ticketNumber.replace(/\D/g, '')])
        expect(subjects(await list(ana, { q }))).toEqual([
          'The first of all',
          `Again ${ticketNumber}`,
        ]);
    });

    it('puts subjects with the words before messages with them, and the newest first on demand', async () => {
      await open(cleo, 'Walrus at the door');
      await open(cleo, 'Something newer', 'The walrus came back.');
      const byRelevance = ['Walrus at the door', 'Something newer'];
      expect(subjects(await list(cleo, { q: 'walrus' }))).toEqual(byRelevance);
      expect(subjects(await list(cleo, { q: 'walrus', sort: 'opened' }))).toEqual(
        [...byRelevance].reverse(),
      );
    });

    it('puts the very words before those that only begin so, and ends with them', async () => {
      await open(cleo, 'Toucans in the cellar');
      await open(cleo, 'A toucan on the roof');
      await open(cleo, 'Toucanet, very small');
      expect(subjects(await list(cleo, { q: 'toucan' }))).toEqual([
        'A toucan on the roof',
        'Toucanet, very small',
        'Toucans in the cellar',
      ]);
      expect(subjects(await list(cleo, { q: 'toucan ' }))).toEqual(['A toucan on the roof']);
      expect(subjects(await list(cleo, { q: 'touc' }))).toHaveLength(3);
    });

    it('finds the beginning of many words, and gathers no rows of a word that is whole', async () => {
      const many = Array.from({ length: 30 }, (_, at) => `wombat${at}`).join(' ');
      await open(cleo, 'All kinds', many);
      await open(cleo, 'One of them', 'The wombat is back.');
      for (const q of ['womb', 'wombat'])
        expect(subjects(await list(cleo, { q })).sort()).toEqual(['All kinds', 'One of them']);
      const { db } = booted.services.runtime;
      const asked: string[] = [];
      const note = ({ bindings = [] }: { bindings?: unknown[] }) => asked.push(bindings.join());
      db.on('query', note);
      for (const q of ['back', 'displ']) await list(cleo, { q });
      db.removeListener('query', note);
      // FTS5 gathers every row of a beginning before it looks at whose they are.
      if (database === 'sqlite') expect(asked.join('\n')).not.toContain('*');
    });

    it.each([
      [{ q: 'disp' }, MANY],
      [{ q: 'display' }, MANY],
      [{ q: 'display', sort: 'opened' }, MANY],
      [{ q: 'display', state: 'open' }, MANY / 10],
      [{ q: 'invoice' }, MANY / 5],
      [{ q: 'month', state: 'closed', scope: 'company' }, MANY / 5],
    ] as [Partial<CustomerTicketQuery>, number][])(
      'goes on until nothing is left, in full pages, each ticket once: %j',
      async (asked, count) => {
        const pages = await walk(dora, asked);
        const all = pages.flat();
        expect(new Set(all).size).toBe(all.length);
        expect(all).toHaveLength(count);
        for (const page of pages.slice(0, -1)) expect(page).toHaveLength(25);
        expect(pages.at(-1)?.length).toBeGreaterThan(0);
      },
    );

    it('takes a few statements, however common the word is', async () => {
      const { db } = booted.services.runtime;
      const count = async (asked: Partial<CustomerTicketQuery>) => {
        let statements = 0;
        const note = () => (statements += 1);
        db.on('query', note);
        await list(dora, asked);
        db.removeListener('query', note);
        return statements;
      };
      expect(await count({ q: 'invoice' })).toBe(2);
      expect(await count({ q: 'display' })).toBe(3);
      expect(await count({ q: 'display', state: 'open' })).toBeLessThanOrEqual(5);
      expect(await count({})).toBe(1);
      expect(await count({ priority: 'medium' })).toBe(2);
    });
  });

  describe('filters', () => {
    it('narrow by status as customers read it, priority, category and who sent it', async () => {
      const { customerTickets } = booted.services;
      const { id } = await open(ana, 'Heron');
      await open(cleo, 'Heron of Cleo');
      await change(id, { priority: 'urgent', category: 'billing' });
      const heron = (viewer: CustomerViewer, asked: Partial<CustomerTicketQuery>) =>
        list(viewer, asked).then((page) => subjects(page).filter((one) => one.includes('Heron')));
      expect(await heron(ana, { priority: 'urgent' })).toEqual(['Heron']);
      expect(await heron(ana, { priority: 'low' })).toEqual([]);
      expect(await heron(ana, { category: 'billing', q: 'heron' })).toEqual(['Heron']);
      const statuses = customerTickets.statusChoices(company.portal, 'en');
      expect(statuses.map(({ label }) => label)).toContain('Received');
      const of = (label: string) => statuses.find((one) => one.label === label)?.id ?? '';
      expect(await heron(ana, { status: of('Received') })).toEqual(['Heron']);
      expect(await heron(ana, { status: of('Closed') })).toEqual([]);
      expect(await heron(ana, { status: 'new' })).toEqual(['Heron']);
      const ofCompany = { scope: 'company' } as const;
      expect(await heron(ben, { ...ofCompany, requester: 'cleo mar' })).toEqual(['Heron of Cleo']);
      expect(await heron(ben, { ...ofCompany, requester: 'LOPES', q: 'heron' })).toEqual(['Heron']);
      expect(await heron(ben, { ...ofCompany, requester: 'nobody' })).toEqual([]);
      expect(await heron(ben, { ...ofCompany, requester: 'Dora' })).toEqual([]);
    });

    it('narrow by days in the reader’s time zone', async () => {
      const { id } = await open(cleo, 'At midnight');
      // Half past one on the second of March in Tokyo, still the first in Paris.
      const at = Date.UTC(2020, 2, 1, 16, 30);
      await change(id, { opened_at: at, last_public_at: at });
      await booted.services.runtime
        .db('cp_participants')
        .where({ contact_id: cleo.contactKey })
        .whereIn(
          'ticket_id',
          booted.services.runtime.db('cp_tickets').select('id').where({ document_id: id }),
        )
        .update({ opened_at: at, last_public_at: at });
      const on = async (day: string, timeZone: string, name: 'opened' | 'activity') =>
        subjects(await list(cleo, { [name]: { from: day, until: day }, timeZone })).length;
      for (const name of ['opened', 'activity'] as const) {
        expect(await on('2020-03-02', 'Asia/Tokyo', name)).toBe(1);
        expect(await on('2020-03-01', 'Asia/Tokyo', name)).toBe(0);
        expect(await on('2020-03-01', 'Europe/Paris', name)).toBe(1);
        expect(await on('2020-03-01', 'Nowhere/Else', name)).toBe(1);
      }
    });

    it('ask nothing about what the portal does not show', async () => {
      const { id } = await open(cleo, 'Hidden urgency');
      await change(id, { priority: 'urgent' });
      const tickets = { ...cleo.portal.settings.tickets, columns: ['status'], details: ['status'] };
      const portal = { ...cleo.portal, settings: { ...cleo.portal.settings, tickets } };
      const viewer = { ...cleo, portal };
      const all = subjects(await list(viewer));
      expect(subjects(await list(viewer, { priority: 'low' }))).toEqual(all);
      expect(subjects(await list(cleo, { priority: 'low' }))).toEqual([]);
      expect(booted.services.customerTickets.choices(portal).priority).toBeNull();
    });

    it('look at so many of the newest tickets where no index serves them, and say so', async () => {
      const { customerTickets } = booted.services;
      const asked = { ...LIST, status: 'closed' };
      const whole = await customerTickets.list(dora, asked);
      expect(whole).toMatchObject({ isCut: false, found: { total: 25, isMore: true } });
      const cut = await customerTickets.list(dora, asked, 10);
      expect(cut.isCut).toBe(true);
      expect(cut.rows.length).toBeGreaterThan(5);
      expect(cut.rows.length).toBeLessThanOrEqual(11);
      expect((await walk(dora, { status: 'closed' })).flat()).toHaveLength(MANY - MANY / 10);
    });
  });

  describe('what is new', () => {
    const isNew = async (viewer: CustomerViewer, id: string, asked = {}) =>
      (await list(viewer, asked)).rows.find((row) => row.id === id)?.isUnread ?? false;

    it('is what somebody else wrote since the ticket was read', async () => {
      const { customerTickets } = booted.services;
      const { id } = await open(ana, 'Is there news');
      expect(await isNew(ana, id)).toBe(false);
      await say(id, 'note', 'For us only.');
      expect(await isNew(ana, id)).toBe(false);
      await say(id, 'public', 'We look at it.');
      for (const asked of [{}, { q: 'news' }, { state: 'open' as const }])
        expect(await isNew(ana, id, asked)).toBe(true);
      // Not whose ticket it is not, and nobody reads for somebody else.
      expect(await isNew(ben, id, { scope: 'company' })).toBe(false);
      const { lastPublicAt = 0 } = (await customerTickets.find(ana, id, 'en')) ?? {};
      await customerTickets.markRead({ ...ana, isReadOnly: true }, id, lastPublicAt);
      await customerTickets.markRead(ben, id, lastPublicAt);
      await customerTickets.markRead(ana, id, lastPublicAt - 1);
      expect(await isNew(ana, id)).toBe(true);
      await customerTickets.reply(ana, id, { body: 'Thanks.', files: [], submissionKey: '' });
      expect(await isNew(ana, id)).toBe(false);
    });

    it('is read once its page was served, and only then', async () => {
      const { id } = await open(ana, 'Read me');
      await say(id, 'public', 'Something new.');
      const visitor = await signedIn(booted, 'ana@harbour.example');
      expect((await visitor.get('/support')).text).toContain(
        '<span class="fresh">New reply</span>',
      );
      expect(await isNew(ana, id)).toBe(true);
      await visitor.get(`/support/tickets/${id}`).expect(200);
      const end = Date.now() + 5000;
      while ((await isNew(ana, id)) && Date.now() < end)
        await new Promise((resolve) => setImmediate(resolve));
      expect(await isNew(ana, id)).toBe(false);
    });
  });

  describe('the page', () => {
    let visitor: Visitor;
    beforeAll(async () => {
      visitor = await signedIn(booted, 'dora@lime.example');
    });
    const page = async (search: string, by = visitor) =>
      (await by.get(`/support${search}`).expect(200)).text;

    it('ignores what is no value, and shows nothing of it', async () => {
      const bad =
        '?state=x&scope=y&status=Zz!Zz&sort=p.none&priority=none&category=&opened.from=2020-13-40&activity.until=soon&requester=x&cursor=Zz!Zz&company=1';
      const html = await page(bad);
      expect(/<main.*<\/main>/s.exec(html)?.[0]).not.toMatch(/Zz!Zz|2020-13|soon/);
      expect(html).not.toContain('class="chips"');
      expect(html.match(/<tr/g)).toHaveLength(26);
    });

    it('names every filter that is on, each with a way out of it', async () => {
      const html = await page('?state=all&priority=medium&opened.from=2020-02-01&q=meter');
      expect(html).toContain('Filters (2 on)');
      const chips = /<ul class="chips".*?<\/ul>/s.exec(html)?.[0] ?? '';
      expect(chips).toContain('Priority: Medium');
      expect(chips).toContain('href="/support?state=all&amp;q=meter&amp;opened.from=2020-02-01"');
      expect(chips).toContain('href="/support?state=all&amp;q=meter&amp;priority=medium"');
      expect(chips).toContain('href="/support?state=all&amp;q=meter"');
      expect(html).toContain('<p class="hint" role="status">More than 125 tickets found</p>');
      expect(html).toContain('<mark>Meter</mark> shows no reading');
    });

    it('sorts by the heads of its table, and says how it is sorted', async () => {
      const html = await page('');
      expect(html).toContain('role="search"');
      expect(html).toMatch(/<th scope="col" aria-sort="descending"><a href="\/support">/);
      expect(await page('?q=meter')).not.toContain('aria-sort');
    });

    it('leads on where nothing is', async () => {
      const nothing = await page('?q=unheard');
      expect(nothing).toContain('Nothing was found for “unheard”.');
      expect(nothing).toContain('href="/support?state=all&amp;q=unheard"');
      expect(nothing).toContain('href="/support?scope=company&amp;q=unheard"');
      const { services } = booted;
      await services.people.createContact({
        name: 'Nora New',
        address: 'nora@nowhere.example',
        password: 'Quiet-window-72',
        portalKeys: [company.portalKey],
      });
      const nora = await signedIn(booted, 'nora@nowhere.example');
      expect(await page('', nora)).toContain('You have no tickets yet.');
      const viewer = await viewerOf(booted, company, 'nora@nowhere.example');
      const { id } = await open(viewer, 'Only one');
      await services.customerTickets.close(viewer, id);
      const closed = await page('', nora);
      expect(closed).toContain('You have no open tickets.');
      expect(closed).toContain('href="/support?state=closed"');
    });

    it('is there with three requests and 30 KB', async () => {
      const answer = await visitor.get('/support').expect(200);
      const html = answer.text;
      const assets = [...html.matchAll(/<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"/g)]
        .map(([, address = '']) => address)
        .filter((address) => !address.startsWith('data:'));
      expect(assets.length).toBeLessThanOrEqual(2);
      let bytes = Buffer.byteLength(html) + JSON.stringify(answer.headers).length;
      for (const address of assets) {
        const asset = await visitor.get(address).set('Accept-Encoding', 'br, gzip').expect(200);
        expect(asset.headers['content-encoding']).toBe('br');
        expect(asset.headers.vary).toContain('Accept-Encoding');
        bytes += Number(asset.headers['content-length']) + JSON.stringify(asset.headers).length;
      }
      expect(bytes).toBeLessThan(30 * 1024);
      expect(html).not.toMatch(/<script(?![^>]*type="module")/);
      // Nothing personal is squeezed beside a form's token (BREACH).
      expect(answer.headers['content-encoding']).toBeUndefined();
    });
  });

  describe('the file', () => {
    let visitor: Visitor;
    beforeAll(async () => {
      visitor = await signedIn(booted, 'dora@lime.example');
    });
    const lines = (csv: string) => csv.replace('\uFEFF', '').trimEnd().split('\r\n');

    it('has every page of the list, in its order, for the reader’s spreadsheet', async () => {
      const answer = await visitor.get('/support/tickets.csv?state=all').expect(200);
      expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
      expect(answer.headers['content-disposition']).toMatch(/Harbour.support.\d{4}-\d\d-\d\d\.csv/);
      expect(answer.text.startsWith('\uFEFF')).toBe(true);
      const [head, ...rows] = lines(answer.text);
      expect(head).toMatch(/^Number,Subject,Status,From,Last activity \(UTC\)/);
      const all = await booted.services.runtime
        .db('cp_participants')
        .where({ contact_id: dora.contactKey });
      expect(rows).toHaveLength(all.length);
      const first = (await list(dora)).rows.map((row) => row.number);
      expect(rows.slice(0, 25).map((row) => row.split(',')[0])).toEqual(first);
      const french = await visitor.get('/fr/support/tickets.csv?q=invoice&state=all').expect(200);
      expect(lines(french.text)).toHaveLength(MANY / 5 + 1);
      expect(lines(french.text)[0]).toMatch(/^[^,]*;[^,]*;/);
      const recorded = await booted.services.runtime
        .db('cp_activities')
        .where({ action: 'ticket.exported', actor_kind: 'customer' });
      expect(recorded.map((row: Record<string, unknown>) => text(row.actor_name))).toContain(
        'Dora Vidal',
      );
    });

    it('attack 15: runs nothing in a spreadsheet', async () => {
      const bad = ['=HYPERLINK("http://evil")', '+1', '-1', '@SUM(1)', '\tx', '\rx'];
      const nora = await booted.services.people.createContact({
        name: '=cmd|calc',
        address: 'formula@lime.example',
        password: 'Quiet-window-72',
        portalKeys: [company.portalKey],
      });
      const viewer = await viewerOf(booted, company, 'formula@lime.example');
      expect(viewer.contactKey).toBe(nora.key);
      for (const subject of bad) {
        const { id } = await open(viewer, 'Formula');
        await change(id, { subject });
      }
      const her = await signedIn(booted, 'formula@lime.example');
      const { text: csv } = await her.get('/support/tickets.csv').expect(200);
      for (const cell of csv.replace('\uFEFF', '').split(/[,;]|\r\n/))
        expect(cell).not.toMatch(/^"?[=+\-@\t\r]/);
      expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`);
      expect(csv).toContain("'=cmd|calc");
    });

    it('attacks 1, 4 and 5: holds nothing that the list does not show', async () => {
      const { id } = await open(ana, 'Private albatross');
      await say(id, 'note', 'Cormorant');
      await change(id, { is_private: true });
      for (const name of ['ben@harbour', 'cleo@harbour', 'dora@lime']) {
        const other = await signedIn(booted, `${name}.example`);
        for (const search of ['?state=all', '?state=all&scope=company', '?state=all&q=albatross'])
          expect((await other.get(`/support/tickets.csv${search}`)).text).not.toContain(
            'albatross',
          );
      }
      const own = await signedIn(booted, 'ana@harbour.example');
      const { text: csv } = await own.get('/support/tickets.csv?state=all').expect(200);
      expect(csv).toContain('Private albatross');
      expect(csv).not.toContain('Cormorant');
    });

    it('is given to nobody who only looks, waits while others are written, and has a limit', async () => {
      const { ticketExports } = booted.services;
      const words = { subject: '', yes: '', no: '', nameOf: (key: string) => key };
      await expect(
        ticketExports.open({ ...ben, isReadOnly: true }, { ...LIST }, words),
      ).rejects.toThrow('look as a customer');
      const take = async () => {
        const file = await ticketExports.open(cleo, { ...LIST }, words);
        return 'stream' in file ? file.stream : null;
      };
      const streams = [await take(), await take()];
      for (const stream of streams) await stream?.[Symbol.asyncIterator]().next();
      expect(await take()).toBeNull();
      // Whoever goes away in the middle leaves nothing running.
      for (const stream of streams) stream?.destroy();
      for (let end = Date.now() + 5000; Date.now() < end;) {
        const next = await take();
        next?.destroy();
        if (next) break;
        await new Promise((resolve) => setImmediate(resolve));
      }
      let refused = 0;
      for (let at = 0; at < 30; at += 1) {
        const next = await take();
        if (next) await next.forEach(() => undefined);
        else refused += 1;
      }
      expect(refused).toBeGreaterThan(5);
      const her = await signedIn(booted, 'cleo@harbour.example');
      const answer = await her.get('/support/tickets.csv').expect(429);
      expect(number(answer.headers['retry-after'])).toBeGreaterThan(0);
    });

    it('asks for a session', async () => {
      const answer = await visitorOf(booted).get('/support/tickets.csv').expect(303);
      expect(answer.headers.location).toContain('/support/sign-in');
    });
  });
});
