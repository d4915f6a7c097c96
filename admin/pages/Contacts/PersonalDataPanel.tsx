import { useState } from 'react';
import { useRBAC } from '@strapi/strapi/admin';
import { Box, Flex, Typography } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import type { ContactDetail } from '../../../server/contracts/contacts';
import { DangerButton } from '../../components/DangerButton';
import { HoldSwitch } from '../../components/HoldSwitch';
import { FormSection } from '../../components/RecordFormPage';
import { RelativeTime } from '../../components/RelativeTime';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useWords } from '../../useWords';
import { EraseDialog } from '../Erasures/EraseDialog';

const ASKED = [...permissions.contactErase, ...permissions.retentionEdit];

/** Whether the contact asks to be erased, a legal hold, and erasing it. */
export function PersonalDataPanel({
  contact,
  onChanged,
}: {
  contact: ContactDetail;
  onChanged: () => void;
}) {
  const t = useWords();
  const navigate = useNavigate();
  const { allowedActions } = useRBAC(ASKED);
  const [isErasing, setIsErasing] = useState(false);
  const canErase = allowedActions.canContactErase === true;
  const canHold = allowedActions.canRetentionEdit === true;
  const hasAsked = contact.erasureAskedAt > 0;
  if (!canErase && !canHold && !hasAsked && !contact.isHeld) return null;
  return (
    <FormSection title={t('erasures.panel')} hint={t('erasures.panelHint')}>
      {hasAsked && (
        <Box background="warning100" hasRadius padding={4} role="status">
          <Typography textColor="warning700">
            {t('erasures.hasAsked')} <RelativeTime at={contact.erasureAskedAt} />
          </Typography>
        </Box>
      )}
      {(canHold || contact.isHeld) && (
        <HoldSwitch
          record={`/contacts/${contact.id}`}
          isHeld={contact.isHeld}
          hint={t('holds.contactHint')}
          canChange={canHold}
          onChanged={onChanged}
        />
      )}
      {canErase && (
        <Flex>
          <DangerButton label={t('erasures.eraseDots')} onClick={() => setIsErasing(true)} />
        </Flex>
      )}
      {isErasing && (
        <EraseDialog
          contact={contact}
          onErased={() => navigate(hasAsked ? paths.erasures : paths.contacts)}
          onClose={() => setIsErasing(false)}
        />
      )}
    </FormSection>
  );
}
