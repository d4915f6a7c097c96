import { useState } from 'react';
import { useNotification, useRBAC } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { ContactDetail, ContactMembership } from '../../../server/contracts/contacts';
import type { InvitedResult } from '../../../server/contracts/invitations';
import type {
  ContactAccess,
  MemberAction,
  MemberActionResult,
} from '../../../server/contracts/members';
import { FormSection } from '../../components/RecordFormPage';
import { RecordLink } from '../../components/RecordLink';
import { RelativeTime } from '../../components/RelativeTime';
import { Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { createRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { ActionButtons } from '../Members/ActionButtons';
import { ActionDialog } from '../Members/ActionDialog';
import { InvitationPill } from '../Members/InvitationPill';
import { LeftDialog } from '../Members/LeftDialog';
import { LinkDialog } from '../Members/LinkDialog';
import { actionsFor } from '../Members/memberActions';
import { MemberStanding } from '../Members/MemberStanding';
import { Consents } from './Consents';
import { IdentitiesPanel } from './IdentitiesPanel';
import { SecondFactorPanel } from './SecondFactorPanel';
import { SessionsPanel } from './SessionsPanel';
import { ViewAsButton } from './ViewAsButton';

const ASKED = [
  ...permissions.auditRead,
  ...permissions.memberRead,
  ...permissions.memberEdit,
  ...permissions.memberInvite,
];

interface Props {
  contact: ContactDetail;
  /** Reads the contact again. */
  onChanged: () => void;
}

/** How a contact gets into each portal, and what an admin may do about it; each thing counts at once. */
export function AccessPanel({ contact, onChanged }: Props) {
  const t = useWords();
  const { allowedActions, isLoading } = useRBAC(ASKED);
  const [unlinked, setUnlinked] = useState(0);
  const mayRead = Boolean(allowedActions.canMemberRead);
  const isInBin = contact.trashedAt > 0;
  const access = useRead<ContactAccess[]>(
    mayRead && !isInBin ? api(`/contacts/${contact.id}/access`) : null,
  );
  if (isLoading) return null;
  const changed = () => {
    access.refetch();
    onChanged();
  };
  const rows = access.data ?? [];
  const others = contact.memberships.filter(
    ({ portal }) => !rows.some((row) => row.portal.id === portal.id),
  );
  return (
    <>
      <FormSection
        title={t('members.access')}
        hint={t(contact.hasAccount ? 'contacts.membershipsHint' : 'contacts.noAccount')}
      >
        {access.error && !access.data ? (
          <Failure error={access.error} onRetry={access.refetch} />
        ) : (
          mayRead && !isInBin && !access.data && <Loading />
        )}
        {rows.map((row) => (
          <PortalAccess
            key={row.portal.id}
            access={row}
            membership={contact.memberships.find(({ portal }) => portal.id === row.portal.id)}
            can={{
              edit: Boolean(allowedActions.canMemberEdit),
              invite: Boolean(allowedActions.canMemberInvite),
            }}
            onChanged={changed}
          />
        ))}
        {(!mayRead || isInBin || access.data) &&
          others.map((membership) => (
            <Card key={membership.portal.id} name={membership.portal.name}>
              <MemberStanding standing={membership.standing} isLetIn />
              <Facts membership={membership} />
            </Card>
          ))}
        {rows.length + others.length === 0 && (!mayRead || isInBin || access.data) && (
          <Typography textColor="neutral600">{t('members.accessNone')}</Typography>
        )}
        {allowedActions.canAuditRead && (
          <Typography>
            <RecordLink to={`${paths.auditLog}?about=${contact.id}`}>
              {t('members.openActivity')}
            </RecordLink>
          </Typography>
        )}
      </FormSection>
      {mayRead && contact.hasAccount && !isInBin && (
        <SecondFactorPanel
          key={`second-factor-${contact.id}`}
          contactId={contact.id}
          canEdit={Boolean(allowedActions.canMemberEdit)}
          onChanged={changed}
        />
      )}
      {mayRead && contact.hasAccount && !isInBin && (
        <SessionsPanel
          key={`${contact.id} ${unlinked}`}
          contactId={contact.id}
          canEdit={Boolean(allowedActions.canMemberEdit)}
          onChanged={changed}
        />
      )}
      {mayRead && !isInBin && (
        <IdentitiesPanel
          key={`identities ${contact.id}`}
          contactId={contact.id}
          canEdit={Boolean(allowedActions.canMemberEdit)}
          onUnlinked={() => {
            // Sessions end with it.
            setUnlinked(unlinked + 1);
            changed();
          }}
        />
      )}
    </>
  );
}

function Card({ name, children }: { name: React.ReactNode; children: React.ReactNode }) {
  return (
    <Box padding={4} hasRadius background="neutral100">
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Typography tag="h3" fontWeight="semiBold" dir="auto">
          {name}
        </Typography>
        {children}
      </Flex>
    </Box>
  );
}

interface PortalAccessProps {
  access: ContactAccess;
  membership: ContactMembership | undefined;
  can: { edit: boolean; invite: boolean };
  onChanged: () => void;
}

function PortalAccess({ access, membership, can, onChanged }: PortalAccessProps) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [acting, setActing] = useState<MemberAction | null>(null);
  const [left, setLeft] = useState<MemberActionResult | null>(null);
  const [isLinking, setIsLinking] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const { portal, standing, invitation } = access;
  const mayRegister = can.invite && (standing === 'none' || standing === 'invited');
  const mayResend =
    mayRegister && !portal.isSystemDomain && ['sent', 'failed', 'expired'].includes(invitation);
  const actions = actionsFor([access], can, portal.isSystemDomain).filter(
    (action) => !(action === 'invite' && mayResend),
  );

  const done = (result: MemberActionResult) => {
    if (result.left.length > 0) setLeft(result);
    else
      toggleNotification({ type: 'success', message: t('members.done', { count: result.done }) });
    onChanged();
  };

  async function resend(): Promise<void> {
    setIsBusy(true);
    try {
      const result = await createRecord<InvitedResult>(`/portals/${portal.id}/invitations/resend`, {
        invitations: [access.invitationId],
      });
      if (result.left.length > 0) setLeft(result);
      else toggleNotification({ type: 'success', message: t('members.resent') });
      onChanged();
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <Card name={<RecordLink to={paths.members(portal.id)}>{portal.name}</RecordLink>}>
      <Flex gap={2} wrap="wrap" alignItems="flex-start">
        <MemberStanding {...access} />
        {invitation !== '' && (
          <Flex gap={2} alignItems="flex-start">
            <Typography textColor="neutral600">{t('members.invitationHead')}:</Typography>
            <InvitationPill {...access} />
          </Flex>
        )}
      </Flex>
      {membership && <Facts membership={membership} />}
      {(actions.length > 0 || mayRegister) && (
        <Flex gap={2} wrap="wrap" paddingTop={2}>
          {mayResend && (
            <Button size="S" variant="secondary" loading={isBusy} onClick={() => void resend()}>
              {t('members.resend')}
            </Button>
          )}
          {mayRegister && (
            <Button size="S" variant="secondary" onClick={() => setIsLinking(true)}>
              {t('members.copyLink')}
            </Button>
          )}
          <ActionButtons actions={actions} onAct={setActing} />
        </Flex>
      )}
      {standing === 'registered' && (
        <Flex>
          <ViewAsButton contact={access.id} portal={portal} />
        </Flex>
      )}
      {acting && (
        <ActionDialog
          portal={portal}
          action={acting}
          members={[access]}
          onDone={done}
          onClose={() => setActing(null)}
        />
      )}
      {isLinking && (
        <LinkDialog
          portal={portal}
          contact={access}
          onMade={onChanged}
          onClose={() => setIsLinking(false)}
        />
      )}
      {left && <LeftDialog result={left} onClose={() => setLeft(null)} />}
    </Card>
  );
}

/** When the contact came in, was last there and was kept out, and what it consented to. */
function Facts({ membership }: { membership: ContactMembership }) {
  return (
    <>
      <Flex gap={4} wrap="wrap">
        <Since word="contacts.registeredAt" at={membership.registeredAt} />
        <Since word="contacts.lastSignIn" at={membership.lastSignInAt} />
        <Since word="contacts.disabledAt" at={membership.disabledAt} />
      </Flex>
      <Consents portalId={membership.portal.id} consents={membership.consents} />
    </>
  );
}

function Since({
  word,
  at,
}: {
  word: 'contacts.registeredAt' | 'contacts.lastSignIn' | 'contacts.disabledAt';
  at: number;
}) {
  const t = useWords();
  if (at === 0) return null;
  return (
    <Typography variant="pi" textColor="neutral600">
      {t(word)} <RelativeTime at={at} />
    </Typography>
  );
}
