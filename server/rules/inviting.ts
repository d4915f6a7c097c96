/** What decides whether a contact can be invited to a portal. */
export interface InvitedPerson {
  isLiving: boolean;
  /** '' when it has none that could sign in. */
  address: string;
  /** At the portal; '' without a membership. */
  standing: string;
  isLetIn: boolean;
  isBlocked: boolean;
  /** An invitation is on its way or waits to be accepted. */
  isInvited: boolean;
}

export type InvitingRefusal =
  | 'gone'
  | 'registered'
  | 'disabled'
  | 'waiting'
  | 'blocked'
  | 'not-let-in'
  | 'no-address'
  | 'invited'
  | 'system-domain';

/** Why somebody is not invited, for admins. */
export const INVITING_REFUSALS: Record<InvitingRefusal, string> = {
  gone: 'It is in the bin, merged or erased.',
  registered: 'It is registered already.',
  disabled: 'It is disabled at this portal.',
  waiting: 'It has registered and waits for approval.',
  blocked: 'Its account is blocked.',
  'not-let-in': 'None of the portal’s access groups lets it in.',
  'no-address': 'It has no e-mail address to sign in with.',
  invited: 'It is invited already.',
  'system-domain':
    'The portal stands on the server’s own address: no mail invites there. Copy a registration link instead.',
};

/** The first reason not to invite somebody; '' when nothing stands against it. */
export function invitingRefusal(person: InvitedPerson): InvitingRefusal | '' {
  if (!person.isLiving) return 'gone';
  if (person.standing === 'registered') return 'registered';
  if (person.standing === 'disabled') return 'disabled';
  if (person.standing === 'waiting') return 'waiting';
  if (person.isBlocked) return 'blocked';
  if (!person.isLetIn) return 'not-let-in';
  if (person.address === '') return 'no-address';
  return person.isInvited ? 'invited' : '';
}
