import {
  LET_IN_FREELY,
  type AccessImpact,
  type ConfirmedImpact,
  type ContactSample,
  type FilterPreview,
} from '../contracts/access-groups';
import type { AccessSettings } from '../contracts/portal-settings';
import {
  countContactsInRange,
  findContactsInRange,
  inGroups,
  listAccessGroups,
  registeredAt,
} from '../store/access-groups';
import { text, type Connection, type Row } from '../store/connection';
import { neverInvitedAt } from '../store/invitable';
import { listInvitingPortals } from '../store/invitations';
import { allOf, anyOf, NEVER, not, type Sql } from '../store/filter-groups';
import { inSteps } from './contact-steps';
import { refused } from './refusals';

const SAMPLE = 5;
const EXACT = 1000;

/** The access groups of a portal before and after a change; with none, whoever is registered gets in. */
export interface PortalChange {
  portalKey: number;
  before: number[];
  after: number[];
}

/** The group whose members change, and whom it has afterwards. */
export interface MembershipChange {
  groupKey: number;
  after: Sql;
}

export const sampleOf = (row: Row): ContactSample => ({
  id: text(row.document_id),
  name: text(row.name),
  address: text(row.address),
});

/** Who comes in by a change of groups, who of them is invited by it, and who is registered and could not enter any more. */
export async function impactOf(
  db: Connection,
  portals: readonly PortalChange[],
  change: MembershipChange | null,
): Promise<AccessImpact> {
  const changed = portals.filter(
    ({ before, after }) =>
      before.length !== after.length ||
      before.some((key) => !after.includes(key)) ||
      (change !== null && after.includes(change.groupKey)),
  );
  const sides = changed.map(({ portalKey, before, after }) => ({
    portalKey,
    isNarrow: after.length > 0,
    registered: registeredAt(portalKey),
    before: before.length === 0 ? registeredAt(portalKey) : inGroups(before),
    after: after.length === 0 ? registeredAt(portalKey) : membersOf(after, change),
  }));
  const letIn = anyOf(sides.map(({ before, after }) => allOf([after, not(before)])));
  const keptOut = anyOf(
    sides.map(({ registered, before, after }) => allOf([registered, before, not(after)])),
  );
  const inviting = new Set(sides.length > 0 ? await listInvitingPortals(db) : []);
  const invited = anyOf(
    sides
      .filter(({ portalKey, isNarrow }) => isNarrow && inviting.has(portalKey))
      .map(({ portalKey, before, after }) =>
        allOf([after, not(before), neverInvitedAt(portalKey)]),
      ),
  );
  return {
    letIn: await tallyOf(db, letIn),
    keptOut: await tallyOf(db, keptOut),
    invited: (await tallyOf(db, invited)).count,
  };
}

function membersOf(groupKeys: number[], change: MembershipChange | null): Sql {
  if (!change || !groupKeys.includes(change.groupKey)) return inGroups(groupKeys);
  return anyOf([inGroups(groupKeys.filter((key) => key !== change.groupKey)), change.after]);
}

/** Contacts that meet a condition, counted exactly or until they are more than `most`, with the first few. */
export async function tallyOf(
  db: Connection,
  condition: Sql,
  most = Infinity,
): Promise<{ count: number; sample: ContactSample[] }> {
  let count = 0;
  const sample: ContactSample[] = [];
  if (condition === NEVER) return { count, sample };
  await inSteps(db, async (range) => {
    const found = await countContactsInRange(db, range, condition);
    if (found > 0 && sample.length < SAMPLE) {
      const rows = await findContactsInRange(db, range, condition, SAMPLE - sample.length);
      sample.push(...rows.map(sampleOf));
    }
    count += found;
    return count <= most;
  });
  return { count, sample };
}

/** Contacts that meet a condition, exact up to 1,000, with the first few. */
export async function previewOf(db: Connection, condition: Sql): Promise<FilterPreview> {
  const { count, sample } = await tallyOf(db, condition, EXACT);
  return { count: { value: Math.min(count, EXACT), more: count > EXACT }, sample };
}

type AccessBy = Pick<AccessSettings, 'control' | 'groups'>;

/** Public ids of the groups that keep others out: none where people register by themselves. */
const narrowingOf = ({ control, groups }: AccessBy): readonly string[] =>
  control === 'self-registration' ? [] : groups;

/** Asks before other access groups of a portal, or another access control, let people in or keep them out. */
export async function askAboutGroups(
  db: Connection,
  portalKey: number,
  before: AccessBy,
  after: AccessBy,
  confirmed: ConfirmedImpact | undefined,
): Promise<void> {
  const groups = await listAccessGroups(db);
  const keysOf = (ids: readonly string[]) =>
    groups.filter(({ id }) => ids.includes(id)).map(({ key }) => key);
  const change = {
    portalKey,
    before: keysOf(narrowingOf(before)),
    after: keysOf(narrowingOf(after)),
  };
  askFirst(await impactOf(db, [change], null), confirmed);
}

/**
 * Asks before more than a few are let in, or anybody is kept out: the answer names how many and some of them, and the
 * same change with these numbers goes through.
 */
export function askFirst(impact: AccessImpact, confirmed: ConfirmedImpact | undefined): void {
  const { letIn, keptOut, invited } = impact;
  if (letIn.count <= LET_IN_FREELY && keptOut.count === 0) return;
  const isConfirmed =
    confirmed?.letIn === letIn.count &&
    confirmed.keptOut === keptOut.count &&
    (confirmed.invited ?? 0) === invited;
  if (isConfirmed) return;
  const mails = invited > 0 ? ` ${invited} of them get an invitation.` : '';
  refused(
    'confirmed',
    `This lets in ${letIn.count} contacts and keeps out ${keptOut.count} who can sign in now.${mails} Confirm these numbers.`,
    { impact },
  );
}
