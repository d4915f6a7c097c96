import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Flex, Typography } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import type { InboxDetail } from '../../../server/contracts/inboxes';
import { AskDialog } from '../../components/AskDialog';
import { paths } from '../../plugin';
import { deleteRecord } from '../../services/records';
import { useWords } from '../../useWords';
import { SelectField } from '../../components/SelectField';

/** Asks where the tickets of an inbox go. */
export function DeleteInboxDialog({ inbox, onClose }: { inbox: InboxDetail; onClose: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [to, setTo] = useState('');
  const isUsed = inbox.hasTickets || inbox.defaultOf.length > 0;
  const hasTaker = inbox.takers.length > 0;
  const words = () => {
    if (!isUsed) return t('inboxes.deleteUnused');
    return t(hasTaker ? 'inboxes.deleteText' : 'inboxes.deleteNoTaker');
  };
  return (
    <AskDialog
      isOpen
      title={t('inboxes.deleteTitle', { name: inbox.name })}
      confirm={t('form.delete')}
      isConfirmable={!isUsed || to !== ''}
      onConfirm={async () => {
        await deleteRecord(`/inboxes/${inbox.id}`, { to });
        toggleNotification({ type: 'success', message: t('form.deleted') });
        navigate(paths.inboxes);
      }}
      onClose={onClose}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography>{words()}</Typography>
        {isUsed && hasTaker && (
          <SelectField
            name="to"
            label={t('inboxes.takesOver')}
            value={to}
            options={[
              { value: '', label: t('inboxes.choose') },
              ...inbox.takers.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={setTo}
          />
        )}
      </Flex>
    </AskDialog>
  );
}
