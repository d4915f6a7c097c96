import { mkdirSync, readdirSync } from 'node:fs';
import type { PortalSettings } from '../../server/contracts/portal-settings';
import { MOST_PENDING, PENDING_FOR } from '../../server/services/pending-uploads';
import { fieldOf, signedIn, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, ORIGIN, viewerOf, type TestCompany } from '../support/company';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

let booted: Booted;
let company: TestCompany;
let articleId: string;
let categoryId: string;
let ana: Visitor;
let dora: Visitor;
let formToken: string;
let doraToken: string;

const NEW = '/support/new/support';
const MARA = {
  kind: 'agent',
  id: 'mara',
  name: 'Mara Berg',
  can: new Set(['portal-read', 'portal-edit']),
} as const;

beforeAll(async () => {
  booted = await bootStrapi();
  mkdirSync(booted.services.runtime.config.attachmentsDir, { recursive: true });
  company = await foundCompany(booted);
  ({ articleId, categoryId } = await foundKnowledgeBase(booted));
  await booted.services.siteMap.refresh();
  ana = await signedIn(booted, 'ana@harbour.example');
  dora = await signedIn(booted, 'dora@lime.example');
  formToken = fieldOf((await ana.get(NEW).expect(200)).text, 'formToken');
  doraToken = fieldOf((await dora.get(NEW).expect(200)).text, 'formToken');
});
afterAll(() => booted.destroy());
afterEach(() => jest.restoreAllMocks());

const db = () => booted.services.runtime.db;
const files = () =>
  readdirSync(booted.services.runtime.config.attachmentsDir, {
    recursive: true,
    withFileTypes: true,
  }).filter((entry) => entry.isFile()).length;
const pending = async (): Promise<number> => (await db()('cp_pending_uploads').select('id')).length;

const upload = (name: string, content: string | Buffer, who = ana, token = formToken) =>
  who
    .raw('post', '/support/uploads')
    .set('Origin', ORIGIN)
    .field('formToken', token)
    .attach('files', Buffer.from(content), name);

/** Public id of an upload that is taken. */
const uploaded = async (name = 'values.csv', who = ana, token = formToken): Promise<string> =>
  String(((await upload(name, 'a,b\n1,2\n', who, token).expect(200)).body as { id: string }).id);

let keys = 0;
const request = (fields: Record<string, string> = {}, who = ana) =>
  who.post(NEW, {
    formToken,
    subject: 'Gate three',
    body: 'It stays open.',
    submissionKey: `new-request-${(keys += 1)}`,
    ...fields,
  });

const ticketAt = (location: unknown) => String(location).split('?')[0] ?? '';
const made = async (fields: Record<string, string> = {}) =>
  ticketAt((await request(fields).expect(303)).headers.location);

const idOf = (ticket: string) => ticket.split('/').at(-1) ?? '';

async function save<Section extends keyof PortalSettings>(
  section: Section,
  changes: Partial<PortalSettings[Section]>,
): Promise<void> {
  const { siteMap, portalSettings } = booted.services;
  const portal = siteMap.portalByKey(company.portalKey);
  if (!portal) throw new Error('no portal');
  await portalSettings.save(MARA as never, portal.id, section, {
    ...portal.settings[section],
    ...changes,
  } as never);
  await siteMap.refresh();
}

