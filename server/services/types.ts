import type { Readable } from 'node:stream';
import type { AnnouncementPage } from '../contracts/announcements';
import type { PortalSettings } from '../contracts/portal-settings';
import type { PortalState } from '../contracts/portals';
import type { FormProperty, FormSnapshot } from '../contracts/request-forms';
import type {
  AttachmentView,
  LinkedTicket,
  StatusMeaning,
  TicketState,
} from '../contracts/tickets';
import type { FilterRecord } from '../rules/filter-groups';
import type { Answers, FieldState, ShapeField } from '../rules/request-forms';
import type { ShownField } from '../rules/shown-fields';
import type { ReplyOutcome } from '../rules/status-follow';
import type { PropertyDefinition, PropertyValue } from '../contracts/properties';
import type { AnnouncementRecord } from '../store/announcements';
import type { DomainChecks } from './domain-checks';
import type { BrandPictures } from './brand-pictures';
import type { PropertyChange } from './property-input';
import type { AskedValue } from './ticket-properties';

export type { AnnouncementRecord };

/** A domain, portal or knowledge base as held in memory; `key` is the numeric id and never leaves the server. */
export interface DomainRecord {
  key: number;
  id: string;
  /** scheme://host[:port], lower case. */
  origin: string;
  /** '' or '/base'. */
  basePath: string;
  primaryLanguage: string;
  isSystem: boolean;
  servesAdmin: boolean;
}

export interface PortalRecord {
  key: number;
  id: string;
  name: string;
  state: PortalState;
  slug: string;
  domain: DomainRecord;
  /** Languages the portal speaks; the first is the domain's primary language. */
  languages: string[];
  /** The company's name as it stands in the header. */
  company: string;
  defaultInboxKey: number;
  settings: PortalSettings;
  /** Style sheets of the brand: its colours, and its own one. */
  sheets: { name: string; css: string }[];
  /** The built-in one beside it; null when there is none, or another one is linked. */
  knowledgeBase: KnowledgeBaseRecord | null;
  /** Public ids of its categories that show beside this portal; null is all of them. */
  shownCategories: ReadonlySet<string> | null;
  /** Planned and present ones, the newest first; the clock says which of them are shown. */
  announcements: readonly AnnouncementRecord[];
}

export interface KnowledgeBaseRecord {
  id: string;
  slug: string;
  domain: DomainRecord;
}

/** A published request form as held in memory. */
export interface PublishedForm {
  id: string;
  name: string;
  slug: string;
  /** Public id of the version, which stands on its tickets. */
  version: string;
  content: FormSnapshot;
  /** Ticket properties as the version knew them, by key. */
  properties: ReadonlyMap<string, FormProperty>;
  shape: ShapeField[];
}

/** What a form answered to what was typed. */
export type FormAnswer =
  | { outcome: 'refused'; states: ReadonlyMap<string, FieldState> }
  | {
      outcome: 'taken';
      /** Without files: the face adds them when `takesFiles`. */
      ticket: Pick<NewTicketInput, 'subject' | 'body' | 'preset'>;
      takesFiles: boolean;
    };

/** The request forms of the public pages. A form that somebody may not see is not there. */
export interface RequestFormsService {
  /** What a portal offers to somebody; to nobody in particular every form that it offers. */
  shown(portal: PortalRecord, viewer: CustomerViewer | null): PublishedForm[];
  /** The version of a form that somebody filled in, published or not any more; null when it was never shown to them. */
  filledIn(viewer: CustomerViewer, version: string): Promise<PublishedForm | null>;
  /** Decides what was typed (by property; of attachments the names) by the form's own rule. */
  read(form: PublishedForm, answers: Answers, language: string): FormAnswer;
}

/** Where a request landed. `rest` are the decoded path segments behind the slug. */
export interface SitePlace {
  domain: DomainRecord;
  language: string;
  /** 'moved' is an address that `portal` left; 'nothing' is a path of ours where nothing is: a 404 page in the domain's layout. */
  kind: 'portal' | 'knowledge-base' | 'asset' | 'moved' | 'nothing';
  rest: string[];
  /** The portal of the place; beside a knowledge base the first live one of its domain, sooner one that it stands beside. */
  portal: PortalRecord | null;
  /** The portals whose session counts here: the portal of the place alone, or every live one of the domain. */
  portals: PortalRecord[];
  /** The knowledge base of the place, or the one beside its portal. */
  knowledgeBase: KnowledgeBaseRecord | null;
}

/** A signed-in customer, read in one statement; judged by the portal it was read for. */
export interface CustomerSession {
  /** Form token for CSRF, derived from the session's token. */
  formToken: string;
  viewer: CustomerViewer;
  name: string;
  address: string;
  language: string;
  timeZone: string;
  /** Open tickets of the viewer at this portal that wait for his reply. */
  waiting: number;
}

