import * as z from 'zod/mini';
import type { PropertyValue, PropertyValues } from './properties';

export const PRIORITIES = ['low', 'medium', 'high', 'urgent'] as const;
export const CATEGORIES = ['product-issue', 'billing', 'feature-request', 'question'] as const;
export const STATUS_MEANINGS = ['new', 'waiting-on-customer', 'waiting-on-us', 'closed'] as const;
/** Colours of Strapi's palette that a status may have. */
export const STATUS_COLORS = [
  'primary',
  'secondary',
  'alternative',
  'success',
  'warning',
  'danger',
  'neutral',
] as const;
export const TICKET_STATES = ['open', 'closed', 'all'] as const;
export const MESSAGE_KINDS = ['public', 'note'] as const;

export type Priority = (typeof PRIORITIES)[number];
export type StatusMeaning = (typeof STATUS_MEANINGS)[number];
export type StatusColor = (typeof STATUS_COLORS)[number];
export type TicketState = (typeof TICKET_STATES)[number];
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Characters; a longer subject is refused, never cut. */
export const SUBJECT_LENGTH = 255;
/** Characters of one message, as in HubSpot's text properties. */
export const BODY_LENGTH = 65_536;
export const PAGE_SIZE = 25;
/** Characters of what a customer writes beside a rating. */
export const RATING_COMMENT_LENGTH = 1000;
/** How a customer rates a closed ticket, from very bad to very good. */
export const RATINGS = [1, 2, 3, 4, 5] as const;
export type Rating = (typeof RATINGS)[number];
/** People of one ticket beside its requester, at most. */
export const MOST_PARTICIPANTS = 50;

/** No database takes a NUL in text, and nobody types one. */
const withoutNul = z.overwrite<string>((value) => value.replaceAll('\0', ''));

const id = z.string().check(z.regex(/^[a-z0-9]{24}$/, 'is not a known id'));

const submissionKey = z
  .string()
  .check(z.regex(/^[\w-]{0,64}$/, 'Use at most 64 letters, digits, _ and -.'));

const typed = z.string().check(withoutNul, z.maxLength(BODY_LENGTH));
const propertyInput = z.union([typed, z.array(typed).check(z.maxLength(500))]);

/** What an agent may ask of the list of tickets. `cursor` is opaque and comes from the page before. */
export const agentTicketQuery = z.object({
  state: z._default(z.enum(TICKET_STATES), 'open'),
  q: z._default(z.string().check(z.maxLength(200)), ''),
  status: z.optional(id),
  priority: z.optional(z.enum(PRIORITIES)),
  assignee: z.optional(z.union([id, z.literal('none'), z.literal('me')])),
  inbox: z.optional(id),
  /** Tickets that this contact is associated with. */
  contact: z.optional(id),
  /** Key of a custom property; `value` is asked of it, of numbers and dates `from` and `to` (both belong to it). */
  property: z.optional(z.string().check(z.maxLength(64))),
  value: z.optional(z.string().check(withoutNul, z.maxLength(255))),
  from: z.optional(z.string().check(z.maxLength(64))),
  to: z.optional(z.string().check(z.maxLength(64))),
  /** `p.` and the key of a property sorts by its values; `-p.` in descending order. */
  sort: z._default(
    z
      .string()
      .check(z.regex(/^(activity|opened|-?p\.[a-z][a-z0-9_]{0,63})$/, 'is not a known order')),
    'activity',
  ),
  cursor: z.optional(z.string().check(z.maxLength(220))),
});
export type AgentTicketQuery = z.infer<typeof agentTicketQuery>;

export const agentMessageInput = z.object({
  kind: z.enum(MESSAGE_KINDS),
  body: z
    .string()
    .check(
      withoutNul,
      z.trim(),
      z.minLength(1, 'Write a message first.'),
      z.maxLength(BODY_LENGTH),
    ),
  /** Made by the composer once per message; sending twice with the same key stores it once. */
  submissionKey: z.optional(submissionKey),
});
export type AgentMessageInput = z.infer<typeof agentMessageInput>;

export const agentTicketUpdate = z.object({
  status: z.optional(id),
  priority: z.optional(z.enum(PRIORITIES)),
  /** Key of an option of the standard property; '' takes it away. */
  category: z.optional(z.string().check(z.maxLength(64))),
  /** Custom properties by key, as typed or chosen; an empty one takes the value away. */
  properties: z.optional(z.record(z.string().check(z.maxLength(64)), propertyInput)),
  /** Against a rule of the pipeline, by an agent who may; it is recorded. */
  override: z.optional(z.boolean()),
  /** One of the requester's companies; null files the ticket under none. */
  company: z.optional(z.nullable(id)),
  /** null takes the assignee away; 'me' is the agent who asks. */
  assignee: z.optional(z.nullable(z.union([id, z.literal('me')]))),
});
export type AgentTicketUpdate = z.infer<typeof agentTicketUpdate>;

