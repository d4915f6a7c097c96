import { useState } from 'react';
import { useRBAC } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import type { MailHold } from '../../../server/contracts/mails';
import { permissions } from '../../permissions';
import { useWords } from '../../useWords';
import { ConfirmDialog } from './ConfirmDialog';

/** Says that no mail leaves, why, and what lets it leave again. */
export function HoldBanner({ hold, onConfirmed }: { hold: MailHold; onConfirmed: () => void }) {
  const t = useWords();
  const { allowedActions } = useRBAC(permissions.mailConfirm);
  const [isAsking, setIsAsking] = useState(false);
  const { origin, confirmedOrigin, waiting } = hold;
  // Another node writes mails under an address of its own; those of this one leave.
  const isPartly = confirmedOrigin === origin;
  return (
    <Box
      role="alert"
      background="warning100"
      borderColor="warning200"
      hasRadius
      padding={4}
      marginBottom={4}
    >
      <Flex gap={4} wrap="wrap" justifyContent="space-between">
        <Flex gap={3} alignItems="flex-start" flex="1 1 32rem">
          <Box paddingTop={1} color="warning600" aria-hidden>
            <WarningCircle fill="currentColor" />
          </Box>
          <Flex direction="column" alignItems="flex-start" gap={1}>
            <Typography tag="h2" variant="omega" fontWeight="bold" textColor="neutral800">
              {t(isPartly ? 'hold.titlePartly' : 'hold.title')}
            </Typography>
            <Typography textColor="neutral800">
              {t(reason(), { origin, confirmedOrigin })} {t('hold.waiting', { count: waiting })}
            </Typography>
            {!allowedActions.canMailConfirm && (
              <Typography textColor="neutral800">{t('hold.askAdmin')}</Typography>
            )}
          </Flex>
        </Flex>
        {allowedActions.canMailConfirm && (
          <Button onClick={() => setIsAsking(true)}>{t('hold.confirm')}</Button>
        )}
      </Flex>
      <ConfirmDialog
        hold={hold}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onConfirmed={() => {
          setIsAsking(false);
          onConfirmed();
        }}
      />
    </Box>
  );

  function reason(): 'hold.partly' | 'hold.replaced' | 'hold.moved' {
    if (isPartly) return 'hold.partly';
    return confirmedOrigin === '' ? 'hold.replaced' : 'hold.moved';
  }
}
