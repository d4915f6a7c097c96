import { Box, Typography } from '@strapi/design-system';
import type { PortalSight } from '../../../server/contracts/companies';
import { FormSection } from '../../components/RecordFormPage';
import { useWords } from '../../useWords';

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