describe('a file that is sent ahead of its form', () => {
  it('waits for its form, is named by it, and is part of its message then', async () => {
    const before = files();
    const answer = await upload('values.csv', 'a,b\n1,2\n').expect(200);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.headers['cache-control']).toContain('no-store');
    const { id, ...told } = answer.body as { id: string };
    expect(told).toEqual({ name: 'values.csv', size: 8 });
    expect(await pending()).toBe(1);
    const ticket = await made({ [`upload_${id}`]: 'yes' });
    expect(await pending()).toBe(0);
    expect(files()).toBe(before + 1);
    const page = (await ana.get(ticket).expect(200)).text;
    const href = /href="([^"]*\/attachments\/[a-z0-9]+)"/.exec(page)?.[1] ?? '';
    expect((await ana.get(href).expect(200)).text).toBe('a,b\n1,2\n');
    // A reply takes one too.
    const second = await uploaded('second.csv');
    const reply = {
      formToken,
      body: 'Here',
      submissionKey: 'ahead-1',
      [`upload_${second}`]: 'yes',
    };
    await ana.post(`${ticket}/reply`, reply).expect(303);
    const twice = await ana.post(`${ticket}/reply`, reply).expect(303);
    expect(ticketAt(twice.headers.location)).toBe(ticket);
    // Another form cannot take it any more.
    await ana.post(`${ticket}/reply`, { ...reply, submissionKey: 'ahead-2' }).expect(422);
    expect((await ana.get(ticket)).text.match(/second\.csv/g)).toHaveLength(1);
  });

  it('is one message’s only, however often its form is sent at once', async () => {
    const id = await uploaded();
    const before = Number((await db()('cp_attachments').count({ n: '*' }))[0]?.n);
    const fields = { submissionKey: 'at-once', [`upload_${id}`]: 'yes' };
    const answers = await Promise.all([request(fields), request(fields), request(fields)]);
    const tickets = new Set(
      answers
        .filter(({ status }) => status === 303)
        .map(({ headers }) => ticketAt(headers.location)),
    );
    expect(tickets.size).toBe(1);
    expect(Number((await db()('cp_attachments').count({ n: '*' }))[0]?.n)).toBe(before + 1);
  });

  it('attack 1: is nobody else’s, whoever names it', async () => {
    const id = await uploaded();
    const stolen = await dora
      .post(NEW, { formToken: doraToken, subject: 'Mine now', body: 'x', [`upload_${id}`]: 'yes' })
      .expect(422);
    expect(stolen.text).toContain('no longer there');
    expect(stolen.text).not.toContain('values.csv');
    await dora.post('/support/uploads/remove', { formToken: doraToken, id }).expect(204);
    expect(await pending()).toBe(1);
    await ana.post('/support/uploads/remove', { formToken, id }).expect(204);
    expect(await pending()).toBe(0);
  });

  it('attack 31: needs the form’s token and a session, and leaves nothing without', async () => {
    const before = files();
    await upload('a.csv', 'a', ana, 'wrong').expect(403);
    await upload('a.csv', 'a', visitorOf(booted)).expect(401);
    await ana
      .raw('post', '/support/uploads')
      .set('Origin', 'https://evil.example')
      .field('formToken', formToken)
      .attach('files', Buffer.from('a'), 'a.csv')
      .expect(403);
    expect(files()).toBe(before);
    expect(await pending()).toBe(0);
  });

  it.each([
    ['attack 12: SVG', 'a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['attack 12: a page', 'a.html', '<script>alert(1)</script>'],
    ['attack 13: a hidden dot', '\u200b.htaccess', 'AddType x'],
    ['attack 13: a double ending', 'a.csv.pht', '<?php'],
    ['nothing', 'empty.csv', ''],
  ])('%s is refused beside that file, and leaves nothing', async (_name, name, content) => {
    const before = files();
    const answer = await upload(name, content).expect(422);
    expect((answer.body as { problem: string }).problem).toMatch(/not accepted|empty/);
    expect(files()).toBe(before);
    expect(await pending()).toBe(0);
  });

  it('attack 34: waits a day at most, and so many of one person', async () => {
    const before = files();
    const first = await uploaded('first.csv');
    const viewer = await viewerOf(booted, company, 'ana@harbour.example');
    const { pendingUploads } = booted.services;
    const file = (await db()('cp_pending_uploads').first('file')) as { file: string };
    for (let more = 0; more < MOST_PENDING - 1; more += 1)
      await pendingUploads.keep(viewer, {
        ...(JSON.parse(file.file) as never as object),
        storageKey: 'f'.repeat(48),
      } as never);
    expect(await pendingUploads.find(viewer, [first])).toHaveLength(1);
    await uploaded('last.csv');
    expect(await pending()).toBe(MOST_PENDING);
    expect(await pendingUploads.find(viewer, [first])).toHaveLength(0);
    expect(files()).toBe(before + 1);
    const now = Date.now();
    jest.spyOn(booted.services.runtime, 'now').mockImplementation(() => now + PENDING_FOR + 1000);
    await pendingUploads.prune();
    expect(await pending()).toBe(0);
    expect(files()).toBe(before);
  });

  it('waits for the form that comes back, with those that came with it: nobody chooses twice', async () => {
    const id = await uploaded('ahead.csv');
    const sent = ana
      .raw('post', NEW)
      .set('Origin', ORIGIN)
      .field({ formToken, subject: '', body: 'No subject', [`upload_${id}`]: 'yes' })
      .attach('files', Buffer.from('a,b'), 'along.csv');
    const back = await sent.expect(422);
    const kept = [...back.text.matchAll(/name="(upload_[a-z0-9]{24})"[^>]*data-name="([^"]*)"/g)];
    expect(kept.map(([, , name]) => name)).toEqual(['ahead.csv', 'along.csv']);
    const fields = Object.fromEntries(kept.map(([, name = '']) => [name, 'yes']));
    const page = await ana.get(await made(fields)).expect(200);
    expect(page.text).toContain('ahead.csv');
    expect(page.text).toContain('along.csv');
    expect(await pending()).toBe(0);
  });

  it('comes back behind the sign-in, to the same person alone', async () => {
    const id = await uploaded('kept.csv');
    const someone = visitorOf(booted);
    const lost = await someone
      .post(NEW, { subject: 'Late', body: 'The session is over', [`upload_${id}`]: 'yes' })
      .expect(401);
    expect(lost.text).toContain(`name="upload_${id}"`);
    const enter = (email: string) =>
      visitorOf(booted).post('/support/sign-in', {
        email,
        password: 'Quiet-window-72',
        next: NEW,
        subject: 'Late',
        body: 'The session is over',
        [`upload_${id}`]: 'yes',
      });
    expect((await enter('ana@harbour.example')).text).toContain('kept.csv');
    expect((await enter('dora@lime.example')).text).not.toContain('kept.csv');
    await ana.post('/support/uploads/remove', { formToken, id }).expect(204);
  });

  it('counts with the others of its form', async () => {
    const ids = await Promise.all(
      Array.from({ length: 11 }, (_, index) => uploaded(`${index}.csv`)),
    );
    const fields = Object.fromEntries(ids.map((id) => [`upload_${id}`, 'yes']));
    expect((await request(fields).expect(422)).text).toContain('Too many files');
    for (const id of ids) await ana.post('/support/uploads/remove', { formToken, id }).expect(204);
  });
});

