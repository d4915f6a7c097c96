import type { ImportSettings } from '../contracts/transfers';
import { normaliseAddress } from '../rules/address';
import { addressesIn } from '../rules/csv-values';
import { textKeyOf } from '../rules/property-values';
import { tokensOf } from '../rules/search-tokens';
import type { PropertyWrite } from '../store/bulk-contacts';
import { addTickets, moveValues, type BulkTicket } from '../store/bulk-tickets';
import type { Connection, Row } from '../store/connection';
import { takeTicketNumbers } from '../store/counters';
import { breathe } from '../store/event-loop';
import {
  changedColumns,
  findCompaniesByName,
  findCompaniesByRef,
  findContactsByHash,
  findContactsByRef,
  findTicketsByFingerprint,
  findTicketsByRef,
  type KnownContact,
  type KnownTicket,
} from '../store/import-lookups';
import { savePropertyValues } from '../store/property-values';
import type { StatusRecord } from '../store/site-map';
import { moveTicket } from '../store/tickets';
import type { ImportHost } from './import-host';
import {
  isRepeated,
  newWrites,
  propertiesAfter,
  short,
  type ImportRow,
  type RowImporter,
  type RowOutcome,
  type RowReader,
} from './import-rows';
import { sha256 } from './runtime';
import type { InboxRecord } from './site-map';

const SUBJECT_LENGTH = 255;
const DESCRIPTION_LENGTH = 200_000;

interface TicketChange {
  known: KnownTicket;
  /** Columns that the row changes. */
  columns: Row;
  writes: PropertyWrite[];
}

type Facts = Omit<BulkTicket, 'number' | 'numberValue' | 'words'>;

