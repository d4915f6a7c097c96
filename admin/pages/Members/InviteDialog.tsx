import { useState } from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import {
  INVITED_FREELY,
  type InvitedResult,
  type Inviting,
} from '../../../server/contracts/invitations';
import { AskDialog } from '../../components/AskDialog';
import { TickField } from '../../components/TickField';
import { detailsOf } from '../../services/errors';
import { createRecord, saveRecord } from '../../services/records';
import { useWords } from '../../useWords';

interface Props {
  portal: { id: string; name: string };
  inviting: Inviting;
  /** Who is there now, or only whoever comes later (and was never invited). */
  kind: 'present' | 'future';
  onDone: (result: InvitedResult | null) => void;
  onClose: () => void;
}

/** How many the server asks about. */
const countIn = (error: unknown): number | null =>
  detailsOf<{ count: number }>(error).count ?? null;

/** Before anything goes out: how many are invited, whether later ones are too, and above a few the number itself. */
export function InviteDialog({ portal, inviting, kind, onDone, onClose }: Props) {
  const t = useWords();
  const { invitable } = inviting;
  const isKnown = kind === 'present' && !invitable.more && invitable.value > INVITED_FREELY;
  const [count, setCount] = useState<number | null>(isKnown ? invitable.value : null);
  const [isConfirmed, setIsConfirmed] = useState(false);
  const [future, setFuture] = useState(inviting.invitesFuture);
  const isAsked = count !== null;

  async function invite(): Promise<void> {
    const confirmed = isAsked ? { confirmed: count } : {};
    try {
      if (kind === 'present') {
        const input = { contacts: null, future, ...confirmed };
        onDone(await createRecord<InvitedResult>(`/portals/${portal.id}/invitations`, input));
      } else {
        await saveRecord(`/portals/${portal.id}/inviting`, { invitesFuture: true, ...confirmed });
        onDone(null);
      }
    } catch (error) {
      const asked = countIn(error);
      if (asked !== null) {
        setCount(asked);
        setIsConfirmed(false);
      }
      throw error;
    }
  }

  const title =
    kind === 'future'
      ? t('members.inviteFutureTitle')
      : t(invitable.more && !isAsked ? 'members.inviteTitleMore' : 'members.inviteTitle', {
          count: count ?? invitable.value,
        });
  return (
    <AskDialog
      isOpen
      isDanger={false}
      title={title}
      confirm={isAsked ? t('members.inviteNumber', { count }) : t(`members.inviteConfirm.${kind}`)}
      isConfirmable={!isAsked || isConfirmed}
      onConfirm={invite}
      onClose={onClose}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography>
          {t(kind === 'future' ? 'members.inviteFutureText' : 'members.inviteText', {
            portal: portal.name,
          })}
        </Typography>
        {kind === 'present' && (
          <TickField
            name="future"
            label={t('members.future')}
            hint={t('members.futureHint')}
            isChosen={future}
            isDisabled={inviting.invitesFuture}
            onChange={setFuture}
          />
        )}
        {isAsked && (
          <Box background="warning100" hasRadius padding={4}>
            <TickField
              name="confirmed"
              label={t('members.confirmNumber', { count })}
              isChosen={isConfirmed}
              onChange={setIsConfirmed}
            />
          </Box>
        )}
      </Flex>
    </AskDialog>
  );
}
