import type { PropertyDefinition, PropertyValue } from '../../contracts/properties';
import type {
  AttachmentView,
  LinkedTicket,
  ReadArticle,
  StatusMeaning,
  TicketState,
} from '../../contracts/tickets';
import type { MarkedText } from '../../rules/found-words';
import type { ShownField } from '../../rules/shown-fields';
import type { ReplyOutcome } from '../../rules/status-follow';
import type { TicketRights } from '../../rules/ticket-rights';
import type { Readable } from 'node:stream';
import type { PropertyChange } from '../property-input';
import type { EditableField } from '../ticket-edits';
import type { AskedValue } from '../ticket-properties';
import type { TicketRating } from '../ticket-ratings';
import type { TicketSeers } from '../ticket-seers';
import type { StoredFile } from './attachments';
import type { CustomerViewer } from './customer-sessions';
import type { PortalRecord } from './site';

export interface CustomerTicketRow {
  id: string;
  number: string;
  subject: string;
  /** Customer label in the page's language. */
  statusLabel: string;
  statusMeaning: StatusMeaning;
  isClosed: boolean;
  awaitsCustomer: boolean;
  requester: string;
  isMine: boolean;
  lastPublicAt: number;
  openedAt: number;
  /** One for each column of the page, or for each of the ticket's `fields`. */
  facts: ShownFact[];
  /** Somebody else wrote since the viewer, whose ticket it is, read it last. */
  isUnread?: boolean;
  /** What a search found in it. */
  match?: { subject: MarkedText; snippet: MarkedText | null };
}

/** What a customer reads of one fact of a ticket; null is nothing, `status` stands on the ticket itself. */
export type ShownFact =
  | { kind: 'text'; text: string }
  | { kind: 'instant'; instant: number }
  | { kind: 'value'; definition: PropertyDefinition; value: PropertyValue }
  | { kind: 'status' }
  | null;

/** Two days as YYYY-MM-DD in the reader's time zone, both included; '' leaves an end open. */
export interface AskedDays {
  from: string;
  until: string;
}

export interface CustomerTicketQuery {
  /** 'mine': requester or participant. 'company': every ticket of the companies the viewer may see. */
  scope: 'mine' | 'company';
  /** Public id of one of the companies; '' for all of them. */
  company?: string;
  state: TicketState;
  /** Public id of a status that customers see (or of all that are called the same), or a meaning; '' for any. */
  status: string;
  q: string;
  /**
   * `activity`, `opened`, or a shown property: `p.serial`, `-p.serial` for descending. A search is by relevance unless it
   * is `opened`.
   */
  sort: string;
  /** Keys of options; what the portal does not show is not asked for. */
  priority?: string;
  category?: string;
  opened?: AskedDays;
  /** Of the last public message. */
  activity?: AskedDays;
  /** Words of the name of who sent it, in the list of companies. */
  requester?: string;
  /** IANA name, for days; UTC without one. */
  timeZone?: string;
  /** By key of a shown property. */
  values?: Record<string, AskedValue>;
  cursor: string;
  language: string;
}

/** What a portal's lists can be narrowed by. The same object as long as nothing of it changes. */
export interface ListChoices {
  /** Custom properties of tickets that the portal shows. */
  properties: PropertyDefinition[];
  /** Null where the portal does not show it. */
  priority: PropertyDefinition | null;
  category: PropertyDefinition | null;
}

export interface StatusChoice {
  id: string;
  /** Customer label in the language; each only once. */
  label: string;
  isClosed: boolean;
}

export interface CustomerTicketPage {
  /** Beside the subject, as the portal has chosen them. */
  columns: ShownField[];
  rows: CustomerTicketRow[];
  nextCursor: string | null;
  /** More tickets were there than were looked at: a combination that no index serves. */
  isCut: boolean;
  /** A search stopped after so many candidates; the next page goes on from there. */
  isUnfinished?: boolean;
  /** How many there are, on the first page of a list that is narrowed; at least so many where `isMore`. */
  found?: { total: number; isMore: boolean };
  /** Of an empty list that nothing narrows: whether there are tickets that are not open, or not closed. */
  hasOthers?: boolean;
}

export interface CustomerMessageView {
  id: string;
  authorKind: 'customer' | 'agent' | 'system';
  authorName: string;
  isMine: boolean;
  body: string;
  sentAt: number;
  attachments: AttachmentView[];
}

