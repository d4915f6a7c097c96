import type { CompanyContact } from '../../server/contracts/companies';
import type { RecordPage } from '../../server/contracts/lists';
import { colleagueName } from '../../server/rules/colleague-names';
import type { AdminActor, CustomerViewer, PortalRecord } from '../../server/services/types';
import { change, jsonOf, number, select, text } from '../../server/store/connection';
import { MOST_A_DAY } from '../../server/services/colleagues';
import { stopBackground } from '../support/background';
import { fieldOf, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { openMailbox, type Mailbox } from '../support/mailbox';
import { statementsOf } from '../support/plans';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
const NEW_PASSWORD = 'Loud-whistle-41';
const MARA: AdminActor = {
  kind: 'agent',
  id: 'mara',
  name: 'Mara Berg',
  can: new Set(['company-read', 'company-edit', 'contact-edit', 'contact-read', 'portal-edit']),
};

describe.each(DATABASES)('colleagues on %s', (database) => {
  let booted: Booted;
  let mailbox: Mailbox;
  let company: TestCompany;
  let harbour: string;
  let lime: string;
  let time = Date.now();
  let count = 0;

  const db = () => booted.services.runtime.db;
  const colleagues = () => booted.services.colleagues;
  const portal = (): PortalRecord => {
    const found = booted.services.siteMap.portalByKey(company.portalKey);
    if (!found) throw new Error('no portal');
    return found;
  };
  const setUp = (settings: object) =>
    booted.services.portalSettings.apply(company.portalKey, settings);
  const belong = (companyId: string, contactId: string, flags: object) =>
    booted.services.companyContacts.set(MARA, companyId, contactId, {
      isPrimary: true,
      seesTickets: false,
      isManager: false,
      ...flags,
    });
  const person = async (name: string, address: string, companyId = '') => {
    const made = await booted.services.people.createContact({
      name,
      address,
      password: PASSWORD,
      portalKeys: [company.portalKey],
    });
    if (companyId !== '') await belong(companyId, made.id, {});
    return made;
  };
  const viewer = (address: string): Promise<CustomerViewer> =>
    viewerOf(booted, { ...company, portal: portal() }, address);
  /** The manager of Harbour Foods. */
  const ana = () => viewer('ana@harbour.example');
  const pageOf = async (who: CustomerViewer, asked = {}) => {
    const page = await colleagues().page(who, { company: '', q: '', cursor: '', ...asked });
    if (!page) throw new Error('no page');
    return page;
  };
  const activityOf = async (id: string) =>
    (
      await select(
        db(),
        'SELECT action, actor_kind, actor_name, changes, portal_id FROM cp_activities WHERE subject = ? ORDER BY id',
        [id],
      )
    ).map((row) => ({
      action: text(row.action),
      actor: `${text(row.actor_kind)} ${text(row.actor_name)}`,
      changes: jsonOf<Record<string, { before: string; after: string }>>(row.changes, {}),
      portalKey: number(row.portal_id),
    }));
  const settle = () => booted.services.colleagueInvitations.settle();
  const mailsTo = (address: string) =>
    mailbox.mails.filter(({ to }) => [to].flat().some((one) => one?.text === address));
  async function send(): Promise<void> {
    await settle();
    time += 2 * MINUTE;
    await booted.services.invitationSending.sendDue();
    await booted.services.outboxWorker.drain();
  }
  const tokenTo = (address: string): string =>
    new URL(
      /https?:\S+token=\S+/.exec(mailsTo(address).at(-1)?.text ?? '')?.[0] ?? 'http://none/',
    ).searchParams.get('token') ?? '';
  const accept = (token: string) =>
    booted.services.invitationAccepting.accept({
      portal: portal(),
      token,
      name: 'Chosen Name',
      password: NEW_PASSWORD,
      language: 'en',
      origin: { ip: '127.0.0.9', userAgent: 'test', previousToken: '', deviceToken: '' },
    });
  const fresh = () => `guest${(count += 1)}@new.example`;
  const invite = async (address: string, more: object = {}, by?: CustomerViewer) =>
    colleagues().invite(by ?? (await ana()), harbour, {
      address,
      name: 'Nora New',
      seesTickets: false,
      ...more,
    });
  const contactOf = async (address: string) =>
    (
      await select(
        db(),
        'SELECT c.id, c.document_id, c.name, a.verified_at FROM cp_contact_addresses a JOIN cp_contacts c ON c.id = a.contact_id WHERE a.address = ?',
        [address],
      )
    )[0];
  const linksOf = async (address: string) =>
    select(
      db(),
      `SELECT co.document_id, cc.is_primary, cc.sees_tickets, cc.is_manager, cc.left_at FROM cp_contact_companies cc
       JOIN cp_companies co ON co.id = cc.company_id JOIN cp_contact_addresses a ON a.contact_id = cc.contact_id WHERE a.address = ?`,
      [address],
    );

  beforeAll(async () => {
    mailbox = await openMailbox();
    booted = await bootStrapi({
      database,
      env: { TEST_SMTP_PORT: String(mailbox.port) },
      pluginConfig: {
        mailTransport: 'email-plugin',
        invitationsPerMinute: 100,
        signInTries: { address: 500, ip: 5000 },
      },
    });
    // Each test does it by itself.
    await stopBackground(booted);
    company = await foundCompany(booted);
    const idOf = async (name: string) =>
      text(
        (await select(db(), 'SELECT document_id FROM cp_companies WHERE name = ?', [name]))[0]
          ?.document_id,
      );
    harbour = await idOf('Harbour Foods');
    lime = await idOf('Lime Works');
    await setUp({ access: { companyManagers: true }, tickets: { permission: 'company' } });
    await belong(harbour, company.people.ana.id, { isManager: true });
    await belong(lime, company.people.dora.id, { isManager: true });
  });
  afterAll(async () => {
    await booted?.destroy();
    await mailbox?.close();
  });
  beforeEach(() => {
    jest.spyOn(booted.services.runtime, 'now').mockImplementation(() => time);
    // Nobody's allowance of the test before counts.
    time += DAY + MINUTE;
  });
  afterEach(() => jest.restoreAllMocks());

  describe('a manager', () => {
    it('sees the people of his company alone, finds them by name, and leafs through them', async () => {
      const page = await pageOf(await ana());
      expect(page.company.name).toBe('Harbour Foods');
      expect(page.rows.map(({ name }) => name)).toEqual(['Cleo Martin', 'Ben Okafor', 'Ana Lopes']);
      expect(page.rows[2]).toMatchObject({
        address: 'ana@harbour.example',
        isYou: true,
        isManager: true,
        standing: 'in',
      });
      const found = await pageOf(await ana(), { q: 'okaf' });
      expect(found.rows.map(({ name }) => name)).toEqual(['Ben Okafor']);
      // What else finds a contact for agents would tell more than the list shows.
      for (const q of ['ben@harbour.example', '@harbour.example', 'ben@'])
        expect((await pageOf(await ana(), { q })).rows).toEqual([]);
      expect((await pageOf(await ana(), { q: 'dora' })).rows).toEqual([]);
      const crowd = [];
      for (let at = 0; at < 26; at += 1)
        crowd.push(await person(`Crowd ${at}`, `c${at}@crowd.example`, harbour));
      const first = await pageOf(await ana(), { q: 'crowd' });
      expect(first.rows).toHaveLength(25);
      const second = await pageOf(await ana(), { q: 'crowd', cursor: first.nextCursor });
      expect(second.rows.map(({ name }) => name)).toEqual(['Crowd 0']);
      expect(second.nextCursor).toBe('');
      for (const { id } of crowd) await booted.services.companyContacts.remove(MARA, harbour, id);
    });

    it('invites an unknown address: its contact joins when it accepts, and not before', async () => {
      const address = fresh();
      expect(await invite(`  ${address.toUpperCase()} `)).toEqual({ outcome: 'asked' });
      expect(await contactOf(address)).toBeUndefined();
      expect((await pageOf(await ana())).invited[0]).toMatchObject({
        address,
        name: 'Nora New',
        by: 'Ana Lopes',
      });
      await send();
      const contact = await contactOf(address);
      expect([text(contact?.name), number(contact?.verified_at)]).toEqual(['Nora New', 0]);
      expect(await linksOf(address)).toEqual([]);
      expect(
        await booted.services.invitationAccepting.find(portal(), tokenTo(address)),
      ).toMatchObject({ address, joins: 'Harbour Foods' });
      expect((await accept(tokenTo(address))).outcome).toBe('entered');
      const [link] = await linksOf(address);
      expect(link).toMatchObject({ document_id: harbour });
      const page = await pageOf(await ana());
      expect(page.invited.map((one) => one.address)).not.toContain(address);
      expect(page.rows[0]).toMatchObject({
        name: 'Chosen Name',
        address,
        standing: 'in',
        isManager: false,
        seesTickets: false,
      });
      const entries = await activityOf(harbour);
      expect(entries.slice(-2)).toMatchObject([
        {
          action: 'company.colleague-invited',
          actor: 'customer Ana Lopes',
          portalKey: company.portalKey,
          changes: { address: { before: '', after: address } },
        },
        { action: 'company.colleague-joined', actor: 'customer Chosen Name' },
      ]);
      const { companyKeys } = await booted.services.sessions
        .find(await sessionOf(address), portal())
        .then((session) => session?.viewer ?? { companyKeys: [0] });
      expect(companyKeys).toEqual([]);
    });

    it('says with the invitation that a colleague may see the tickets of the company', async () => {
      const address = fresh();
      await invite(address, { seesTickets: true });
      await send();
      await accept(tokenTo(address));
      const [row] = (await pageOf(await ana())).rows;
      expect(row).toMatchObject({ address, seesTickets: true });
      const session = await booted.services.sessions.find(await sessionOf(address), portal());
      expect(session?.viewer.companyKeys).toHaveLength(1);
    });

    it('decides who sees the company’s tickets, whatever else opens them, at the next request', async () => {
      const ben = await tokenOf('ben@harbour.example');
      const companiesOf = async () =>
        (await booted.services.sessions.find(ben, portal()))?.viewer.companyKeys.length;
      expect(await companiesOf()).toBe(1);
      const { people } = company;
      expect(await colleagues().setSight(await ana(), harbour, people.ben.id, false)).toBe(true);
      expect(await companiesOf()).toBe(0);
      const list = (await booted.services.companyContacts.list(MARA, harbour, {
        q: 'ben',
      })) as RecordPage<CompanyContact>;
      expect(list.rows[0]).toMatchObject({ isWithheld: true, seesTickets: false, isPrimary: true });
      const [entry] = (await activityOf(harbour)).slice(-1);
      expect(entry).toMatchObject({
        action: 'company.sight-changed',
        actor: 'customer Ana Lopes',
        changes: { rights: { before: 'seesTickets', after: '' } },
      });
      expect(await colleagues().setSight(await ana(), harbour, people.ben.id, true)).toBe(true);
      expect(await companiesOf()).toBe(1);
      await colleagues().setSight(await ana(), harbour, people.ben.id, false);
      // An admin goes before a manager.
      await belong(harbour, people.ben.id, { seesTickets: true });
      expect(await companiesOf()).toBe(1);
      await belong(harbour, people.ben.id, {});
      expect(await companiesOf()).toBe(1);
    });

    it('removes a colleague, who is signed out at once and cannot be invited back by him', async () => {
      const eve = await person('Eve Gone', 'eve@gone.example', harbour);
      const token = await tokenOf('eve@gone.example');
      expect(await booted.services.sessions.find(token, portal())).not.toBeNull();
      expect(await colleagues().remove(await ana(), harbour, eve.id)).toBe(true);
      expect(await booted.services.sessions.find(token, portal())).toBeNull();
      expect(number((await linksOf('eve@gone.example'))[0]?.left_at)).toBeGreaterThan(0);
      expect((await pageOf(await ana(), { q: 'eve' })).rows).toEqual([]);
      expect(await colleagues().remove(await ana(), harbour, eve.id)).toBe(false);
      await invite('eve@gone.example');
      await settle();
      expect(number((await linksOf('eve@gone.example'))[0]?.left_at)).toBeGreaterThan(0);
      expect((await activityOf(harbour)).slice(-3).map(({ action }) => action)).toEqual([
        'company.colleague-removed',
        'company.colleague-invited',
        'company.colleague-not-invited',
      ]);
    });

    it('invites somebody of the company who has no access yet, once', async () => {
      const { people } = booted.services;
      const address = fresh();
      const made = await people.createContact({ name: 'Ole Old', address });
      await belong(harbour, made.id, {});
      const before = (await pageOf(await ana(), { q: 'ole' })).rows[0];
      expect(before).toMatchObject({ standing: 'none', canInvite: true });
      expect(await colleagues().inviteColleague(await ana(), harbour, made.id)).toBe('invited');
      expect(await colleagues().inviteColleague(await ana(), harbour, made.id)).toBeNull();
      const after = (await pageOf(await ana(), { q: 'ole' })).rows[0];
      expect(after).toMatchObject({ standing: 'invited', canInvite: false });
      // By his address it is the same, and he stands in one list only.
      await invite(address);
      await settle();
      expect((await pageOf(await ana())).invited.map((one) => one.address)).not.toContain(address);
      // Who leaves is not let in by a mail that is on its way.
      await colleagues().remove(await ana(), harbour, made.id);
      await send();
      expect(mailsTo(address)).toEqual([]);
    });

    it('takes an invitation back before it is accepted', async () => {
      const address = fresh();
      await invite(address);
      await send();
      const token = tokenTo(address);
      const [asked] = (await pageOf(await ana())).invited;
      if (!asked) throw new Error('nobody is invited');
      const dora = await viewer('dora@lime.example');
      expect(await colleagues().takeBack(dora, lime, asked.id)).toBe(false);
      expect(await colleagues().takeBack(await ana(), harbour, asked.id)).toBe(true);
      expect(await colleagues().takeBack(await ana(), harbour, asked.id)).toBe(false);
      expect(await accept(token)).toEqual({ outcome: 'closed' });
      // Nobody's contact since: it can be invited anew.
      await invite(address);
      await send();
      expect(tokenTo(address)).not.toBe(token);
      expect((await accept(tokenTo(address))).outcome).toBe('entered');
      expect(await linksOf(address)).toHaveLength(1);
    });

    it('manages several companies apart', async () => {
      await belong(lime, company.people.ana.id, { isPrimary: false, isManager: true });
      const page = await pageOf(await ana(), { company: lime });
      expect(page.company.name).toBe('Lime Works');
      expect(page.companies.map(({ name }) => name)).toEqual(['Harbour Foods', 'Lime Works']);
      expect(page.rows.map(({ name }) => name)).toContain('Dora Vidal');
      await booted.services.companyContacts.remove(MARA, lime, company.people.ana.id);
    });
  });

  describe('attack 2: a manager reaches nobody but the people of the company that he manages', () => {
    it('by other companies, other contacts, and after the right was taken a moment ago', async () => {
      const { people } = company;
      const anaNow = await ana();
      const service = colleagues();
      const nothing = async (who: CustomerViewer, companyId: string, contactId: string) => {
        const asked = { address: fresh(), name: 'Nora New', seesTickets: true };
        expect(await service.setSight(who, companyId, contactId, false)).toBe(false);
        expect(await service.remove(who, companyId, contactId)).toBe(false);
        expect(await service.inviteColleague(who, companyId, contactId)).toBeNull();
        expect(await service.find(who, companyId, contactId)).toBeNull();
        return { asked };
      };
      for (const id of [lime, 'nowhere', '']) {
        await nothing(anaNow, id, people.dora.id);
        expect(
          await service.invite(anaNow, id, {
            address: fresh(),
            name: 'Nora New',
            seesTickets: true,
          }),
        ).toBeNull();
        if (id !== '')
          expect(await service.page(anaNow, { company: id, q: '', cursor: '' })).toBeNull();
      }
      await nothing(anaNow, harbour, people.dora.id);
      await nothing(anaNow, harbour, 'nowhere');
      // Neither himself nor another manager.
      await belong(harbour, people.ben.id, { isManager: true });
      for (const { id } of [people.ana, people.ben]) {
        expect(await service.remove(anaNow, harbour, id)).toBe(false);
        expect(await service.setSight(anaNow, harbour, id, false)).toBe(false);
      }
      await belong(harbour, people.ben.id, {});
      // A colleague who manages nothing, and whoever managed until now.
      const cleo = await viewer('cleo@harbour.example');
      await nothing(cleo, harbour, people.ben.id);
      expect(await service.page(cleo, { company: harbour, q: '', cursor: '' })).toBeNull();
      await belong(harbour, people.ana.id, { isManager: false });
      await nothing(anaNow, harbour, people.ben.id);
      expect(await service.page(anaNow, { company: harbour, q: '', cursor: '' })).toBeNull();
      await belong(harbour, people.ana.id, { isManager: true });
      await booted.services.companies.trash(MARA, harbour);
      await nothing(anaNow, harbour, people.ben.id);
      await booted.services.companies.restore(MARA, harbour);
      await setUp({ access: { companyManagers: false } });
      await nothing(await ana(), harbour, people.ben.id);
      await setUp({ access: { companyManagers: true } });
      await expect(
        service.remove({ ...(await ana()), isReadOnly: true }, harbour, people.ben.id),
      ).rejects.toThrow();
    });

    it('by an invitation that outlived the manager, or that somebody registers without', async () => {
      const address = fresh();
      await invite(address);
      await send();
      await belong(harbour, company.people.ana.id, { isManager: false });
      expect((await accept(tokenTo(address))).outcome).toBe('entered');
      await belong(harbour, company.people.ana.id, { isManager: true });
      expect(await linksOf(address)).toEqual([]);
      // Asked, not yet looked at, and not a manager any more by then.
      const second = fresh();
      await invite(second);
      await belong(harbour, company.people.ana.id, { isManager: false });
      await settle();
      await belong(harbour, company.people.ana.id, { isManager: true });
      expect(await contactOf(second)).toBeUndefined();
      // An invitation of the company behind the portal joins nothing.
      const third = fresh();
      await invite(third);
      await settle();
      const made = await contactOf(third);
      await change(db(), 'cp_invitations', { contact_id: number(made?.id) }, { state: 'expired' });
      await booted.services.runtime.transaction((at) =>
        booted.services.invitationWriting.inviteContact(at, portal(), number(made?.id), MARA),
      );
      await send();
      expect((await accept(tokenTo(third))).outcome).toBe('entered');
      expect(await linksOf(third)).toEqual([]);
    });
  });

  describe('attack 21: a manager’s invitations are no outbound mailer', () => {
    it('carry nothing that he typed, and go to an address with the same greeting', async () => {
      const address = fresh();
      await invite(address, { name: 'Prize Winner Call Now' });
      await send();
      const [mail] = mailsTo(address);
      expect(mail?.text).toContain(`Hello ${address},`);
      expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/Prize|Winner|Ana Lopes/);
      for (const name of [
        'Win at www.evil.example',
        'https://evil.example',
        'a@b.example',
        'x'.repeat(81),
        ' ',
        'Call evil.example',
      ])
        expect(await invite(fresh(), { name })).toEqual({ outcome: 'refused', field: 'name' });
      for (const bad of [
        '',
        'nobody',
        'a b@c.example',
        'a@b',
        `${'x'.repeat(400)}@b.example`,
        'a@b.example\r\nBcc: c@d.example',
      ])
        expect(await invite(bad)).toEqual({ outcome: 'refused', field: 'email' });
    });

    it('stop at so many a day, of a manager, of a company, and silently of an address', async () => {
      const who = await ana();
      const address = fresh();
      for (let at = 0; at < MOST_A_DAY.address + 1; at += 1)
        expect(await invite(address, {}, who)).toEqual({ outcome: 'asked' });
      await settle();
      const invitations = await select(db(), 'SELECT id FROM cp_invitations WHERE address = ?', [
        address,
      ]);
      expect(invitations.length).toBeLessThanOrEqual(1);
      for (let at = MOST_A_DAY.address + 1; at < MOST_A_DAY.inviter; at += 1)
        expect(await invite(fresh(), {}, who)).toEqual({ outcome: 'asked' });
      expect(await invite(fresh(), {}, who)).toEqual({ outcome: 'limited' });
      const made = await booted.services.people.createContact({
        name: 'Ulf Capped',
        address: fresh(),
      });
      await belong(harbour, made.id, {});
      expect(await colleagues().inviteColleague(who, harbour, made.id)).toBe('limited');
      const both = await Promise.all([invite(fresh(), {}, who), invite(fresh(), {}, who)]);
      expect(both).toEqual([{ outcome: 'limited' }, { outcome: 'limited' }]);
      time += DAY + MINUTE;
      expect(await invite(fresh(), {}, who)).toEqual({ outcome: 'asked' });
    });

    it('never leave from a portal on the system domain', async () => {
      const who = await ana();
      const system = {
        ...who,
        portal: { ...who.portal, domain: { ...who.portal.domain, isSystem: true } },
      };
      expect(await invite(fresh(), {}, system)).toEqual({ outcome: 'not-here' });
      expect((await pageOf(system)).canInvite).toBe(false);
      expect((await pageOf(system)).rows.some(({ canInvite }) => canInvite)).toBe(false);
    });
  });

  describe('attack 25: nobody learns whose an address is', () => {
    it('by the answer, the statements, the list, or what is sent', async () => {
      const who = await ana();
      const free = fresh();
      const trashed = await person('Tom Trash', 'tom@trash.example');
      await booted.services.contacts.trash(MARA, trashed.id);
      await person('Pia Private', 'pia@private.example');
      const kinds = {
        unknown: free,
        foreign: 'dora@lime.example',
        private: 'pia@private.example',
        trashed: 'tom@trash.example',
      };
      const seen: Record<string, string[]> = {};
      for (const [kind, address] of Object.entries(kinds)) {
        const statements = await statementsOf(db(), () => invite(address, {}, who));
        seen[kind] = statements.map(({ sql }) => sql);
      }
      for (const kind of Object.keys(kinds))
        expect([kind, seen[kind]]).toEqual([kind, seen.unknown]);
      const shown = async () =>
        (await pageOf(who)).invited
          .filter(({ address }) => Object.values(kinds).includes(address))
          .map(({ name, by }) => ({ name, by }));
      const before = await shown();
      expect(new Set(before.map((one) => JSON.stringify(one))).size).toBe(1);
      expect(before).toHaveLength(4);
      const mails = mailbox.mails.length;
      await send();
      expect(await shown()).toEqual(before);
      const mailed = mailbox.mails
        .slice(mails)
        .flatMap(({ to }) => [to].flat().map((one) => one?.text ?? ''));
      expect(mailed.filter((one) => Object.values(kinds).includes(one))).toEqual([free]);
      expect((await linksOf('pia@private.example')).length).toBe(0);
      expect((await linksOf('dora@lime.example')).map((row) => row.document_id)).toEqual([lime]);
      const reasons = (await activityOf(harbour))
        .filter(({ action }) => action === 'company.colleague-not-invited')
        .slice(-3)
        .map(({ changes }) => changes.reason?.after);
      expect(reasons).toEqual(
        Array(3).fill('The address belongs to a contact who is not of this company.'),
      );
      const asked = (await pageOf(who)).invited.filter(({ address }) =>
        Object.values(kinds).includes(address),
      );
      for (const { id } of asked) expect(await colleagues().takeBack(who, harbour, id)).toBe(true);
    });

    it('and whom access groups keep out is not made a contact', async () => {
      const { accessGroups, siteMap } = booted.services;
      const group = await accessGroups.define({
        name: 'Chosen ones',
        portalKeys: [company.portalKey],
      });
      for (const key of ['ana', 'ben', 'cleo'] as const)
        await accessGroups.addMembers({ ...MARA, can: new Set(['access-group-edit']) }, group.id, {
          contacts: [company.people[key].id],
          pasted: '',
        });
      await siteMap.refresh();
      expect((await pageOf(await ana())).isNarrowed).toBe(true);
      const address = fresh();
      expect(await invite(address)).toEqual({ outcome: 'asked' });
      await settle();
      expect(await contactOf(address)).toBeUndefined();
      expect((await activityOf(harbour)).at(-1)).toMatchObject({
        action: 'company.colleague-not-invited',
        changes: { reason: { after: 'None of the portal’s access groups lets it in.' } },
      });
      const gus = await booted.services.people.createContact({
        name: 'Gus Kept',
        address: fresh(),
      });
      await belong(harbour, gus.id, {});
      expect((await pageOf(await ana(), { q: 'gus' })).rows[0]).toMatchObject({
        canInvite: false,
        needsHelp: true,
      });
      await db()('cp_portal_access_groups').delete();
      await siteMap.refresh();
      await setUp({ access: { companyManagers: true, groups: [] } });
    });
  });

  it('forgets what nobody accepted after two weeks', async () => {
    const address = fresh();
    await invite(address);
    await send();
    time += 15 * DAY;
    await booted.services.invitationSending.endOver();
    expect((await pageOf(await ana())).invited).toEqual([]);
    // By then its link is closed as well.
    expect(await accept(tokenTo(address))).toEqual({ outcome: 'closed' });
    await invite(address);
    await send();
    expect((await accept(tokenTo(address))).outcome).toBe('entered');
    expect(await linksOf(address)).toHaveLength(1);
  });

  describe('the pages', () => {
    const signedIn = async (address: string): Promise<Visitor> => {
      const visitor = visitorOf(booted);
      await visitor.post('/support/sign-in', { email: address, password: PASSWORD }).expect(303);
      return visitor;
    };
    /** Without how much is left of the session, and where signing in leads back to. */
    const plain = (html: string) => html.replaceAll(/ data-(left|most)="\d+"|\?next=[^"]*/g, '');
    const tokenIn = async (visitor: Visitor) =>
      fieldOf((await visitor.get('/support/profile')).text, 'formToken');

    it('are there for a manager alone, and lead him there', async () => {
      const manager = await signedIn('ana@harbour.example');
      const home = await manager.get('/support').expect(200);
      expect(home.text).toContain('href="/support/colleagues"');
      const list = await manager.get('/support/colleagues').expect(200);
      expect(list.headers['cache-control']).toBe('private, no-store');
      expect(list.text).toContain('Ben Okafor');
      expect(list.text).not.toContain('Dora Vidal');
      const ben = await signedIn('ben@harbour.example');
      expect((await ben.get('/support').expect(200)).text).not.toContain('/colleagues');
      const nowhere = await ben.get('/support/nowhere').expect(404);
      for (const path of [
        'colleagues',
        'colleagues/invite',
        `colleagues/${company.people.cleo.id}/remove`,
        'colleagues/x/y/z',
      ]) {
        const page = await ben.get(`/support/${path}`).expect(404);
        expect([path, plain(page.text)]).toEqual([path, plain(nowhere.text)]);
      }
      const closed = await visitorOf(booted).get('/support/colleagues').expect(303);
      expect(closed.headers.location).toMatch('/support/sign-in');
      await setUp({ access: { companyManagers: false } });
      await manager.get('/support/colleagues').expect(404);
      expect((await manager.get('/support')).text).not.toContain('/support/colleagues');
      await setUp({ access: { companyManagers: true } });
    });

    it('attack 2: answer foreign ids like ids of nothing, byte by byte', async () => {
      const manager = await signedIn('ana@harbour.example');
      const formToken = await tokenIn(manager);
      const { cleo, dora, ana: own } = company.people;
      const bodyOf = async (path: string, fields: Record<string, string>) =>
        plain(
          (await manager.post(`/support/colleagues/${path}`, { formToken, ...fields }).expect(404))
            .text,
        );
      const nothing = await bodyOf('nowhere/remove', { company: harbour });
      for (const [path, fields] of [
        [`${dora.id}/remove`, { company: harbour }],
        [`${dora.id}/remove`, { company: lime }],
        [`${own.id}/remove`, { company: harbour }],
        [`${dora.id}/sight`, { company: lime, sees: 'no' }],
        [`${dora.id}/invite`, { company: lime }],
        [`${cleo.id}/remove`, { company: lime }],
        [`${cleo.id}/remove`, {}],
        [`${cleo.id}/sight`, { company: harbour, sees: 'maybe' }],
        [`${cleo.id}/manager`, { company: harbour }],
        ['invite', { company: lime, email: fresh(), name: 'Nora New' }],
      ] as [string, Record<string, string>][])
        expect([path, await bodyOf(path, fields)]).toEqual([path, nothing]);
      // Fields that the form does not have set nothing.
      await manager
        .post(`/support/colleagues/${cleo.id}/sight`, {
          formToken,
          company: harbour,
          sees: 'yes',
          isManager: 'true',
          is_manager: '1',
          isPrimary: 'false',
        })
        .expect(303);
      const [link] = await linksOf('cleo@harbour.example');
      expect([Boolean(link?.is_manager), Boolean(link?.is_primary)]).toEqual([false, true]);
    });

    it('attack 31: change nothing by GET, without the form token, or from elsewhere', async () => {
      const manager = await signedIn('ana@harbour.example');
      const { cleo } = company.people;
      const path = `/support/colleagues/${cleo.id}/remove`;
      await manager.get(`${path}?company=${harbour}&formToken=x`).expect(200);
      await manager
        .get(`/support/colleagues/${cleo.id}/sight?company=${harbour}&sees=no`)
        .expect(404);
      await manager.post(path, { company: harbour }).expect(403);
      await manager
        .raw('post', path)
        .set('Origin', 'https://elsewhere.example')
        .type('form')
        .send({ company: harbour, formToken: await tokenIn(manager) })
        .expect(403);
      expect(number((await linksOf('cleo@harbour.example'))[0]?.left_at)).toBe(0);
    });

    it('invite, show problems beside their fields, and remove after a question', async () => {
      const manager = await signedIn('ana@harbour.example');
      const form = await manager.get(`/support/colleagues/invite?company=${harbour}`).expect(200);
      const formToken = fieldOf(form.text, 'formToken');
      const sent = { formToken, company: harbour, email: 'nobody', name: '<b>Nora</b>' };
      const refused = await manager.post('/support/colleagues/invite', sent).expect(422);
      expect(refused.text).toContain('id="email-problem"');
      expect(refused.text).not.toContain('<b>Nora</b>');
      const address = fresh();
      const done = await manager
        .post('/support/colleagues/invite', { ...sent, email: address, name: 'Nora New' })
        .expect(303);
      const list = await manager.get(String(done.headers.location)).expect(200);
      expect(list.text).toContain('If this address can be invited');
      expect(list.text).toContain(address);
      const zed = await person('Zed Leaving', 'zed@leaving.example', harbour);
      const zedBrowser = await signedIn('zed@leaving.example');
      const ask = await manager
        .get(`/support/colleagues/${zed.id}/remove?company=${harbour}`)
        .expect(200);
      expect(ask.text).toContain('Remove Zed Leaving?');
      const removed = await manager
        .post(`/support/colleagues/${zed.id}/remove`, { formToken, company: harbour })
        .expect(303);
      expect(removed.headers.location).toMatch('done=colleague-removed');
      expect((await zedBrowser.get('/support').expect(303)).headers.location).toMatch('/sign-in');
    });

    it('end with the right, a second after it was taken', async () => {
      const manager = await signedIn('ana@harbour.example');
      await manager.get('/support/colleagues').expect(200);
      const formToken = await tokenIn(manager);
      await belong(harbour, company.people.ana.id, { isManager: false });
      await manager.get('/support/colleagues').expect(404);
      await manager
        .post(`/support/colleagues/${company.people.cleo.id}/remove`, {
          formToken,
          company: harbour,
        })
        .expect(404);
      await belong(harbour, company.people.ana.id, { isManager: true });
    });
  });

  async function tokenOf(address: string, password = PASSWORD): Promise<string> {
    const answer = await booted.services.signIn.withPassword({
      portal: portal(),
      address,
      password,
      remember: false,
      ip: '127.0.0.1',
      userAgent: 'test',
    });
    if (answer.outcome !== 'signed-in') throw new Error(answer.outcome);
    return answer.token;
  }
  const sessionOf = (address: string) => tokenOf(address, NEW_PASSWORD);
});

describe('the name of a colleague', () => {
  it.each([
    ['Ana Lopes', 'Ana Lopes'],
    ['  Zoë \n O’Neill-Smith ', 'Zoë O’Neill-Smith'],
    ['Dr. Ben Okafor', 'Dr. Ben Okafor'],
    ['山田 太郎', '山田 太郎'],
    ['J.R. Hartley', 'J.R. Hartley'],
  ])('%p is one', (typed, name) => expect(colleagueName(typed)).toBe(name));

  it.each(['', ' ', 'a/b', 'evil.example', 'Buy at www.evil', 'a@b', '<b>x</b>', 'x'.repeat(81)])(
    '%p is none',
    (typed) => expect(colleagueName(typed)).toBe(''),
  );
});
