import { useState } from 'react';
import { useNotification, useRBAC } from '@strapi/strapi/admin';
import { Button } from '@strapi/design-system';
import { Eye } from '@strapi/icons';
import type { ViewAs } from '../../../server/contracts/members';
import { permissions } from '../../permissions';
import { useErrorText } from '../../services/errors';
import { createRecord } from '../../services/records';
import { useWords } from '../../useWords';

interface Props {
  contact: string;
  portal: { id: string; name: string };
}

/** Opens a portal as the contact sees it, in a tab of its own: nothing can be changed there. */
export function ViewAsButton({ contact, portal }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const { allowedActions } = useRBAC(permissions.contactViewAs);
  const [isOpening, setIsOpening] = useState(false);
  if (!allowedActions.canContactViewAs) return null;

  const open = async () => {
    setIsOpening(true);
    // Before anything is waited for: a browser opens tabs for a press only.
    const tab = window.open('', '_blank');
    try {
      const { url } = await createRecord<ViewAs>(`/contacts/${contact}/view-as`, {
        portal: portal.id,
      });
      if (tab) {
        tab.opener = null;
        tab.location.href = url;
      }
    } catch (error) {
      tab?.close();
      toggleNotification({ type: 'danger', message: textOf(error) });
    }
    setIsOpening(false);
  };

  return (
    <Button
      variant="tertiary"
      size="S"
      startIcon={<Eye />}
      loading={isOpening}
      onClick={() => void open()}
    >
      {t('contacts.viewAs', { portal: portal.name })}
    </Button>
  );
}
