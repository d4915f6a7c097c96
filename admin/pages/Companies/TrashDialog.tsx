import { Flex, Typography } from '@strapi/design-system';
import type { CompanyDeletion, CompanyDetail } from '../../../server/contracts/companies';
import type { Counted } from '../../../server/contracts/lists';
import { BinDialog } from '../../components/BinActions';
import { Loading } from '../../components/States';
import { api } from '../../services/api';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';

interface Props {
  company: CompanyDetail;
  onTrashed: () => void;
  onClose: () => void;
}

/** Says what goes with a company before it goes into the bin. */
export function TrashDialog({ company, onTrashed, onClose }: Props) {
  const t = useWords();
  const { data } = useRead<CompanyDeletion>(api(`/companies/${company.id}/deletion`));
  const counted = ({ value, more }: Counted) =>
    t(more ? 'companies.more' : 'companies.exact', { count: value });

  return (
    <BinDialog
      area="companies"
      record={company}
      isOpen
      isConfirmable={data !== undefined}
      onTrashed={onTrashed}
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
    </BinDialog>
  );
}
