import { useEffect, useState } from 'react';
import { Page, useNotification, useRBAC } from '@strapi/strapi/admin';
import { Flex, IconButton, Typography } from '@strapi/design-system';
import { Link as LinkIcon } from '@strapi/icons';
import { useParams } from 'react-router-dom';
import { STANDINGS } from '../../../server/contracts/contacts';
import { INVITATION_STATES, type Inviting } from '../../../server/contracts/invitations';
import type {
  MemberAction,
  MemberActionResult,
  MemberPortal,
  MemberRow,
} from '../../../server/contracts/members';
import { Choice } from '../../components/Choice';
import { RecordListPage, type Column } from '../../components/RecordListPage';
import { RelativeTime } from '../../components/RelativeTime';
import { Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { useRecords } from '../../services/records';
import { useListAddress } from '../../services/useListAddress';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { ActionDialog } from './ActionDialog';
import { BulkBar } from './BulkBar';
import { InvitationPill } from './InvitationPill';
import { InvitePanel } from './InvitePanel';
import { LeftDialog } from './LeftDialog';
import { LinkDialog } from './LinkDialog';
import { MemberStanding } from './MemberStanding';
import { NoneAction } from './NoneAction';
import { WaitingNotice } from './WaitingNotice';

const DEFAULTS = { q: '', sort: 'name', standing: '', invitation: '', group: '' };
const CHANGING = [
  ...permissions.memberEdit,
  ...permissions.memberInvite,
  ...permissions.portalRead,
  ...permissions.accessGroupRead,
];
/** ms between two looks at invitations that are on their way. */
const POLL = 3000;

/** Who belongs to a portal, what was invited, and what may be done with them. */
export function MembersPage() {
  const t = useWords();
  const { id = '' } = useParams();
  const { allowedActions } = useRBAC(CHANGING);
  const [poll, setPoll] = useState(0);
  const portal = useRead<MemberPortal>(api(`/portals/${id}/members/portal`));
  const isDraft = portal.data?.state === 'draft';
  const inviting = useRead<Inviting>(
    portal.data && !isDraft ? api(`/portals/${id}/inviting`) : null,
    poll,
  );
  const counts = inviting.data?.counts;
  const isUnderWay = (counts?.pending.value ?? 0) > 0;
  useEffect(() => setPoll(isUnderWay ? POLL : 0), [isUnderWay]);
  if (portal.error && !portal.data)
    return (
      <Page.Main>
        <Page.Title>{t('members.title')}</Page.Title>
        <Failure error={portal.error} onRetry={portal.refetch} />
      </Page.Main>
    );
  if (portal.data?.id !== id)
    return (
      <Page.Main>
        <Loading />
      </Page.Main>
    );
  return (
    <Members
      key={id}
      portal={portal.data}
      inviting={inviting.data}
      can={{
        edit: Boolean(allowedActions.canMemberEdit),
        invite: Boolean(allowedActions.canMemberInvite),
        readPortals: Boolean(allowedActions.canPortalRead),
        readGroups: Boolean(allowedActions.canAccessGroupRead),
      }}
      onChanged={() => {
        portal.refetch();
        inviting.refetch();
      }}
    />
  );
}

interface Props {
  portal: MemberPortal;
  /** Not known yet, or of a draft. */
  inviting: Inviting | undefined;
  can: { edit: boolean; invite: boolean; readPortals: boolean; readGroups: boolean };
  onChanged: () => void;
}

function Members({ portal, inviting, can, onChanged }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const address = useListAddress(DEFAULTS);
  const page = useRecords<MemberRow>(
    `/portals/${portal.id}/members`,
    address.query,
    address.cursor,
  );
  const [selected, setSelected] = useState<ReadonlyMap<string, MemberRow>>(new Map());
  const [acting, setActing] = useState<MemberAction | null>(null);
  const [linking, setLinking] = useState<MemberRow | null>(null);
  const [left, setLeft] = useState<MemberActionResult | null>(null);
  const { refetch } = page;
  const progress = JSON.stringify(inviting?.counts);
  // What was sent meanwhile shows in the rows too.
  useEffect(refetch, [refetch, progress]);

  const changed = (result: MemberActionResult | null) => {
    if (result && result.left.length > 0) setLeft(result);
    else if (result)
      toggleNotification({
        type: 'success',
        message: t('members.done', { count: result.done }),
      });
    setSelected(new Map());
    refetch();
    onChanged();
  };

  const { query, change } = address;
  const filter = (
    name: 'standing' | 'invitation' | 'group',
    label: string,
    options: { value: string; label: string }[],
  ) => (
    <Choice
      label={label}
      value={query[name] || 'all'}
      options={[{ value: 'all', label: t('filter.any') }, ...options]}
      onChange={(value) => change({ [name]: value === 'all' ? '' : value })}
    />
  );

  const columns: Column<MemberRow>[] = [
    {
      label: t('members.name'),
      sort: 'name',
      cell: ({ name, address: email }) => name || email || t('contacts.nameless'),
    },
    {
      label: t('contacts.address'),
      cell: ({ address: email }) =>
        email === '' ? (
          <Typography textColor="neutral600">{t('members.noAddress')}</Typography>
        ) : (
          <span style={{ display: 'inline-block', minWidth: '20rem', overflowWrap: 'anywhere' }}>
            {email}
          </span>
        ),
    },
    {
      label: t('contacts.standing'),
      cell: (member) => <MemberStanding {...member} />,
    },
    {
      label: t('members.invitationHead'),
      cell: (member) => <InvitationPill {...member} />,
    },
    {
      label: t('members.groups'),
      cell: ({ groups }) => <span dir="auto">{groups.join(', ')}</span>,
    },
    {
      label: t('members.lastSignIn'),
      sort: 'signed-in',
      cell: ({ lastSignInAt }) =>
        lastSignInAt > 0 ? (
          <RelativeTime at={lastSignInAt} />
        ) : (
          <Typography textColor="neutral600">{t('members.never')}</Typography>
        ),
    },
  ];
  if (can.invite && inviting)
    columns.push({
      label: t('records.actions'),
      isHidden: true,
      cell: (member) =>
        (member.standing === 'none' || member.standing === 'invited') && (
          <IconButton
            variant="ghost"
            label={t('members.copyLinkOf', { name: member.name || member.address })}
            onClick={() => setLinking(member)}
          >
            <LinkIcon />
          </IconButton>
        ),
    });

  return (
    <>
      <RecordListPage
        title={t('members.titleOf', { portal: portal.name })}
        subtitle={t('members.subtitle')}
        back={
          can.readPortals
            ? { to: paths.portal(portal.id), label: t('members.toSettings') }
            : undefined
        }
        label={t('members.title')}
        searchHint={t('members.searchHint')}
        filters={
          <Flex gap={2} wrap="wrap">
            {filter('standing', t('contacts.standing'), [
              ...STANDINGS.map((one) => ({ value: one, label: t(`contacts.standing.${one}`) })),
              { value: 'none', label: t('contacts.standing.none') },
            ])}
            {filter(
              'invitation',
              t('members.invitationHead'),
              INVITATION_STATES.map((one) => ({
                value: one,
                label: t(`members.invitation.${one}`),
              })),
            )}
            {portal.groups.length > 0 &&
              filter(
                'group',
                t('members.group'),
                portal.groups.map(({ id, name }) => ({ value: id, label: name })),
              )}
          </Flex>
        }
        notice={
          <Flex direction="column" alignItems="stretch" gap={4} paddingBottom={4}>
            {portal.state === 'draft' && <Typography>{t('members.draft')}</Typography>}
            {inviting && (
              <InvitePanel
                portal={portal}
                inviting={inviting}
                canInvite={can.invite}
                onShow={(invitation) => change({ invitation, standing: '' })}
                onChanged={changed}
              />
            )}
            <WaitingNotice
              portal={portal}
              isShown={query.standing === 'waiting'}
              onShow={() => change({ standing: 'waiting', invitation: '', group: '', q: '' })}
            />
            {selected.size > 0 && (
              <BulkBar
                selected={selected}
                can={can}
                isSystemDomain={inviting?.isSystemDomain ?? true}
                onAct={setActing}
                onClear={() => setSelected(new Map())}
              />
            )}
          </Flex>
        }
        address={address}
        page={page}
        columns={columns}
        rowTo={({ id }) => paths.contact(id)}
        selection={
          can.edit || can.invite
            ? {
                selected,
                label: t('members.selectAll'),
                labelOf: ({ name, address: email }) =>
                  t('members.select', { name: name || email || t('contacts.nameless') }),
                onChange: setSelected,
              }
            : undefined
        }
        none={t(
          portal.control === 'self-registration'
            ? 'members.noneRegistered'
            : portal.groups.length === 0
              ? 'members.noGroups'
              : 'members.noneInGroups',
        )}
        noneAction={<NoneAction portal={portal} can={can} />}
      />
      {acting && (
        <ActionDialog
          portal={portal}
          action={acting}
          members={[...selected.values()]}
          onDone={changed}
          onClose={() => setActing(null)}
        />
      )}
      {linking && (
        <LinkDialog
          portal={portal}
          contact={linking}
          onMade={() => changed(null)}
          onClose={() => setLinking(null)}
        />
      )}
      {left && <LeftDialog result={left} onClose={() => setLeft(null)} />}
    </>
  );
}