describe('secrets in a message', () => {
  const SECRET = 'Card 4111 1111 1111 1111, password: Hunter2! Thanks.';
  const masked = 'Card •••• 1111, password: •••••• Thanks.';

  it('are pointed out before a request is sent, and masked if wanted', async () => {
    const tickets = async () => Number((await db()('cp_tickets').count({ n: '*' }))[0]?.n);
    const before = await tickets();
    const asked = await request({ body: SECRET }).expect(422);
    expect(asked.text).toContain('This looks like something secret');
    expect(asked.text).toContain('Card number');
    expect(asked.text).toContain('Card •••• 1111');
    expect(asked.text).toContain('Mask and send');
    // What was typed is in the form as it was.
    expect(asked.text).toContain(SECRET);
    expect(await tickets()).toBe(before);
    const ticket = await made({ body: SECRET, secrets: 'mask' });
    const text = (await ana.get(ticket)).text;
    expect(text).toContain(masked);
    expect(text).not.toContain('4111 1111');
    const { body } = (await db()('cp_messages').orderBy('id', 'desc').first('body')) as {
      body: string;
    };
    expect(body).toBe(masked);
    expect((await ana.get(await made({ body: SECRET, secrets: 'send' }))).text).toContain(SECRET);
  });

  it('are pointed out in a subject and in a reply too', async () => {
    expect((await request({ subject: 'pwd: Hunter22' }).expect(422)).text).toContain('pwd: ••••••');
    const ticket = await made();
    const reply = { formToken, body: SECRET, submissionKey: 'secret-1' };
    const asked = await ana.post(`${ticket}/reply`, reply).expect(422);
    expect(asked.text).toContain('Mask and send');
    expect(asked.text).toContain(SECRET);
    await ana.post(`${ticket}/reply`, { ...reply, secrets: 'mask' }).expect(303);
    expect((await ana.get(ticket)).text).toContain(masked);
  });

  it('are nobody’s business where the portal turns it off', async () => {
    await save('supportForm', { masksSecrets: false });
    await made({ body: SECRET });
    await save('supportForm', { masksSecrets: true });
  });
});