export interface CustomerTicketDetail extends CustomerTicketRow {
  /** '' where there is none, or the portal does not show it. */
  company: string;
  assignee: string;
  /** What the portal shows, in its order: `facts` has one for each. */
  fields: ShownField[];
  participants: string[];
  messages: CustomerMessageView[];
  /** The ticket that this one goes on from, and those that go on from it, as far as the viewer may see them. */
  followsUp: LinkedTicket | null;
  followedUpBy: LinkedTicket[];
  /** What a reply would do now. */
  onReply: ReplyOutcome;
  canClose: boolean;
  rights: TicketRights;
  /** Kept from the company: only its requester and participants see it. */
  isPrivate: boolean;
  /** Who sees it beside the viewer. */
  seers: TicketSeers;
  /** Where mails about it go; null for whoever gets none in any case. */
  mails: { wanted: boolean; address: string } | null;
  /** What the viewer may edit of it. */
  editable: EditableField[];
  rating: TicketRating | null;
  /** Where there are several, in their order; a name may be empty. The messages are those of `conversation`. */
  conversations: { id: string; name: string }[];
  /** Public id of the one that is shown; '' where there is one. */
  conversation: string;
}

/** What a ticket gets beside what everybody's ticket has; '' and 0 leave it as it is. */
export interface TicketPreset {
  inboxKey: number;
  pipelineKey: number;
  statusKey: number;
  priority: string;
  category: string;
  /** Of custom properties. */
  properties: PropertyChange[];
  /** Public id of the version of the form. */
  formVersion: string;
}

export interface NewTicketInput {
  subject: string;
  body: string;
  files: StoredFile[];
  /** What a request form sets beside; only the service of request forms makes it. */
  preset?: TicketPreset;
  /** Articles that its person read before asking. */
  readArticles?: ReadArticle[];
  /** From the form; a second submit with the same key answers with the first ticket. */
  submissionKey: string;
}

export interface CustomerReply {
  isRepeated: boolean;
  /** '' when the reply opened a ticket of its own. */
  messageId: string;
  /** The ticket that it stands in: the one that was replied to, or the one that follows it up. */
  ticketId: string;
}

/** What a customer may do. Whatever may not be seen is null: not found, the same for every cause. */
export interface CustomerTicketsService {
  /** Columns of a portal's list beside the subject. */
  columns(portal: PortalRecord): ShownField[];
  /** `candidates`: how many tickets are looked at where no index serves filter and sort together. */
  list(
    viewer: CustomerViewer,
    query: CustomerTicketQuery,
    candidates?: number,
  ): Promise<CustomerTicketPage>;
  /** What a portal's lists may be narrowed and sorted by. */
  choices(portal: PortalRecord): ListChoices;
  /** Statuses that a portal's customers may meet, by their labels. */
  statusChoices(portal: PortalRecord, language: string): StatusChoice[];
  /** The viewer has read a ticket of his own up to an instant. Nothing while an admin looks as him. */
  markRead(viewer: CustomerViewer, id: string, upTo: number): Promise<void>;
  /** The companies whose tickets the viewer sees, by name. */
  companies(viewer: CustomerViewer): Promise<{ id: string; name: string }[]>;
  /** `conversation`: public id of the one to show; the first one of several unless told. */
  find(
    viewer: CustomerViewer,
    id: string,
    language: string,
    conversation?: string,
  ): Promise<CustomerTicketDetail | null>;
  /**
   * The ticket that a form made, or replied to, when it was sent before by its viewer; null when it was not. `id` is that of the
   * ticket that it replies to, '' for a new one.
   */
  sentBefore(viewer: CustomerViewer, submissionKey: string, id: string): Promise<string | null>;
  /** What others wrote in the same conversation behind one of its messages, the oldest first. */
  news(viewer: CustomerViewer, id: string, after: string): Promise<CustomerMessageView[] | null>;
  /** `isRepeated`: the form was sent before, and what came with it this time belongs to nothing. */
  create(
    viewer: CustomerViewer,
    input: NewTicketInput,
  ): Promise<{ id: string; number: string; isRepeated: boolean }>;
  reply(
    viewer: CustomerViewer,
    id: string,
    input: { body: string; files: StoredFile[]; submissionKey: string; conversation?: string },
  ): Promise<CustomerReply | null>;
  /** With a last message, or without a word. */
  close(
    viewer: CustomerViewer,
    id: string,
    word?: { body: string; submissionKey: string; conversation?: string },
  ): Promise<boolean>;
  /** Without a word, for as long as a reply would open it again. */
  reopen(viewer: CustomerViewer, id: string): Promise<boolean>;
}

/** Words of a file in its reader's language. */
export interface TicketExportWords {
  subject: string;
  yes: string;
  no: string;
  /** What a fact that is no property is called. */
  nameOf(key: string): string;
}

export interface TicketExportsService {
  /**
   * A list with all its pages as a CSV file that no spreadsheet runs, read in small batches while its reader takes it, and
   * written into the activity; how long to wait (ms) for whoever has asked too often.
   */
  open(
    viewer: CustomerViewer,
    query: CustomerTicketQuery,
    words: TicketExportWords,
  ): Promise<{ name: string; stream: Readable } | { retryAfter: number }>;
}
