import type { Readable } from 'node:stream';
import type { AnnouncementPage } from '../contracts/announcements';
import type { PortalSettings } from '../contracts/portal-settings';
import type { PortalState } from '../contracts/portals';
import type { FormProperty, FormSnapshot } from '../contracts/request-forms';
import type {
  AttachmentView,
  LinkedTicket,
  ReadArticle,
  StatusMeaning,
  TicketState,
} from '../contracts/tickets';
import type { FilterRecord } from '../rules/filter-groups';
import type { ByteRange } from '../rules/byte-range';
import type { PasswordProblem } from '../rules/password';
import type { Answers, FieldState, ShapeField } from '../rules/request-forms';
import type { MarkedText } from '../rules/found-words';
import type { ShownField } from '../rules/shown-fields';
import type { ReplyOutcome } from '../rules/status-follow';
import type { TicketRights } from '../rules/ticket-rights';
import type { PropertyDefinition, PropertyValue } from '../contracts/properties';
import type { TicketMail } from '../rules/unwanted-mails';
import type { AnnouncementRecord } from '../store/announcements';
import type { FactorNeed } from '../rules/second-factor';
import type { ProviderRecord } from '../store/identity-providers';
import type { SessionFactor, SignInMethod } from '../store/sessions';
import type { ArticleSuggestions } from './article-suggestions';
import type { AuditLog } from './audit-log';
import type { DomainChecks } from './domain-checks';
import type { InvitationAccepting } from './invitation-accepting';
import type { BrandPictures } from './brand-pictures';
import type { ColleaguesService } from './colleagues';
import type { PendingUploads } from './pending-uploads';
import type { ConsentsService } from './consents';
import type { PropertyChange } from './property-input';
import type { RegistrationService } from './registration';
import type { SessionLinks } from './session-links';
import type { SiteAccounts } from './site-accounts';
import type { AddressChanges } from './address-changes';
import type { Devices } from './devices';
import type { MailMuting } from './mail-muting';
import type { Proofs } from './proofs';
import type { AskedValue } from './ticket-properties';
import type { PasskeyGiving } from './passkey-giving';
import type { PasskeySignIn } from './passkey-sign-in';
import type { Passkeys } from './passkeys';
import type { FactorGiving } from './factor-giving';
import type { SecondFactors } from './second-factors';
import type { SingleSignOn } from './single-sign-on';
import type { TicketEdits, EditableField } from './ticket-edits';
import type { TicketPeople } from './ticket-people';
import type { TicketRating, TicketRatings } from './ticket-ratings';
import type { TicketSeers } from './ticket-seers';
import type { TypedTexts } from './typed-texts';
import type { ViewAsService } from './view-as';

export type { AnnouncementRecord, ProviderRecord };

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
  /** Identity providers, turned on or not. */
  providers: readonly ProviderRecord[];
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
  /** Of the address: the domain's primary one where it names none. */
  language: string;
  /** The address of a portal names its language, be it the primary one: neither account nor browser is asked. */
  isLanguageNamed: boolean;
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
  /** What the session is called on the page of devices. */
  id: string;
  method: SignInMethod;
  isRemembered: boolean;
  /** Epoch ms: when it ends without another visit, and when it ends at the latest. */
  idleEndsAt: number;
  endsAt: number;
  /** Epoch ms of the last time that the person proved who he is: at sign-in, or since. */
  provenAt: number;
  factor: SessionFactor;
  factorNeed: FactorNeed;
  /** Epoch ms; until then somebody whose need is `soon` may do without. */
  factorDueAt: number;
  /** Name of the admin who looks at the portal as this person, and can change nothing; '' when it is the person. */
  viewedBy: string;
  /** Manages a company, and the portal lets managers invite and remove their colleagues. */
  managesCompany: boolean;
  /** The current consent notice is still to be accepted: no other page is shown before. */
  isConsentDue: boolean;
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
  /** An admin looks: every service that changes something refuses (services/refusals.ts, `needOwn`). */
  isReadOnly: boolean;
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

