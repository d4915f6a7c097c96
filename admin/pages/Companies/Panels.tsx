import { Box, Typography } from '@strapi/design-system';
import type { CompanyTicket, PortalSight } from '../../../server/contracts/companies';
import { DataTable } from '../../components/DataTable';
import { FormSection } from '../../components/RecordFormPage';
import { RelativeTime } from '../../components/RelativeTime';
import { StatusPill } from '../../components/StatusPill';
import { RecordLink } from '../../components/RecordLink';
import { paths } from '../../plugin';
import { useWords } from '../../useWords';

/** The newest tickets that are filed under a company. */
export function TicketsPanel({ tickets }: { tickets: CompanyTicket[] }) {
  const t = useWords();
  if (tickets.length === 0)
    return (
      <FormSection title={t('companies.tickets')}>
        <Typography textColor="neutral600">{t('companies.noTicket')}</Typography>
      </FormSection>
    );
  return (
    <FormSection title={t('companies.tickets')} hint={t('companies.ticketsHint')}>
      <DataTable
        label={t('companies.tickets')}
        heads={[
          t('field.number'),
          t('field.subject'),
          t('field.requester'),
          t('field.status'),
          t('field.opened'),
        ]}
        isBusy={false}
      >
        {tickets.map(({ id, number, subject, requester, status, openedAt }) => (
          <tr key={id}>
            <td style={{ whiteSpace: 'nowrap' }}>{number}</td>
            <td dir="auto">
              <RecordLink to={paths.ticket(id)}>{subject}</RecordLink>
            </td>
            <td dir="auto">{requester}</td>
            <td>
              <StatusPill status={status} />
            </td>
            <td style={{ whiteSpace: 'nowrap' }}>
              <RelativeTime at={openedAt} />
            </td>
          </tr>
        ))}
      </DataTable>
    </FormSection>
  );
}

/** What each portal shows of companies' tickets; it is set at the portal. */
export function SightPanel({ portals }: { portals: PortalSight[] }) {
  const t = useWords();
  const said = (portal: PortalSight) =>
    [
      t(`companies.sight.${portal.ticketPermission}`),
      portal.ticketPermission !== 'associated' &&
        t(`companies.sight.companies.${portal.ticketCompanies}`),
      portal.ticketPermission !== 'associated' &&
        portal.includesChildren &&
        t('companies.sight.children'),
      t(portal.keepsOwnAfterLeaving ? 'companies.sight.keeps' : 'companies.sight.ends'),
    ]
      .filter(Boolean)
      .join(' ');
  return (
    <FormSection title={t('companies.sight')} hint={t('companies.sightHint')}>
      <Box tag="dl">
        {portals.map((portal) => (
          <Box key={portal.name} paddingBottom={2}>
            <Typography tag="dt" fontWeight="semiBold" dir="auto">
              {portal.name}
            </Typography>
            <Typography tag="dd" textColor="neutral600">
              {said(portal)}
            </Typography>
          </Box>
        ))}
      </Box>
    </FormSection>
  );
}
