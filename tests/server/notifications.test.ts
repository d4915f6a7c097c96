import { ACTIONS } from '../../server/permissions';
import { bumpVersion } from '../../server/store/counters';
import type { AgentActor, CustomerViewer } from '../../server/services/types';
import { adminWith, type AdminClient } from '../support/admin';
import { fieldOf, HOST, visitorOf } from '../support/browserless';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { openMailbox, type Mailbox } from '../support/mailbox';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const MINUTE = 60_000;
type Name = 'ana' | 'ben' | 'cleo' | 'dora';

describe.each(DATABASES)('mails about tickets on %s', (database) => {
  let mailbox: Mailbox;
  let booted: Booted;
  let company: TestCompany;
  let admin: AdminClient;
  let agent: AgentActor;
  let time = Date.now();
  const viewers = {} as Record<Name, CustomerViewer>;

  beforeAll(async () => {
    mailbox = await openMailbox();
    booted = await bootStrapi({
      database,
      env: { TEST_SMTP_PORT: String(mailbox.port), TEST_PROXY: '1' },
      pluginConfig: { mailTransport: 'email-plugin', mailCoalesce: 2 * MINUTE },
    });
    await booted.services.outboxWorker.stop();
    company = await foundCompany(booted);
    const actions = ACTIONS.map(({ uid }) => uid);
    admin = await adminWith(booted, 'Rita', actions);
    agent = await booted.services.agents.fromAdmin(
      await createAdminUser(booted, 'mara@tallybrook.example'),
      new Set(actions.map((uid) => uid.split('.').at(-1) ?? '')),
    );
    for (const name of ['ana', 'ben', 'cleo', 'dora'] as const)
      viewers[name] = await viewerOf(
        booted,
        company,
        `${name}@${name === 'dora' ? 'lime' : 'harbour'}.example`,
      );
    booted.services.runtime.now = () => time;
  });
  afterAll(async () => {
    await booted?.destroy();
    await mailbox?.close();
  });
  beforeEach(async () => {
    await later(60 * MINUTE);
  });

  const db = (table: string) => booted.services.runtime.db(table);
  const ticketKey = async (id: string) =>
    Number((await db('cp_tickets').where({ document_id: id }).first('id')).id);

  /** Mails that arrive once some time is over. */
  async function later(ms: number, to = '') {
    time += ms;
    mailbox.mails.length = 0;
    await booted.services.outboxWorker.drain();
    return mailbox.mails.filter((mail) => to === '' || JSON.stringify(mail.to).includes(to));
  }
  const save = (settings: object) =>
    admin.put(`/portals/${company.portal.id}/settings/mails`, settings);
  async function open(subject: string, by: Name = 'ana', body = 'It shows no value.') {
    const { id } = await booted.services.customerTickets.create(viewers[by], {
      subject,
      body,
      files: [],
      submissionKey: '',
    });
    return id;
  }
  /** A ticket of Ana whose first mails have left. */
  async function begun(subject: string) {
    const id = await open(subject);
    await later(3 * MINUTE);
    return id;
  }
  const say = (id: string, body: string, kind: 'public' | 'note' = 'public') =>
    booted.services.agentTickets.addMessage(agent, id, { kind, body });
  async function answer(by: Name, id: string, body: string) {
    // Nobody answers within the millisecond in which a ticket was opened.
    time += 1;
    await booted.services.customerTickets.reply(viewers[by], id, {
      body,
      files: [],
      submissionKey: '',
    });
  }
  async function add(id: string, name: Name, by?: { id: string; name: string }) {
    const ticket = await db('cp_tickets').where({ document_id: id }).first('*');
    const { runtime, ticketWriting } = booted.services;
    await runtime.transaction((trx) =>
      ticketWriting.addParticipant(trx, ticket, company.people[name].key, by),
    );
  }
  async function setStatus(id: string, meaning: string, nth = 0) {
    const key = await ticketKey(id);
    const { pipeline_id } = await db('cp_tickets').where({ id: key }).first('pipeline_id');
    const found = await db('cp_statuses').where({ pipeline_id, meaning }).orderBy('id');
    await booted.services.agentTickets.update(agent, id, { status: found[nth].document_id });
  }

  describe('to customers', () => {
    it('tell of what was received, answered and closed, say first how to answer, and name files only', async () => {
      const id = await open('Zähler <1> & 東京');
      const [received] = await later(0, 'ana@');
      expect(received?.subject).toMatch(/^\[T-\d+\] Zähler <1> & 東京$/);
      expect(received?.text).toMatch(
        new RegExp(`^Please answer in the portal:\nhttp://help.test:1337/support/tickets/${id}\n`),
      );
      await say(id, 'Please look at the display.');
      const message = await db('cp_messages')
        .where({ ticket_id: await ticketKey(id), author_kind: 'agent' })
        .first('id');
      for (const [name, isSensitive] of [
        ['photo.png', false],
        ['secret.pdf', true],
      ])
        await db('cp_attachments').insert({
          document_id: `${name}`.replace(/\W/g, '').padEnd(24, 'x'),
          ticket_id: await ticketKey(id),
          message_id: message.id,
          portal_id: company.portalKey,
          name,
          mime_type: 'image/png',
          size: 1,
          storage_key: `none/${name}`,
          checksum: '',
          is_sensitive: isSensitive,
        });
      const [replied] = await later(3 * MINUTE, 'ana@');
      expect(replied?.text).toContain('Mara wrote:\n\nPlease look at the display.');
      expect(replied?.text).toContain('One file is in the portal.');
      expect(replied?.attachments).toEqual([]);
      expect(replied?.text).not.toContain('secret.pdf');
      await setStatus(id, 'closed');
      const closed = await later(3 * MINUTE, 'ana@');
      expect(closed).toHaveLength(1);
      expect(closed[0]?.text).toContain('is closed');
      // Rating is a page, never a link that does it.
      expect(closed[0]?.text).toContain(`/support/tickets/${id}#rating`);
    });

    it('make one of several answers within two minutes, and begin anew once it was sent', async () => {
      const id = await begun('Several answers');
      await say(id, 'First answer');
      expect(await later(1 * MINUTE, 'ana@')).toEqual([]);
      await say(id, 'Second answer');
      const [one, ...more] = await later(1 * MINUTE, 'ana@');
      expect(more).toEqual([]);
      expect(one?.text).toContain('First answer\n\nSecond answer');
      await say(id, 'Third answer');
      expect(await later(1 * MINUTE, 'ana@')).toEqual([]);
      const [next] = await later(1 * MINUTE, 'ana@');
      expect(next?.text).toContain('Third answer');
      expect(next?.text).not.toContain('Second answer');
    });

    it('reach the others of a ticket when one of them answers, and not the writer', async () => {
      const id = await begun('Between colleagues');
      await add(id, 'cleo');
      await answer('cleo', id, 'I saw it as well.');
      await say(id, 'Thank you both.');
      const mails = await later(3 * MINUTE);
      const [toAna] = mails.filter((mail) => JSON.stringify(mail.to).includes('ana@'));
      expect(toAna?.text).toContain('Cleo Martin:\nI saw it as well.\n\nMara:\nThank you both.');
      const [toCleo] = mails.filter((mail) => JSON.stringify(mail.to).includes('cleo@'));
      expect(toCleo?.text).toContain('Thank you both.');
      expect(toCleo?.text).not.toContain('I saw it as well.');
    });

    it('tell who was added by whom', async () => {
      const id = await begun('For you as well');
      await add(id, 'cleo', { id: company.people.ana.id, name: 'Ana Lopes' });
      const mailsToAll = await later(0);
      expect(mailsToAll).toHaveLength(1);
      expect(JSON.stringify(mailsToAll[0]?.to)).toContain('cleo@');
      expect(mailsToAll[0]?.text).toContain('Ana Lopes added you');
    });

    it('tell of a changed status only where the portal chose it, once, and never beside an answer', async () => {
      const id = await begun('Status of it');
      await setStatus(id, 'waiting-on-us');
      expect(await later(3 * MINUTE, 'ana@')).toEqual([]);
      await save({ statusChanges: true }).expect(200);
      const waiting = await begun('Its status is told');
      await setStatus(waiting, 'waiting-on-customer');
      await later(1 * MINUTE);
      await setStatus(waiting, 'waiting-on-us');
      const [one, ...more] = await later(1 * MINUTE, 'ana@');
      expect(more).toEqual([]);
      expect(one?.text).toContain('is now: We are on it');
      await setStatus(waiting, 'waiting-on-customer');
      const [again] = await later(2 * MINUTE, 'ana@');
      expect(again?.text).toContain('is now: Waiting for your reply');
      // There and back is nothing to tell.
      await setStatus(waiting, 'waiting-on-us');
      await setStatus(waiting, 'waiting-on-customer');
      expect(await later(3 * MINUTE, 'ana@')).toEqual([]);
      // A status that customers do not see.
      const key = await ticketKey(waiting);
      const { pipeline_id } = await db('cp_tickets').where({ id: key }).first('pipeline_id');
      await db('cp_statuses').where({ pipeline_id, meaning: 'waiting-on-us' }).update({
        is_hidden_from_customers: true,
      });
      await bumpVersion(booted.services.runtime.db, 'site');
      await booted.services.siteMap.refresh();
      await setStatus(waiting, 'waiting-on-us');
      expect(await later(3 * MINUTE, 'ana@')).toEqual([]);
      await db('cp_statuses').where({ pipeline_id }).update({ is_hidden_from_customers: false });
      await bumpVersion(booted.services.runtime.db, 'site');
      await booted.services.siteMap.refresh();
      // Before an answer, after one, and with the closing.
      const answered = await begun('Answered');
      await setStatus(answered, 'waiting-on-us');
      await say(answered, 'Here you are.');
      await setStatus(answered, 'waiting-on-us');
      const replies = await later(3 * MINUTE, 'ana@');
      expect(replies.map(({ text }) => text?.includes('Here you are.'))).toEqual([true]);
      await setStatus(answered, 'waiting-on-customer');
      await setStatus(answered, 'waiting-on-us');
      await setStatus(answered, 'closed');
      const closings = await later(3 * MINUTE, 'ana@');
      expect(closings.map(({ text }) => text?.includes('is closed'))).toEqual([true]);
      await save({}).expect(200);
    });

    it('keep together in mail programs, each with a Message-ID of its own', async () => {
      const id = await open('One thread');
      const received = (await later(0)).filter((mail) => mail.subject?.includes('One thread'));
      await say(id, 'And an answer');
      await add(id, 'cleo');
      await say(id, 'And another');
      const replies = await later(3 * MINUTE);
      const of = (mails: typeof replies, name: string) =>
        mails.filter((mail) => JSON.stringify(mail.to).includes(name));
      const anas = [...of(received, 'ana@'), ...of(replies, 'ana@')];
      expect(anas).toHaveLength(2);
      expect(new Set(anas.map(({ messageId }) => messageId)).size).toBe(2);
      const [root] = new Set(anas.map(({ inReplyTo }) => inReplyTo));
      expect(root).toMatch(/^<ticket\.[\w-]{43}@help\.test>$/);
      expect(anas.every((mail) => mail.inReplyTo === root && mail.references === root)).toBe(true);
      expect(anas.every((mail) => mail.subject?.replace(/^Re: /, '') === anas[0]?.subject)).toBe(
        true,
      );
      expect(of(replies, 'cleo@')[0]?.inReplyTo).not.toBe(root);
      expect(anas[1]?.headers.get('auto-submitted')).toBe('auto-generated');
      expect(anas[1]?.headers.get('x-auto-response-suppress')).toBe('All');
    });

    it('lead answers to the mailbox of the inbox, else to who helps, and say when nobody reads them', async () => {
      const inbox = () => db('cp_inboxes').where({ id: company.inboxKey });
      const mailOf = async (subject: string) => {
        await open(subject);
        return (await later(0, 'ana@'))[0];
      };
      const unread = await mailOf('Nobody reads');
      expect(unread?.text).toContain('Nobody reads replies to this mail.');
      await inbox().update({ address: 'help@harbour.example' });
      const read = await mailOf('Somebody reads');
      expect(read?.replyTo?.text).toContain('help@harbour.example');
      expect(read?.text).toContain('A reply to this mail reaches us');
      await save({ senderName: 'Harbour care', senderAddress: 'Care@Harbour.example' }).expect(200);
      const own = await mailOf('From the brand');
      expect(own?.from?.text).toBe('"Harbour care" <care@harbour.example>');
      expect(own?.replyTo?.text).toBe('"Harbour care" <help@harbour.example>');
      await inbox().update({ address: '' });
      await save({}).expect(200);
    });

    it('put how to answer before the own words of a portal, and where those say {answerHere}', async () => {
      const texts = (text: string) => ({
        texts: { 'ticket-received': { en: { subject: '', text } } },
      });
      await save(texts('Hi {name}: {subject} {link}')).expect(200);
      const id = await open('Own words');
      const [before] = await later(0, 'ana@');
      expect(before?.text).toMatch(
        /^Please answer in the portal:\n.*\n.*\n\nHi Ana Lopes: Own words/,
      );
      await save(texts('Hi {name}!\n{answerHere}\nBye')).expect(200);
      await open('Own words again');
      const [inside] = await later(0, 'ana@');
      expect(inside?.text).toMatch(
        /^Hi Ana Lopes!\nPlease answer in the portal:\n.*\n.*\nBye\n\n-- \n/,
      );
      await save(texts('Hi {name}!')).expect(400);
      await save({}).expect(200);
      const preview = await admin.post(`/portals/${company.portal.id}/mails/preview`, {
        mail: 'ticket-status',
        language: 'fr',
      });
      expect(preview.body.text).toContain('nouveau statut');
      expect(preview.body.text).toContain('En cours de traitement');
      expect(preview.body.builtIn.text).toMatch(/^\{answerHere\}\n\nBonjour \{name\}/);
      expect(id).toHaveLength(24);
    });

    it('attack 20: nothing that is typed gets into a header', async () => {
      for (const senderAddress of [
        'a@b.example\r\nBcc: eve@evil.example',
        'a@b.example, eve@evil.example',
        'Eve <eve@evil.example>',
        'no address',
      ]) {
        const { status, body } = await save({ senderAddress });
        expect(status).toBe(400);
        expect(body.error.details.errors[0].path).toEqual(['senderAddress']);
      }
      await save({
        senderName: 'Care"\r\nBcc: eve@evil.example\r\n <eve@evil.example>, =?utf-8?q?x?=',
      }).expect(200);
      await db('cp_contacts')
        .where({ id: company.people.ana.key })
        .update({ name: 'Ana\r\nBcc: eve@evil.example' });
      const id = await open('=?utf-8?b?RXZl?=\r\nBcc: eve@evil.example\r\n\r\n\u202egnp.exe');
      const [received] = await later(0, 'ana@');
      await say(id, 'x');
      const [replied] = await later(3 * MINUTE, 'ana@');
      for (const mail of [received, replied]) {
        expect(mail?.headers.has('bcc')).toBe(false);
        expect(mail?.from?.value).toHaveLength(1);
        expect(mail?.from?.value[0]?.address).toBe('support@tallybrook.example');
        expect(mail?.subject).not.toMatch(/[\r\n\u202e]|\bEve\b/);
        expect(JSON.stringify(mail?.to)).not.toContain('evil');
      }
      await db('cp_contacts').where({ id: company.people.ana.key }).update({ name: 'Ana Lopes' });
      await save({}).expect(200);
    });

    it('attack 11: what somebody types is no markup in a mail', async () => {
      const id = await begun('Markup');
      await add(id, 'cleo');
      await answer('ana', id, '<img src="https://evil.example/x.png"> <b>bold</b>');
      const [mail] = await later(3 * MINUTE, 'cleo@');
      expect(mail?.text).toContain('<img src="https://evil.example/x.png"> <b>bold</b>');
      expect(mail?.html).toContain('&lt;b&gt;bold');
      expect(mail?.html).not.toMatch(/<(img|b)[ >]/);
      expect(mail?.html).toContain(`<a href="http://help.test:1337/support/tickets/${id}">`);
    });

    it('attack 21: an address that nobody has proven gets nothing that a customer typed', async () => {
      const addresses = () =>
        db('cp_contact_addresses').where({ contact_id: company.people.cleo.key });
      await addresses().update({ verified_at: 0 });
      const id = await begun('BUY CHEAP METERS');
      await add(id, 'cleo');
      await answer('ana', id, 'at evil.example');
      await open('BUY MORE METERS', 'cleo');
      const mails = await later(3 * MINUTE, 'cleo@');
      expect(mails.length).toBeGreaterThan(0);
      expect(JSON.stringify(mails)).not.toMatch(/METERS|evil\.example/);
      await say(id, 'We answer you.');
      expect(JSON.stringify(await later(3 * MINUTE, 'cleo@'))).toContain('We answer you.');
      await addresses().update({ verified_at: time });
    });

    it('attack 24: a forwarded mail leads its reader through sign-in to the ticket, and signs nobody in', async () => {
      const id = await begun('Forwarded to somebody');
      await say(id, 'Read this.');
      const [mail] = await later(3 * MINUTE, 'ana@');
      const links = mail?.text?.match(/http:\/\/help\.test:1337\S+/g) ?? [];
      expect(links).toHaveLength(2);
      const stranger = visitorOf(booted);
      for (const link of links) {
        const path = link.replace('http://help.test:1337', '');
        const page = await stranger.get(path);
        expect(page.headers['set-cookie']).toBeUndefined();
        expect(page.text).not.toContain('Read this.');
        expect(page.text).not.toContain('Forwarded to somebody');
      }
      const there = await stranger.get(`/support/tickets/${id}`).expect(303);
      const signIn = await stranger.get(there.headers.location ?? '').expect(200);
      const inside = await stranger
        .post('/support/sign-in', {
          email: 'ana@harbour.example',
          password: PASSWORD,
          next: fieldOf(signIn.text, 'next'),
        })
        .expect(303);
      expect(inside.headers.location).toBe(`/support/tickets/${id}`);
      expect((await stranger.get(inside.headers.location ?? '').expect(200)).text).toContain(
        'Read this.',
      );
      // Whoever may not see it finds nothing there, signed in or not.
      const dora = visitorOf(booted);
      await dora
        .post('/support/sign-in', {
          email: 'dora@lime.example',
          password: PASSWORD,
          next: `/support/tickets/${id}`,
        })
        .expect(303);
      await dora.get(`/support/tickets/${id}`).expect(404);
    });
  });

  describe('are ended by one press', () => {
    const NOT_COMPLETE = 'This link is not complete';
    async function unsubscribing(subject: string) {
      const id = await begun(subject);
      await say(id, 'An answer');
      const [mail] = await later(3 * MINUTE, 'ana@');
      const url =
        /<(.+)>/.exec(
          String(
            mail?.headerLines
              .find(({ key }) => key === 'list-unsubscribe')
              ?.line.replace(/\s+/g, ' '),
          ),
        )?.[1] ?? '';
      expect(mail?.text).toContain(`No more mails about this ticket:\n${url}`);
      return { id, path: url.replace('http://help.test:1337', '') };
    }
    const mutedOf = async (id: string, name: Name) =>
      Boolean(
        (
          await db('cp_participants')
            .where({ ticket_id: await ticketKey(id), contact_id: company.people[name].key })
            .first('mails_muted')
        ).mails_muted,
      );

    it('of the page that the mail leads to, and of nothing before it', async () => {
      const { id, path } = await unsubscribing('Too many mails');
      const visitor = visitorOf(booted);
      const page = await visitor.get(path).expect(200);
      expect(page.text).toContain('Stop these mails');
      expect(page.text).not.toContain('Too many mails');
      expect(await mutedOf(id, 'ana')).toBe(false);
      const done = await visitor.post(path, {}).expect(200);
      expect(done.text).toContain('You get no more mails about this ticket.');
      expect(done.text).toContain('/support/profile/notifications');
      expect(await mutedOf(id, 'ana')).toBe(true);
      await say(id, 'Unheard');
      expect(await later(3 * MINUTE, 'ana@')).toEqual([]);
      // Other tickets go on, and a second press is no other.
      await visitor.post(path, {}).expect(200);
      await open('Another one');
      expect(await later(0, 'ana@')).toHaveLength(1);
    });

    it('of the mail program, which sends no Origin and no cookie (RFC 8058)', async () => {
      const { id, path } = await unsubscribing('By the program');
      const done = await visitorOf(booted)
        .raw('post', path)
        .type('form')
        .send('List-Unsubscribe=One-Click');
      expect(done.status).toBe(200);
      expect(done.headers['set-cookie']).toBeUndefined();
      expect(await mutedOf(id, 'ana')).toBe(true);
    });

    it('of the mail program alone, where the portal has https (RFC 8058)', async () => {
      const { portals, people, siteMap, customerTickets } = booted.services;
      const domain = await portals.createDomain({
        origin: 'https://secure.test',
        primaryLanguage: 'en',
      });
      const { key: portalKey } = await portals.createPortal({
        name: 'Secure support',
        domainKey: domain.key,
        slug: 'care',
        inboxKey: company.inboxKey,
      });
      const portal = siteMap.portalByKey(portalKey);
      if (!portal) throw new Error('The portal is not on the map');
      const address = 'vera@secure.example';
      const vera = { name: 'Vera Silva', address, password: PASSWORD, portalKeys: [portalKey] };
      const { key } = await people.createContact(vera);
      const viewer = await viewerOf(booted, { ...company, portal }, address);
      const input = { subject: 'Over TLS', body: 'It is off.', files: [], submissionKey: '' };
      const { id } = await customerTickets.create(viewer, input);
      const [mail] = await later(0, 'vera@');
      const header = (name: string) =>
        mail?.headerLines.find(({ key: one }) => one === name)?.line.replace(/\s+/g, ' ') ?? '';
      expect(header('list-unsubscribe-post')).toBe(
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      );
      const [, url = ''] =
        /^List-Unsubscribe: <(https:\/\/secure\.test\/care\/unsubscribe\?token=[^>\s]+)>$/.exec(
          header('list-unsubscribe'),
        ) ?? [];
      expect(mail?.text).toContain(url);
      const muted = async () => {
        const where = { ticket_id: await ticketKey(id), contact_id: key };
        return Boolean((await db('cp_participants').where(where).first('mails_muted')).mails_muted);
      };
      expect(await muted()).toBe(false);
      const { pathname, search } = new URL(url);
      const done = await visitorOf(booted, 'secure.test')
        .raw('post', pathname + search)
        .set('X-Forwarded-Proto', 'https')
        .type('form')
        .send('List-Unsubscribe=One-Click');
      expect(done.status).toBe(200);
      expect(done.headers['set-cookie']).toBeUndefined();
      expect(await muted()).toBe(true);
    });

    it('while the portal is paused as well', async () => {
      const { id, path } = await unsubscribing('Paused meanwhile');
      const state = (to: string) =>
        admin.post(`/portals/${company.portal.id}/state`, { state: to }).expect(204);
      await state('paused');
      const visitor = visitorOf(booted);
      await visitor.get('/support').expect(503);
      const page = await visitor.get(path).expect(200);
      expect(page.text).toContain('Stop these mails');
      // What rests is not offered.
      expect(page.text).not.toContain('/support/profile');
      expect((await visitor.get('/support/unsubscribe?token=x').expect(404)).text).toContain(
        NOT_COMPLETE,
      );
      expect(await mutedOf(id, 'ana')).toBe(false);
      const done = await visitor.post(path, {}).expect(200);
      await state('live');
      expect(done.text).toContain('You get no more mails about this ticket.');
      expect(await mutedOf(id, 'ana')).toBe(true);
    });

    it('for that reader, ticket and portal alone, and tell nothing of the ticket', async () => {
      const { id, path } = await unsubscribing('Is it there?');
      await add(id, 'cleo');
      const visitor = visitorOf(booted);
      const living = await visitor.raw('post', path).type('form').send('x=1');
      expect(await mutedOf(id, 'cleo')).toBe(false);
      await db('cp_tickets').where({ document_id: id }).update({ trashed_at: time });
      const trashed = await visitor.raw('post', path).type('form').send('x=1');
      const { mailMuting } = booted.services;
      const none = mailMuting.tokenFor(company.portal.id, 'a'.repeat(24), company.people.ana.id);
      const gone = await visitor
        .raw('post', `/support/unsubscribe?token=${none}`)
        .type('form')
        .send('x=1');
      expect([trashed.status, trashed.text]).toEqual([living.status, living.text]);
      expect([gone.status, gone.text]).toEqual([living.status, living.text]);
      const elsewhere = mailMuting.tokenFor('b'.repeat(24), id, company.people.cleo.id);
      for (const token of [elsewhere, '', 'x', `${none}x`, 'x'.repeat(5000)]) {
        const broken = await visitor.get(`/support/unsubscribe?token=${token}`).expect(404);
        expect(broken.text).toContain(NOT_COMPLETE);
        const refused = await visitor
          .raw('post', `/support/unsubscribe?token=${token}`)
          .type('form')
          .send('x=1');
        expect(refused.status).toBe(404);
      }
      expect(await mutedOf(id, 'cleo')).toBe(false);
      // What came from elsewhere opens no other page.
      await visitor.raw('post', '/support/profile/notifications').set('Host', HOST).expect(403);
      // Mails about the account carry no such link.
      await booted.services.passwords.askReset({
        portal: company.portal,
        address: 'cleo@harbour.example',
        ip: '127.0.0.9',
      });
      const reset = await later(0, 'cleo@');
      expect(reset[0]?.text).toContain('new password');
      expect(JSON.stringify(reset[0]?.headerLines)).not.toContain('unsubscribe');
    });
  });

  describe('never reach', () => {
    const cleo = () => company.people.cleo.key;
    const memberships = () =>
      db('cp_memberships').where({ contact_id: cleo(), portal_id: company.portalKey });
    const contacts = () => db('cp_contacts').where({ id: cleo() });

    it.each<[string, (id: string) => Promise<() => Promise<unknown>>]>([
      [
        'whoever is disabled',
        async () => {
          await memberships().update({ state: 'disabled' });
          return () => memberships().update({ state: 'registered' });
        },
      ],
      [
        'whoever has no access any more',
        async () => {
          const [row] = await memberships();
          await memberships().delete();
          return () => db('cp_memberships').insert(row);
        },
      ],
      [
        'whoever the site has blocked',
        async () => {
          const { user_id } = await contacts().first('user_id');
          await db('up_users').where({ id: user_id }).update({ blocked: true });
          return () => db('up_users').where({ id: user_id }).update({ blocked: false });
        },
      ],
      [
        'whoever left the access group',
        async () => {
          const group = await admin.post('/access-groups', {
            name: `Few ${time}`,
            kind: 'static',
            filter: [],
          });
          const { id: groupKey } = await db('cp_access_groups')
            .where({ document_id: group.body.id })
            .first('id');
          const made = {
            document_id: 'g'.repeat(24),
            portal_id: company.portalKey,
            group_id: groupKey,
          };
          await db('cp_portal_access_groups').insert(made);
          await db('cp_access_group_members').insert({
            document_id: 'n'.repeat(24),
            group_id: groupKey,
            contact_id: company.people.ana.key,
          });
          return () => db('cp_portal_access_groups').where({ group_id: groupKey }).delete();
        },
      ],
      [
        'whoever left the company',
        async () => {
          const links = () => db('cp_contact_companies').where({ contact_id: cleo() });
          await links().update({ left_at: time });
          return () => links().update({ left_at: 0 });
        },
      ],
      [
        'a colleague who was removed from the ticket',
        async (id) => {
          await db('cp_participants')
            .where({ ticket_id: await ticketKey(id), contact_id: cleo() })
            .delete();
          return () => Promise.resolve();
        },
      ],
      [
        'whoever has muted the ticket',
        async (id) => {
          await db('cp_participants')
            .where({ ticket_id: await ticketKey(id), contact_id: cleo() })
            .update({ mails_muted: true });
          return () => Promise.resolve();
        },
      ],
      [
        'whoever wants none of the kind',
        async () => {
          await booted.services.profile.chooseMails(viewers.cleo, ['ticket-closed']);
          return () =>
            booted.services.profile.chooseMails(viewers.cleo, [
              'ticket-received',
              'ticket-replied',
              'ticket-closed',
              'ticket-participant',
              'ticket-status',
            ]);
        },
      ],
      [
        'whoever is in the bin',
        async () => {
          await contacts().update({ trashed_at: time });
          return () => contacts().update({ trashed_at: 0 });
        },
      ],
      [
        'whoever is erased',
        async () => {
          await contacts().update({ erased_at: time });
          return () => contacts().update({ erased_at: 0 });
        },
      ],
      ...(['trashed_at', 'erased_at'] as const).map(
        (column): [string, (id: string) => Promise<() => Promise<unknown>>] => [
          `anybody of a ticket that is ${column.replace('_at', '')}`,
          async (id) => {
            await db('cp_tickets')
              .where({ document_id: id })
              .update({ [column]: time });
            return () => Promise.resolve();
          },
        ],
      ),
      [
        'anybody of a ticket that was merged',
        async (id) => {
          await db('cp_tickets')
            .where({ document_id: id })
            .update({ merged_into: 'x'.repeat(24) });
          return () => Promise.resolve();
        },
      ],
    ])('%s', async (cause, happens) => {
      const id = await begun('Not for everybody');
      await add(id, 'cleo');
      await say(id, 'For those who may see it.');
      const undo = await happens(id);
      const mails = (await later(3 * MINUTE)).map(({ to }) => JSON.stringify(to)).join();
      await undo();
      expect(mails).not.toContain('cleo@');
      expect(mails.includes('ana@')).toBe(!cause.startsWith('anybody'));
    });

    it('nobody else: the same contact gets mails again once it is over', async () => {
      const id = await begun('For everybody');
      await add(id, 'cleo');
      await say(id, 'For those who may see it.');
      expect(await later(3 * MINUTE, 'cleo@')).toHaveLength(1);
    });

    it('a colleague who sees a ticket without being one of its people, private or not', async () => {
      const id = await begun('Of the company');
      await say(id, 'Seen by Ben, mailed to Ana.');
      const mails = await later(3 * MINUTE);
      expect(mails.map(({ to }) => JSON.stringify(to)).join()).not.toContain('ben@');
      await add(id, 'cleo');
      await db('cp_tickets').where({ document_id: id }).update({ is_private: true });
      await say(id, 'Private, among its people.');
      const among = await later(3 * MINUTE);
      expect(among.map(({ to }) => JSON.stringify(to)).join()).not.toContain('ben@');
      expect(among).toHaveLength(2);
    });

    it('an address of before: they go where the contact is reached today', async () => {
      const id = await begun('Moved');
      await say(id, 'To the new address.');
      const addresses = () =>
        db('cp_contact_addresses').where({ contact_id: company.people.ana.key });
      await addresses().update({ address: 'ana.new@harbour.example' });
      const mails = await later(3 * MINUTE);
      expect(mails.map(({ to }) => JSON.stringify(to)).join()).toContain('ana.new@');
      expect(mails).toHaveLength(1);
      await addresses().update({ address: 'ana@harbour.example' });
    });
  });

  describe('to agents', () => {
    const members = () => db('cp_inbox_members').where({ inbox_id: company.inboxKey });
    beforeAll(async () => {
      await members().delete();
      await db('cp_inbox_members').insert({
        document_id: 'm'.repeat(24),
        inbox_id: company.inboxKey,
        agent_id: agent.agentKey,
      });
    });
    afterAll(() => members().delete());

    it('tell of a new ticket and of a customer’s answers, and lead to the ticket in the admin', async () => {
      const id = await open('For the agents');
      const [fresh, ...more] = await later(0, 'mara@');
      expect(more).toEqual([]);
      expect(fresh?.subject).toMatch(/^\[T-\d+\] For the agents$/);
      expect(fresh?.text).toMatch(
        new RegExp(
          `^Answer in the help desk:\nhttp\\S+/admin/plugins/customer-portal/help-desk/tickets/${id}\n`,
        ),
      );
      await answer('ana', id, 'One more thing');
      await later(1 * MINUTE);
      await answer('ana', id, 'And another');
      const [replied, ...others] = await later(1 * MINUTE, 'mara@');
      expect(others).toEqual([]);
      expect(replied?.text).toContain('Ana Lopes wrote:\n\nOne more thing\n\nAnd another');
      expect(replied?.inReplyTo).toBe(fresh?.inReplyTo);
      expect(JSON.stringify(replied?.headerLines)).not.toContain('unsubscribe');
    });

    it('reach members of the inbox and who has the ticket, in their language, and nobody who left', async () => {
      await db('cp_agents').where({ id: agent.agentKey }).update({ language: 'fr' });
      const id = await open('En français');
      const [fresh] = await later(0, 'mara@');
      expect(fresh?.text).toContain('Répondez depuis le centre d’assistance');
      await db('cp_agents').where({ id: agent.agentKey }).update({ language: '' });
      await answer('ana', id, 'Nobody hears');
      await members().delete();
      expect(await later(3 * MINUTE, 'mara@')).toEqual([]);
      await booted.services.agentTickets.update(agent, id, { assignee: 'me' });
      await answer('ana', id, 'You hear');
      expect(await later(3 * MINUTE, 'mara@')).toHaveLength(1);
      await answer('ana', id, 'Nobody hears');
      await db('cp_agents').where({ id: agent.agentKey }).update({ left_at: time });
      expect(await later(3 * MINUTE, 'mara@')).toEqual([]);
      await db('cp_agents').where({ id: agent.agentKey }).update({ left_at: 0 });
    });

    it('tell its assignee alone that a customer closed a ticket without a word, and everybody that it was opened again', async () => {
      const { customerTickets, agentTickets } = booted.services;
      const count = await members().where({ agent_id: agent.agentKey });
      if (count.length === 0)
        await db('cp_inbox_members').insert({
          document_id: 'k'.repeat(24),
          inbox_id: company.inboxKey,
          agent_id: agent.agentKey,
        });
      const id = await begun('Solved by itself');
      const close = () => customerTickets.close(viewers.ana, id);
      const reopen = () => customerTickets.reopen(viewers.ana, id);
      // Nobody has it: whom it concerns was told nothing that he has to do.
      await close();
      await close();
      expect(await later(3 * MINUTE, 'mara@')).toEqual([]);
      await reopen();
      await reopen();
      const [opened, ...more] = await later(3 * MINUTE, 'mara@');
      expect(more).toEqual([]);
      expect(opened?.subject).toMatch(/^Re: \[T-\d+\] Solved by itself$/);
      expect(opened?.text).toMatch(
        new RegExp(`/help-desk/tickets/${id}\n.*\n\nOpened again by the customer: Ana Lopes\n*$`),
      );
      expect(JSON.stringify(opened?.headerLines)).not.toContain('unsubscribe');
      await agentTickets.update(agent, id, { assignee: 'me' });
      await close();
      const [closed, ...others] = await later(3 * MINUTE, 'mara@');
      expect(others).toEqual([]);
      expect(closed?.text).toContain('Closed by the customer: Ana Lopes');
      expect(closed?.inReplyTo).toBe(opened?.inReplyTo);
      // There and back is nothing to tell, and an answer tells by itself.
      await reopen();
      await close();
      expect(await later(3 * MINUTE, 'mara@')).toEqual([]);
      await reopen();
      await answer('ana', id, 'It is off again.');
      const [replied, ...rest] = await later(3 * MINUTE, 'mara@');
      expect(rest).toEqual([]);
      expect(replied?.text).toContain('It is off again.');
      // Closed with a word, the word is what is mailed.
      await customerTickets.close(viewers.ana, id, { body: 'Found it.', submissionKey: '' });
      const words = await later(3 * MINUTE, 'mara@');
      expect(words.map(({ text }) => text?.includes('Found it.'))).toEqual([true]);
      // Who gave it away meanwhile is not told.
      await reopen();
      await later(3 * MINUTE);
      await close();
      await agentTickets.update(agent, id, { assignee: null });
      expect(await later(3 * MINUTE, 'mara@')).toEqual([]);
    });

    it('attack 4: a note goes to nobody', async () => {
      const id = await begun('With a note');
      await say(id, 'SECRET-NOTE', 'note');
      expect(await later(3 * MINUTE)).toEqual([]);
      await say(id, 'An answer');
      await say(id, 'SECRET-NOTE', 'note');
      await answer('ana', id, 'Thank you');
      const mails = await later(3 * MINUTE);
      expect(mails.length).toBeGreaterThan(0);
      expect(JSON.stringify(mails)).not.toContain('SECRET-NOTE');
    });
  });
});
