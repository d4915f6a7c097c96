import * as z from 'zod/mini';
import { filterGroups, type FilterGroups } from './filter-groups';
import { id, line, recordQuery, withoutNul } from './lists';

export const ACCESS_GROUP_KINDS = ['static', 'dynamic'] as const;
export type AccessGroupKind = (typeof ACCESS_GROUP_KINDS)[number];

/** How many contacts a change may let in without asking. */
export const LET_IN_FREELY = 20;
/** Addresses that may be pasted at once. */
export const PASTED_ADDRESSES = 5000;

/** What a person confirmed: as many as the server had counted. Another number asks again. */
export const confirmedImpact = z.object({
  letIn: z.number().check(z.int(), z.minimum(0)),
  keptOut: z.number().check(z.int(), z.minimum(0)),
  /** Without it nobody is invited. */
  invited: z.optional(z.number().check(z.int(), z.minimum(0))),
});
export type ConfirmedImpact = z.infer<typeof confirmedImpact>;
/** Beside what is saved. */
export const confirmation = z.object({ confirmed: z.optional(confirmedImpact) });

const groupFields = {
  name: line('Enter a name.'),
  description: z._default(
    z.string().check(withoutNul, z.trim(), z.maxLength(1000, 'Use at most 1000 characters.')),
    '',
  ),
  /** Of a dynamic group. */
  filterGroups: z._default(filterGroups, []),
  /** Public ids of the portals that the group lets people into. */
  portals: z._default(z.array(id).check(z.maxLength(100)), []),
  confirmed: z.optional(confirmedImpact),
};

export const newAccessGroup = z.object({
  kind: z.enum(ACCESS_GROUP_KINDS, 'Choose a kind.'),
  ...groupFields,
});
export type NewAccessGroup = z.infer<typeof newAccessGroup>;

export const accessGroupUpdate = z.object(groupFields);
export type AccessGroupUpdate = z.infer<typeof accessGroupUpdate>;

export const accessGroupQuery = z.extend(recordQuery, {
  kind: z._default(z.enum(['', ...ACCESS_GROUP_KINDS]), ''),
});
export type AccessGroupQuery = z.infer<typeof accessGroupQuery>;

export const deletionInput = z.object({
  letIn: z.coerce.number().check(z.int(), z.minimum(0)),
  keptOut: z.coerce.number().check(z.int(), z.minimum(0)),
});

/** Contacts by their public ids, or a pasted text of addresses. */
export const membersInput = z.object({
  contacts: z._default(z.array(id).check(z.maxLength(1000)), []),
  pasted: z._default(
    z.string().check(withoutNul, z.maxLength(500_000, 'Paste fewer addresses.')),
    '',
  ),
  confirmed: z.optional(confirmedImpact),
});
export type MembersInput = z.infer<typeof membersInput>;

export const removalInput = z.object({
  contacts: z.array(id).check(z.minLength(1, 'Choose a contact.'), z.maxLength(1000)),
});

export const previewInput = z.object({
  subject: z.literal('contact', 'Only contacts can be counted.'),
  groups: filterGroups,
});
export type PreviewInput = z.infer<typeof previewInput>;

interface Named {
  id: string;
  name: string;
}

export interface AccessGroupRow extends Named {
  kind: AccessGroupKind;
  description: string;
  members: { value: number; more: boolean };
  portals: Named[];
}

export interface AccessGroupDetail extends AccessGroupRow {
  filterGroups: FilterGroups;
  /** Epoch ms; 0 while members are being compared with the filter. */
  sweptAt: number;
}

export interface ContactSample extends Named {
  address: string;
}

/** Who would come in, or could not any more, by a change. */
export interface AccessImpact {
  letIn: { count: number; sample: ContactSample[] };
  keptOut: { count: number; sample: ContactSample[] };
  /** How many of those who come in are invited by mail, since a portal invites future members. */
  invited: number;
}

/** What deleting a group changes. */
export interface AccessGroupDeletion extends AccessImpact {
  portals: Named[];
}

export interface FilterPreview {
  count: { value: number; more: boolean };
  /** Empty for whoever may not read contacts. */
  sample: ContactSample[];
}

export const STANDINGS = ['none', 'invited', 'registered', 'disabled'] as const;
export type Standing = (typeof STANDINGS)[number];

export interface AccessGroupMember extends ContactSample {
  joinedAt: number;
  standings: { portal: string; state: Standing }[];
}

/** A contact that may be added. */
export interface MemberChoice extends ContactSample {
  isMember: boolean;
}

/** What became of contacts or addresses that were to be added. */
export interface MembersReport {
  added: number;
  alreadyIn: number;
  /** Addresses that no contact has. */
  unknown: string[];
  /** What is no address. */
  invalid: string[];
}
