import * as z from 'zod/mini';
import { id, line, recordQuery, wordsByLanguage, type WordsByLanguage } from './lists';
import { STATUS_COLORS, STATUS_MEANINGS, type StatusColor, type StatusMeaning } from './tickets';

export const STATUSES_COUNT = 50;
export const SILENCES_COUNT = 20;
export const SILENCE_DAYS = 365;

/** A status of the same save: its public id, or `new-…` as the caller named a new one. */
const statusRef = (message: string) =>
  z.string(message).check(z.regex(/^([a-z0-9]{24}|new-[\w-]{1,40})$/, message));

/** Which status a ticket takes after an event: `off`, `default` (by meaning), or one of the statuses. */
const follow = z.union(
  [z.literal('off'), z.literal('default'), statusRef('Choose a status.')],
  'Choose a status.',
);

const statusInput = z.object({
  /** Without it, or with `new-…`, a new status. */
  id: z.optional(statusRef('is not a known id')),
  name: line('Enter a name.', 80),
  /** Closed by meaning is closed, everything else is open. */
  meaning: z.enum(STATUS_MEANINGS, 'Choose what the status means.'),
  color: z._default(z.enum(STATUS_COLORS, 'Choose a colour.'), 'neutral'),
  /** By language; without a word customers read the default of the meaning. */
  customerLabels: z._default(wordsByLanguage(80), {}),
  /** Customers go on seeing the last status that is shown. */
  isHidden: z._default(z.boolean(), false),
  /** A new ticket may take it first; when no status is marked, any may be first. */
  mayStart: z._default(z.boolean(), false),
});
export type StatusInput = z.infer<typeof statusInput>;

export const pipelineInput = z.object({
  name: line('Enter a name.', 80),
  /** All of them, in their order. */
  statuses: z
    .array(statusInput)
    .check(z.maxLength(STATUSES_COUNT, `Use at most ${STATUSES_COUNT} statuses.`)),
  /** Statuses that go, each with the status of this pipeline that takes its tickets. */
  removed: z._default(z.array(z.object({ id, to: z.optional(id) })).check(z.maxLength(500)), []),
  rules: z._default(
    z.object({
      noSkipping: z._default(z.boolean(), false),
      noGoingBack: z._default(z.boolean(), false),
    }),
    { noSkipping: false, noGoingBack: false },
  ),
  automations: z._default(
    z.object({
      customerReplied: z._default(follow, 'default'),
      agentReplied: z._default(follow, 'default'),
      assigned: z._default(follow, 'off'),
      silence: z._default(
        z
          .array(
            z.object({
              from: statusRef('Choose a status.'),
              days: z
                .int(`Enter 1 to ${SILENCE_DAYS} days.`)
                .check(
                  z.minimum(1, `Enter 1 to ${SILENCE_DAYS} days.`),
                  z.maximum(SILENCE_DAYS, `Enter 1 to ${SILENCE_DAYS} days.`),
                ),
              to: statusRef('Choose a status.'),
            }),
          )
          .check(z.maxLength(SILENCES_COUNT, `Use at most ${SILENCES_COUNT} of them.`)),
        [],
      ),
    }),
    { customerReplied: 'default', agentReplied: 'default', assigned: 'off', silence: [] },
  ),
});
export type PipelineInput = z.infer<typeof pipelineInput>;
export type PipelineRules = PipelineInput['rules'];
export type PipelineAutomations = PipelineInput['automations'];

/** Where the tickets and inboxes of a pipeline go when it is deleted. */
export const pipelineRemoval = z.object({
  to: z.optional(id),
  /** Status by status; one that is not named goes to the status of its meaning. */
  statuses: z._default(z.record(id, id), {}),
});
export type PipelineRemoval = z.infer<typeof pipelineRemoval>;

export const pipelineQuery = recordQuery;

interface Count {
  value: number;
  /** There are more than 1,000. */
  more: boolean;
}

/** One line of the list of pipelines. */
export interface PipelineRow {
  id: string;
  name: string;
  statuses: { id: string; name: string; color: StatusColor }[];
  inboxes: { id: string; name: string }[];
  openTickets: Count;
}

export interface StatusDetail {
  id: string;
  name: string;
  meaning: StatusMeaning;
  color: StatusColor;
  customerLabels: WordsByLanguage;
  isHidden: boolean;
  mayStart: boolean;
  /** Open and closed ones, whatever became of them. */
  tickets: Count;
}

export interface PipelineDetail {
  id: string;
  name: string;
  statuses: StatusDetail[];
  rules: PipelineRules;
  automations: PipelineAutomations;
  inboxes: { id: string; name: string }[];
  /** The last pipeline stays. */
  isLast: boolean;
}