export const agentTicketInput = z.object({
  inbox: id,
  requester: id,
  subject: z
    .string()
    .check(withoutNul, z.trim(), z.minLength(1, 'Enter a subject.'), z.maxLength(SUBJECT_LENGTH)),
  body: z
    .string()
    .check(
      withoutNul,
      z.trim(),
      z.minLength(1, 'Write the first message.'),
      z.maxLength(BODY_LENGTH),
    ),
  priority: z._default(z.enum(PRIORITIES), 'medium'),
  submissionKey: z.optional(submissionKey),
});
export type AgentTicketInput = z.infer<typeof agentTicketInput>;

export const contactQuery = z.object({
  q: z._default(z.string().check(withoutNul, z.maxLength(200)), ''),
  /** Only customers of the portal of this inbox. */
  inbox: z.optional(id),
});
export type ContactQuery = z.infer<typeof contactQuery>;

/** One row of the agents' list. Instants are epoch milliseconds everywhere. */
export interface AgentTicketRow {
  id: string;
  number: string;
  subject: string;
  status: {
    id: string;
    name: string;
    meaning: StatusMeaning;
    isClosed: boolean;
    color: StatusColor;
  };
  priority: Priority | '';
  requester: string;
  company: string;
  assignee: { id: string; name: string } | null;
  inbox: string;
  lastActivityAt: number;
  openedAt: number;
  /** Of the custom property that the list is sorted by. */
  value?: PropertyValue;
}

export interface AgentTicketPage {
  rows: AgentTicketRow[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
  /** Exact up to 1,000; `more` says there are more. */
  count: { value: number; more: boolean };
  /** Only the newest tickets were looked at, and there are more. */
  isCut: boolean;
}

export interface AttachmentView {
  id: string;
  name: string;
  mimeType: string;
  /** Bytes. */
  size: number;
  /** px of a picture as it is shown; 0 of anything else. */
  width: number;
  height: number;
}

export interface AgentAttachmentView extends AttachmentView {
  /** Customers do not see it. */
  isSensitive: boolean;
}

export const agentAttachmentUpdate = z.object({ isSensitive: z.boolean() });
export type AgentAttachmentUpdate = z.infer<typeof agentAttachmentUpdate>;

export interface AgentMessageView {
  id: string;
  kind: MessageKind;
  authorKind: 'customer' | 'agent' | 'system';
  authorName: string;
  body: string;
  sentAt: number;
  attachments: AgentAttachmentView[];
}

export interface ActivityView {
  id: string;
  occurredAt: number;
  actorKind: 'customer' | 'agent' | 'system' | 'channel';
  actorName: string;
  /** noun.past, for example `ticket.replied`. */
  action: string;
  changes: Record<string, { before: string; after: string }>;
}

/** A ticket that another is linked with. */
export interface LinkedTicket {
  id: string;
  number: string;
  subject: string;
}

/** An article that somebody read before asking, as the ticket keeps it. */
export interface ReadArticle {
  id: string;
  /** BCP 47 */
  locale: string;
  /** Epoch ms: when what was read was published. */
  version: number;
  title: string;
}

export interface AgentTicketDetail extends AgentTicketRow {
  /** What its person read in the knowledge base before asking, the last first. */
  readArticles: ReadArticle[];
  portal: { id: string; name: string };
  /** Public id of the company that it is filed under; '' for none. */
  companyId: string;
  /** Companies of the requester, which it may be filed under; none for an agent who may not change it. */
  companyChoices: { id: string; name: string }[];
  category: string;
  source: string;
  /** Under a legal hold: nothing of it is erased. */
  isHeld: boolean;
  /** Values of custom properties by key. */
  properties: PropertyValues;
  /** People who get a public reply by mail: requester first. */
  people: { id: string; name: string; address: string; role: 'requester' | 'participant' }[];
  messages: AgentMessageView[];
  activity: ActivityView[];
  /** What its requester said of it after closing; null when it is not rated. */
  rating: { value: Rating; comment: string; ratedAt: number } | null;
  /** Kept from the requester's company. */
  isPrivate: boolean;
  /** The closed ticket that this one goes on from, and those that go on from this one. */
  followsUp: LinkedTicket | null;
  followedUpBy: LinkedTicket[];
}

/** What the forms of the help desk choose from. */
export interface HelpDeskChoices {
  me: { id: string; name: string };
  inboxes: { id: string; name: string; portal: string }[];
  statuses: {
    id: string;
    name: string;
    meaning: StatusMeaning;
    isClosed: boolean;
    pipeline: string;
  }[];
  agents: { id: string; name: string }[];
}

export interface ContactChoice {
  id: string;
  name: string;
  address: string;
  company: string;
}
