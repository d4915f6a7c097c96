import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { CompanyDetail, Joinable } from '../../../server/contracts/companies';
import { AskDialog } from '../../components/AskDialog';
import { api } from '../../services/api';
import { createRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';

/** Offers contacts who have a verified address of the company's domains and do not belong to it yet. */
export function JoinNotice({
  company,
  onJoined,
}: {
  company: CompanyDetail;
  onJoined: () => void;
}) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const [isAsking, setIsAsking] = useState(false);
  const joinable = useRead<Joinable>(
    company.domains.length > 0 ? api(`/companies/${company.id}/joinable`) : null,
  );
  const { data } = joinable;
  if (!data || data.count.value === 0) return null;
  const { value, more } = data.count;
  const said = t(more ? 'companies.joinableMore' : 'companies.joinable', { count: value });

  async function join(): Promise<void> {
    const { joined } = await createRecord<{ joined: number }>(`/companies/${company.id}/join`, {
      confirmed: more ? value + 1 : value,
    });
    toggleNotification({ type: 'success', message: t('companies.joined', { count: joined }) });
    joinable.refetch();
    onJoined();
  }

  return (
    <Box background="primary100" hasRadius padding={4}>
      <Flex gap={4} wrap="wrap" justifyContent="space-between">
        <Typography>{said}</Typography>
        <Button variant="secondary" onClick={() => setIsAsking(true)}>
          {t('companies.join')}
        </Button>
      </Flex>
      <AskDialog
        isOpen={isAsking}
        isDanger={false}
        title={t('companies.joinTitle', { name: company.name })}
        confirm={t('companies.join')}
        onConfirm={join}
        onClose={() => setIsAsking(false)}
      >
        <Flex direction="column" alignItems="flex-start" gap={2}>
          <Typography>{said}</Typography>
          <Box tag="ul">
            {data.sample.map(({ id, name, address }) => (
              <li key={id}>
                <Typography dir="auto">{[name, address].filter(Boolean).join(' · ')}</Typography>
              </li>
            ))}
          </Box>
          <Typography>{t('companies.joinText')}</Typography>
        </Flex>
      </AskDialog>
    </Box>
  );
}
