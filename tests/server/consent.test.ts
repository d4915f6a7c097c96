import { readdirSync, mkdirSync } from 'node:fs';
import type { ContactDetail } from '../../server/contracts/contacts';
import type { AccessSettings } from '../../server/contracts/portal-settings';
import { isConsentDue, noticeFor, readConsents } from '../../server/rules/consent';
import { sha256 } from '../../server/services/runtime';
import type { AdminActor, CustomerSession } from '../../server/services/types';
import { change, select, text } from '../../server/store/connection';
import { adminWith, type AdminClient } from '../support/admin';
import { fieldOf, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, ORIGIN, PASSWORD, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const MARA: AdminActor = {
  kind: 'agent',
  id: 'maramaramaramaramaramara',
  name: 'Mara Berg',
  can: new Set(['portal-read', 'portal-edit', 'contact-read', 'contact-edit', 'contact-merge']),
};
const ENGLISH = 'We keep **your requests** for ten years.';
const FRENCH = 'Nous gardons **vos demandes** dix ans.';

describe.each(DATABASES)('consent on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let mara: AdminClient;
  let ticket: string;
  let file: string;

  const db = () => booted.services.runtime.db;
  const portal = () => {
    const found = booted.services.siteMap.portalByKey(company.portalKey);
    if (!found) throw new Error('no portal');
    return found;
  };
  const setNotice = async (consent: Partial<AccessSettings['consent']>) => {
    const { access } = portal().settings;
    await booted.services.portalSettings.save(MARA, portal().id, 'access', {
      ...access,
      consent: { ...access.consent, ...consent },
    });
  };
  /** Asks everybody once more. */
  const raise = () => setNotice({ version: portal().settings.access.consent.version + 1 });

  const tokenOf = async (address: string, at = portal()): Promise<string> => {
    const answer = await booted.services.signIn.withPassword({
      portal: at,
      address,
      password: PASSWORD,
      remember: false,
      ip: '127.0.0.1',
      userAgent: 'test',
    });
    if (answer.outcome !== 'signed-in') throw new Error(answer.outcome);
    return answer.token;
  };
  const dueOf = async (token: string): Promise<CustomerSession> => {
    const { session, consentDue } = await booted.services.sessions.findAt(token, [portal()]);
    expect(session).toBeNull();
    if (!consentDue) throw new Error('nothing is due');
    return consentDue;
  };
  const consentsOf = async (contactKey: number) => {
    const [row] = await select(
      db(),
      'SELECT consents FROM cp_memberships WHERE contact_id = ? AND portal_id = ?',
      [contactKey, company.portalKey],
    );
    return readConsents(row?.consents);
  };
  const activityOf = (id: string) =>
    select(
      db(),
      "SELECT action, actor_kind, actor, changes, portal_id FROM cp_activities WHERE subject = ? AND action LIKE 'consent.%' ORDER BY id",
      [id],
    );
  const browserOf = async (address: string, path = '/support'): Promise<Visitor> => {
    const visitor = visitorOf(booted);
    await visitor.post(`${path}/sign-in`, { email: address, password: PASSWORD }).expect(303);
    return visitor;
  };
  /** What the form of a consent page sends. */
  const formOf = (html: string, answer = 'accept') => ({
    formToken: fieldOf(html, 'formToken'),
    version: fieldOf(html, 'version'),
    textHash: fieldOf(html, 'textHash'),
    next: fieldOf(html, 'next'),
    answer,
  });

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 500, ip: 500 } },
    });
    company = await foundCompany(booted);
    await foundKnowledgeBase(booted);
    mkdirSync(booted.services.runtime.config.attachmentsDir, { recursive: true });
    mara = await adminWith(booted, 'Nils', ['contacts.contact-read']);
    const ana = await browserOf('ana@harbour.example');
    const page = await ana.get('/support/new').expect(200);
    const made = await ana
      .raw('post', '/support/new')
      .set('Origin', ORIGIN)
      .field('formToken', fieldOf(page.text, 'formToken'))
      .field('formVersion', fieldOf(page.text, 'formVersion'))
      .field('subject', 'Secret subject')
      .field('body', 'Secret text.')
      .attach('files', Buffer.from('secret file'), 'secret.txt')
      .expect(303);
    ticket = String(made.headers.location).split('?')[0] ?? '';
    const shown = await ana.get(ticket).expect(200);
    file = /href="([^"]*\/attachments\/[^"]*)"/.exec(shown.text)?.[1] ?? '';
    expect(file).not.toBe('');
    await setNotice({ isOn: true, text: { en: ENGLISH, fr: FRENCH } });
  });
  afterAll(() => booted?.destroy());
  beforeEach(() => raise());

  it('shows the notice before every page of the portal, and goes on to where somebody was', async () => {
    const ana = await browserOf('ana@harbour.example');
    const pages = ['/support', '/support?state=all&q=secret', '/support/new', ticket, file];
    for (const path of [...pages, '/support/profile', '/support/colleagues', '/support/nothing']) {
      const page = await ana.get(path).expect(200);
      expect([path, page.text.includes('<strong>your requests</strong>')]).toEqual([path, true]);
      expect([path, /secret (subject|text|file)/i.test(page.text)]).toEqual([path, false]);
      expect(page.headers['cache-control']).toBe('private, no-store');
      expect(page.headers['content-type']).toMatch(/^text\/html/);
      expect(fieldOf(page.text, 'next')).toBe(path.replaceAll('&', '&amp;'));
    }
    const asked = await ana.get(ticket);
    const answer = await ana.post('/support/consent', formOf(asked.text)).expect(303);
    expect(answer.headers.location).toBe(ticket);
    expect((await ana.get(ticket).expect(200)).text).toContain('Secret subject');
    expect((await ana.get(file).expect(200)).text).toBe('secret file');
    const [given] = await activityOf(company.people.ana.id);
    expect(given).toMatchObject({
      action: 'consent.given',
      actor_kind: 'customer',
      actor: company.people.ana.id,
    });
    expect(Number(given?.portal_id)).toBe(company.portalKey);
    const own = await ana.get('/support/consent').expect(200);
    expect(own.text).toContain('<strong>your requests</strong>');
    expect(own.text).toContain('You accepted this notice');
  });

  it('attack 8: a session whose consent is due is nobody to every service, on whatever way it came', async () => {
    const { sessions } = booted.services;
    const token = await tokenOf('ben@harbour.example');
    expect(await sessions.find(token, portal())).toBeNull();
    const due = await dueOf(token);
    expect(due.isConsentDue).toBe(true);
    const ben = await browserOf('ben@harbour.example');
    for (const path of ['/support/profile', `${ticket}/reply`, `${ticket}/close`, '/support/new']) {
      const page = await ben.post(path, {
        formToken: due.formToken,
        name: 'Changed',
        subject: 'Sent past the notice',
        body: 'Sent past the notice',
      });
      expect([path, page.status]).toEqual([path, 403]);
    }
    const rows = await select(db(), 'SELECT subject FROM cp_tickets WHERE subject = ?', [
      'Sent past the notice',
    ]);
    expect(rows).toEqual([]);
  });

  it('attack 31: is accepted by a POST with the form token and from the portal itself only', async () => {
    const ana = await browserOf('ana@harbour.example');
    const asked = await ana.get('/support').expect(200);
    const form = formOf(asked.text);
    await ana.get(`/support/consent?${new URLSearchParams(form).toString()}`).expect(200);
    await ana.post('/support/consent', { ...form, formToken: 'x' }).expect(403);
    await ana.post('/support/sign-out', { formToken: '' }).expect(403);
    await ana
      .raw('post', '/support/consent')
      .set('Origin', 'https://elsewhere.example')
      .type('form')
      .send(form)
      .expect(403);
    expect(await consentsOf(company.people.ana.key)).not.toContainEqual(
      expect.objectContaining({ version: portal().settings.access.consent.version }),
    );
    await ana.post('/support/consent', form).expect(303);
    await ana.post('/support/consent', form).expect(303);
    const current = (await consentsOf(company.people.ana.key)).filter(
      ({ version }) => version === portal().settings.access.consent.version,
    );
    expect(current).toHaveLength(1);
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/other/../x', ''])(
    'attack 29: accepting leads from %p to the portal itself',
    async (next) => {
      const ana = await browserOf('ana@harbour.example');
      const form = formOf((await ana.get('/support')).text);
      const answer = await ana.post('/support/consent', { ...form, next }).expect(303);
      expect(answer.headers.location).toBe('/support');
      await raise();
      const page = await visitorOf(booted).get('/support/consent');
      expect(page.status).toBe(303);
    },
  );

  it('gives back what was typed into a form that was open, and keeps no file before', async () => {
    await setNotice({ isOn: false });
    const ana = await browserOf('ana@harbour.example');
    const reply = await ana.get(ticket).expect(200);
    const request = await ana.get('/support/new').expect(200);
    await setNotice({ isOn: true });
    const folder = booted.services.runtime.config.attachmentsDir;
    const before = readdirSync(folder, { recursive: true }).length;
    const held = await ana
      .raw('post', `${ticket}/reply`)
      .set('Origin', ORIGIN)
      .field('formToken', fieldOf(reply.text, 'formToken'))
      .field('body', 'Half an hour of work')
      .attach('files', Buffer.from('x'), 'x.txt')
      .expect(403);
    expect(readdirSync(folder, { recursive: true })).toHaveLength(before);
    expect(held.text).toContain('What you typed is kept');
    expect(fieldOf(held.text, 'next')).toBe(ticket);
    const onward = await ana
      .post('/support/consent', { ...formOf(held.text), body: 'Half an hour of work' })
      .expect(200);
    expect(onward.text).toMatch(/<textarea[^>]*id="body"[^>]*>Half an hour of work</);
    await raise();
    const typed = { subject: 'Typed subject', body: 'Typed text' };
    const second = await ana
      .post('/support/new', {
        formToken: fieldOf(request.text, 'formToken'),
        formVersion: fieldOf(request.text, 'formVersion'),
        ...typed,
      })
      .expect(403);
    expect(second.text).toContain('>Typed text</textarea>');
    // In another tab it was accepted meanwhile.
    const other = await ana.get('/support');
    await ana.post('/support/consent', formOf(other.text)).expect(303);
    const back = await ana
      .post('/support/consent', {
        ...formOf(second.text),
        formVersion: fieldOf(request.text, 'formVersion'),
        ...typed,
      })
      .expect(200);
    expect(back.text).toContain('Typed text</textarea>');
    expect(back.text).toContain('value="Typed subject"');
  });

  it('is not passed by signing in with a text that was kept', async () => {
    const visitor = visitorOf(booted);
    const page = await visitor
      .post('/support/sign-in', {
        email: 'ana@harbour.example',
        password: PASSWORD,
        next: '/support/new',
        subject: 'Kept subject',
        body: 'Kept text',
      })
      .expect(200);
    expect(page.headers['set-cookie']).toBeDefined();
    expect(page.text).toContain('<strong>your requests</strong>');
    expect(page.text).toContain('>Kept text</textarea>');
    const on = await visitor
      .post('/support/consent', {
        ...formOf(page.text),
        subject: 'Kept subject',
        body: 'Kept text',
      })
      .expect(200);
    expect(on.text).toContain('Kept text</textarea>');
  });

  it('ends the session of whoever refuses, says who helps, and records it', async () => {
    const { general } = portal().settings;
    await booted.services.portalSettings.save(MARA, portal().id, 'general', {
      ...general,
      helpContact: 'help@harbour-support.example',
    });
    const cleo = await browserOf('cleo@harbour.example');
    const asked = await cleo.get('/support').expect(200);
    const refused = await cleo.post('/support/consent', formOf(asked.text, 'refuse')).expect(303);
    expect(refused.headers.location).toBe('/support/consent/refused');
    expect(String(refused.headers['set-cookie'])).toMatch(/Max-Age=0|Expires=Thu, 01 Jan 1970/);
    const page = await cleo.get('/support/consent/refused').expect(200);
    expect(page.text).toContain('mailto:help@harbour-support.example');
    expect((await cleo.get('/support').expect(303)).headers.location).toMatch('/sign-in');
    const rows = await select(db(), 'SELECT token_hash FROM cp_sessions WHERE contact_id = ?', [
      company.people.cleo.key,
    ]);
    expect(rows).toEqual([]);
    const entries = await activityOf(company.people.cleo.id);
    expect(entries.map(({ action }) => action)).toEqual(['consent.refused']);
    await cleo.post('/support/consent/refused', {}).expect(404);
  });

  it('leaves time to read, and lets sign out without accepting', async () => {
    const dora = await browserOf('dora@lime.example');
    const asked = await dora.get('/support').expect(200);
    const formToken = fieldOf(asked.text, 'formToken');
    await dora.post('/support/stay-signed-in', { formToken: 'x' }).expect(403);
    const stayed = await dora.post('/support/stay-signed-in', { formToken });
    expect(stayed.status).toBeLessThan(300);
    expect(stayed.text ?? '').not.toContain('your requests');
    await dora.post('/support/sign-out', { formToken }).expect(303);
    await dora.get('/support').expect(303);
  });

  it('leaves the knowledge base beside the portal open, where its reader is nobody', async () => {
    const ana = await browserOf('ana@harbour.example');
    for (const path of ['/', '/articles/mount-the-meter']) {
      const page = await ana.get(path).expect(200);
      expect(page.text).not.toContain('your requests');
      expect(page.text).not.toContain('Ana Lopes');
      expect(page.headers['set-cookie']).toBeUndefined();
    }
    const signIn = await ana.get('/support/sign-in?next=/support/profile').expect(303);
    expect(signIn.headers.location).toBe('/support/profile');
  });

  it('counts at its portal alone: the one beside it asks nothing', async () => {
    const { portals, people } = booted.services;
    const other = await portals.createPortal({
      name: 'Partner desk',
      domainKey: portal().domain.key,
      slug: 'partners',
      inboxKey: company.inboxKey,
    });
    await people.createContact({
      name: 'Max Two',
      address: 'max@several.example',
      password: PASSWORD,
      portalKeys: [company.portalKey, other.key],
    });
    const max = await browserOf('max@several.example', '/partners');
    await max.get('/partners').expect(200);
    expect((await max.get('/partners')).text).not.toContain('your requests');
    expect((await max.get('/support')).text).toContain('your requests');
    expect((await max.get('/')).text).toContain('Account of Max Two');
  });

  it('shows a notice again that became another one while it was read', async () => {
    const ana = await browserOf('ana@harbour.example');
    const form = formOf((await ana.get('/support')).text);
    await setNotice({ text: { en: `${ENGLISH} And the logs.`, fr: FRENCH } });
    const again = await ana.post('/support/consent', form).expect(409);
    expect(again.text).toContain('And the logs');
    expect(again.text).toContain('changed while you read it');
    await ana.post('/support/consent', { ...formOf(again.text), version: '1' }).expect(409);
    await ana.post('/support/consent', { ...formOf(again.text), textHash: '' }).expect(409);
    await ana.post('/support/consent', { ...formOf(again.text), answer: '' }).expect(409);
    await ana.post('/support/consent', formOf(again.text)).expect(303);
    const [last] = (await consentsOf(company.people.ana.key)).slice(-1);
    expect(last).toMatchObject({
      language: 'en',
      textHash: sha256(`${ENGLISH} And the logs.`),
      version: portal().settings.access.consent.version,
    });
    // A correction that asks nobody again.
    await setNotice({ text: { en: ENGLISH, fr: FRENCH } });
    expect((await ana.get('/support').expect(200)).text).not.toContain('your requests');
  });

  it('speaks the language of its reader, and says which text was accepted', async () => {
    const { fr } = { fr: company.people.dora };
    await change(db(), 'cp_contacts', { id: fr.key }, { language: 'fr' });
    const dora = await browserOf('dora@lime.example');
    const asked = await dora.get('/support').expect(200);
    expect(asked.text).toContain('<strong>vos demandes</strong>');
    expect(asked.text).toContain('Accepter et continuer');
    await dora.post('/support/consent', formOf(asked.text)).expect(303);
    const last = (await consentsOf(fr.key)).at(-1);
    expect(last).toMatchObject({ language: 'fr', textHash: sha256(FRENCH) });
    const { body } = await mara.get(`/contacts/${fr.id}`).expect(200);
    const [membership] = (body as ContactDetail).memberships;
    expect(membership?.consents[0]).toEqual(last);
    const at = `/portals/${portal().id}/consent-texts`;
    const kept = await mara.get(`${at}/${sha256(FRENCH)}`).expect(200);
    expect(kept.body).toEqual({ language: 'fr', text: FRENCH });
    await mara.get(`${at}/${sha256('never shown')}`).expect(404);
    await mara.get(`/portals/nowhere/consent-texts/${sha256(FRENCH)}`).expect(404);
    const { consents } = booted.services;
    const nobody = { ...MARA, can: new Set<string>() };
    expect(() => consents.textOf(nobody, portal().id, sha256(FRENCH))).toThrow();
  });

  it('is accepted once by two tabs at once, and keeps every version', async () => {
    const token = await tokenOf('ben@harbour.example');
    const { viewer } = await dueOf(token);
    const { consents } = booted.services;
    const notice = consents.notice(portal(), ['en']);
    if (!notice) throw new Error('no notice');
    const before = await consentsOf(viewer.contactKey);
    const both = await Promise.all([consents.give(viewer, notice), consents.give(viewer, notice)]);
    expect(both).toEqual(['given', 'given']);
    const after = await consentsOf(viewer.contactKey);
    expect(after).toHaveLength(before.length + 1);
    expect(after.slice(0, -1)).toEqual(before);
    expect(await booted.services.sessions.find(token, portal())).not.toBeNull();
    await raise();
    expect(await booted.services.sessions.find(token, portal())).toBeNull();
    expect(await consents.give((await dueOf(token)).viewer, notice)).toBe('changed');
    const texts = await select(db(), 'SELECT text FROM cp_consent_texts WHERE text_hash = ?', [
      notice.textHash,
    ]);
    expect(texts.map((row) => text(row.text))).toEqual([notice.text]);
  });

  it('is not accepted by an admin who looks as the customer, nor asked of him', async () => {
    const token = await tokenOf('ben@harbour.example');
    const due = await dueOf(token);
    const { consents, sessions } = booted.services;
    const notice = consents.notice(portal(), ['en']);
    if (!notice) throw new Error('no notice');
    await change(
      db(),
      'cp_sessions',
      { token_hash: due.viewer.sessionKey },
      { viewed_by: 'mara', viewed_by_name: 'Mara' },
    );
    const seen = await sessions.find(token, portal());
    expect(seen?.viewer.isReadOnly).toBe(true);
    if (!seen) return;
    await expect(consents.give(seen.viewer, notice)).rejects.toThrow();
    await expect(consents.refuse(seen.viewer)).rejects.toThrow();
  });

  it('joins what both accepted when contacts are merged', async () => {
    const { people, contactMerge } = booted.services;
    const two = [];
    for (const name of ['Twin One', 'Twin Two'])
      two.push(
        await people.createContact({
          name,
          address: `${name.replace(' ', '.').toLowerCase()}@twin.example`,
          portalKeys: [company.portalKey],
        }),
      );
    const [one, other] = two;
    if (!one || !other) return;
    const consent = (version: number, givenAt: number) => ({
      version,
      language: 'en',
      textHash: 'a'.repeat(64),
      givenAt,
    });
    for (const [key, list] of [
      [one.key, [consent(1, 100), consent(3, 300)]],
      [other.key, [consent(1, 100), consent(2, 200)]],
    ] as const)
      await change(
        db(),
        'cp_memberships',
        { contact_id: key, portal_id: company.portalKey },
        { consents: JSON.stringify(list) },
      );
    const preview = await contactMerge.preview(MARA, one.id, other.id);
    expect(preview).not.toBeNull();
    await contactMerge.merge(MARA, one.id, { loser: other.id, choices: {} } as never);
    expect(await consentsOf(one.key)).toEqual([consent(1, 100), consent(2, 200), consent(3, 300)]);
  });
});

