import * as z from 'zod/mini';
import { formContent, newRequestForm } from './request-forms';
import { line } from './lists';
import { newProperty, PROPERTY_KINDS } from './properties';

/**
 * The set-up of an installation as one JSON file, without people and tickets. What a file does not name stays untouched,
 * and nothing is deleted. Public ids stand in it as references (rules/setup-refs.ts).
 */
export const SETUP_FORMAT = 'customer-portal-setup';
export const SETUP_VERSION = 1;
/** Bytes. Pictures of brands are in it. */
export const SETUP_FILE_SIZE = 10 * 1024 * 1024;

/** The parts of a file in the order in which they are applied. */
export const SETUP_PARTS = [
  'properties',
  'pipelines',
  'portals',
  'requestForms',
  'announcements',
  'roles',
] as const;
export type SetupPart = (typeof SETUP_PARTS)[number];

/** Items as they were written; each is read by the contract of its own part, so that a problem names its place. */
export type SetupFile = {
  format: typeof SETUP_FORMAT;
  version: typeof SETUP_VERSION;
} & { [Part in SetupPart]: Record<string, unknown>[] } & {
  /** Base64 by the name that branding settings have. */
  pictures: Record<string, string>;
};

export const setupProperty = z.extend(newProperty, {
  kind: z.enum(PROPERTY_KINDS, 'Choose a kind.'),
});

export const setupForm = z.object({
  ...z.omit(newRequestForm, { portal: true }).shape,
  /** A reference. */
  portal: line('Name the portal of the form, for example @portal:Help.', 500),
  isPublished: z._default(z.boolean('Write true or false.'), false),
  content: formContent,
});
export type SetupForm = z.infer<typeof setupForm>;

export const setupRole = z.object({
  name: line('Enter a name.'),
  description: z._default(z.string().check(z.maxLength(1000, 'Use at most 1000 characters.')), ''),
  /** Of this plugin, `tickets.ticket-read`; others of the role stay. */
  actions: z._default(z.array(z.string()).check(z.maxLength(500)), []),
});
export type SetupRole = z.infer<typeof setupRole>;

/** Something of a file that cannot be, or that needs to be known. */
export interface SetupNote {
  /** `pipelines.0.statuses.1.name`; '' for the file as a whole. */
  place: string;
  /** Of the item in words; '' for the file as a whole. */
  name: string;
  message: string;
}

export interface SetupItem {
  part: SetupPart;
  /** Of what it changes: `Support`, `Help / returns`; '' is the order of the part's items. */
  name: string;
  /** What the order is of: the subject of properties, or the name of a portal. */
  orderOf?: string;
  place: string;
  state: 'new' | 'changed' | 'same';
  /** By path below the item; values as JSON, '' where there was none. */
  changes: Record<string, { before: string; after: string }>;
}

/** What applying would do to people; whoever applies confirms the numbers with the differences. */
export interface SetupQuestion {
  place: string;
  name: string;
  letIn: number;
  keptOut: number;
}

export interface SetupPlan {
  items: SetupItem[];
  /** With any of them nothing can be applied. */
  problems: SetupNote[];
  warnings: SetupNote[];
  questions: SetupQuestion[];
  /** Of everything above: what is applied is what was looked at. */
  digest: string;
}

export const applyInput = z.object({
  digest: z.string('Look at the differences first.').check(z.regex(/^[a-f0-9]{64}$/)),
});

export interface SetupResult {
  applied: Pick<SetupItem, 'part' | 'name' | 'orderOf' | 'state'>[];
  /** What stopped it; what was applied before stays, and applying again goes on. */
  failed: (Pick<SetupItem, 'part' | 'name' | 'orderOf'> & { message: string }) | null;
  /** What was not reached. */
  left: Pick<SetupItem, 'part' | 'name' | 'orderOf' | 'state'>[];
  warnings: SetupNote[];
}
