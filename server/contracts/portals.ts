import * as z from 'zod/mini';
import { line, recordQuery } from './lists';
import type { PortalSettings, SettingsSection } from './portal-settings';

export const PORTAL_STATES = ['draft', 'live', 'paused'] as const;
export type PortalState = (typeof PORTAL_STATES)[number];

/** The steps of the set-up, in their order. */
export const SETUP_STEPS = ['name', 'domain', 'tickets', 'access', 'review'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

export const portalQuery = z.extend(recordQuery, {
  state: z._default(z.union([z.enum(PORTAL_STATES), z.literal('')]), ''),
});
export type PortalQuery = z.infer<typeof portalQuery>;

export interface PortalRow {
  id: string;
  name: string;
  state: PortalState;
  /** Where the set-up of a draft goes on. */
  step: SetupStep;
  /** Whole address; '' before a domain and a slug are chosen. */
  address: string;
  /** The domain is verified, so customers reach the address. */
  isReachable: boolean;
  inbox: string;
  openTickets: { value: number; more: boolean };
  /** Epoch ms of the last thing that happened there; 0 when nothing did. */
  lastActivityAt: number;
}

export interface PortalDetail {
  id: string;
  state: PortalState;
  address: string;
  isReachable: boolean;
  /** Where the set-up of a draft goes on. */
  step: SetupStep;
  settings: PortalSettings;
  /** The look that its domain gives new portals; null where it has none. */
  domainLook: PortalSettings['branding'] | null;
}

/** The first step: everything but the name has a default. */
export const newPortal = z.object({ name: line('Enter a name.', 80) });
export type NewPortalInput = z.infer<typeof newPortal>;

/** One saved change of a portal's settings. */
export interface SettingsChange {
  id: string;
  /** Epoch ms. */
  at: number;
  by: string;
  section: SettingsSection | '';
  action: string;
  /** By path below the section (`texts.signIn.en`); values as JSON. */
  changes: Record<string, { before: string; after: string }>;
  /** It can be gone back to. */
  canRestore: boolean;
}

export interface SettingsHistory {
  rows: SettingsChange[];
  nextCursor: string | null;
}

/** What the set-up and the settings of one portal choose from. */
export interface PortalChoices {
  domains: {
    id: string;
    /** Origin and base path. */
    address: string;
    primaryLanguage: string;
    isSystem: boolean;
    isVerified: boolean;
  }[];
  /** Its own inboxes, and those that belong to no portal yet. */
  inboxes: { id: string; name: string }[];
  accessGroups: { id: string; name: string }[];
  /** Languages of the product and of portals (BCP 47). */
  languages: string[];
  /** Its published request forms, in the order of the forms. */
  forms: { id: string; name: string }[];
  /** Knowledge bases on its domain, the first of them first. */
  knowledgeBases: {
    id: string;
    title: string;
    /** `parent` is '' at the top. */
    categories: { id: string; name: string; parent: string; isPublished: boolean }[];
  }[];
}