/** Who asks, for the rules: numeric keys stay on the server. */
export interface CustomerViewer {
  kind: 'customer';
  contactKey: number;
  contactId: string;
  contactName: string;
  userKey: number;
  portal: PortalRecord;
  /** Companies whose tickets the viewer sees under the portal's ticket permission; empty when only associated ones. */
  companyKeys: number[];
  /** Companies that the viewer left: their tickets are out of sight, own ones too. */
  leftCompanyKeys: number[];
  /** The primary company, which new tickets are filed under; 0 when none. */
  primaryCompanyKey: number;
  /** The contact as filters see it. */
  record: FilterRecord;
  sessionKey: string;
}

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
}

/** What a customer reads of one fact of a ticket; null is nothing, `status` stands on the ticket itself. */
export type ShownFact =
  | { kind: 'text'; text: string }
  | { kind: 'instant'; instant: number }
  | { kind: 'value'; definition: PropertyDefinition; value: PropertyValue }
  | { kind: 'status' }
  | null;

export interface CustomerTicketQuery {
  /** 'mine': requester or participant. 'company': every ticket of the companies the viewer may see. */
  scope: 'mine' | 'company';
  /** Public id of one of the companies; '' for all of them. */
  company?: string;
  state: TicketState;
  /** Status meaning, or '' for any. */
  status: StatusMeaning | '';
  q: string;
  /** `activity`, `opened`, or a shown property: `p.serial`, `-p.serial` for descending. */
  sort: string;
  /** By key of a shown property. */
  values?: Record<string, AskedValue>;
  cursor: string;
  language: string;
}

export interface CustomerTicketPage {
  /** Beside the subject, as the portal has chosen them. */
  columns: ShownField[];
  rows: CustomerTicketRow[];
  nextCursor: string | null;
  /** More tickets were there than were looked at: a combination that no index serves. */
  isCut: boolean;
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
}

/** A file already streamed to the attachment storage and not yet part of a message. */
export interface StoredFile {
  name: string;
  mimeType: string;
  size: number;
  storageKey: string;
  checksum: string;
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
  /** From the form; a second submit with the same key answers with the first ticket. */
  submissionKey: string;
}

export interface SiteMapService {
  /** Where a request belongs; null means it is Strapi's. One map look-up when it is not ours. */
  resolve(protocol: string, host: string, path: string): SitePlace | null;
  /** Loads the map, and again when another node's change is seen (at most every 500 ms). */
  refresh(): Promise<void>;
  /** Grows with every change of domains, portals and statuses: pages cached before it are stale. */
  version(): number;
  /** Absolute address on a domain; never derived from a request. `path` begins with '/'. */
  url(domain: DomainRecord, path: string): string;
  statusLabel(statusKey: number, language: string): string;
}

export interface FoundSession {
  session: CustomerSession | null;
  /** Whether anybody has this token, even if none of the portals lets that person in. */
  isKnown: boolean;
  /** It is good, but no portal asked about lets that person in. */
  isRefused?: boolean;
}

export interface SessionsService {
  /** One statement. null when unknown, ended, idle, or no longer allowed at this portal. */
  find(token: string, portal: PortalRecord): Promise<CustomerSession | null>;
  /** The same at the first of several portals that lets the person in: pages beside portals are read with it. */
  findAt(token: string, portals: PortalRecord[]): Promise<FoundSession>;
  end(token: string): Promise<void>;
}

export type SignInResult =
  | {
      outcome: 'signed-in';
      token: string;
      /** ms; 0 means until the browser closes */ cookieLifetime: number;
    }
  | { outcome: 'refused' }
  | { outcome: 'limited'; /** ms */ retryAfter: number };

export interface SignInService {
  withPassword(input: {
    portal: PortalRecord;
    address: string;
    password: string;
    remember: boolean;
    ip: string;
    userAgent: string;
    /** Of the session that the browser has so far; it ends. */
    previousToken?: string;
  }): Promise<SignInResult>;
  /** Whether the link by which an admin tries the portal still opens it. */
  isTestLinkOpen(portal: PortalRecord, token: string): Promise<boolean>;
  /** Signs the admin's test customer in and uses the link up; the session's token, or null when it opens nothing. */
  withTestLink(input: {
    portal: PortalRecord;
    token: string;
    userAgent: string;
    previousToken: string;
  }): Promise<string | null>;
}

export interface PasswordsService {
  /** Same answer and path for known and unknown addresses; mails a link through the outbox. */
  askReset(input: {
    portal: PortalRecord;
    address: string;
    ip: string;
  }): Promise<{ outcome: 'asked' } | { outcome: 'limited'; retryAfter: number }>;
  isResetOpen(portal: PortalRecord, token: string): Promise<boolean>;
  /** Problems are message keys of the site's catalogue, e.g. 'password.tooShort'. Ends every session of the person. */
  reset(input: {
    portal: PortalRecord;
    token: string;
    password: string;
  }): Promise<
    { outcome: 'changed' } | { outcome: 'closed' } | { outcome: 'refused'; problem: string }
  >;
  change(input: {
    viewer: CustomerViewer;
    current: string;
    password: string;
    ip: string;
  }): Promise<
    | { outcome: 'changed' }
    | { outcome: 'wrong' }
    | { outcome: 'refused'; problem: string }
    | { outcome: 'limited'; retryAfter: number }
  >;
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
  /** Custom properties of tickets that customers may see: a list may be narrowed and sorted by them. */
  shownProperties(): PropertyDefinition[];
  /** The companies whose tickets the viewer sees, by name. */
  companies(viewer: CustomerViewer): Promise<{ id: string; name: string }[]>;
  find(viewer: CustomerViewer, id: string, language: string): Promise<CustomerTicketDetail | null>;
  /** `isRepeated`: the form was sent before, and what came with it this time belongs to nothing. */
  create(
    viewer: CustomerViewer,
    input: NewTicketInput,
  ): Promise<{ id: string; number: string; isRepeated: boolean }>;
  reply(
    viewer: CustomerViewer,
    id: string,
    input: { body: string; files: StoredFile[]; submissionKey: string },
  ): Promise<CustomerReply | null>;
  close(viewer: CustomerViewer, id: string): Promise<boolean>;
}

