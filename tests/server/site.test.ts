import request from 'supertest';
import { foundCompany, ORIGIN, PASSWORD } from '../support/company';
import { fieldOf, HOST, signedIn, visitorOf, type Visitor } from '../support/browserless';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';
import type { AgentActor } from '../../server/services/types';
import { ACTIONS } from '../../server/permissions';

let booted: Booted;
let agent: AgentActor;

beforeAll(async () => {
  booted = await bootStrapi({
    pluginConfig: {
      attachmentSize: 200_000,
      attachmentCount: 3,
      signInTries: { address: 10, ip: 500 },
    },
  });
  await foundCompany(booted);
  await foundKnowledgeBase(booted);
  const user = await createAdminUser(booted, 'mara@tallybrook.example');
  agent = await booted.services.agents.fromAdmin(
    user,
    new Set(ACTIONS.map(({ uid }) => uid.split('.').at(-1) ?? '')),
  );
});
afterAll(() => booted.destroy());

/** Opens a ticket through the form and returns its path. */
async function openTicket(
  visitor: Visitor,
  subject: string,
  body = 'It blinks red.',
): Promise<string> {
  const form = await visitor.get('/support/new').expect(200);
  const answer = await visitor
    .raw('post', '/support/new')
    .set('Origin', ORIGIN)
    .field('formToken', fieldOf(form.text, 'formToken'))
    .field('submissionKey', fieldOf(form.text, 'submissionKey'))
    .field('subject', subject)
    // Whatever articles there are: they were seen.
    .field('suggested', 'yes')
    .field('body', body)
    .expect(303);
  return String(answer.headers.location).split('?')[0] ?? '';
}