describe('articles before a request', () => {
  const suggestions = async (q: string, who = ana) =>
    who.get(`/support/suggestions?q=${encodeURIComponent(q)}`);

  it('are suggested while the subject is typed, in the page’s language', async () => {
    const found = await suggestions('How do I mount my meter?');
    expect(found.status).toBe(200);
    expect(found.text).toContain('href="/articles/mount-the-meter"');
    expect(found.text).toContain('1 article may help.');
    expect((await suggestions('Mounted meters, how?')).text).toBe(found.text);
    expect((await suggestions('Nothing about it')).status).toBe(204);
    expect((await suggestions('')).status).toBe(204);
    const french = await ana.get(
      `/fr/support/suggestions?q=${encodeURIComponent('monter compteur')}`,
    );
    expect(french.text).toContain('Monter le compteur');
    await visitorOf(booted).get('/support/suggestions?q=meter').expect(303);
  });

  it('attack 5: are those that the reader may see: no draft, no hidden category, nothing where the portal shows none', async () => {
    expect((await suggestions('Not ready')).status).toBe(204);
    await save('knowledgeBase', { categories: [] });
    expect((await suggestions('mount the meter')).status).toBe(204);
    await ana.post(`${NEW}/answered`, { formToken, answered: articleId }).expect(404);
    await save('knowledgeBase', { categories: [categoryId] });
    expect((await suggestions('mount the meter')).status).toBe(200);
    await save('knowledgeBase', { categories: null, kind: 'none' });
    expect((await suggestions('mount the meter')).status).toBe(204);
    await save('knowledgeBase', { kind: 'built-in' });
    await save('supportForm', { suggestsArticles: false });
    expect((await suggestions('mount the meter')).status).toBe(204);
    expect((await ana.get(NEW)).text).not.toContain('data-suggestions');
    await save('supportForm', { suggestsArticles: true });
  });

  it('are a step before sending where no script showed them, once, with everything typed', async () => {
    const subject = 'Mount the meter & more';
    const id = await uploaded('picture.csv');
    const fields = { subject, body: 'How?', [`upload_${id}`]: 'yes' };
    const step = await request(fields).expect(422);
    expect(step.text).toContain('perhaps one of these articles');
    expect(step.text).toContain('Mount the meter');
    expect(step.text).toContain('Send my request anyway');
    expect(fieldOf(step.text, 'subject')).toBe('Mount the meter &amp; more');
    expect(step.text).toContain('picture.csv');
    expect(fieldOf(step.text, 'suggested')).toBe('yes');
    await made({ ...fields, suggested: 'yes' });
  });

  it('are counted when one of them answered it, once a day for each person', async () => {
    const count = async () =>
      (await db()('cp_activities').where({ action: 'article.answered', subject: articleId }))
        .length;
    const sent = { formToken, answered: articleId };
    const answer = await ana.post(`${NEW}/answered`, sent).expect(303);
    const page = await ana.get(String(answer.headers.location)).expect(200);
    expect(page.text).toContain('Glad it helped');
    expect(page.text).toContain(`data-drops-draft="${NEW}"`);
    await ana.post(`${NEW}/answered`, sent).expect(303);
    expect(await count()).toBe(1);
    await dora.post(`${NEW}/answered`, { ...sent, formToken: doraToken }).expect(303);
    expect(await count()).toBe(2);
    await ana.post(`${NEW}/answered`, { ...sent, answered: 'x'.repeat(24) }).expect(404);
    await ana.post(`${NEW}/answered`, { answered: articleId }).expect(403);
  });

  it('stay on the ticket when they were read before: language and version, and only what may be read', async () => {
    const page = (await ana.get('/articles/mount-the-meter').expect(200)).text;
    const version = Number(/data-version="(\d+)"/.exec(page)?.[1]);
    expect(page).toContain(`data-article="${articleId}"`);
    const said = [
      `${articleId}:fr:1`,
      `${articleId}:en:${version}`,
      `${'z'.repeat(24)}:en:1`,
      `${articleId}:de:1`,
      '<script>:en:1',
      'junk',
    ].join(' ');
    const ticket = await made({ readArticles: said, subject: 'Gate four' });
    const row = (await db()('cp_tickets')
      .where({ document_id: idOf(ticket) })
      .first('read_articles')) as { read_articles: unknown };
    const kept: unknown =
      typeof row.read_articles === 'string' ? JSON.parse(row.read_articles) : row.read_articles;
    expect(kept).toEqual([
      { id: articleId, locale: 'fr', version: 1, title: 'Monter le compteur' },
    ]);
    const agent = {
      kind: 'agent',
      agentKey: 0,
      agentId: '',
      name: 'Mara',
      can: new Set(['ticket-read']),
    } as const;
    const detail = await booted.services.agentTickets.find(agent, idOf(ticket));
    expect(detail?.readArticles).toEqual(kept);
  });
});

