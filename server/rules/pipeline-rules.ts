import type { PipelineRules } from '../contracts/pipelines';
import type { StatusMeaning } from '../contracts/tickets';

interface Placed {
  id: string;
}

export type BrokenRule = 'no-skipping' | 'no-going-back';

/** Which rule a move between two statuses breaks; `order` is that of the pipeline. */
export function brokenRule(
  rules: PipelineRules,
  order: readonly Placed[],
  from: string,
  to: string,
): BrokenRule | null {
  const before = order.findIndex(({ id }) => id === from);
  const after = order.findIndex(({ id }) => id === to);
  if (before < 0 || after < 0) return null;
  if (rules.noGoingBack && after < before) return 'no-going-back';
  if (rules.noSkipping && after > before + 1) return 'no-skipping';
  return null;
}

interface Startable {
  meaning: string;
  isClosed: boolean;
  mayStart: boolean;
}

/** The status of a new ticket: the first that may start with the wanted meaning, else the first open one that may start. */
export function startStatus<Status extends Startable>(
  statuses: readonly Status[],
  wanted: StatusMeaning,
): Status | undefined {
  const marked = statuses.filter((status) => status.mayStart);
  const candidates = marked.length > 0 ? marked : statuses;
  return (
    candidates.find((status) => status.meaning === wanted) ??
    candidates.find((status) => !status.isClosed) ??
    candidates[0]
  );
}

interface Showable {
  id: string;
  isHidden: boolean;
  isClosed: boolean;
}

/**
 * What customers see of a ticket in a status: the status itself, or while it is hidden the one they saw last. Nobody is
 * told open where closed is true: then, and where nothing was seen, it is the shown one before it in the pipeline.
 */
export function shownStatus<Status extends Showable>(
  current: Status,
  lastShown: Status | undefined,
  statuses: readonly Status[],
): Status {
  if (!current.isHidden) return current;
  const isAlike = (status: Status) => !status.isHidden && status.isClosed === current.isClosed;
  if (lastShown && isAlike(lastShown)) return lastShown;
  const before = statuses.slice(
    0,
    Math.max(
      0,
      statuses.findIndex(({ id }) => id === current.id),
    ),
  );
  return before.filter(isAlike).at(-1) ?? statuses.find(isAlike) ?? current;
}
