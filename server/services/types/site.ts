import type { AnnouncementPage } from '../../contracts/announcements';
import type { PortalSettings } from '../../contracts/portal-settings';
import type { PortalState } from '../../contracts/portals';
import type { AnnouncementRecord } from '../../store/announcements';
import type { ProviderRecord } from '../../store/identity-providers';
import type { AddressChanges } from '../address-changes';
import type { ArticleSuggestions } from '../article-suggestions';
import type { AuditLog } from '../audit-log';
import type { BrandPictures } from '../brand-pictures';
import type { ColleaguesService } from '../colleagues';
import type { ConsentsService } from '../consents';
import type { Devices } from '../devices';
import type { DomainChecks } from '../domain-checks';
import type { FactorGiving } from '../factor-giving';
import type { InvitationAccepting } from '../invitation-accepting';
import type { MailMuting } from '../mail-muting';
import type { PasskeyGiving } from '../passkey-giving';
import type { PasskeySignIn } from '../passkey-sign-in';
import type { Passkeys } from '../passkeys';
import type { PendingUploads } from '../pending-uploads';
import type { Proofs } from '../proofs';
import type { RegistrationService } from '../registration';
import type { SecondFactors } from '../second-factors';
import type { SessionLinks } from '../session-links';
import type { SingleSignOn } from '../single-sign-on';
import type { SiteAccounts } from '../site-accounts';
import type { TicketEdits } from '../ticket-edits';
import type { TicketPeople } from '../ticket-people';
import type { TicketRatings } from '../ticket-ratings';
import type { TypedTexts } from '../typed-texts';
import type { ViewAsService } from '../view-as';
import type { AttachmentsService } from './attachments';
import type { CustomerViewer, SessionsService } from './customer-sessions';
import type { CustomerTicketsService, TicketExportsService } from './customer-tickets';
import type { ArticlesService } from './library';
import type { PersonalDataService, ProfileService } from './profile';
import type { RequestFormsService } from './request-forms';
import type { MagicLinksService, PasswordsService, SignInService } from './sign-in';

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