describe('news of a ticket', () => {
  const newsOf = (ticket: string, after: string, who = ana) =>
    who.get(`${ticket}/news?after=${after}`);

  it('are what others wrote since, never a note, and no visit', async () => {
    const ticket = await made();
    const page = (await ana.get(ticket)).text;
    const after = /data-after="([a-z0-9]{24})"/.exec(page)?.[1] ?? '';
    expect(page).toContain(`data-news="${ticket}/news"`);
    await newsOf(ticket, after).expect(204);
    const { agents, agentTickets } = booted.services;
    const mara = await agents.fromAdmin(
      await createAdminUser(booted, 'mara@tallybrook.example'),
      new Set(['ticket-read', 'ticket-reply', 'ticket-note']),
    );
    await agentTickets.addMessage(mara, idOf(ticket), { kind: 'note', body: 'DO NOT TELL' });
    // Own words are no news.
    await ana.post(`${ticket}/reply`, { formToken, body: 'Own words', submissionKey: 'news-1' });
    await newsOf(ticket, after).expect(204);
    const { runtime } = booted.services;
    await runtime.db('cp_messages').insert({
      ...(await runtime.db('cp_messages').where({ document_id: after }).first()),
      id: undefined,
      document_id: 'newsaaaaaaaaaaaaaaaaaaaa',
      contact_id: null,
      author_kind: 'agent',
      author_name: 'Mara Berg',
      body: 'We are **on it**.',
      submission_key: '',
      sent_at: Date.now() + 1000,
    });
    const seen = () => db()('cp_sessions').max({ at: 'last_seen_at' });
    const before = await seen();
    const now = Date.now();
    jest.spyOn(runtime, 'now').mockImplementation(() => now + 10 * 60_000);
    const news = await newsOf(ticket, after).expect(200);
    expect(await seen()).toEqual(before);
    expect(news.text).toContain('data-said="1 new reply"');
    expect(news.text).toContain('We are <strong>on it</strong>.');
    expect(news.text).not.toMatch(/DO NOT TELL|Own words|<html/);
    await ana.get(ticket).expect(200);
    expect(await seen()).not.toEqual(before);
  });

  it('attack 5: not yours and not there are the same', async () => {
    const ticket = await made();
    const [foreign, absent] = [
      await newsOf(ticket, 'a'.repeat(24), dora).expect(404),
      await newsOf('/support/tickets/abcdefghijklmnopqrstuvwx', 'a'.repeat(24), dora).expect(404),
    ];
    const same = (text: string) => text.replace(/tickets\/[a-z0-9]{24}/g, 'tickets/x');
    expect(same(foreign.text)).toBe(same(absent.text));
    // A message of another ticket is no place in this one.
    const other = /data-after="([a-z0-9]{24})"/.exec((await ana.get(await made())).text)?.[1] ?? '';
    await newsOf(ticket, other).expect(204);
  });
});

