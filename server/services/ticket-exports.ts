import { stringify } from 'csv-stringify/sync';
import { Readable } from 'node:stream';
import { csvShape, localInstants } from '../rules/csv-shape';
import { guardCell } from '../rules/csv-values';
import { wordIn } from '../rules/property-values';
import { valueInWords } from '../rules/property-words';
import type { Activity } from './activity';
import { createCustomerTicketLists } from './customer-ticket-lists';
import { counter } from './limits';
import { needOwn } from './refusals';
import type { Runtime } from './runtime';
import type { ShownFacts } from './shown-facts';
import type { SiteMap } from './site-map';
import type {
  CustomerTicketQuery,
  CustomerTicketRow,
  CustomerViewer,
  ShownFact,
  TicketExportsService,
  TicketExportWords,
} from './types';

/** Rows of one reading. */
const BATCH = 200;
/** Of one contact in a quarter of an hour, and at the same time. */
const EXPORTS = 20;
const AT_ONCE = 2;
/** ms to wait while others of one's own are still being written. */
const BUSY = 60_000;

type Cell = string | number;

/** A customer's list as a file: the same tickets in the same order, and all of them. */
export function createTicketExports(
  runtime: Runtime,
  siteMap: SiteMap,
  shown: ShownFacts,
  activity: Activity,
): TicketExportsService {
  const lists = createCustomerTicketLists(runtime, siteMap, shown);
  const taken = counter(EXPORTS);
  const running = new Map<number, number>();

  /** Batch by batch, each a statement of its own: nothing is held open while the reader takes it. */
  async function* lines(
    viewer: CustomerViewer,
    query: CustomerTicketQuery,
    words: TicketExportWords,
  ): AsyncGenerator<string> {
    const { contactKey } = viewer;
    running.set(contactKey, (running.get(contactKey) ?? 0) + 1);
    try {
      const { exported: columns } = shown.of(viewer.portal);
      const { delimiter, decimal } = csvShape(query.language);
      const { zone, write } = localInstants(query.timeZone ?? '');
      const line = (cells: Cell[]) => cells.map((cell) => cellOf(cell, decimal));
      const fileOf = (rows: Cell[][]) =>
        stringify(rows.map(line), { delimiter, record_delimiter: 'windows' });
      const heads = columns.fields.map(({ key, definition }) => {
        const name = definition
          ? wordIn(definition.labels, query.language, key)
          : words.nameOf(key);
        return definition?.kind === 'instant' ? `${name} (${zone})` : name;
      });
      // The mark lets Excel read every language.
      yield `\uFEFF${fileOf([[words.nameOf('number'), words.subject, ...heads]])}`;
      const factCell = (row: CustomerTicketRow, fact: ShownFact): Cell => {
        switch (fact?.kind) {
          case undefined:
            return '';
          case 'status':
            return row.statusLabel;
          case 'instant':
            return write(fact.instant);
          case 'text':
            return fact.text;
          case 'value':
            if (fact.definition.kind === 'number') return Number(fact.value);
            if (fact.definition.kind === 'date') return String(fact.value);
            return valueInWords(fact.definition, fact.value, query.language, words);
        }
      };
      for (let cursor: string | null = query.cursor; cursor !== null;) {
        const page = await lists.read(
          viewer,
          { ...query, cursor },
          { limit: BATCH, columns, parts: { values: true, names: true } },
        );
        if (page.rows.length > 0)
          yield fileOf(
            page.rows.map((row) => [
              row.number,
              row.subject,
              ...row.facts.map((fact) => factCell(row, fact)),
            ]),
          );
        cursor = page.nextCursor;
      }
    } finally {
      const left = (running.get(contactKey) ?? 1) - 1;
      if (left > 0) running.set(contactKey, left);
      else running.delete(contactKey);
    }
  }

  return {
    async open(viewer, query, words) {
      needOwn(viewer);
      if ((running.get(viewer.contactKey) ?? 0) >= AT_ONCE) return { retryAfter: BUSY };
      const retryAfter = await taken.take(`export:customer:${viewer.contactId}`);
      if (retryAfter > 0) return { retryAfter };
      await runtime.transaction((db) =>
        activity.record(db, {
          actor: { kind: 'customer', id: viewer.contactId, name: viewer.contactName },
          action: 'ticket.exported',
          subject: { kind: 'ticket', id: '' },
          portalKey: viewer.portal.key,
        }),
      );
      const { write } = localInstants(query.timeZone ?? '');
      const day = write(runtime.now()).slice(0, 10);
      return {
        name: `${viewer.portal.name} ${day}.csv`,
        stream: Readable.from(lines(viewer, { ...query, cursor: '' }, words)),
      };
    },
  };
}

/** What no spreadsheet runs; a number with the decimals of the language. */
const cellOf = (cell: Cell, decimal: string): string =>
  typeof cell === 'number' ? String(cell).replace('.', decimal) : String(guardCell(cell));
