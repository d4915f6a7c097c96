import type { GroupFigures } from '../support/dynamic-group';
import type { AddressResult } from './addresses';
import type { Latency } from './load';

export interface PageResult {
  page: string;
  statements: string[];
  bytes: number;
  rows: number;
  /** Requests per second at which CPU time was measured. */
  pace: number;
  cpuMicros: number;
  perSecond: number;
  bareCpuMicros: number;
  barePerSecond: number;
  /** Of the bare page's speed, what is left, by CPU time of the server process. */
  ratio: number;
  ratioPerSecond: number;
  bound: number | null;
}

export interface FloodResult {
  page: string;
  alone: Latency;
  flooded: Latency;
  floodPerSecond: number;
  floodAnswers: Record<string, number>;
}

export interface SiteResult {
  database: string;
  tickets: number;
  pages: PageResult[];
  flood: FloodResult[];
  addresses: AddressResult[];
}

export interface GroupResult extends GroupFigures {
  database: string;
  contacts: number;
}

/** Growth of the cost between two sizes that is still taken for noise. */
const NOISE = 0.15;
const count = new Intl.NumberFormat('en').format;
const percent = (part: number) => `${part >= 0 ? '+' : '−'}${Math.abs(part * 100).toFixed(0)} %`;

function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, 3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

export function siteReport({ database, tickets, pages, flood, addresses }: SiteResult): string {
  const parts = [`## ${database}, ${count(tickets)} tickets`];
  parts.push(
    table(
      [
        'page',
        'SQL',
        'bytes',
        'CPU µs',
        'req/s',
        'bare µs',
        'bare req/s',
        'ratio CPU',
        'ratio req/s',
        'bound',
      ],
      pages.map((one) => [
        one.rows > 0 ? `${one.page} (${one.rows} rows)` : one.page,
        String(one.statements.length),
        count(one.bytes),
        count(Math.round(one.cpuMicros)),
        count(Math.round(one.perSecond)),
        count(Math.round(one.bareCpuMicros)),
        count(Math.round(one.barePerSecond)),
        one.ratio.toFixed(3),
        one.ratioPerSecond.toFixed(3),
        one.bound === null ? '' : `≥ ${one.bound} ${one.ratio >= one.bound ? 'held' : 'MISSED'}`,
      ]),
    ),
  );
  if (flood.length > 0) {
    parts.push(
      table(
        ['latency in ms', 'alone p50', 'alone p99', 'flooded p50', 'flooded p99', 'flooded max'],
        flood.map(({ page, alone, flooded }) => [
          page,
          ...[alone.p50, alone.p99, flooded.p50, flooded.p99, flooded.max].map((millis) =>
            millis.toFixed(1),
          ),
        ]),
      ),
    );
    const [first] = flood;
    if (first)
      parts.push(
        `The flood: 20 connections, ${first.floodPerSecond.toFixed(0)} answers per second: ${Object.entries(
          first.floodAnswers,
        )
          .map(([status, times]) => `${times} × ${status}`)
          .join(', ')}.`,
      );
  }
  if (addresses.length > 0)
    parts.push(
      'Known and unknown addresses, one request after the other:',
      table(
        ['way in', 'known p50 ms', 'unknown p50 ms', 'known p95 ms', 'unknown p95 ms'],
        addresses.map(({ way, known, unknown }) => [
          way,
          ...[known.p50, unknown.p50, known.p95, unknown.p95].map((millis) => millis.toFixed(1)),
        ]),
      ),
    );
  return parts.join('\n\n');
}

export const groupReport = ({ database, contacts, members, steps }: GroupResult): string =>
  [
    `## ${database}: a dynamic group of ${count(members)} over ${count(contacts)} contacts`,
    table(
      ['step', 'ms'],
      steps.map(({ name, millis }) => [name, millis.toFixed(1)]),
    ),
  ].join('\n\n');

/** Every page at the smallest and at the largest size, for each database. */
export function growthReport(results: SiteResult[]): string {
  const parts: string[] = [];
  for (const database of new Set(results.map((result) => result.database))) {
    const [small, ...others] = results
      .filter((result) => result.database === database)
      .sort((a, b) => a.tickets - b.tickets);
    const large = others.at(-1);
    if (!small || !large) continue;
    const rows = large.pages.flatMap((page) => {
      const before = small.pages.find((one) => one.page === page.page);
      if (!before) return [];
      // Beside the bare page's, since the machine has faster and slower moments between two sizes.
      const growth = before.ratio / page.ratio - 1;
      const isSameSize = Math.abs(page.bytes - before.bytes) <= before.bytes / 10;
      return [
        [
          page.page,
          count(Math.round(before.cpuMicros)),
          count(Math.round(page.cpuMicros)),
          percent(page.cpuMicros / before.cpuMicros - 1),
          percent(page.bareCpuMicros / before.bareCpuMicros - 1),
          percent(growth),
          isSameSize
            ? growth <= NOISE
              ? 'held'
              : 'MISSED'
            : `page of ${count(before.bytes)} B → ${count(page.bytes)} B`,
        ],
      ];
    });
    parts.push(
      `## ${database}: ${count(large.tickets)} tickets beside ${count(small.tickets)}`,
      table(
        [
          'page',
          `µs at ${count(small.tickets)}`,
          `µs at ${count(large.tickets)}`,
          'change',
          'change of bare',
          'beside bare',
          `not slower (≤ ${percent(NOISE)})`,
        ],
        rows,
      ),
    );
  }
  return parts.join('\n\n');
}
