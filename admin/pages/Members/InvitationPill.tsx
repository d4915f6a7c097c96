import { Box, Typography, type StatusVariant } from '@strapi/design-system';
import type { InvitationState } from '../../../server/contracts/invitations';
import type { MemberRow } from '../../../server/contracts/members';
import { Pill } from '../../components/Pill';
import { useWords } from '../../useWords';

const VARIANTS: Record<InvitationState, StatusVariant> = {
  pending: 'secondary',
  sent: 'primary',
  accepted: 'success',
  failed: 'danger',
  cancelled: 'neutral',
  expired: 'warning',
};

/** The newest invitation; of a failed one what the mail server said. Nothing where nobody invited. */
export function InvitationPill({ invitation, error }: Pick<MemberRow, 'invitation' | 'error'>) {
  const t = useWords();
  if (invitation === '') return null;
  return (
    <Box>
      <Pill variant={VARIANTS[invitation]}>{t(`members.invitation.${invitation}`)}</Pill>
      {invitation === 'failed' && error !== '' && (
        <Typography
          tag="p"
          variant="pi"
          textColor="danger600"
          paddingTop={1}
          style={{ overflowWrap: 'anywhere', maxWidth: '28rem' }}
        >
          {error}
        </Typography>
      )}
    </Box>
  );
}