describe('a message as it is shown', () => {
  const shown = async (body: string) => {
    const page = (await ana.get(await made({ body, secrets: 'send' })).expect(200)).text;
    return /<article[\s\S]*<\/article>/.exec(page)?.[0] ?? '';
  };

  it('is an article with a heading, and folds what it quotes', async () => {
    const html = await shown('It works.\n\nOn Mon, 30 Nov 2026, Mara wrote:\n> Does it?');
    expect(html).toMatch(/<article id="message-[a-z0-9]{24}"/);
    expect(html).toMatch(/<h2[^>]*>[\s\S]*Ana Lopes[\s\S]*you[\s\S]*<time/);
    expect(html).toMatch(/<details class="quoted">[\s\S]*Does it\?/);
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java&#115;cript:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](\u0001javascript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:msgbox(1))',
    '[x](//evil.example/a)',
    '<javascript:alert(1)>',
    '[a]: javascript:alert(1)\n\n[x][a]',
    '[x](https://a.example/"onmouseover="alert(1))',
    '[[x](javascript:1)](javascript:2)',
    '`[code](javascript:alert(1))`',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<form action="https://evil.example"><input formaction=x></form>',
    '<style>*{display:none}</style><link rel=stylesheet href=//evil.example>',
    '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=//evil.example">',
    '<svg><script>alert(1)</script></svg><math><mtext></p><style><img src onerror=alert(1)>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '> <details ontoggle=alert(1) open>',
    '```x" onclick="alert(1)\ncode\n```',
  ])('attack 11: runs, sends and loads nothing of %j', async (body) => {
    const html = await shown(body);
    const written = html.slice(html.indexOf('<div class="prose"'));
    const tags = [...written.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag);
    for (const tag of tags) {
      expect(tag).toMatch(
        /^<(div|p|a|em|strong|ul|ol|li|code|pre|blockquote|br|h[456]|details|summary|hr|s)\b/,
      );
      expect(tag).not.toMatch(/\s(on\w+|style|formaction|srcdoc|src|srcset)=/i);
    }
    for (const [, href = ''] of written.matchAll(/href="([^"]*)"/g))
      expect(href).toMatch(/^(https?:|mailto:|\/(?!\/)|#)/);
  });

  it('attack 16: fetches no picture from elsewhere', async () => {
    for (const body of [
      '![x](https://evil.example/pixel.png)',
      '[![x](https://evil.example/a.png)](https://evil.example)',
      '![x][1]\n\n[1]: https://evil.example/pixel.png',
      '<img src="https://evil.example/pixel.png">',
      '<picture><source srcset="https://evil.example/a.png"></picture>',
    ])
      expect(await shown(body)).not.toMatch(/<(img|picture|source|video|object|embed)\b/i);
  });

  it('attack 11: survives any nesting and length', async () => {
    const deep = `${'['.repeat(2000)}x${'](javascript:1)'.repeat(2000)}`;
    const quotes = `${'> '.repeat(500)}x`;
    const begin = performance.now();
    expect(await shown(deep)).not.toContain('href="javascript');
    await shown(`a\n\n${quotes}`);
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  it('shows a picture as a small one that opens, and every other file as a card', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const { id } = (await upload('dot.png', png).expect(200)).body as { id: string };
    const pdf = Buffer.from(
      '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
    );
    const second = (await upload('plan.pdf', pdf).expect(200)).body as { id: string };
    const third = await uploaded();
    const ids = Object.fromEntries([id, second.id, third].map((one) => [`upload_${one}`, 'yes']));
    const html = (await ana.get(await made(ids))).text;
    expect(html).toMatch(/<a class="preview" href="[^"]*\?view=inline"/);
    expect(html).toMatch(/<img src="[^"]*\?view=thumb" alt="Open dot.png" loading="lazy"/);
    expect(html).toContain('aria-label="Open plan.pdf"');
    expect(html).toMatch(/<span class="kind"[^>]*>CSV<\/span>/);
  });
});
