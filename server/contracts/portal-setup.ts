import * as z from 'zod/mini';
import type { AccessGroupKind, FilterPreview } from './access-groups';
import { id, line, optionalLine, type Counted } from './lists';
import { accessSettings, ticketSettings } from './portal-settings';
import { newPortal, type PortalDetail, type PortalState } from './portals';

/** What each step of the set-up saves into the draft. The review saves nothing: it publishes. */
export const SETUP_INPUTS = {
  name: newPortal,
  domain: z.object({
    /** Public id; '' for the system domain, which is chosen when the portal goes live. */
    domain: z.union([id, z.literal('')], 'Choose a domain.'),
    /** End of the address; '' for one made from the name. */
    slug: optionalLine(60),
  }),
  tickets: z.extend(z.pick(ticketSettings, { permission: true, permissionFilter: true }), {
    /** Public id; '' for a free one, or a new one when none is free. */
    inbox: z.union([id, z.literal('')], 'Choose an inbox.'),
  }),
  access: accessSettings,
} as const;
export type SetupInputStep = keyof typeof SETUP_INPUTS;
export type SetupInput<Step extends SetupInputStep> = z.infer<(typeof SETUP_INPUTS)[Step]>;

/** Something made on the spot, in the middle of the set-up. */
export const namedOnTheSpot = z.object({ name: line('Enter a name.', 80) });
export type NamedOnTheSpot = z.infer<typeof namedOnTheSpot>;

interface Named {
  id: string;
  name: string;
}

export interface AccessGroupChoice extends Named {
  kind: AccessGroupKind;
  members: Counted;
}

/** What the set-up offers, and what Finish takes where nothing is chosen. */
export interface SetupChoices {
  /** Inboxes that belong to no other portal. */
  inboxes: Named[];
  accessGroups: AccessGroupChoice[];
  defaults: {
    /** Public id of the system domain; '' where there is none. */
    domain: string;
    slug: string;
    /** The inbox that is taken; without an id a new one is made with this name. */
    inbox: Named;
  };
}

/** GET /portals/:id/address: where the portal would stand, and why it cannot. */
export const addressQuery = z.object({
  domain: z._default(z.union([id, z.literal('')]), ''),
  slug: z._default(z.string().check(z.trim(), z.maxLength(200)), ''),
});
export type AddressQuery = z.infer<typeof addressQuery>;
export interface AddressCheck {
  address: string;
  problem: { field: 'domain' | 'slug'; message: string } | null;
}

/** GET /portals/:id/entrants: who could sign in with a choice of access groups. */
export const entrantsQuery = z.object({
  groups: z._default(z.string().check(z.maxLength(3000)), ''),
});
export interface Entrants {
  /** Registered contacts whom the choice lets in today. */
  today: FilterPreview;
  /** Members of the chosen groups, registered or not; null when none is chosen. */
  members: FilterPreview | null;
}

export interface PortalDeletion {
  name: string;
  state: PortalState;
  address: string;
  inbox: string;
  tickets: Counted;
  openTickets: Counted;
  registered: Counted;
}

/** The name is typed where tickets lose their portal. */
export const deletionConfirmation = z.object({ name: z._default(z.string(), '') });

export const stateInput = z.object({ state: z.enum(['live', 'paused'], 'Choose a state.') });

/** A link that signs the test customer in, once and within a minute. */
export interface TestVisit {
  url: string;
  address: string;
}

/** What may be done once a portal is live. */
export interface NextSteps {
  portal: PortalDetail;
  /** The knowledge base beside the portal; null when none stands on its domain. */
  knowledgeBase: {
    id: string;
    title: string;
    address: string;
    /** Name of another portal of the domain, where it leads whoever is not signed in; '' when it leads here. */
    leadsTo: string;
  } | null;
  /** Knowledge bases that stand nowhere yet. */
  freeKnowledgeBases: { id: string; title: string }[];
  /** Whether a knowledge base may stand at the root of the domain. */
  isRootFree: boolean;
}

/** Puts a knowledge base beside the portal, on its domain. */
export const knowledgeBasePlace = z.object({
  knowledgeBase: z
    .string('Choose a knowledge base.')
    .check(z.minLength(1, 'Choose a knowledge base.')),
  slug: optionalLine(60),
});
export type KnowledgeBasePlace = z.infer<typeof knowledgeBasePlace>;
