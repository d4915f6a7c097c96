import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Flex, TextButton, Typography } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import {
  INVITATION_STATES,
  type InvitationState,
  type InvitedResult,
  type Inviting,
} from '../../../server/contracts/invitations';
import type { Counted } from '../../../server/contracts/lists';
import { AskDialog } from '../../components/AskDialog';
import { FormSection } from '../../components/RecordFormPage';
import { RecordLink } from '../../components/RecordLink';
import { paths } from '../../plugin';
import { useErrorText } from '../../services/errors';
import { createRecord, saveRecord } from '../../services/records';
import { useWords } from '../../useWords';
import { InviteDialog } from './InviteDialog';

interface Props {
  portal: { id: string; name: string };
  inviting: Inviting;
  canInvite: boolean;
  /** Shows the members whose newest invitation is in this state. */
  onShow: (state: InvitationState) => void;
  /** Reads everything anew, and tells whom inviting left out. */
  onChanged: (result: InvitedResult | null) => void;
}

const NAMED = 3;

/** Who could be invited now, how far inviting has come, and its brakes. */
export function InvitePanel({ portal, inviting, canInvite, onShow, onChanged }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [asking, setAsking] = useState<'present' | 'future' | 'cancel' | null>(null);
  const { isSystemDomain, isPaused, invitesFuture, invitable, sample, counts } = inviting;
  const numberOf = ({ value, more }: Counted) =>
    t(more ? 'members.numberMore' : 'members.number', { count: value });
  const shown = INVITATION_STATES.filter((state) => counts[state].value > 0);

  async function set(input: { isPaused?: boolean; invitesFuture?: boolean }): Promise<void> {
    try {
      await saveRecord(`/portals/${portal.id}/inviting`, input);
      onChanged(null);
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    }
  }

  const names = sample.slice(0, NAMED).map(({ name, address }) => name || address);
  const others = invitable.value - names.length;
  const sampleText = [
    names.join(', '),
    invitable.more
      ? t('members.andManyMore', { count: others })
      : others > 0 && t('members.andMore', { count: others }),
  ]
    .filter(Boolean)
    .join(' ');

  return (
    <FormSection title={t('members.invitations')}>
      {isSystemDomain ? (
        <Typography>
          {t('members.systemDomain')}{' '}
          <RecordLink to={paths.domains}>{t('members.connectDomain')}</RecordLink>
        </Typography>
      ) : (
        <Flex gap={4} wrap="wrap" justifyContent="space-between" alignItems="flex-start">
          <Box flex="1 1 30rem">
            <Typography tag="p" fontWeight="semiBold">
              {t(invitable.more ? 'members.invitableMore' : 'members.invitable', {
                count: invitable.value,
              })}
            </Typography>
            {sampleText !== '' && (
              <Typography tag="p" textColor="neutral600" dir="auto">
                {sampleText}
              </Typography>
            )}
            <Flex gap={2} wrap="wrap" paddingTop={1}>
              <Typography textColor="neutral600">
                {t(invitesFuture ? 'members.futureOn' : 'members.futureOff')}
              </Typography>
              {canInvite && (
                <TextButton
                  onClick={() =>
                    invitesFuture ? void set({ invitesFuture: false }) : setAsking('future')
                  }
                >
                  {t(invitesFuture ? 'members.futureStop' : 'members.futureStart')}
                </TextButton>
              )}
            </Flex>
          </Box>
          {canInvite && invitable.value > 0 && (
            <Button startIcon={<PaperPlane />} onClick={() => setAsking('present')}>
              {t('members.invite')}
            </Button>
          )}
        </Flex>
      )}
      {shown.length > 0 && (
        <Flex gap={4} wrap="wrap" justifyContent="space-between">
          <Flex tag="ul" gap={4} wrap="wrap" role="list" aria-label={t('members.progress')}>
            {shown.map((state) => (
              <li key={state}>
                <TextButton onClick={() => onShow(state)}>
                  {t(`members.invitation.${state}`)}: {numberOf(counts[state])}
                </TextButton>
              </li>
            ))}
          </Flex>
          {canInvite && (counts.pending.value > 0 || isPaused) && (
            <Flex gap={2} wrap="wrap">
              <Button
                variant={isPaused ? 'default' : 'secondary'}
                size="S"
                onClick={() => void set({ isPaused: !isPaused })}
              >
                {t(isPaused ? 'members.resume' : 'members.pause')}
              </Button>
              {counts.pending.value > 0 && (
                <Button variant="danger-light" size="S" onClick={() => setAsking('cancel')}>
                  {t('members.cancelWaiting')}
                </Button>
              )}
            </Flex>
          )}
        </Flex>
      )}
      {isPaused && <Typography role="status">{t('members.paused')}</Typography>}
      {(asking === 'present' || asking === 'future') && (
        <InviteDialog
          portal={portal}
          inviting={inviting}
          kind={asking}
          onDone={onChanged}
          onClose={() => setAsking(null)}
        />
      )}
      <AskDialog
        isOpen={asking === 'cancel'}
        title={t('members.cancelTitle', { count: counts.pending.value })}
        confirm={t('members.cancelWaiting')}
        onConfirm={async () => {
          const input = { invitations: null };
          onChanged(
            await createRecord<InvitedResult>(`/portals/${portal.id}/invitations/cancel`, input),
          );
        }}
        onClose={() => setAsking(null)}
      >
        <Typography>{t('members.cancelText')}</Typography>
      </AskDialog>
    </FormSection>
  );
}
