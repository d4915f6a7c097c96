import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Flex, Typography } from '@strapi/design-system';
import type { AccountFate, ErasurePreview } from '../../../server/contracts/personal-data';
import type { Counted } from '../../../server/contracts/lists';
import { AskDialog } from '../../components/AskDialog';
import { RadioCards } from '../../components/RadioCards';
import { Failure, Loading } from '../../components/States';
import { api } from '../../services/api';
import { createRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';

interface Props {
  contact: { id: string; name: string };
  onErased: () => void;
  onClose: () => void;
}

/** Says what goes and what stays, asks what becomes of the account, and erases. */
export function EraseDialog({ contact, onErased, onClose }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const preview = useRead<ErasurePreview>(api(`/contacts/${contact.id}/erasure`));
  const [chosen, setChosen] = useState<AccountFate | null>(null);
  const { data } = preview;
  const account = chosen ?? (data?.account?.isPortals ? 'delete' : 'keep');
  const isKept = data !== undefined && (data.isHeld || data.heldTickets.value > 0);

  async function erase(): Promise<void> {
    await createRecord(`/contacts/${contact.id}/erasure`, data?.account ? { account } : {});
    toggleNotification({ type: 'success', message: t('erasures.erased') });
    onErased();
  }

  return (
    <AskDialog
      isOpen
      title={t('erasures.title', { name: contact.name || t('contacts.nameless') })}
      confirm={t('erasures.erase')}
      isConfirmable={data !== undefined && !isKept}
      onConfirm={erase}
      onClose={onClose}
    >
      {preview.error && !data ? (
        <Failure error={preview.error} onRetry={preview.refetch} />
      ) : data ? (
        <Flex direction="column" alignItems="stretch" gap={4}>
          {isKept && (
            <Box background="warning100" hasRadius padding={3} role="status">
              <Typography textColor="warning700">
                {t(data.isHeld ? 'erasures.contactHeld' : 'erasures.ticketsHeld')}
              </Typography>
            </Box>
          )}
          <Typography>{t('erasures.cannotUndo')}</Typography>
          <Box tag="ul" paddingLeft={5} style={{ listStyle: 'disc' }}>
            <li>
              <Typography>{t('erasures.person')}</Typography>
            </li>
            <li>
              <Typography>{said('erasures.own', data.ownTickets)}</Typography>
            </li>
            <li>
              <Typography>{said('erasures.others', data.otherTickets)}</Typography>
            </li>
            <li>
              <Typography>{t('erasures.words')}</Typography>
            </li>
          </Box>
          {data.account && (
            <RadioCards
              name="account"
              label={t('erasures.account', { address: data.account.address })}
              value={account}
              options={(['keep', 'block', 'delete'] as const).map((value) => ({
                value,
                label: t(`erasures.account.${value}`),
                hint: t(hintOf(value, data.account?.isPortals === true)),
              }))}
              onChange={(value) => setChosen(value as AccountFate)}
            />
          )}
        </Flex>
      ) : (
        <Loading />
      )}
    </AskDialog>
  );

  function said(word: 'erasures.own' | 'erasures.others', { value, more }: Counted): string {
    return t(word, { count: value, more: more ? 'yes' : 'no' });
  }
}

const hintOf = (value: AccountFate, isPortals: boolean) =>
  value === 'keep'
    ? isPortals
      ? 'erasures.account.keepPortals'
      : 'erasures.account.keepSite'
    : (`erasures.account.${value}Hint` as const);
