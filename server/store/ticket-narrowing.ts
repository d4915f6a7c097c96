import type { Value } from './connection';

/** Epoch ms; `until` does not belong to it. 0 leaves an end open. */
export interface Span {
  from: number;
  until: number;
}

/** What a customer's list is narrowed by beyond whose it is and whether open or closed. */
export interface TicketNarrowing {
  /** Statuses as customers see them, by key and by public id (for those that hide another); null for any. */
  statuses: { keys: readonly number[]; ids: readonly string[] } | null;
  /** '' for any. */
  priority: string;
  category: string;
  opened: Span;
  /** By the last public message: customers do not see when agents write notes. */
  activity: Span;
}

const ANY_TIME: Span = { from: 0, until: 0 };
export const NO_NARROWING: TicketNarrowing = {
  statuses: null,
  priority: '',
  category: '',
  opened: ANY_TIME,
  activity: ANY_TIME,
};

export const isSpan = ({ from, until }: Span): boolean => from > 0 || until > 0;

/** Whether anything but spans of time narrows a list. */
export const isByFacts = ({ statuses, priority, category }: TicketNarrowing): boolean =>
  statuses !== null || priority !== '' || category !== '';

export interface Conditions {
  where: string[];
  bindings: Value[];
}

export function spanSql(column: string, { from, until }: Span): Conditions {
  const where: string[] = [];
  const bindings: Value[] = [];
  if (from > 0) {
    where.push(`${column} >= ?`);
    bindings.push(from);
  }
  if (until > 0) {
    where.push(`${column} < ?`);
    bindings.push(until);
  }
  return { where, bindings };
}

/** As conditions over a ticket `t`. `times` has the columns of instants, which participants keep too. */
export function narrowingSql(narrowing: TicketNarrowing, times = 't'): Conditions {
  const { statuses, priority, category } = narrowing;
  const where: string[] = [];
  const bindings: Value[] = [];
  for (const span of [
    spanSql(`${times}.opened_at`, narrowing.opened),
    spanSql(`${times}.last_public_at`, narrowing.activity),
  ]) {
    where.push(...span.where);
    bindings.push(...span.bindings);
  }
  if (statuses && statuses.keys.length > 0) {
    where.push(
      `((t.shown_status = '' AND t.status_id IN (${marksOf(statuses.keys)})) OR t.shown_status IN (${marksOf(statuses.ids)}))`,
    );
    bindings.push(...statuses.keys, ...statuses.ids);
  } else if (statuses) where.push('1 = 0');
  if (priority !== '') {
    where.push('t.priority = ?');
    bindings.push(priority);
  }
  if (category !== '') {
    where.push('t.category = ?');
    bindings.push(category);
  }
  return { where, bindings };
}

export const marksOf = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
