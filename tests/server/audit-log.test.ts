import { parse } from 'csv-parse/sync';
import type { AuditEntry } from '../../server/contracts/audit-log';
import { AUDIT_AREAS } from '../../server/contracts/audit-log';
import { newId } from '../../server/store/connection';
import { adminWith, type AdminClient } from '../support/admin';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const MONTH = 31 * 24 * 60 * 60 * 1000;

describe.each(DATABASES)('the audit log on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let auditor: AdminClient;
  let reader: AdminClient;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    auditor = await adminWith(booted, 'Otto', ['audit-log.audit-read', 'audit-log.audit-export']);
    reader = await adminWith(booted, 'Rita', ['audit-log.audit-read']);
    await viewerOf(booted, company, 'ana@harbour.example');
    await viewerOf(booted, company, 'ben@harbour.example');
  });
  afterAll(() => booted?.destroy());

  const db = () => booted.services.runtime.db;
  const page = async (
    query = '',
  ): Promise<{ rows: AuditEntry[]; nextCursor: string | null; isCut?: boolean }> =>
    (await reader.get(`/audit-log?${query}`).expect(200)).body;
  /** Rows that nobody caused, as a year of use leaves them. */
  const fill = async (count: number, action: string, occurredAt: number, subject = '') => {
    const rows = Array.from({ length: count }, (_, index) => ({
      document_id: newId(),
      occurred_at: occurredAt + index,
      actor_kind: 'system',
      action,
      subject_kind: 'contact',
      subject,
      changes: '{}',
    }));
    await db().batchInsert('cp_activities', rows, 50);
  };

  it('says who signed in, from where, newest first', async () => {
    const { rows } = await page('area=sign-ins');
    expect(rows.slice(0, 2).map(({ actor, action }) => [actor.name, action])).toEqual([
      ['Ben Okafor', 'session.started'],
      ['Ana Lopes', 'session.started'],
    ]);
    expect(rows[0]).toMatchObject({
      subject: { kind: 'contact', id: company.people.ben.id, name: 'Ben Okafor' },
      portal: 'Harbour support',
      changes: { ip: { before: '', after: '127.0.0.1' } },
    });
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
  });

  it('is narrowed by area, portal, person and time', async () => {
    const all = await page();
    expect(new Set(all.rows.map(({ action }) => action.split('.')[0])).size).toBeGreaterThan(1);
    for (const area of AUDIT_AREAS) await page(`area=${area}`);
    const mine = await page(`about=${company.people.ana.id}`);
    expect(mine.rows.length).toBeGreaterThan(0);
    expect(
      mine.rows.every(
        ({ actor, subject }) =>
          actor.id === company.people.ana.id || subject.id === company.people.ana.id,
      ),
    ).toBe(true);
    expect((await page(`portal=${company.portal.id}&area=sign-ins`)).rows).toHaveLength(2);
    expect((await page(`portal=${'a'.repeat(24)}`)).rows).toEqual([]);
    const first = mine.rows.at(-1)?.occurredAt ?? 0;
    expect((await page(`about=${company.people.ana.id}&until=${first - 1}`)).rows).toEqual([]);
    expect((await page(`from=${Date.now() + MONTH}`)).rows).toEqual([]);
  });

  it.each([
    'area=nothing',
    'portal=x',
    'from=yesterday',
    'until=-1',
    `about=${'x'.repeat(65)}`,
    `cursor=${'1'.repeat(101)}`,
  ])('refuses %s', async (query) => {
    await reader.get(`/audit-log?${query}`).expect(400);
  });

  it('opens for whoever may read it, and its file for whoever may export it', async () => {
    const nobody = await adminWith(booted, 'Nils', ['portals.portal-read']);
    await nobody.get('/audit-log').expect(403);
    await nobody.get('/audit-log/export').expect(403);
    await reader.get('/audit-log/export').expect(403);
    await expect(
      booted.services.auditLog.list(
        { kind: 'agent', id: '', name: '', can: new Set(['portal-read']) },
        { area: '', about: '', from: 0, until: 0 },
      ),
    ).rejects.toThrow();
  });

  it('goes on by pages, and says where it stopped looking when much stands between', async () => {
    const old = Date.now() - MONTH;
    await fill(60, 'session.started', old - 100_000, 'far-back');
    await fill(5200, 'contact.updated', old);
    const seen = new Set<string>();
    let cursor = '';
    let cut = 0;
    for (let pages = 0; pages < 10; pages += 1) {
      const found = await page(`area=sign-ins&cursor=${cursor}`);
      if (found.isCut) cut += 1;
      for (const { id } of found.rows) {
        expect(seen.has(id)).toBe(false);
        seen.add(id);
      }
      if (found.nextCursor === null) break;
      cursor = found.nextCursor;
    }
    expect(cut).toBeGreaterThan(0);
    expect(seen.size).toBe(62);
  });

  it('is exported whole, marked for spreadsheets, and the export is an entry itself', async () => {
    await booted.services.runtime.transaction((trx) =>
      trx('cp_activities').insert({
        document_id: newId(),
        occurred_at: Date.now(),
        actor_kind: 'customer',
        actor_name: '=HYPERLINK("http://evil.example")',
        action: 'session.started',
        subject_kind: 'contact',
        subject: '',
        changes: '{}',
      }),
    );
    const { text, headers } = await auditor.get('/audit-log/export?area=sign-ins').expect(200);
    expect(headers['content-disposition']).toMatch(/attachment; filename="audit-log-/);
    expect(headers['cache-control']).toBe('private, no-store');
    const rows: string[][] = parse(text, { bom: true });
    expect(rows).toHaveLength(1 + 63);
    // Attack 15: a spreadsheet runs nothing of it.
    expect(rows[1]?.[2]).toBe('\'=HYPERLINK("http://evil.example")');
    expect((await page('area=exports')).rows[0]).toMatchObject({
      action: 'audit-log.exported',
      actor: { kind: 'agent', name: 'Otto Berg' },
    });
  });

  it('shows customers their own sign-ins and nobody else’s', async () => {
    const { auditLog } = booted.services;
    const ana = await viewerOf(booted, company, 'ana@harbour.example');
    const own = await auditLog.ownSignIns(ana);
    expect(own).toHaveLength(2);
    expect(own[0]).toMatchObject({
      action: 'session.started',
      method: 'password',
      ip: '127.0.0.1',
    });
  });

  it('keeps a year, but the history of settings and of tickets longer', async () => {
    const { auditLog, runtime, customerTickets } = booted.services;
    const ana = await viewerOf(booted, company, 'ana@harbour.example');
    await customerTickets.create(ana, { subject: 'x', body: 'x', files: [], submissionKey: '' });
    await auditor.get('/audit-log').expect(200);
    await db()('cp_activities')
      .where({ action: 'portal.created' })
      .update({ action: 'portal.updated' });
    const clock = jest.spyOn(runtime, 'now').mockReturnValue(Date.now() + 11 * MONTH);
    await auditLog.prune();
    expect((await page('area=sign-ins')).rows.length).toBeGreaterThan(0);
    clock.mockReturnValue(Date.now() + 14 * MONTH);
    await auditLog.prune();
    clock.mockRestore();
    const { rows } = await page();
    expect(new Set(rows.map(({ action }) => action))).toEqual(
      new Set(['ticket.created', 'portal.updated']),
    );
  });
});