/** A file already streamed to the attachment storage and not yet part of a message. */
export interface StoredFile {
  name: string;
  mimeType: string;
  size: number;
  storageKey: string;
  checksum: string;
  /** px of a picture as it is shown; 0 of anything else. */
  width: number;
  height: number;
  /** Where it was sent ahead of its form (services/pending-uploads.ts): it is one message's, whoever is first. */
  uploadId?: string;
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
  /**
   * It is good, but its person has still to accept the portal's notice. It stands here and not in `session`, so that no
   * face shows anything to it by forgetting to ask: only the consent page takes it.
   */
  consentDue?: CustomerSession;
  /** The same of somebody who has yet to give, or to set up, the second factor; it comes before the notice. */
  factorDue?: CustomerSession;
}

export interface SessionsService {
  /** One statement. null when unknown, ended, idle, no longer allowed at this portal, or consent is due. */
  find(token: string, portal: PortalRecord): Promise<CustomerSession | null>;
  /** The same at the first of several portals that lets the person in: pages beside portals are read with it. */
  findAt(
    token: string,
    portals: PortalRecord[],
    /** A page that asks by itself is no visit: the idle time goes on. */
    isVisit?: boolean,
  ): Promise<FoundSession>;
  /** The person is still there: the idle time begins anew, exactly now. */
  stay(viewer: CustomerViewer): Promise<void>;
  end(token: string): Promise<void>;
}

/** The address's e-mail domain signs in at an identity provider, and nowhere else; said of known and unknown addresses. */
export interface SignsInElsewhere {
  outcome: 'elsewhere';
  /** Public id. */
  provider: string;
}

export type SignInResult =
  | {
      outcome: 'signed-in';
      token: string;
      /** ms; 0 means until the browser closes */ cookieLifetime: number;
      /** The mark of a browser that is remembered; '' where there is none to keep. */
      deviceToken: string;
    }
  | SignsInElsewhere
  | { outcome: 'refused' }
  /** Passwords are closed for this address on unknown devices; said of known and unknown addresses. */
  | { outcome: 'locked' }
  /** The password is right, and somebody has yet to approve the registration. */
  | { outcome: 'waiting' }
  /** The password is right, and a link was mailed to the account of the site. The browser keeps the token as its mark. */
  | { outcome: 'confirm'; browserToken: string }
  | { outcome: 'limited'; /** ms */ retryAfter: number };

/** Which browser signs in, from where. */
export interface SignInOrigin {
  ip: string;
  userAgent: string;
  /** Of the session that the browser has so far; it ends. '' for none. */
  previousToken: string;
  /** The browser's own mark (`cp_device`), by which a known device is known; '' for none. */
  deviceToken: string;
}

export interface SignInService {
  withPassword(
    input: {
      portal: PortalRecord;
      address: string;
      password: string;
      remember: boolean;
      /** Of the page, for a contact that appears now. */
      language?: string;
    } & Pick<SignInOrigin, 'ip' | 'userAgent'> &
      Partial<SignInOrigin>,
  ): Promise<SignInResult>;
  /** Whether the link by which an admin tries the portal still opens it. */
  isTestLinkOpen(portal: PortalRecord, token: string): Promise<boolean>;
  /** Signs the admin's test customer in and uses the link up; the session's token, or null when it opens nothing. */
  withTestLink(
    input: { portal: PortalRecord; token: string } & SignInOrigin,
  ): Promise<string | null>;
}

export type LinkSignIn =
  | (Extract<SignInResult, { outcome: 'signed-in' }> & {
      /** The path that was asked for; whoever follows it checks it. */
      next: string;
    })
  | { outcome: 'closed' }
  | { outcome: 'waiting' }
  | { outcome: 'limited'; /** ms */ retryAfter: number };

