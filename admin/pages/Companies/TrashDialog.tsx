import { useNotification } from '@strapi/strapi/admin';
import { Flex, Typography } from '@strapi/design-system';
import type { CompanyDeletion, CompanyDetail } from '../../../server/contracts/companies';
import type { Counted } from '../../../server/contracts/lists';
import { AskDialog } from '../../components/AskDialog';
import { Loading } from '../../components/States';
import { api } from '../../services/api';
import { deleteRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';

interface Props {
  company: CompanyDetail;
  onDone: () => void;
  onClose: () => void;
}

/** Says what goes with a company before it goes into the bin. */
export function TrashDialog({ company, onDone, onClose }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const { data } = useRead<CompanyDeletion>(api(`/companies/${company.id}/deletion`));
  const counted = ({ value, more }: Counted) =>
    t(more ? 'companies.more' : 'companies.exact', { count: value });

  async function trash(): Promise<void> {
    await deleteRecord(`/companies/${company.id}`);
    toggleNotification({ type: 'success', message: t('companies.trashed') });
    onDone();
  }

  return (
    <AskDialog
      isOpen
      title={t('companies.trashTitle', { name: company.name })}
      confirm={t('companies.trash')}
      isConfirmable={data !== undefined}
      onConfirm={trash}
      onClose={onClose}
    >
      {data ? (
        <Flex direction="column" alignItems="flex-start" gap={2}>
          <Typography>
            {t('companies.trashContacts', {
              contacts: counted(data.contacts),
              tickets: counted(data.openTickets),
            })}
          </Typography>
          {data.children > 0 && (
            <Typography>{t('companies.trashChildren', { count: data.children })}</Typography>
          )}
          {data.domains.length > 0 && (
            <Typography>
              {t('companies.trashDomains', { domains: data.domains.join(', ') })}
            </Typography>
          )}
          <Typography>{t('companies.trashText')}</Typography>
        </Flex>
      ) : (
        <Loading />
      )}
    </AskDialog>
  );
}
