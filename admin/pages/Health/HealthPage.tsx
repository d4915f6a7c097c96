import { Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { Button, Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import type { Health } from '../../../server/contracts/health';
import { Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { api } from '../../services/api';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { HealthCard } from './HealthCard';
import { TestMail } from './TestMail';

/** What the portal stands on: each thing good, or with the line of configuration that mends it. */
export function HealthPage() {
  const t = useWords();
  const { data, error, isLoading, refetch } = useRead<Health>(api('/health'));
  const { allowedActions } = useRBAC(permissions.portalEdit);
  const wrong = data?.checks.filter(({ state }) => state !== 'good').length ?? 0;
  return (
    <Page.Main>
      <Page.Title>{t('nav.health')}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={t('nav.health')}
        subtitle={t('health.subtitle')}
        primaryAction={
          <Button
            variant="secondary"
            startIcon={<ArrowClockwise />}
            loading={isLoading && data !== undefined}
            onClick={refetch}
          >
            {t('health.again')}
          </Button>
        }
      />
      <Layouts.Content>
        {error && !isLoading ? (
          <Failure error={error} onRetry={refetch} />
        ) : !data ? (
          <Loading />
        ) : (
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography tag="p" role="status">
              {wrong === 0 ? t('health.allGood') : t('health.wrong', { count: wrong })}
            </Typography>
            <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
              {data.checks.map((check) => (
                <HealthCard key={check.name} check={check}>
                  {check.name === 'mail' && allowedActions.canPortalEdit && (
                    <TestMail onDone={refetch} />
                  )}
                </HealthCard>
              ))}
            </Flex>
          </Flex>
        )}
      </Layouts.Content>
    </Page.Main>
  );
}