/** Rows of tickets: each is recognised by its old id, without one by who asked what and when. */
export function ticketRows(
  host: ImportHost,
  reader: RowReader,
  settings: ImportSettings,
  inbox: InboxRecord,
  owners: ReadonlyMap<string, number>,
): RowImporter {
  const { siteMap } = host;

  const idsOf = (row: ImportRow) => reader.list(row, 'contact_ids');
  const hashesOf = (row: ImportRow) =>
    addressesIn(reader.text(row, 'contact_emails'))
      .map(normaliseAddress)
      .filter((address) => address !== '')
      .map(sha256);
  const companyIdOf = (row: ImportRow) =>
    reader.text(row, 'company_ids').split(';')[0]?.trim() ?? '';

  async function lookUp(db: Connection, rows: readonly ImportRow[]) {
    const filled = (values: string[]) => values.filter((value) => value !== '');
    return {
      tickets: await findTicketsByRef(
        db,
        filled(rows.map((row) => reader.text(row, 'external_id'))),
      ),
      contacts: await findContactsByRef(db, rows.flatMap(idsOf)),
      atAddress: await findContactsByHash(db, rows.flatMap(hashesOf)),
      companies: await findCompaniesByRef(db, filled(rows.map(companyIdOf))),
      companiesByName: await findCompaniesByName(
        db,
        filled(rows.map((row) => reader.text(row, 'company_name'))),
      ),
    };
  }
  type Found = Awaited<ReturnType<typeof lookUp>>;

  /** The living contacts that a row names, the requester first. */
  function peopleOf(row: ImportRow, found: Found): { people: KnownContact[]; unknown: string[] } {
    const people: KnownContact[] = [];
    const unknown: string[] = [];
    const add = (contact: KnownContact | undefined, ref: string) => {
      if (!contact) unknown.push(ref);
      else if (!people.some(({ key }) => key === contact.key)) people.push(contact);
    };
    for (const id of idsOf(row)) add(found.contacts.get(id), id);
    for (const address of addressesIn(reader.text(row, 'contact_emails'))) {
      const contact = found.atAddress.get(sha256(normaliseAddress(address)));
      add(contact?.isLiving ? contact : undefined, address);
    }
    return { people, unknown };
  }

  function companyOf(row: ImportRow, found: Found, problems: string[]): number | null {
    const id = companyIdOf(row);
    const name = reader.text(row, 'company_name');
    if (id === '' && name === '')
      return reader.isMapped('company_ids') || reader.isMapped('company_name') ? 0 : null;
    const company =
      id === '' ? found.companiesByName.get(textKeyOf(name)) : found.companies.get(id);
    if (company) return company.key;
    problems.push(
      id === ''
        ? `There is no company “${short(name)}”.`
        : `There is no company with the id ${short(id)}.`,
    );
    return 0;
  }

  /** The status of a row, null when it names none; a text says why it cannot be had. */
  function statusOf(row: ImportRow): StatusRecord | string | null {
    const pipelineName = reader.text(row, 'pipeline');
    const pipelineId = pipelineName === '' ? '' : reader.meaning('pipeline', pipelineName);
    const pipeline = siteMap.pipelines().find(({ id }) => id === pipelineId);
    const statusName = reader.text(row, 'status');
    const chosen = settings.values.status?.[statusName];
    if (chosen) {
      const status = siteMap.statusById(chosen);
      if (status) return status;
    }
    if (pipelineName !== '' && !pipeline)
      return `There is no pipeline “${short(pipelineName)}”. Choose what it means in the mapping.`;
    const own = pipeline ?? siteMap.pipelineByKey(inbox.pipelineKey);
    if (statusName === '') return pipeline ? siteMap.startStatus(pipeline.key, 'new') : null;
    const status = siteMap.statusById(reader.meaning('status', statusName, own?.id ?? ''));
    return (
      status ??
      `The pipeline ${own?.name ?? ''} has no status “${short(statusName)}”. Choose what it means in the mapping.`
    );
  }

  function optionOf(row: ImportRow, field: string, problems: string[]): string {
    const cell = reader.text(row, field);
    if (cell === '') return '';
    const option = reader.meaning(field, cell);
    if (option === '') problems.push(`There is no ${field} “${short(cell)}”.`);
    return option;
  }

  const ownerOf = (row: ImportRow): number => {
    const cell = reader.text(row, 'owner');
    return cell === '' ? 0 : (owners.get(reader.meaning('owner', cell)) ?? 0);
  };

  function factsOf(
    row: ImportRow,
    status: StatusRecord,
    people: KnownContact[],
    found: Found,
    problems: string[],
  ): Facts | null {
    const description = reader.text(row, 'description');
    const subject = reader.text(row, 'subject').replace(/\s+/g, ' ') || firstLine(description);
    if (subject === '') return null;
    if (subject.length > SUBJECT_LENGTH) problems.push('The subject was cut to 255 characters.');
    if (description.length > DESCRIPTION_LENGTH)
      problems.push('The description was cut to 200,000 characters.');
    const opened = reader.instant(row, 'created', problems) || host.now();
    const closed = reader.instant(row, 'closed', problems);
    const last = Math.max(opened, closed, reader.instant(row, 'last_activity', problems));
    const { shownStatus, ...standing } = siteMap.standingIn(status, '');
    const values = reader.properties(row, problems);
    const source = reader.text(row, 'source');
    const externalId = reader.text(row, 'external_id').slice(0, 191);
    return {
      standing: { ...standing, lastPublicAt: last, openedAt: opened },
      shownStatus,
      portalKey: inbox.portalKey,
      inboxKey: inbox.key,
      people: people.map(({ key, name }) => ({ key, name })),
      companyKey: companyOf(row, found, problems) ?? people[0]?.companyKey ?? 0,
      pipelineKey: status.pipelineKey,
      statusKey: status.key,
      priority: optionOf(row, 'priority', problems) || 'medium',
      category: optionOf(row, 'category', problems),
      source: (source === '' ? '' : reader.meaning('source', source)) || 'import',
      subject: subject.slice(0, SUBJECT_LENGTH),
      description: description.slice(0, DESCRIPTION_LENGTH),
      assigneeKey: ownerOf(row),
      lastActivityAt: last,
      firstReplyAt: reader.instant(row, 'first_reply', problems),
      closedAt: status.isClosed ? closed || last : 0,
      submissionKey: externalId === '' ? fingerprintOf(row, people) : '',
      externalId,
      properties: propertiesAfter({}, values),
      values,
    };
  }

  const fingerprintOf = (row: ImportRow, people: readonly KnownContact[]): string =>
    `import:${sha256(
      JSON.stringify([
        people[0]?.id,
        ...['subject', 'description', 'created'].map((field) => reader.text(row, field)),
      ]),
    ).slice(0, 48)}`;

  /** Columns that a row changes of a known ticket; an empty cell leaves what is there. */
  function changesOf(row: ImportRow, facts: Facts, status: StatusRecord | null): Row {
    const has = (field: string) => reader.text(row, field) !== '';
    const changes: Row = {};
    if (has('subject')) changes.subject = facts.subject;
    if (status) {
      changes.status_id = status.key;
      changes.pipeline_id = status.pipelineKey;
      changes.is_closed = facts.standing.isClosed;
      changes.awaits_customer = facts.standing.awaitsCustomer;
      changes.shown_status = facts.shownStatus;
      changes.closed_at = facts.closedAt;
    }
    if (has('priority')) changes.priority = facts.priority;
    if (has('category') && facts.category !== '') changes.category = facts.category;
    if (has('owner') && facts.assigneeKey > 0) changes.assignee_id = facts.assigneeKey;
    if (has('last_activity')) {
      changes.last_activity_at = facts.lastActivityAt;
      changes.last_public_at = facts.standing.lastPublicAt;
    }
    if (facts.companyKey > 0 && (has('company_ids') || has('company_name')))
      changes.company_id = facts.companyKey;
    return changes;
  }

  return {
    async plan(db, rows, seen) {
      const found = await lookUp(db, rows);
      const people = rows.map((row) => peopleOf(row, found));
      const prints = rows.map((row, index) =>
        reader.text(row, 'external_id') === ''
          ? fingerprintOf(row, people[index]?.people ?? [])
          : '',
      );
      const byPrint = await findTicketsByFingerprint(
        db,
        people
          .flatMap(({ people: own }, index) => (prints[index] ? own.slice(0, 1) : []))
          .map(({ key }) => key),
        new Set(prints.filter((print) => print !== '')),
      );
      const outcomes: RowOutcome[] = [];
      const made: Facts[] = [];
      const changes: TicketChange[] = [];

      for (const [index, row] of rows.entries()) {
        await breathe();
        const { people: own, unknown } = people[index] ?? { people: [], unknown: [] };
        const ref = reader.text(row, 'external_id').slice(0, 191);
        const print = prints[index] ?? '';
        const refuse = (problem: string) =>
          outcomes.push({ row: row.number, outcome: 'refused', problems: [problem] });
        const known = ref === '' ? byPrint.get(print) : found.tickets.get(ref);
        const wasSeen = isRepeated(seen, [ref === '' ? print : `x:${ref}`]);
        if (wasSeen && !seen.isDry) break;
        if ((known ?? wasSeen) && settings.known === 'skip') {
          outcomes.push({ row: row.number, outcome: 'skipped', problems: [] });
          continue;
        }
        if (!known && own.length === 0) {
          refuse(
            unknown.length > 0
              ? `No contact is known as ${short(unknown.join('; '))}. Import the contacts first.`
              : 'The row names no contact who asked.',
          );
          continue;
        }
        const named = statusOf(row);
        if (typeof named === 'string') {
          refuse(named);
          continue;
        }
        const problems = unknown.map((one) => `No contact is known as ${short(one)}.`);
        const status = named ?? siteMap.startStatus(inbox.pipelineKey, 'new');
        const facts = factsOf(row, status, own, found, problems);
        if (!facts && !known) {
          refuse('The row has neither a subject nor a description.');
          continue;
        }
        if (!known) {
          if (facts) made.push(facts);
          outcomes.push({ row: row.number, outcome: wasSeen ? 'changed' : 'made', problems });
          continue;
        }
        const columns = facts ? changedColumns(known.stored, changesOf(row, facts, named)) : {};
        const writes = facts ? newWrites(known.properties, facts.values) : [];
        const isChanged = writes.length > 0 || Object.keys(columns).length > 0;
        outcomes.push({ row: row.number, outcome: isChanged ? 'changed' : 'skipped', problems });
        if (isChanged) changes.push({ known, columns, writes });
      }

      return {
        outcomes,
        async write(connection) {
          await makeAll(connection, made);
          for (const change of changes) {
            await changeOne(connection, change);
            await breathe();
          }
          await host.renewSearch(
            connection,
            changes
              .filter(({ columns }) => 'subject' in columns || 'company_id' in columns)
              .map(({ known }) => known.key),
          );
          await host.record(
            connection,
            'ticket',
            'ticket.updated',
            changes.map(({ known }) => ({
              id: known.id,
              ticketKey: known.key,
              portalKey: known.portalKey,
            })),
          );
        },
      };
    },
  };

  async function makeAll(db: Connection, made: Facts[]): Promise<void> {
    if (made.length === 0) return;
    const first = await takeTicketNumbers(db, inbox, made.length);
    const tickets: BulkTicket[] = [];
    for (const [index, facts] of made.entries()) {
      const number = `${inbox.numberPrefix}${first + index}`;
      tickets.push({
        ...facts,
        number,
        numberValue: first + index,
        words: tokensOf(`${number} ${facts.externalId} ${facts.subject} ${facts.description}`),
      });
      await breathe();
    }
    const added = await addTickets(db, tickets);
    await host.record(
      db,
      'ticket',
      'ticket.imported',
      added.map(({ id, key }) => ({ id, ticketKey: key, portalKey: inbox.portalKey })),
    );
  }

  async function changeOne(
    db: Connection,
    { known, columns, writes }: TicketChange,
  ): Promise<void> {
    if (writes.length > 0)
      columns.properties = JSON.stringify(propertiesAfter(known.properties, writes));
    const companyKey = Number(columns.company_id ?? known.companyKey);
    await moveTicket(db, known.key, columns);
    await savePropertyValues(
      db,
      { kind: 'ticket', ticketKey: known.key, portalKey: known.portalKey, companyKey },
      writes,
    );
    if (companyKey !== known.companyKey) await moveValues(db, known.key, companyKey);
  }
}

const firstLine = (text: string): string => text.split('\n')[0]?.trim().slice(0, 100) ?? '';
