import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Flex, Typography } from '@strapi/design-system';
import type { PortalDeletion } from '../../../server/contracts/portal-setup';
import type { PortalRow } from '../../../server/contracts/portals';
import { AskDialog } from '../../components/AskDialog';
import { Loading } from '../../components/States';
import { TextField } from '../../components/TextField';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { deleteRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords, type Translate } from '../../useWords';

interface Props {
  portal: Pick<PortalRow, 'id' | 'name'>;
  onDeleted: () => void;
  onClose: () => void;
}

/** Says what becomes of tickets, customers and address; the name is typed where there are tickets. */
export function DeletePortalDialog({ portal: { id, name }, onDeleted, onClose }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [typed, setTyped] = useState('');
  const { data, error } = useRead<PortalDeletion>(api(`/portals/${id}/deletion`));
  const hasTickets = data !== undefined && data.tickets.value > 0;

  return (
    <AskDialog
      isOpen
      title={t('portals.deleteTitle', { name })}
      confirm={t('form.delete')}
      isConfirmable={data !== undefined && (!hasTickets || typed.trim() === data.name)}
      onConfirm={async () => {
        await deleteRecord(`/portals/${id}`, { name: typed });
        toggleNotification({ type: 'success', message: t('portals.deleted', { name }) });
        onDeleted();
      }}
      onClose={onClose}
    >
      {!data && (error ? <Typography>{textOf(error)}</Typography> : <Loading />)}
      {data && (
        <Flex direction="column" alignItems="stretch" gap={3}>
          {sentencesOf(data, t).map((sentence) => (
            <Typography key={sentence} tag="p" style={{ overflowWrap: 'anywhere' }}>
              {sentence}
            </Typography>
          ))}
          {hasTickets && (
            <TextField
              name="name"
              label={t('portals.deleteType', { name: data.name })}
              value={typed}
              onChange={setTyped}
            />
          )}
        </Flex>
      )}
    </AskDialog>
  );
}

function sentencesOf(data: PortalDeletion, t: Translate): string[] {
  const { state, tickets, registered, address } = data;
  const counted = (one: { value: number; more: boolean }, word: 'Tickets' | 'Registered') =>
    one.value === 0
      ? []
      : [t(`portals.delete${word}${one.more ? 'More' : ''}`, { count: one.value })];
  return [
    ...(state === 'draft' ? [t('portals.deleteDraft')] : []),
    ...(state !== 'draft' && tickets.value === 0 ? [t('portals.deleteNoTickets')] : []),
    ...counted(tickets, 'Tickets'),
    ...counted(registered, 'Registered'),
    ...(address === '' ? [] : [t('portals.deleteAddress', { address })]),
  ];
}