describe('the rule of consent', () => {
  const notice = { isOn: true, text: { en: 'Yes', fr: 'Oui' }, version: 2 };

  it.each([
    ['nothing stored', null, true],
    ['an older version', [{ version: 1, language: 'en', textHash: 'x', givenAt: 1 }], true],
    ['this version', [{ version: 2, language: 'en', textHash: 'x', givenAt: 1 }], false],
    ['a map of long ago', '{"terms":1700000000000}', true],
    ['no JSON', '{', true],
    ['entries that are none', '[null,1,{"version":2}]', true],
  ])('with %s', (_, stored, isDue) => {
    expect(isConsentDue(notice, stored)).toBe(isDue);
  });

  it('asks nothing while it is off, or says nothing', () => {
    expect(isConsentDue({ ...notice, isOn: false }, null)).toBe(false);
    expect(isConsentDue({ ...notice, text: { en: '' } }, null)).toBe(false);
  });

  it('falls back by language, and never to nothing', () => {
    const languageOf = (...languages: string[]) => noticeFor(notice, languages)?.language;
    expect(languageOf('fr-CA', 'en')).toBe('fr');
    expect(languageOf('ja', 'fr')).toBe('fr');
    expect(languageOf('ja')).toBe('en');
    expect(noticeFor({ ...notice, text: {} }, ['en'])).toBeNull();
  });
});
