import type { MemberAction, MemberRow } from '../../../server/contracts/members';

export interface MemberRights {
  edit: boolean;
  invite: boolean;
}

/** Whether an action may fit a member; the server decides and names whom it did not fit. */
const FITS: Record<MemberAction, (member: MemberRow) => boolean> = {
  invite: ({ standing, invitation }) =>
    (standing === 'none' || standing === 'invited') && !['pending', 'sent'].includes(invitation),
  cancel: ({ invitation }) => invitation === 'pending' || invitation === 'sent',
  approve: ({ standing }) => standing === 'waiting',
  decline: ({ standing }) => standing === 'waiting',
  disable: ({ standing }) => standing !== 'disabled' && standing !== 'waiting',
  enable: ({ standing }) => standing === 'disabled',
  'reset-password': ({ standing }) => standing === 'registered',
  'end-sessions': ({ standing, lastSignInAt }) => standing === 'registered' && lastSignInAt > 0,
};

const ORDER: MemberAction[] = [
  'approve',
  'decline',
  'invite',
  'cancel',
  'reset-password',
  'end-sessions',
  'enable',
  'disable',
];
const INVITING: readonly MemberAction[] = ['invite', 'cancel'];

/** What may be done with some of these members, in the order of the buttons. */
export const actionsFor = (
  members: readonly MemberRow[],
  can: MemberRights,
  isSystemDomain: boolean,
): MemberAction[] =>
  ORDER.filter(
    (action) =>
      (INVITING.includes(action) ? can.invite : can.edit) &&
      !(action === 'invite' && isSystemDomain) &&
      members.some(FITS[action]),
  );

export const fitting = (members: readonly MemberRow[], action: MemberAction): MemberRow[] =>
  members.filter(FITS[action]);
