import * as z from 'zod/mini';
import { filterGroups } from './filter-groups';
import { id, LANGUAGE, line, optionalLine, withoutNul, wordsByLanguage } from './lists';

/**
 * Everything that an admin may set for one portal, by the page of the settings that shows it. Each page is read and saved by
 * itself; what a stored page does not name has its default, so that a portal made with only a name is safe and works.
 */

const longWords = wordsByLanguage(2000);
const words = (length = 60) => z._default(wordsByLanguage(length), {});
const chosen = z._default(z.union([id, z.literal('')]), '');
const flag = (initially: boolean) => z._default(z.boolean(), initially);
const color = z.string().check(z.regex(/^#[0-9a-f]{6}$/i, 'Enter a colour such as #2f5bd8.'));
const optionalColor = z._default(z.union([color, z.literal('')]), '');

const WEB_ADDRESS =
  'Enter an address that begins with https:// or http://, or with / for a page here.';
/** A web address, or a path of the portal's own origin. Never another scheme: `javascript:` would run (attacks 11). */
export const webAddress = z
  .string(WEB_ADDRESS)
  .check(
    withoutNul,
    z.trim(),
    z.regex(/^(https?:\/\/[^\s/?#\\]+[^\s\\]*|\/(?![/\\])[^\s\\]*)$/i, WEB_ADDRESS),
    z.maxLength(500, 'Use at most 500 characters.'),
  );

export const generalSettings = z.object({
  /** Title in the browser's tab. */
  name: line('Enter a name.', 80),
  /** Public id of the domain; '' before one is chosen. */
  domain: chosen,
  /** End of the address, without slash. */
  slug: z._default(z.string().check(z.trim(), z.maxLength(60, 'Use at most 60 characters.')), ''),
  /** Languages beside the primary one of the domain (BCP 47). */
  languages: z._default(
    z
      .array(z.string().check(z.regex(LANGUAGE, 'is not a language')))
      .check(z.maxLength(40, 'Choose at most 40 languages.')),
    [],
  ),
  /** Public id of the inbox where new tickets arrive; '' before one is chosen. */
  inbox: chosen,
  /** The company's name in the header and in mails; '' is the portal's name. */
  company: optionalLine(80),
  /** E-mail address, or web address, of who helps those who cannot get in; '' for nobody. */
  helpContact: optionalLine(320),
  /** Texts of the system pages by language; an empty one is the built-in text. */
  texts: z._default(
    z.object({
      signIn: z._default(longWords, {}),
      register: z._default(longWords, {}),
      noAccess: z._default(longWords, {}),
      paused: z._default(longWords, {}),
    }),
    { signIn: {}, register: {}, noAccess: {}, paused: {} },
  ),
});

export const TICKET_PERMISSIONS = ['associated', 'company', 'filter'] as const;
export type TicketPermission = (typeof TICKET_PERMISSIONS)[number];
export const OWNER_NAMES = ['full', 'first', 'inbox', 'none'] as const;
export type OwnerName = (typeof OWNER_NAMES)[number];
export const MOST_COLUMNS = 12;
/** Columns of the customers' list that no property has. Others are keys of ticket properties. */
export const LIST_COLUMNS = ['number', 'requester'] as const;
export const LONGEST_REPLY_DAYS = 365;
export const LONGEST_RATING_DAYS = 365;
export const PARTICIPANT_RULES = ['nobody', 'company', 'anyone'] as const;
export type ParticipantRule = (typeof PARTICIPANT_RULES)[number];

const propertyKey = z.string().check(z.minLength(1), z.maxLength(64));
const DAYS = `Enter a whole number of days from 0 to ${LONGEST_REPLY_DAYS}.`;
const RATING_DAYS = `Enter a whole number of days from 0 to ${LONGEST_RATING_DAYS}.`;

export const ticketSettings = z.object({
  permission: z._default(
    z.enum(TICKET_PERMISSIONS, 'Choose who sees which tickets.'),
    'associated',
  ),
  /** Of contacts; asked when `permission` is 'filter'. */
  permissionFilter: z._default(filterGroups, []),
  /** Which companies' tickets: those of the primary company, or of every company of the contact. */
  companies: z._default(z.enum(['primary', 'all']), 'primary'),
  includesChildren: flag(false),
  /** Whoever leaves a company goes on seeing his own tickets there. */
  keepsOwnAfterLeaving: flag(false),
  /** Of the customers' list, in their order; the subject always stands first and is not named here. */
  columns: z._default(
    z
      .array(propertyKey)
      .check(z.maxLength(MOST_COLUMNS, `Choose at most ${MOST_COLUMNS} columns.`)),
    ['status', 'requester', 'last_activity'],
  ),
  /** Properties in the ticket, in their order; null is every one that customers may see, in the order of the properties. */
  details: z._default(z.nullable(z.array(propertyKey).check(z.maxLength(200))), null),
  /** The word for a ticket by language; an empty one is the built-in word. */
  singular: words(),
  plural: words(),
  /** How customers see who answers: in the ticket, its messages, mails, CSV and the API. */
  ownerName: z._default(z.enum(OWNER_NAMES, 'Choose how agents are named.'), 'first'),
  customersMayClose: flag(true),
  /** Public id of the status of a ticket that its customer closes, by public id of the pipeline; else the first closed one. */
  closedStatuses: z._default(z.record(id, id), {}),
  /** For how many days after closing a reply opens the ticket again. */
  reopenDays: z._default(
    z.int(DAYS).check(z.minimum(0, DAYS), z.maximum(LONGEST_REPLY_DAYS, DAYS)),
    14,
  ),
  /** After that, a reply opens a new ticket that is linked to the closed one. */
  followUps: flag(true),
  /** Whom requester and participants may add: nobody, people of the ticket's company, or every member of the portal. */
  participants: z._default(z.enum(PARTICIPANT_RULES, 'Choose whom customers may add.'), 'company'),
  /** The requester may keep a ticket from the company. It breaks "all tickets of the company". */
  customersMayMakePrivate: flag(false),
  /** The requester rates a closed ticket. */
  ratings: flag(true),
  /** For how many days after it was given a rating can be changed. */
  ratingDays: z._default(
    z
      .int(RATING_DAYS)
      .check(z.minimum(0, RATING_DAYS), z.maximum(LONGEST_RATING_DAYS, RATING_DAYS)),
    14,
  ),
});
export type TicketSettings = z.infer<typeof ticketSettings>;

export const MOST_FILES = 50;
export const LARGEST_MB = 500;
const FILES = `Enter a whole number from 1 to ${MOST_FILES}.`;
const SIZE_MB = `Enter whole megabytes from 1 to ${LARGEST_MB}.`;

export const supportFormSettings = z.object({
  /** Published request forms that the portal offers, in their order; null is every one, in the order of the forms. */
  forms: z._default(z.nullable(z.array(id).check(z.maxLength(100))), null),
  /** While the subject is typed, articles of the knowledge base that may answer it. */
  suggestsArticles: flag(true),
  /** Card numbers, passwords and tokens in a message are pointed out, and masked if wanted, before it is sent. */
  masksSecrets: flag(true),
  /** Of one message; the plugin's options may allow less. */
  attachments: z._default(
    z.object({
      files: z._default(z.int(FILES).check(z.minimum(1, FILES), z.maximum(MOST_FILES, FILES)), 10),
      /** MB of one file. */
      sizeMb: z._default(
        z.int(SIZE_MB).check(z.minimum(1, SIZE_MB), z.maximum(LARGEST_MB, SIZE_MB)),
        25,
      ),
    }),
    { files: 10, sizeMb: 25 },
  ),
});

export const FONTS = ['system', 'humanist', 'geometric', 'serif', 'mono'] as const;
export const RADII = [0, 4, 8, 12, 16] as const;
export const STYLESHEET_SIZE = 64 * 1024;

const siteLink = z.object({ labels: words(), url: webAddress });
const siteLinks = (most: number) =>
  z._default(z.array(siteLink).check(z.maxLength(most, `Use at most ${most} links.`)), []);
/** Name of a stored picture: its hash and ending. */
const picture = z._default(
  z.string().check(z.regex(/^([a-f0-9]{32}\.(png|jpg|webp|gif|ico|svg))?$/, 'Choose a picture.')),
  '',
);

export const brandingSettings = z.object({
  logo: picture,
  /** '' shows `logo` in the dark as well. */
  logoDark: picture,
  favicon: picture,
  /** At least 4.5:1 on white (WCAG 1.4.3). */
  accent: z._default(color, '#2f5bd8'),
  /** The same in the dark; '' is a lighter shade of `accent`. */
  accentDark: optionalColor,
  /** Background of the header; '' is that of the page. Its text is black or white, whichever reads better. */
  header: optionalColor,
  font: z._default(z.enum(FONTS, 'Choose a font.'), 'system'),
  /** Of buttons, fields and cards, in px. */
  radius: z._default(z.literal(RADII, 'Choose a corner radius.'), 8),
  headerLinks: siteLinks(6),
  footerLinks: siteLinks(12),
  /** The one stylesheet of the brand's own; the content security policy keeps it from loading anything from elsewhere. */
  stylesheet: z._default(
    z.string().check(withoutNul, z.maxLength(STYLESHEET_SIZE, 'Use at most 64 KB.')),
    '',
  ),
});
export type BrandingSettings = z.infer<typeof brandingSettings>;

export const KNOWLEDGE_BASES = ['built-in', 'outside', 'none'] as const;

export const knowledgeBaseSettings = z.object({
  kind: z._default(z.enum(KNOWLEDGE_BASES, 'Choose a knowledge base.'), 'built-in'),
  /** Public id of the knowledge base beside the portal; '' is the first one of its domain. */
  base: chosen,
  /** Address of an outside one. */
  url: z._default(z.union([webAddress, z.literal('')]), ''),
  /** Public ids of the categories that the portal shows; null is all of them. */
  categories: z._default(z.nullable(z.array(id).check(z.maxLength(1000))), null),
  /** The knowledge base shows a link to this portal. */
  linksToPortal: flag(true),
  /** Text of the link to the portal, and of the one to the knowledge base; an empty one is the built-in text. */
  portalLink: words(),
  baseLink: words(),
});

export const ACCESS_CONTROLS = ['access-groups', 'self-registration', 'single-sign-on'] as const;
export type AccessControl = (typeof ACCESS_CONTROLS)[number];

export const EMAIL_DOMAIN = 'Enter domains such as example.com, one on each line.';
export const emailDomains = z._default(
  z
    .array(
      z
        .string()
        .check(
          z.trim(),
          z.toLowerCase(),
          z.regex(/^[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u, EMAIL_DOMAIN),
          z.maxLength(191, EMAIL_DOMAIN),
        ),
    )
    .check(z.maxLength(500, 'Use at most 500 domains.')),
  [],
);

/** Minutes. HubSpot offers 20, 40, 60 minutes and 24 hours; others may be typed. */
export const IDLE_MINUTES = [20, 40, 60, 24 * 60] as const;
const IDLE = 'Enter whole minutes from 5 to 43200.';
const LASTING = 'Enter whole days from 1 to 365.';

export const SECOND_FACTOR_RULES = ['nobody', 'everybody', 'groups'] as const;
export type SecondFactorRule = (typeof SECOND_FACTOR_RULES)[number];
export const MOST_GRACE_DAYS = 90;
const GRACE = `Enter a whole number of days from 0 to ${MOST_GRACE_DAYS}.`;

export const accessSettings = z.object({
  control: z._default(z.enum(ACCESS_CONTROLS, 'Choose how customers get in.'), 'access-groups'),
  /** Public ids of access groups; none lets in whoever is registered. */
  groups: z._default(z.array(id).check(z.maxLength(100, 'Choose at most 100 access groups.')), []),
  /** Who may register without an invitation; counts when `control` is 'self-registration'. */
  registration: z._default(
    z.object({
      /** E-mail domains that may register; none allows every one that is not denied. */
      allowedDomains: emailDomains,
      deniedDomains: emailDomains,
      /** An admin lets each of them in. */
      needsApproval: flag(false),
    }),
    { allowedDomains: [], deniedDomains: [], needsApproval: false },
  ),
  /** Ways to sign in; at least one. */
  password: flag(true),
  magicLink: flag(true),
  /** Accounts that the site has already (users-permissions) sign in as well; their contact is made then. */
  siteAccounts: flag(true),
  /** A session ends after so long without a visit, unless the device is to be remembered. */
  idleMinutes: z._default(z.int(IDLE).check(z.minimum(5, IDLE), z.maximum(43200, IDLE)), 24 * 60),
  /** Every session ends after so many days at the latest. */
  absoluteDays: z._default(
    z.int(LASTING).check(z.minimum(1, LASTING), z.maximum(365, LASTING)),
    30,
  ),
  /** What everybody accepts before the first page. */
  consent: z._default(
    z.object({
      isOn: flag(false),
      /** Markdown by language. */
      text: z._default(wordsByLanguage(20_000), {}),
      /** One more asks everybody again. */
      version: z._default(z.int().check(z.minimum(1), z.maximum(1_000_000)), 1),
    }),
    { isOn: false, text: {}, version: 1 },
  ),
  /** Managers of a company invite and remove its colleagues and decide who sees its tickets. */
  companyManagers: flag(false),
  /** Passkeys sign in without a password. */
  passkeys: flag(true),
  /** The second factor, which everybody may have. */
  secondFactor: z._default(
    z.object({
      /** Who must have one: nobody, everybody, or members of `groups`. */
      required: z._default(
        z.enum(SECOND_FACTOR_RULES, 'Choose who needs a second factor.'),
        'nobody',
      ),
      /** Public ids of access groups. */
      groups: z._default(
        z.array(id).check(z.maxLength(100, 'Choose at most 100 access groups.')),
        [],
      ),
      /** For so many days after it became required, or after registering, people may still do without. */
      graceDays: z._default(
        z.int(GRACE).check(z.minimum(0, GRACE), z.maximum(MOST_GRACE_DAYS, GRACE)),
        14,
      ),
      /** Epoch ms since when it has been required; the service writes it. */
      since: z._default(z.number(), 0),
    }),
    { required: 'nobody', groups: [], graceDays: 14, since: 0 },
  ),
});
export type AccessSettings = z.infer<typeof accessSettings>;

/** Mails whose text a portal may change, by what causes them. */
export const CHANGEABLE_MAILS = [
  'invitation',
  'confirm-address',
  'magic-link',
  'password-reset',
  'registration-approved',
  'ticket-received',
  'ticket-replied',
  'ticket-closed',
  'ticket-participant',
  'ticket-status',
] as const;
export type ChangeableMail = (typeof CHANGEABLE_MAILS)[number];

/** Who mails come from, which there are, and what they say. */
export const mailSettings = z.object({
  /** Name that mails come from; '' is the company's name. */
  senderName: optionalLine(80),
  /** Address that mails come from; '' is the inbox's, else the plugin's `mailFrom`. */
  senderAddress: optionalLine(320),
  /** Customers get a mail when an agent changes the status that they see. */
  statusChanges: flag(false),
  /** Own texts by mail and language; what is empty is the built-in text. Values stand in braces: `{name}`. */
  texts: z._default(
    z.record(
      z.string().check(z.maxLength(40)),
      z.record(
        z.string().check(z.regex(LANGUAGE, 'is not a language')),
        z.object({
          subject: optionalLine(200),
          text: z._default(
            z.string().check(withoutNul, z.maxLength(5000, 'Use at most 5,000 characters.')),
            '',
          ),
        }),
      ),
    ),
    {},
  ),
});
export type MailSettings = z.infer<typeof mailSettings>;

/** The pages of the settings. Announcements are records of their own (contracts/announcements.ts). */
export const SETTINGS_SECTIONS = {
  general: generalSettings,
  tickets: ticketSettings,
  supportForm: supportFormSettings,
  branding: brandingSettings,
  knowledgeBase: knowledgeBaseSettings,
  access: accessSettings,
  mails: mailSettings,
} as const;
export type SettingsSection = keyof typeof SETTINGS_SECTIONS;
export type PortalSettings = {
  [Section in SettingsSection]: z.infer<(typeof SETTINGS_SECTIONS)[Section]>;
};