describe('knowledge base pages', () => {
  it('shows home, category, article and search to anybody, without a cookie or a name', async () => {
    const visitor = visitorOf(booted);
    const home = await visitor.get('/').expect(200);
    expect(home.text).toContain('Harbour help');
    expect(home.text).toContain('/categories/getting-started');
    const category = await visitor.get('/categories/getting-started').expect(200);
    expect(category.text).toContain('/articles/mount-the-meter');
    expect(category.text).not.toContain('Not ready');
    const article = await visitor.get('/articles/mount-the-meter').expect(200);
    expect(article.text).toContain('<h2>Steps</h2>');
    const found = await visitor.get('/search?q=meter').expect(200);
    expect(found.text).toContain('Mount the meter');
    for (const answer of [home, category, article, found])
      expect(answer.headers['set-cookie']).toBeUndefined();
    expect(article.headers['cache-control']).toContain('public');
  });

  it('answers a kept page with the very headers of the first answer', async () => {
    for (const path of ['/?kept=1', '/search?q=meter&kept=1']) {
      const [first, kept] = [await visitorOf(booted).get(path), await visitorOf(booted).get(path)];
      const headersOf = (answer: typeof first) => ({ ...answer.headers, date: '' });
      expect(headersOf(kept)).toEqual(headersOf(first));
      expect(kept.text).toBe(first.text);
    }
    await visitorOf(booted).raw('head', '/').expect(200).expect('Content-Type', /html/);
  });

  it('renders what editors write without letting scripts through', async () => {
    const { text } = await visitorOf(booted).get('/articles/mount-the-meter');
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('href="javascript:');
    expect(text).toContain('href="https://example.com"');
    const search = await visitorOf(booted)
      .get(`/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
      .expect(200);
    expect(search.text).not.toContain('<script>alert');
  });

  it('speaks another language under its prefix', async () => {
    const home = await visitorOf(booted).get('/fr').expect(200);
    expect(home.text).toContain('<html lang="fr"');
    expect(home.text).toContain('Aide Harbour');
    // It is kept for everybody by its address: what a browser asks for changes nothing.
    const asked = await visitorOf(booted).get('/').set('Accept-Language', 'fr').expect(200);
    expect(asked.text).toContain('<html lang="en"');
    expect(asked.headers.vary).toBe('Cookie');
    const article = await visitorOf(booted).get('/fr/articles/monter-le-compteur').expect(200);
    expect(article.text).toContain('Cliquez.');
    await visitorOf(booted).get('/en').expect(404);
  });

  it('hides a restricted article from everybody, everywhere', async () => {
    const documentsOf = (name: string) =>
      booted.strapi.documents(`plugin::customer-portal.${name}` as never) as unknown as {
        findFirst(input: object): Promise<{ documentId: string }>;
        create(input: object): Promise<{ documentId: string }>;
        update(input: object): Promise<unknown>;
      };
    const base = await documentsOf('knowledge-base').findFirst({
      filters: { title: 'Harbour help' },
      locale: 'en',
    });
    const category = await documentsOf('category').create({
      locale: 'en',
      data: { name: 'Zebra topics', slug: 'zebras', knowledgeBase: base.documentId },
      status: 'published',
    });
    const write = (title: string, slug: string, visibility: string) =>
      documentsOf('article').create({
        locale: 'en',
        data: { title, slug, visibility, body: 'About zebras.', category: category.documentId },
        status: 'published',
      });
    const hidden = await write('Striped zebra secret', 'striped-zebra', 'restricted');
    const ana = await signedIn(booted, 'ana@harbour.example');
    const pagesOf = async (visitor: Visitor) =>
      Promise.all(
        ['/', '/categories/zebras', '/search?q=zebra', '/articles/striped-zebra'].map((path) =>
          visitor.get(path),
        ),
      );
    for (const visitor of [visitorOf(booted), ana]) {
      const pages = await pagesOf(visitor);
      expect(pages.map(({ status }) => status)).toEqual([200, 404, 200, 404]);
      expect(pages.map(({ text }) => text).join()).not.toMatch(/striped|Zebra topics/i);
    }
    await write('Plain zebra', 'plain-zebra', 'public');
    for (const visitor of [visitorOf(booted), ana]) {
      const pages = await pagesOf(visitor);
      const related = await visitor.get('/articles/plain-zebra').expect(200);
      const text = [...pages, related].map((page) => page.text).join();
      expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 404]);
      expect(pages[0]?.text).toMatch(/Zebra topics.*?1 article</);
      expect(pages[2]?.text).toContain('>1 article<');
      expect(text).not.toMatch(/striped/i);
    }
    // A translation of it is no way in either.
    await documentsOf('category').update({
      documentId: category.documentId,
      locale: 'fr',
      data: { name: 'Zèbres', slug: 'zebres', knowledgeBase: base.documentId },
      status: 'published',
    });
    await documentsOf('article').update({
      documentId: hidden.documentId,
      locale: 'fr',
      data: { title: 'Zèbre secret', slug: 'zebre-raye', body: 'x', category: category.documentId },
      status: 'published',
    });
    await visitorOf(booted).get('/fr/articles/zebre-raye').expect(404);
  });

  it('answers a known version with 304 and a changed article at once', async () => {
    const first = await visitorOf(booted).get('/articles/mount-the-meter');
    const etag = String(first.headers.etag);
    await visitorOf(booted).get('/articles/mount-the-meter').set('If-None-Match', etag).expect(304);
    const documents = booted.strapi.documents(
      'plugin::customer-portal.article' as never,
    ) as unknown as {
      findFirst(input: object): Promise<{ documentId: string }>;
      update(input: object): Promise<unknown>;
    };
    const { documentId } = await documents.findFirst({
      filters: { slug: 'mount-the-meter' },
      locale: 'en',
    });
    await documents.update({
      documentId,
      locale: 'en',
      data: { summary: 'Six minutes.' },
      status: 'published',
    });
    const changed = await visitorOf(booted)
      .get('/articles/mount-the-meter')
      .set('If-None-Match', etag)
      .expect(200);
    expect(changed.text).toContain('Six minutes.');
  });
});

describe('the door', () => {
  it('leaves other hosts and Strapi to Strapi, and keeps them off the domain', async () => {
    await request(booted.server).get('/_health').set('Host', 'elsewhere.test').expect(204);
    await request(booted.server).get('/_health').set('Host', HOST).expect(404);
    for (const path of ['/admin', '/api/articles', '/api', '/graphql', '/content-manager/x']) {
      const answer = await request(booted.server).get(path).set('Host', HOST);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.text).toContain('Page not found');
    }
  });

  it('sends every page with its security headers and no inline script or style', async () => {
    for (const path of ['/', '/support/sign-in', '/nothing-here']) {
      const answer = await visitorOf(booted).get(path);
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect(answer.headers['content-security-policy']).not.toContain('unsafe');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.text).not.toMatch(/<script(?![^>]*src=)|<style| style="| on\w+="/);
    }
  });

  it('refuses odd encodings, methods and dot segments with the same page', async () => {
    for (const path of [
      '/%2e%2e/admin',
      '/%c0%af',
      '/support/%2Fetc',
      '/support//tickets',
      '/a%00b',
    ]) {
      await visitorOf(booted).get(path).expect(404);
    }
    await visitorOf(booted).raw('put', '/support').expect(404);
    await visitorOf(booted).raw('delete', '/support/profile').expect(404);
  });
});

describe('signing in', () => {
  it('leads back to the page that was asked for, and only to own paths', async () => {
    const visitor = await signedIn(booted, 'ana@harbour.example');
    const path = await openTicket(visitor, 'Deep link');
    const stranger = visitorOf(booted);
    const sent = await stranger.get(`${path}?x=1`).expect(303);
    expect(sent.headers.location).toBe(
      `/support/sign-in?next=${encodeURIComponent(`${path}?x=1`)}`,
    );
    const form = await stranger.get(String(sent.headers.location)).expect(200);
    expect(form.headers['set-cookie']).toBeUndefined();
    const back = await stranger
      .post('/support/sign-in', {
        email: 'ana@harbour.example',
        password: PASSWORD,
        next: `${path}?x=1`,
      })
      .expect(303);
    expect(back.headers.location).toBe(`${path}?x=1`);
    for (const next of [
      '//evil.test',
      'https://evil.test',
      '/\\evil.test',
      '/%2f/evil.test',
      '/a/../..//evil.test',
      'javascript:alert(1)',
      '/support\nX: y',
    ]) {
      const answer = await visitorOf(booted)
        .post('/support/sign-in', { email: 'ana@harbour.example', password: PASSWORD, next })
        .expect(303);
      expect(answer.headers.location).toBe('/support');
    }
  });

  it('keeps the session in a cookie that scripts cannot read', async () => {
    const answer = await visitorOf(booted).post('/support/sign-in', {
      email: 'Ana@Harbour.example',
      password: PASSWORD,
      remember: 'yes',
    });
    const [session, device] = [answer.headers['set-cookie']].flat().map(String);
    expect(device).toMatch(
      /^cp_device=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=31536000$/,
    );
    expect(session).toMatch(
      /^cp_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/,
    );
    expect(answer.headers['cache-control']).toBe('private, no-store');
  });

  it('says the same for a wrong password and an unknown address', async () => {
    const pages = [];
    for (const email of ['ben@harbour.example', 'nobody@harbour.example']) {
      const answer = await visitorOf(booted)
        .post('/support/sign-in', { email, password: 'wrong' })
        .expect(422);
      pages.push(answer.text.replaceAll(email, 'X'));
    }
    expect(pages[0]).toBe(pages[1]);
    const asked = [];
    for (const email of ['ben@harbour.example', 'nobody@harbour.example']) {
      const visitor = visitorOf(booted);
      const sent = await visitor.post('/support/forgotten-password', { email }).expect(303);
      asked.push(String(sent.headers.location));
      const said = await visitor.get(String(sent.headers.location)).expect(200);
      expect(said.text).toContain('a link is on its way');
    }
    expect(asked[0]).toBe(asked[1]);
  });

  it('refuses a form from elsewhere: other origin, no origin, no token', async () => {
    const fields = { email: 'ana@harbour.example', password: PASSWORD };
    const visitor = visitorOf(booted);
    await visitor
      .raw('post', '/support/sign-in')
      .set('Origin', 'http://evil.test')
      .type('form')
      .send(fields)
      .expect(403);
    await visitor.raw('post', '/support/sign-in').type('form').send(fields).expect(403);
    await visitor
      .raw('post', '/support/sign-in')
      .set('Sec-Fetch-Site', 'cross-site')
      .type('form')
      .send(fields)
      .expect(403);
    const ana = await signedIn(booted, 'ana@harbour.example');
    await ana
      .post('/support/profile', { name: 'Eve', language: 'en', timeZone: 'UTC' })
      .expect(403);
    await ana
      .post('/support/profile', {
        name: 'Eve',
        language: 'en',
        timeZone: 'UTC',
        formToken: 'x'.repeat(32),
      })
      .expect(403);
    await ana.post('/support/sign-out', {}).expect(403);
  });

  it('signs out on the server, not only in the browser', async () => {
    const signIn = await visitorOf(booted).post('/support/sign-in', {
      email: 'ana@harbour.example',
      password: PASSWORD,
    });
    const cookie = String(signIn.headers['set-cookie']).split(';')[0] ?? '';
    const page = await visitorOf(booted).get('/support').set('Cookie', cookie).expect(200);
    await visitorOf(booted)
      .post('/support/sign-out', { formToken: fieldOf(page.text, 'formToken') })
      .set('Cookie', cookie)
      .expect(303);
    await visitorOf(booted).get('/support').set('Cookie', cookie).expect(303);
  });

  it('answers 429 after too many tries, and keeps what was typed', async () => {
    const attempt = () =>
      visitorOf(booted).post('/support/sign-in', {
        email: 'flood@harbour.example',
        password: 'wrong',
        next: '/support/new',
        subject: 'Kept subject',
        body: 'Kept text',
      });
    for (let count = 0; count < 10; count += 1) await attempt().expect(422);
    const limited = await attempt().expect(429);
    expect(limited.text).toContain('Too many tries with this address from a new device.');
    for (const kept of ['Kept subject', 'Kept text', 'flood@harbour.example', '/support/new'])
      expect(limited.text).toContain(kept);
  });
});

describe('tickets', () => {
  it('goes from a new ticket with a file over the answer to closed; the note is nowhere', async () => {
    const ana = await signedIn(booted, 'ana@harbour.example');
    const form = await ana.get('/support/new').expect(200);
    const created = await ana
      .raw('post', '/support/new')
      .set('Origin', ORIGIN)
      .field('formToken', fieldOf(form.text, 'formToken'))
      .field('submissionKey', fieldOf(form.text, 'submissionKey'))
      .field('subject', 'Café <b>meter</b> & more')
      .field('body', 'Line one\n\n<img src=x onerror=alert(1)> **bold**')
      .attach('files', Buffer.from('reading,1\n'), {
        filename: 'werte – März.csv',
        contentType: 'text/html',
      })
      .expect(303);
    const path = String(created.headers.location).split('?')[0] ?? '';
    const id = path.split('/').at(-1) ?? '';
    const page = await ana.get(String(created.headers.location)).expect(200);
    expect(page.text).toContain('Café &lt;b&gt;meter&lt;/b&gt; &amp; more');
    expect(page.text).not.toContain('<img src=x');
    expect(page.text).toContain('We have received your request.');
    const file = /href="([^"]*\/attachments\/[^"]*)"/.exec(page.text)?.[1] ?? '';
    const download = await ana.get(file).expect(200);
    expect(download.headers['content-type']).toBe('text/csv');
    expect(download.headers['content-disposition']).toContain(
      "filename*=UTF-8''werte%20%E2%80%93%20M%C3%A4rz.csv",
    );
    expect(download.headers['content-security-policy']).toContain('sandbox');
    expect(download.text).toBe('reading,1\n');

    const { agentTickets } = booted.services;
    await agentTickets.addMessage(agent, id, { kind: 'note', body: 'SECRET-NOTE-77' });
    await agentTickets.addMessage(agent, id, { kind: 'public', body: 'Please send a photo.' });
    const answered = await ana.get(path).expect(200);
    expect(answered.text).toContain('Please send a photo.');
    expect(answered.text).toContain('Waiting for your reply');
    const list = await ana.get('/support').expect(200);
    expect(list.text).toContain('class="waits"');
    expect(list.text).toContain('1 ticket waits for your reply');
    expect(answered.text + list.text).not.toContain('SECRET-NOTE-77');
    expect((await ana.get('/support?q=SECRET-NOTE-77&state=all')).text).toContain(
      'Nothing was found for “SECRET-NOTE-77”.',
    );

    const token = fieldOf(answered.text, 'formToken');
    const replied = await ana
      .raw('post', `${path}/reply`)
      .set('Origin', ORIGIN)
      .field('formToken', token)
      .field('submissionKey', 'reply-key-1')
      .field('body', 'Here it is.')
      .expect(303);
    expect(replied.headers.location).toBe(`${path}?done=reply`);
    await ana
      .raw('post', `${path}/reply`)
      .set('Origin', ORIGIN)
      .field('formToken', token)
      .field('submissionKey', 'reply-key-1')
      .field('body', 'Here it is.')
      .expect(303);
    const after = await ana.get(path);
    expect(after.text.match(/Here it is\./g)).toHaveLength(1);
    await ana.post(`${path}/close`, { formToken: token }).expect(303);
    expect((await ana.get(path)).text).toContain('This ticket is closed.');
    expect((await ana.get('/support?state=closed')).text).toContain(path);
    expect((await ana.get('/support')).text).not.toContain(path);
  });

  it('is the same 404 for every cause: foreign, unknown, malformed, its files and its forms', async () => {
    const dora = await signedIn(booted, 'dora@lime.example');
    const path = await openTicket(dora, 'Private to Lime');
    const ana = await signedIn(booted, 'ana@harbour.example');
    const token = fieldOf((await ana.get('/support')).text, 'formToken');
    const bodies = new Set<string>();
    for (const url of [
      path,
      '/support/tickets/abcdefghijklmnopqrstuvwx',
      '/support/tickets/1',
      `${path}/attachments/abcdefghijklmnopqrstuvwx`,
      '/support/tickets',
      `${path}/x`,
    ]) {
      const answer = await ana.get(url).expect(404);
      bodies.add(answer.text);
    }
    for (const action of ['reply', 'close', 'delete']) {
      const answer = await ana
        .post(`${path}/${action}`, { formToken: token, body: 'x' })
        .expect(404);
      bodies.add(answer.text);
    }
    expect(bodies.size).toBe(1);
    expect(bodies.values().next().value).not.toContain('Lime');
  });

  it('names what is wrong beside the field, keeps what was typed and stores nothing', async () => {
    const ana = await signedIn(booted, 'ana@harbour.example');
    const token = fieldOf((await ana.get('/support')).text, 'formToken');
    const send = (fields: Record<string, string>) =>
      ana.post('/support/new', { formToken: token, ...fields });
    const empty = await send({ subject: ' ', body: 'typed text' }).expect(422);
    expect(empty.text).toContain('Enter a subject.');
    expect(empty.text).toContain('typed text');
    expect(empty.text).toContain('<title>Error: New ticket');
    await send({ subject: 'x'.repeat(256), body: 'x' }).expect(422);
    await send({ subject: 'x', body: 'x'.repeat(65_537) }).expect(422);
    const before = Number(
      (await booted.services.runtime.db('cp_tickets').count({ total: '*' }))[0]?.total,
    );
    const refused = await ana
      .raw('post', '/support/new')
      .set('Origin', ORIGIN)
      .field('formToken', token)
      .field('subject', 'x')
      .field('body', 'y')
      .attach('files', Buffer.from('<svg onload=alert(1)>'), 'a.svg')
      .expect(422);
    expect(refused.text).toContain('are not accepted');
    expect(refused.text).toContain('<a href="#files">');
    const allWrong = await ana
      .raw('post', '/support/new')
      .set('Origin', ORIGIN)
      .field('formToken', token)
      .attach('files', Buffer.from('<svg/>'), 'b.svg')
      .expect(422);
    const fields = [...allWrong.text.matchAll(/<li><a href="#(\w+)">/g)].map(([, field]) => field);
    expect(fields).toEqual(['subject', 'body', 'files']);
    expect(refused.text).toMatch(/<div id="files-problem"><p class="wrong">[^<]*not accepted/);
    expect(refused.text).toMatch(
      /<input id="files"[^>]*aria-describedby="files-help files-problem" aria-invalid="true"/,
    );
    await ana
      .raw('post', '/support/new')
      .set('Origin', ORIGIN)
      .field('formToken', token)
      .field('subject', 'x')
      .field('body', 'y')
      .attach('files', Buffer.alloc(300_000), 'a.png')
      .expect(422);
    let many = ana
      .raw('post', '/support/new')
      .set('Origin', ORIGIN)
      .field('formToken', token)
      .field('subject', 'x')
      .field('body', 'y');
    for (let count = 0; count < 4; count += 1)
      many = many.attach('files', Buffer.from('x'), `${count}.txt`);
    await many.expect(422);
    expect(
      Number((await booted.services.runtime.db('cp_tickets').count({ total: '*' }))[0]?.total),
    ).toBe(before);
  });

  it('brings back what was typed when the session ended meanwhile', async () => {
    const ana = await signedIn(booted, 'ana@harbour.example');
    const path = await openTicket(ana, 'Long text');
    const stranger = visitorOf(booted);
    const typed = `A long answer ${'x'.repeat(20_000)}`;
    const again = await stranger.post(`${path}/reply`, { body: typed }).expect(401);
    expect(again.text).toContain(typed);
    const back = await stranger
      .post('/support/sign-in', {
        email: 'ana@harbour.example',
        password: PASSWORD,
        next: path,
        body: typed,
      })
      .expect(200);
    expect(back.text).toContain(`${path}/reply`);
    expect(back.text).toContain(typed);
    await stranger
      .post(`${path}/reply`, { formToken: fieldOf(back.text, 'formToken'), body: typed })
      .expect(303);
  });

  it('takes nothing from a form that the form does not have', async () => {
    const ana = await signedIn(booted, 'ana@harbour.example');
    const formToken = fieldOf((await ana.get('/support')).text, 'formToken');
    const extra = {
      requester: '1',
      requester_id: '1',
      company: '2',
      company_id: '2',
      portal_id: '9',
      inbox: '9',
      status: 'closed',
      status_id: '4',
      assignee: '1',
      is_private: 'true',
      participants: 'dora@lime.example',
      kind: 'note',
      author_kind: 'agent',
      tags: 'x',
      links: 'x',
      id: '1',
      documentId: 'x',
      number: 'X-1',
    };
    const made = await ana
      .post('/support/new', { formToken, subject: 'Extra fields', body: 'x', ...extra })
      .expect(303);
    const path = String(made.headers.location).split('?')[0] ?? '';
    await ana.post(`${path}/reply`, { formToken, body: 'y', ...extra }).expect(303);
    const { db } = booted.services.runtime;
    const row = (await db('cp_tickets')
      .where({ document_id: path.split('/').at(-1) })
      .first()) as Record<string, unknown>;
    const plain = (await db('cp_tickets')
      .where({ document_id: (await openTicket(ana, 'Plain')).split('/').at(-1) })
      .first()) as Record<string, unknown>;
    for (const column of [
      'requester_id',
      'company_id',
      'portal_id',
      'inbox_id',
      'status_id',
      'assignee_id',
      'is_private',
    ]) {
      expect([column, row[column]]).toEqual([column, plain[column]]);
    }
    const messages = (await db('cp_messages').where({ ticket_id: row.id })) as {
      kind: string;
      author_kind: string;
    }[];
    expect(messages.map(({ kind, author_kind }) => `${kind} ${author_kind}`)).toEqual([
      'public customer',
      'public customer',
    ]);
    expect(await db('cp_participants').where({ ticket_id: row.id })).toHaveLength(1);
  });

  it('is searched, filtered, sorted and paged by its address', async () => {
    const cleo = await signedIn(booted, 'cleo@harbour.example');
    for (let count = 0; count < 27; count += 1) await openTicket(cleo, `Pump number ${count}`);
    const first = await cleo.get('/support?sort=opened').expect(200);
    expect(first.text.match(/Pump number/g)).toHaveLength(25);
    const next = /rel="next" href="([^"]*)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await cleo.get(next).expect(200);
    expect(second.text.match(/Pump number/g)).toHaveLength(2);
    expect((await cleo.get('/support?status=waiting-on-customer')).text).toContain(
      'No ticket matches.',
    );
    expect((await cleo.get('/support?q=number+26')).text).toContain(
      'Pump <mark>number</mark> <mark>26</mark>',
    );
    await cleo.get('/support?state=%27%22&sort=x&cursor=../..&status[]=1').expect(200);
  });

  it('changes the profile, and the password only with the present one', async () => {
    const ben = await signedIn(booted, 'ben@harbour.example');
    const page = await ben.get('/support/profile').expect(200);
    const formToken = fieldOf(page.text, 'formToken');
    await ben
      .post('/support/profile', {
        formToken,
        name: 'Ben O.',
        language: 'fr',
        timeZone: 'Europe/Paris',
      })
      .expect(303);
    const french = await ben.get('/support/profile').expect(200);
    expect(french.text).toContain('<html lang="fr"');
    await ben
      .post('/support/profile', { formToken, name: '', language: 'tlh', timeZone: 'Mars/Base' })
      .expect(422)
      .expect((answer) => {
        for (const field of ['language', 'timeZone']) {
          const described = `<select id="${field}" name="${field}" aria-describedby="${field}-problem" aria-invalid="true"`;
          expect(answer.text).toContain(described);
          expect(answer.text).toContain(`id="${field}-problem"`);
        }
      });
    const typed = { formToken, name: '', language: 'en', timeZone: 'Asia/Tokyo' };
    const kept = await ben.post('/support/profile', typed).expect(422);
    expect(kept.text).toContain('<option selected>Asia/Tokyo</option>');
    expect(kept.text).toContain('<option value="en" lang="en" selected>');
    await ben
      .post('/support/profile/password', {
        formToken,
        current: 'wrong',
        password: 'Another-window-83',
      })
      .expect(422);
    await ben
      .post('/support/profile/password', { formToken, current: PASSWORD, password: 'short' })
      .expect(422);
    const other = await signedIn(booted, 'ben@harbour.example');
    await ben
      .post('/support/profile/password', {
        formToken,
        current: PASSWORD,
        password: 'Another-window-83',
      })
      .expect(303);
    await other.get('/support').expect(303);
    await ben.get('/support').expect(200);
  });

  it('says calmly that something broke, with a number that the log has', async () => {
    const ana = await signedIn(booted, 'ana@harbour.example');
    const list = booted.services.customerTickets.list;
    const log = jest.spyOn(booted.strapi.log, 'error').mockImplementation(() => booted.strapi.log);
    booted.services.customerTickets.list = () =>
      Promise.reject(new Error('secret detail of the database'));
    try {
      const answer = await ana.get('/support').expect(500);
      expect(answer.text).not.toContain('secret detail');
      const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(answer.text)?.[0] ?? 'none';
      expect(String(log.mock.calls[0]?.[0])).toContain(id);
    } finally {
      booted.services.customerTickets.list = list;
      log.mockRestore();
    }
  });
});
