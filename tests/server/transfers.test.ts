import type { Readable } from 'node:stream';
import {
  hubspotCompanies,
  hubspotContacts,
  hubspotTickets,
  companyId,
  contactId,
  ticketId,
} from '../support/hubspot';
import { IMPORTER, imported, planOf, uploaded } from '../support/imports';
import { adminWith } from '../support/admin';
import { foundCompany, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';
import { nameColumns } from '../../server/store/people';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];

type Row = Record<string, unknown>;

describe.each(DATABASES)('imports and exports on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  const db = () => booted.services.runtime.db;
  const countOf = async (table: string) =>
    Number((await db()(table).count({ total: '*' }))[0]?.total);
  const read = async (stream: Readable) => {
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return text;
  };
  const exported = async (subject: 'contact' | 'company' | 'ticket') =>
    read((await booted.services.recordExports.open(IMPORTER, { subject, language: 'en' })).stream);

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    const user = await createAdminUser(booted, 'mara@tallybrook.example');
    await booted.services.agents.fromAdmin(user, new Set(['ticket-read']));
  });
  afterAll(() => booted.destroy());

  it('imports companies of a HubSpot export, with parents that stand elsewhere and domains that nobody may have', async () => {
    const before = await countOf('cp_companies');
    const done = await imported(booted, 'company', hubspotCompanies(60));
    expect(done).toMatchObject({
      state: 'done',
      rowCount: 60,
      rowsDone: 60,
      counts: { made: 60, refused: 0, noted: 2 },
      error: '',
    });
    expect(await countOf('cp_companies')).toBe(before + 60);
    expect(done.problems[0]).toMatchObject({ row: 9, isRefused: false });
    expect(done.problems[0]?.problem).toContain('gmail.com');
    const [child] = (await db()('cp_companies').where({ external_id: companyId(1) })) as Row[];
    const [parent] = (await db()('cp_companies').where({ external_id: companyId(0) })) as Row[];
    expect(Number(child?.parent_id)).toBe(Number(parent?.id));
    expect(child).toMatchObject(nameColumns(String(child?.name)));
  });

  it('finds imported companies by name and domain, and by the name of a later import', async () => {
    const reader = { ...IMPORTER, can: new Set(['company-read']) };
    const found = async (q: string) =>
      (await booted.services.companies.list(reader, { q, sort: '', state: 'living' })).rows.map(
        ({ name }) => name.replace(/^.* (?=Works|Zebra)/, ''),
      );
    expect(await found('works-59.exa')).toEqual(['Works 59']);
    const renamed = await imported(
      booted,
      'company',
      hubspotCompanies(60).replace('Works 59', 'Zebra 59'),
    );
    expect(renamed.counts).toMatchObject({ made: 0, changed: 1 });
    expect(await found('zebra')).toEqual(['Zebra 59']);
    expect(await found('works 59')).toEqual([]);
    expect(await found(companyId(59))).toEqual(['Zebra 59']);
  });

  it('imports contacts as the service makes them', async () => {
    const detail = await uploaded(booted, 'contact', hubspotContacts(120, 60));
    expect(detail.mapping).toMatchObject({
      'Record ID': 'external_id',
      'First Name': 'first_name',
      Email: 'email',
      'Additional email addresses': 'email',
      'Associated Company IDs (Primary)': 'company_ids',
    });
    expect(detail.mapping['Associated Company (Primary)']).toBeUndefined();
    const plan = planOf(detail);
    const { recordImports, importRunner } = booted.services;
    await recordImports.check(IMPORTER, detail.id, plan);
    await importRunner.idle();
    const checked = await recordImports.find(IMPORTER, detail.id);
    expect(checked?.check?.counts).toMatchObject({ made: 120, refused: 0 });
    const before = await countOf('cp_contacts');
    await recordImports.start(IMPORTER, detail.id, plan);
    await importRunner.idle();
    const done = await recordImports.find(IMPORTER, detail.id);
    expect(done).toMatchObject({ state: 'done', counts: { made: 120, refused: 0 } });
    expect(await countOf('cp_contacts')).toBe(before + 120);
    const byService = await booted.services.people.createContact({
      name: 'Ana O’Neill',
      address: 'twin@works-9.example',
      language: 'pt-BR',
    });
    const rowsOf = async (table: string, key: unknown): Promise<Row[]> =>
      db()(table)
        .where({ contact_id: key })
        .orderBy(table === 'cp_contact_words' ? 'word' : 'id');
    const [twin] = (await db()('cp_contacts').where({ id: byService.key })) as Row[];
    const [made] = (await db()('cp_contacts').where({ external_id: contactId(1) })) as Row[];
    // The same columns are filled, with values of the same kind.
    const filled = (row: Row | undefined) =>
      Object.entries(row ?? {})
        .filter(
          ([name, value]) =>
            value !== null && value !== '' && !['phone', 'external_id', 'time_zone'].includes(name),
        )
        .map(([name]) => name)
        .sort();
    expect(filled(made)).toEqual(filled(twin));
    const [address] = await rowsOf('cp_contact_addresses', made?.id);
    const [twinAddress] = await rowsOf('cp_contact_addresses', byService.key);
    expect(filled(address)).toEqual(filled(twinAddress));
    expect(address).toMatchObject({
      address: 'person1@works-1.example',
      email_domain: 'works-1.example',
    });
    expect(Number(address?.verified_at)).toBe(0);
    const words = (await rowsOf('cp_contact_words', made?.id)).map((row) => String(row.word));
    expect(words).toContain(`x${contactId(1)}`);
    expect(words).toContain('aperson1@works-1.example');
    const [link] = await rowsOf('cp_contact_companies', made?.id);
    const [works] = (await db()('cp_companies').where({ external_id: companyId(1) })) as Row[];
    expect(Number(link?.company_id)).toBe(Number(works?.id));
    // 2024-01-01 00:00 in Lisbon is UTC.
    const [first] = (await db()('cp_contacts').where({ external_id: contactId(0) })) as Row[];
    expect(Number(first?.created_time)).toBe(Date.UTC(2024, 0, 1));
  });

  it('knows the rows of before: twice the same file changes nothing, and a dry run says so', async () => {
    const contacts = await countOf('cp_contacts');
    const done = await imported(booted, 'contact', hubspotContacts(120, 60));
    expect(done.isMappingRemembered).toBe(false);
    expect(done.counts).toMatchObject({ made: 0, changed: 0, skipped: 120 });
    expect(await countOf('cp_contacts')).toBe(contacts);
    const detail = await uploaded(booted, 'contact', hubspotContacts(3, 60));
    expect(detail.isMappingRemembered).toBe(true);
    expect(detail.settings.timeZone).toBe('Europe/Lisbon');
  });

  it('imports tickets with their people, company, status, owner and dates; the old id finds them', async () => {
    const tickets = await countOf('cp_tickets');
    const refused = await imported(booted, 'ticket', hubspotTickets(10, 120, 60));
    expect(refused).toMatchObject({ state: 'done', counts: { made: 0, refused: 10 } });
    expect(refused.problems[0]?.problem).toContain('no pipeline “Support Pipeline”');
    const report = await read(
      (await booted.services.recordImports.openReport(IMPORTER, refused.id))?.stream as Readable,
    );
    const pipeline = booted.services.siteMap.pipelines()[0]?.id ?? '';
    const values = { pipeline: { 'Support Pipeline': pipeline } };
    // The report goes in again as it is, once it is said what the pipeline means.
    const again = await imported(booted, 'ticket', report, { values });
    expect(again).toMatchObject({ state: 'done', counts: { made: 10, refused: 0 } });
    const done = await imported(booted, 'ticket', hubspotTickets(150, 120, 60), { values });
    expect(done).toMatchObject({ state: 'done', counts: { made: 140, refused: 0 } });
    expect(await countOf('cp_tickets')).toBe(tickets + 150);
    expect(await countOf('cp_outbox')).toBe(0);
    // Once more: only what is another in the file changes.
    const file = hubspotTickets(150, 120, 60);
    const repeated = await imported(booted, 'ticket', file, { values });
    expect(repeated.counts).toMatchObject({ made: 0, changed: 0, skipped: 150 });
    const corrected = file.replace('Meter shows no reading 10,', 'Sensor shows no reading 10,');
    const changed = await imported(booted, 'ticket', corrected, { values });
    expect(changed.counts).toMatchObject({ made: 0, changed: 1, skipped: 149 });
    const [ticket] = (await db()('cp_tickets').where({ external_id: ticketId(3) })) as Row[];
    const statusName = booted.services.siteMap.statusByKey(Number(ticket?.status_id));
    expect(statusName?.meaning).toBe('closed');
    expect(Number(ticket?.opened_at)).toBe(Date.UTC(2024, 0, 1, 3));
    expect(Number(ticket?.closed_at)).toBe(Date.UTC(2024, 0, 1, 8));
    expect(ticket).toMatchObject({ priority: 'urgent', source: 'phone' });
    const people = (await db()('cp_participants')
      .where({ ticket_id: ticket?.id })
      .orderBy('id')) as Row[];
    expect(people.map(({ role }) => role)).toEqual(['requester', 'participant']);
    const [owned] = (await db()('cp_tickets').where({ external_id: ticketId(6) })) as Row[];
    expect(owned?.assignee_id).not.toBeNull();
    const byService = await booted.services.agentTickets.list(
      await booted.services.agents.fromAdmin(
        { id: 1, email: 'mara@tallybrook.example', firstname: 'Mara', lastname: 'Berg' },
        new Set(['ticket-read']),
      ),
      {
        q: ticketId(7),
        state: 'all',
        sort: 'activity',
        portal: '',
        inbox: '',
        status: '',
        priority: '',
        assignee: '',
      } as never,
    );
    expect(byService.rows.map((row: { subject: string }) => row.subject)).toEqual([
      expect.stringContaining(' 7'),
    ]);
    // A number by the counter, and the next ticket of the portal has the next one.
    const numbers = (await db()('cp_tickets').max({ top: 'number_value' })) as Row[];
    const counter = (await db()('cp_counters').where({
      name: `ticket:${company.inboxKey}`,
    })) as Row[];
    expect(Number(counter[0]?.value)).toBe(Number(numbers[0]?.top));
  });

  it('exports what no spreadsheet runs, and takes it back without a double', async () => {
    await imported(booted, 'contact', 'Name,Email\n=cmd()|x,formula@works-1.example\n');
    const contacts = await exported('contact');
    expect(contacts.startsWith('\uFEFFRecord ID,Old ID,Name')).toBe(true);
    expect(contacts).toContain(",'=cmd()|x,formula@works-1.example");
    expect(contacts).not.toMatch(/(^|,)[=+@]/m);
    expect(contacts).toContain('2024-01-01T00:00:00.000Z');
    const before = [
      await countOf('cp_contacts'),
      await countOf('cp_tickets'),
      await countOf('cp_companies'),
    ];
    for (const subject of ['company', 'contact', 'ticket'] as const) {
      const done = await imported(booted, subject, await exported(subject));
      expect(done).toMatchObject({ state: 'done', counts: { made: 0, refused: 0, noted: 0 } });
    }
    expect([
      await countOf('cp_contacts'),
      await countOf('cp_tickets'),
      await countOf('cp_companies'),
    ]).toEqual(before);
    const [row] = (await db()('cp_contacts').where({ name: '=cmd()|x' })) as Row[];
    expect(row).toBeTruthy();
  });

  it('exports what customers said of their closed tickets', async () => {
    const [ticket] = (await db()('cp_tickets').orderBy('id').limit(1)) as Row[];
    await db()('cp_tickets')
      .where({ id: ticket?.id })
      .update({ rating: 4, rating_comment: '=quick, and kind' });
    const [header = '', first = '', second = ''] = (await exported('ticket')).split('\r\n');
    expect(header).toContain('Last CSAT survey rating,Last CSAT survey comment');
    expect(first).toMatch(
      new RegExp(`^${String(ticket?.document_id)},.*,4,"'=quick, and kind"`, 's'),
    );
    expect(second).toMatch(/Z,,(,|$)/s);
    await db()('cp_tickets').where({ id: ticket?.id }).update({ rating: 0, rating_comment: '' });
  });

  it('refuses calmly what is no CSV file', async () => {
    const refusal = async (content: string | Buffer) => {
      const { state, error } = await uploaded(booted, 'contact', content);
      return `${state}: ${error}`;
    };
    expect(await refusal(Buffer.from('PK\u0003\u0004rest'))).toMatch(
      /^failed: This is a spreadsheet/,
    );
    expect(await refusal(Buffer.from([0x89, 0x50, 0, 1, 2, 0, 3, 0, 0, 0, 9]))).toMatch(
      /^failed: This is not a text/,
    );
    expect(await refusal('Name,Email\n')).toBe('failed: The file has a header and no rows.');
    expect(
      await refusal(`${Array.from({ length: 10_000 }, (_, at) => `c${at}`).join(',')}\n1\n`),
    ).toMatch(/10,000 columns/);
    expect(await refusal(`Name\n"${'x'.repeat(5_000_000)}`)).toMatch(/4 million characters/);
  });

  it('reads other encodings, delimiters, double headers and large cells', async () => {
    const read = async (content: string | Buffer) => {
      const { columns, encoding, delimiter, state, error } = await uploaded(
        booted,
        'contact',
        content,
      );
      return {
        headers: columns.map(({ header }) => header),
        first: columns[0]?.samples[0],
        encoding,
        delimiter,
        state,
        error,
      };
    };
    expect(
      await read(Buffer.from('\uFEFFNom;E-mail\r\nZoë;z@a.example\r\n', 'utf16le')),
    ).toMatchObject({
      headers: ['Nom', 'E-mail'],
      first: 'Zoë',
      encoding: 'utf-16le',
      delimiter: ';',
    });
    expect(await read(Buffer.from('Name\tEmail\nZo\u00eb\tz@a.example\n', 'latin1'))).toMatchObject(
      { first: 'Zoë', encoding: 'windows-1252', delimiter: '\t' },
    );
    expect(await read('Name,Name,\n1,2,3\n')).toMatchObject({
      headers: ['Name', 'Name (2)', 'Column 3'],
    });
    expect(await read(`Name,Note\nA,"${'y'.repeat(180_000)}"\n`)).toMatchObject({ state: 'ready' });
  });

  it('gives each row that it refuses a reason, and cancels', async () => {
    const file =
      'Email,First Name,Create Date\nnot-an-address,A,2024-01-01\n,,\nok@works-3.example,B,tomorrow\n';
    const done = await imported(booted, 'contact', file);
    expect(done.counts).toMatchObject({ made: 1, refused: 2, noted: 1 });
    expect(done.problems.map(({ row, problem }) => `${row} ${problem}`)).toEqual([
      '2 “not-an-address” is not an e-mail address.',
      '3 The row has neither a name nor an e-mail address.',
      '4 “tomorrow” is not a date as YYYY-MM-DD HH:MM.',
    ]);
    const detail = await uploaded(booted, 'contact', hubspotContacts(2000, 60));
    await booted.services.recordImports.start(IMPORTER, detail.id, planOf(detail));
    const cancelled = await booted.services.recordImports.cancel(IMPORTER, detail.id);
    await booted.services.importRunner.idle();
    expect(cancelled?.state).toBe('cancelled');
    const after = await booted.services.recordImports.find(IMPORTER, detail.id);
    expect(after?.rowsDone).toBeLessThan(2000);
  });

  it('fails an import that does not get on, and goes on when it is asked to', async () => {
    const { importRunner, recordImports, runtime, siteMap } = booted.services;
    const { id, ...detail } = await uploaded(
      booted,
      'contact',
      'Email,First Name\nstuck@works-3.example,Stuck\n',
    );
    const plan = planOf({ id, ...detail });
    const broken = jest.spyOn(siteMap, 'refresh').mockRejectedValue(new Error('Out of order'));
    await runtime
      .db('cp_data_imports')
      .where({ document_id: id })
      .update({ state: 'running', started_at: 1, settings: JSON.stringify(plan.settings) });
    const states: unknown[] = [];
    for (let tries = 0; tries < 4; tries += 1) {
      importRunner.wake();
      await importRunner.idle();
      states.push((await recordImports.find(IMPORTER, id))?.state);
    }
    broken.mockRestore();
    expect(states).toEqual(['running', 'running', 'running', 'failed']);
    expect((await recordImports.find(IMPORTER, id))?.error).toContain('stopped at an error');
    const reader = await adminWith(booted, `Ron${database}`, ['contacts.contact-read']);
    await reader.post(`/imports/${id}/retry`, {}).expect(403);
    const importer = await adminWith(booted, `Ina${database}`, ['transfers.record-import']);
    await importer.post(`/imports/${id}/retry`, {}).expect(200);
    await importRunner.idle();
    expect(await recordImports.find(IMPORTER, id)).toMatchObject({
      state: 'done',
      error: '',
      counts: { made: 1 },
    });
  });

  it('asks for its permissions at every address', async () => {
    const reader = await adminWith(booted, `Rita${database}`, ['contacts.contact-read']);
    const exporter = await adminWith(booted, `Eve${database}`, ['transfers.record-export']);
    const importer = await adminWith(booted, `Ida${database}`, ['transfers.record-import']);
    await reader.get('/imports').expect(403);
    await reader.get('/exports?subject=contact').expect(403);
    await exporter.get('/imports').expect(403);
    await importer.get('/exports?subject=contact').expect(403);
    const { text, headers } = await exporter
      .get('/exports?subject=company&language=fr')
      .expect(200);
    expect(headers['content-disposition']).toContain('companies-');
    expect(text).toContain('Ancien ID');
    const { body } = await importer.get('/imports').expect(200);
    expect(body.rows.length).toBeGreaterThan(5);
    const wrong = await importer
      .post('/imports', { subject: 'contact', fileName: 'a.xlsx', size: 3 })
      .expect(400);
    expect(wrong.body.error.details.errors[0].path).toEqual(['fileName']);
    const large = await importer
      .post('/imports', { subject: 'contact', fileName: 'a.csv', size: 600 * 1024 * 1024 })
      .expect(400);
    expect(large.body.error.message).toContain('500 MB');
    const made = await importer
      .post('/imports', { subject: 'contact', fileName: 'a.csv', size: 12 })
      .expect(201);
    const id = String(made.body.id);
    const send = (at: number, content: string) =>
      importer.attach(`/imports/${id}/parts?at=${at}`, Buffer.from(content));
    await send(0, 'Name\n').expect(200);
    await send(0, 'Name\n').expect(200);
    await send(9, 'x').expect(400);
    await send(5, 'A\nB\nC\nD').expect(200);
    await booted.services.importRunner.idle();
    const detail = await importer.get(`/imports/${id}`).expect(200);
    expect(detail.body).toMatchObject({ state: 'ready', rowCount: 4, mapping: { Name: 'name' } });
    const unmapped = await importer
      .post(`/imports/${id}/start`, { mapping: {}, settings: { timeZone: 'UTC' } })
      .expect(400);
    expect(unmapped.body.error.details.errors[0].path).toEqual(['mapping']);
    const zone = await importer
      .post(`/imports/${id}/start`, { mapping: {}, settings: { timeZone: 'Mars/One' } })
      .expect(400);
    expect(zone.body.error.details.errors[0].path).toEqual(['settings', 'timeZone']);
    await importer.get('/imports/aaaaaaaaaaaaaaaaaaaaaaaa').expect(404);
  });
});
