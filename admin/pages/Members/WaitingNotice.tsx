import { Button, Flex, Typography } from '@strapi/design-system';
import type { MemberPortal } from '../../../server/contracts/members';
import { useWords } from '../../useWords';

interface Props {
  portal: MemberPortal;
  isShown: boolean;
  onShow: () => void;
}

/** Who registered and waits for an admin. */
export function WaitingNotice({ portal: { waiting }, isShown, onShow }: Props) {
  const t = useWords();
  if (waiting.value === 0) return null;
  return (
    <Flex
      gap={4}
      wrap="wrap"
      justifyContent="space-between"
      background="warning100"
      hasRadius
      padding={4}
      role="status"
    >
      <Typography textColor="neutral800" fontWeight="semiBold">
        {t(waiting.more ? 'members.waitingMore' : 'members.waiting', { count: waiting.value })}
      </Typography>
      {!isShown && (
        <Button variant="secondary" size="S" onClick={onShow}>
          {t('members.showWaiting')}
        </Button>
      )}
    </Flex>
  );
}
