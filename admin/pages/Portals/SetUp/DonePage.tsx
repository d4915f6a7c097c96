import type { ReactNode } from 'react';
import { Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { Box, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Cog, ExternalLink } from '@strapi/icons';
import { Link, Navigate, useParams } from 'react-router-dom';
import type { NextSteps } from '../../../../server/contracts/portal-setup';
import { BackLink } from '../../../components/BackLink';
import { RecordLink } from '../../../components/RecordLink';
import { Failure, Loading } from '../../../components/States';
import { permissions } from '../../../permissions';
import { paths } from '../../../plugin';
import { api } from '../../../services/api';
import { useRead } from '../../../services/useRead';
import { useWords } from '../../../useWords';
import { KnowledgeBaseCard } from './KnowledgeBaseCard';
import { TestVisitCard } from './TestVisitCard';

const CHANGING = [
  ...permissions.portalEdit,
  ...permissions.portalPublish,
  ...permissions.memberRead,
];

/** What may be done once a portal is set up. */
export function DonePage() {
  const t = useWords();
  const { id = '' } = useParams();
  const steps = useRead<NextSteps>(api(`/portals/${id}/next-steps`));
  const { allowedActions } = useRBAC(CHANGING);
  const mayEdit = Boolean(allowedActions.canPortalEdit);
  const { data } = steps;
  if (steps.error && !data)
    return (
      <Page.Main>
        <Page.Title>{t('setup.title')}</Page.Title>
        <Failure error={steps.error} onRetry={steps.refetch} />
      </Page.Main>
    );
  if (data?.portal.id !== id)
    return (
      <Page.Main>
        <Loading />
      </Page.Main>
    );
  const { portal } = data;
  if (portal.state === 'draft') return <Navigate to={paths.portalSetup(id, portal.step)} replace />;
  const { name } = portal.settings.general;
  const isOpen = portal.state === 'live' && portal.isReachable;
  const title = () => {
    if (portal.state === 'paused') return t('setup.done.pausedTitle', { name });
    return t(portal.isReachable ? 'setup.done.title' : 'setup.done.waiting', { name });
  };
  return (
    <Page.Main>
      <Page.Title>{title()}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={title()}
        subtitle={t('setup.done.subtitle')}
        navigationAction={<BackLink to={paths.portals} label={t('nav.portals')} />}
        primaryAction={
          <LinkButton tag={Link} to={paths.portal(id)} variant="secondary" startIcon={<Cog />}>
            {t('setup.done.settings')}
          </LinkButton>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4}>
          {!portal.isReachable && (
            <Typography>
              {t('setup.done.notVerified')}{' '}
              <RecordLink to={paths.domains}>{t('setup.done.domains')}</RecordLink>
            </Typography>
          )}
          <Flex tag="ul" direction="column" alignItems="stretch" gap={4}>
            {isOpen && (
              <Card title={t('setup.done.open')}>
                <Typography>{t('setup.done.openText')}</Typography>
                <Box>
                  <LinkButton
                    href={portal.address}
                    target="_blank"
                    rel="noreferrer"
                    variant="secondary"
                    endIcon={<ExternalLink />}
                  >
                    {portal.address.replace(/^https:\/\//, '')}
                  </LinkButton>
                </Box>
              </Card>
            )}
            {isOpen && (mayEdit || allowedActions.canPortalPublish) && (
              <Card title={t('setup.done.try')}>
                <TestVisitCard portal={portal} />
              </Card>
            )}
            <Card title={t('setup.done.invite')}>
              <Typography>{t('setup.done.inviteText')}</Typography>
              {allowedActions.canMemberRead && (
                <Box>
                  <LinkButton tag={Link} to={paths.members(id)} variant="secondary">
                    {t('members.of', { name })}
                  </LinkButton>
                </Box>
              )}
              <Flex gap={4} wrap="wrap">
                <Typography>
                  <RecordLink to={paths.accessGroups}>{t('setup.done.groups')}</RecordLink>
                </Typography>
                <Typography>
                  <RecordLink to={paths.contacts}>{t('setup.done.contacts')}</RecordLink>
                </Typography>
              </Flex>
            </Card>
            <Card title={t('setup.done.base')}>
              <KnowledgeBaseCard steps={data} mayEdit={mayEdit} onChanged={steps.refetch} />
            </Card>
          </Flex>
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box tag="li" background="neutral0" hasRadius shadow="tableShadow" padding={6}>
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Typography tag="h2" variant="delta">
          {title}
        </Typography>
        {children}
      </Flex>
    </Box>
  );
}