/** Signing in by mail: a link that works in any browser, and a code for the browser that asked. */
export interface MagicLinksService {
  /** Same answer and path for known and unknown addresses. The browser keeps `browserToken` for the code. */
  ask(
    input: {
      portal: PortalRecord;
      address: string;
      remember: boolean;
      /** Path to go on to; '' for the first page. */
      next: string;
    } & Pick<SignInOrigin, 'ip' | 'deviceToken'>,
  ): Promise<
    | { outcome: 'asked'; browserToken: string }
    | SignsInElsewhere
    | { outcome: 'limited'; /** ms */ retryAfter: number }
  >;
  /** Whose account a link opens; changes nothing, since scanners open links too. null when it opens nothing. */
  look(
    portal: PortalRecord,
    token: string,
    browserToken: string,
  ): Promise<{
    address: string;
    /** As it was ticked, in the browser that asked. */ remember: boolean;
  } | null>;
  withLink(
    input: { portal: PortalRecord; token: string; remember: boolean } & SignInOrigin,
  ): Promise<LinkSignIn>;
  /** 'closed' is a wrong code too, and one that nobody was mailed. */
  withCode(
    input: { portal: PortalRecord; code: string; browserToken: string } & SignInOrigin,
  ): Promise<LinkSignIn>;
}