export interface AttachmentsService {
  /** Limits shown to people beforehand. Sizes in bytes. */
  limits: { files: number; fileSize: number };
  /** Streams one file to storage; throws AttachmentRefused with a message key when too large or of a refused type. */
  receive(name: string, stream: Readable): Promise<StoredFile>;
  /** Removes files that did not become part of a message. */
  discard(files: StoredFile[]): Promise<void>;
  openForCustomer(
    viewer: CustomerViewer,
    ticketId: string,
    attachmentId: string,
  ): Promise<{ file: AttachmentView; stream: Readable } | null>;
}

export interface ProfileService {
  update(
    viewer: CustomerViewer,
    input: { name: string; language: string; timeZone: string },
  ): Promise<void>;
}

export interface ArticleView {
  id: string;
  slug: string;
  title: string;
  summary: string;
  /** Markdown. */
  body: string;
  updatedAt: number;
  categorySlug: string;
}

export interface CategoryView {
  id: string;
  slug: string;
  name: string;
  description: string;
  parentSlug: string;
  articleCount: number;
}

export interface ArticlesService {
  /**
   * Everything a language of a knowledge base publishes, from memory; falls back to the primary language. With categories
   * only those of them whose parents are among them too, and their articles.
   */
  library(
    base: KnowledgeBaseRecord,
    language: string,
    categories?: ReadonlySet<string> | null,
  ): Library;
  /** Changes whenever published content changes: pages cached under an older version are stale. */
  version(): number;
  /** A change saved on this node that is not shown yet: the next request waits for it. */
  changing(): Promise<void> | null;
}

export interface Library {
  title: string;
  tagline: string;
  categories: CategoryView[];
  category(slug: string): CategoryView | undefined;
  article(slug: string): ArticleView | undefined;
  articlesIn(categorySlug: string): ArticleView[];
  search(q: string): { article: ArticleView; snippet: string }[];
  /** Slugs of the same category or article in other languages, for the language switcher. */
  translations(kind: 'article' | 'category', id: string): { language: string; slug: string }[];
}

/** What a portal tells its readers for a while. */
export interface AnnouncementsService {
  /** Those that a kind of page shows now, the newest first; from memory. */
  shown(portal: PortalRecord, page: AnnouncementPage): readonly AnnouncementRecord[];
  /** Whether the portal shows it, or did until a moment ago. */
  isKnown(portal: PortalRecord, id: string): boolean;
  /** How many others it affects; null when the viewer has not said that it affects him. */
  othersAffected(viewer: CustomerViewer, announcement: AnnouncementRecord): Promise<number | null>;
  /** Counts the viewer once, or takes it back; false when there is nothing to say that of. */
  setAffected(viewer: CustomerViewer, id: string, affects: boolean): Promise<boolean>;
}

/** What the public pages may call. Built in services/index.ts. */
export interface SiteServices {
  announcements: AnnouncementsService;
  domainChecks: Pick<DomainChecks, 'answer'>;
  siteMap: SiteMapService;
  sessions: SessionsService;
  signIn: SignInService;
  passwords: PasswordsService;
  customerTickets: CustomerTicketsService;
  attachments: AttachmentsService;
  profile: ProfileService;
  articles: ArticlesService;
  requestForms: RequestFormsService;
  brandPictures: Pick<BrandPictures, 'open'>;
}

/** Refused file; `problem` is a message key: 'attachment.tooLarge' | 'attachment.refusedType' | 'attachment.empty'. */
export class AttachmentRefused extends Error {
  constructor(
    readonly problem: string,
    readonly fileName: string,
  ) {
    super(`${problem}: ${fileName}`);
  }
}

/** An agent as the rules see one: what RBAC grants, by the last segment of the action. */
export interface AgentActor {
  kind: 'agent';
  agentKey: number;
  agentId: string;
  name: string;
  can: ReadonlySet<string>;
}

/** Whoever changes set-up: an admin user, agent or not, or a command of the server. Fits as the actor of an activity. */
export interface AdminActor {
  kind: 'agent' | 'system';
  /** documentId of the admin user; '' for a command. */
  id: string;
  name: string;
  can: ReadonlySet<string>;
}