export interface PasswordsService {
  /** Same answer and path for known and unknown addresses; mails a link through the outbox. */
  askReset(input: {
    portal: PortalRecord;
    address: string;
    ip: string;
    /** Of a known device, which nobody else can keep from asking. */
    deviceToken?: string;
  }): Promise<{ outcome: 'asked' } | SignsInElsewhere | { outcome: 'limited'; retryAfter: number }>;
  isResetOpen(portal: PortalRecord, token: string): Promise<boolean>;
  /** Whose password an open link changes; null when it opens nothing. */
  lookAtReset(
    portal: PortalRecord,
    token: string,
  ): Promise<{ name: string; address: string } | null>;
  /** Ends every session of the person. */
  reset(input: {
    portal: PortalRecord;
    token: string;
    password: string;
  }): Promise<
    | { outcome: 'changed' }
    | { outcome: 'closed' }
    | { outcome: 'refused'; problem: PasswordProblem }
  >;
  /** 403 without a fresh proof where the person has a second factor: the present password alone is one of two. */
  change(input: {
    session: CustomerSession;
    current: string;
    password: string;
    ip: string;
  }): Promise<
    | { outcome: 'changed'; /** The session goes on under it. */ token: string }
    | { outcome: 'wrong' }
    | { outcome: 'refused'; problem: PasswordProblem }
    | { outcome: 'limited'; retryAfter: number }
  >;
  /** Whether somebody may have a password at all: the portal takes them, and no provider vouches for his e-mail domain. */
  mayHave(session: CustomerSession): boolean;
  /** Whether the account has a password; one that opens by mailed links alone has none. */
  has(viewer: CustomerViewer): Promise<boolean>;
  /** The first password of an account without one. 403 without a fresh proof; 'closed' where it has one already. */
  set(input: {
    session: CustomerSession;
    password: string;
  }): Promise<
    | { outcome: 'changed'; token: string }
    | { outcome: 'closed' }
    | { outcome: 'refused'; problem: PasswordProblem }
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

/** Of the files of one message; sizes in bytes. */
export interface AttachmentLimits {
  files: number;
  fileSize: number;
  total: number;
}

/** A kept file that its reader may have. */
export interface FoundAttachment {
  file: AttachmentView;
  /** Strong (RFC 9110): the same as long as the bytes are. */
  etag: string;
  open(range?: ByteRange): Promise<Readable>;
  /** A small WebP of a picture; null where there is none. */
  openPreview(): Promise<{ size: number; stream: Readable } | null>;
}

export interface AttachmentsService {
  /** What the plugin's options allow at most. */
  limits: AttachmentLimits;
  /** What a portal allows, which its pages tell beforehand. */
  limitsAt(portal: Pick<PortalRecord, 'settings'>): AttachmentLimits;
  /**
   * Streams one file to storage, as its bytes say what it is, scanned and without what a picture notes about itself; throws
   * AttachmentRefused with a message key when it is not to be taken.
   */
  receive(
    name: string,
    stream: Readable,
    limits?: Pick<AttachmentLimits, 'fileSize'>,
  ): Promise<StoredFile>;
  /** Removes files that did not become part of a message. */
  discard(files: Pick<StoredFile, 'storageKey'>[]): Promise<void>;
  /** null, for every cause, when the viewer may not have it or it is not there. */
  findForCustomer(
    viewer: CustomerViewer,
    ticketId: string,
    attachmentId: string,
  ): Promise<FoundAttachment | null>;
}

export interface ProfileService {
  update(
    viewer: CustomerViewer,
    input: { name: string; language: string; timeZone: string },
  ): Promise<void>;
  chooseLanguage(viewer: CustomerViewer, language: string): Promise<void>;
  /** Which of the mails about tickets the person wants; all of them unless chosen. */
  wantedMails(viewer: CustomerViewer): Promise<TicketMail[]>;
  chooseMails(viewer: CustomerViewer, wanted: readonly string[]): Promise<void>;
}

/** What a person may do with what is kept of him. */
export interface PersonalDataService {
  /** Epoch ms since when he asks to be erased; 0 when he does not. */
  erasureAskedAt(viewer: CustomerViewer): Promise<number>;
  /** An admin erases: until then it can be taken back. 403 without a fresh proof of who asks. */
  askErasure(session: CustomerSession): Promise<void>;
  takeBackErasure(viewer: CustomerViewer): Promise<void>;
  /** A ZIP that is made while it is read, a few times a day; `retryAfter` in ms. 403 without a fresh proof. */
  download(
    session: CustomerSession,
    language: string,
  ): Promise<
    | { outcome: 'ready'; name: string; stream: Readable }
    | { outcome: 'limited'; retryAfter: number }
  >;
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
  /** What may answer a question that has only some words in common with it, the best first. */
  suggest(question: string, most: number): { article: ArticleView; snippet: string }[];
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
  viewAs: Pick<ViewAsService, 'isOpen' | 'enter' | 'noteEnd'>;
  invitationAccepting: InvitationAccepting;
  auditLog: Pick<AuditLog, 'ownSignIns'>;
  announcements: AnnouncementsService;
  colleagues: ColleaguesService;
  consents: ConsentsService;
  domainChecks: Pick<DomainChecks, 'answer'>;
  siteMap: SiteMapService;
  sessions: SessionsService;
  signIn: SignInService;
  passwords: PasswordsService;
  magicLinks: MagicLinksService;
  proofs: Proofs;
  passkeys: Passkeys;
  passkeyGiving: PasskeyGiving;
  passkeySignIn: PasskeySignIn;
  secondFactors: SecondFactors;
  factorGiving: FactorGiving;
  singleSignOn: SingleSignOn;
  typedTexts: TypedTexts;
  devices: Devices;
  addressChanges: AddressChanges;
  customerTickets: CustomerTicketsService;
  ticketExports: TicketExportsService;
  ticketEdits: TicketEdits;
  ticketPeople: TicketPeople;
  ticketRatings: TicketRatings;
  attachments: AttachmentsService;
  pendingUploads: Omit<PendingUploads, 'prune' | 'start' | 'stop'>;
  articleSuggestions: ArticleSuggestions;
  profile: ProfileService;
  personalData: PersonalDataService;
  articles: ArticlesService;
  requestForms: RequestFormsService;
  brandPictures: Pick<BrandPictures, 'open'>;
  registration: RegistrationService;
  siteAccounts: Pick<SiteAccounts, 'findConfirming' | 'confirm'>;
  sessionLinks: Pick<SessionLinks, 'find' | 'open'>;
  mailMuting: Pick<MailMuting, 'isOpen' | 'mute'>;
}

/** Refused file; `problem` is a message key: `attachment.tooLarge`, `attachment.disguised`, `attachment.infected`, … */
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
