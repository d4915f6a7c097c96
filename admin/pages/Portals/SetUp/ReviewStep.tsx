import { useEffect, useState, type ReactNode } from 'react';
import { useRBAC } from '@strapi/strapi/admin';
import { Typography, VisuallyHidden } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useNavigate } from 'react-router-dom';
import { styled } from 'styled-components';
import type { DomainChoices } from '../../../../server/contracts/domains';
import type { SetupChoices } from '../../../../server/contracts/portal-setup';
import type { PortalDetail, SetupStep } from '../../../../server/contracts/portals';
import { RecordLink } from '../../../components/RecordLink';
import { permissions } from '../../../permissions';
import { paths } from '../../../plugin';
import { api } from '../../../services/api';
import { createRecord } from '../../../services/records';
import { useRead } from '../../../services/useRead';
import { useRecordForm } from '../../../services/useRecordForm';
import { useWords } from '../../../useWords';
import { SetUpFrame } from './SetUpFrame';
import type { StepProps } from './useStepForm';

const Choices = styled.dl`
  font-size: 1.4rem;
  line-height: 1.5;
  color: ${({ theme }) => theme.colors.neutral800};

  > div {
    display: grid;
    grid-template-columns: 16rem minmax(0, 1fr) auto;
    gap: ${({ theme }) => `${theme.spaces[1]} ${theme.spaces[4]}`};
    padding-block: ${({ theme }) => theme.spaces[3]};
    border-block-end: 1px solid ${({ theme }) => theme.colors.neutral150};
    overflow-wrap: anywhere;
  }

  dt {
    color: ${({ theme }) => theme.colors.neutral600};
  }

  @media (max-width: 600px) {
    > div {
      grid-template-columns: 1fr;
    }
  }
`;

interface Props extends StepProps {
  choices: SetupChoices;
}

/** Every choice with the way back to it. Finish publishes them as a whole. */
export function ReviewStep({ portal, choices }: Props) {
  const t = useWords();
  const navigate = useNavigate();
  const { formatDisplayName } = useIntl();
  const { allowedActions, isLoading } = useRBAC(permissions.portalPublish);
  const mayPublish = Boolean(allowedActions.canPortalPublish);
  const domains = useRead<DomainChoices>(api('/domain-choices')).data;
  const [done, setDone] = useState(false);
  const form = useRecordForm<object, PortalDetail>({
    initial: {},
    save: () => createRecord<PortalDetail>(`/portals/${portal.id}/set-up/finish`, {}),
    onSaved: () => setDone(true),
  });
  useEffect(() => {
    if (done) navigate(paths.portalSetup(portal.id, 'done'), { replace: true });
  }, [done, navigate, portal.id]);

  const { general, tickets, access } = portal.settings;
  const { defaults } = choices;
  const domain = domains?.domains.find(({ id }) => id === (general.domain || defaults.domain));
  const language = domain?.primaryLanguage ?? '';
  const inbox = choices.inboxes.find(({ id }) => id === general.inbox) ?? defaults.inbox;
  const groups = choices.accessGroups.filter(({ id }) => access.groups.includes(id));
  const errorAt = (...fields: string[]) =>
    Object.entries(form.errors).find(([field]) =>
      fields.some((name) => field === name || field.startsWith(`${name}.`)),
    )?.[1];

  const entries: { label: string; step: SetupStep; value: ReactNode; error?: string }[] = [
    {
      label: t('setup.review.name'),
      step: 'name',
      value: general.name,
      error: errorAt('name'),
    },
    {
      label: t('setup.review.address'),
      step: 'domain',
      value: (
        <span dir="ltr">
          {domain ? `${domain.origin}${domain.basePath}/${general.slug || defaults.slug}` : ''}
        </span>
      ),
      error: errorAt('domain', 'slug'),
    },
    {
      label: t('setup.review.language'),
      step: 'domain',
      value: language && (formatDisplayName(language, { type: 'language' }) ?? language),
    },
    {
      label: t('setup.review.inbox'),
      step: 'tickets',
      value: inbox.id === '' ? t('setup.tickets.inboxNew', { name: inbox.name }) : inbox.name,
      error: errorAt('inbox'),
    },
    {
      label: t('setup.review.permission'),
      step: 'tickets',
      value: t(`setup.tickets.${tickets.permission}`),
      error: errorAt('permission', 'permissionFilter'),
    },
    {
      label: t('setup.review.access'),
      step: 'access',
      value:
        groups.length > 0
          ? t('setup.review.groups', { groups: groups.map(({ name }) => name).join(', ') })
          : t('setup.review.everyRegistered'),
      error: errorAt('control', 'groups'),
    },
  ];

  return (
    <SetUpFrame
      step="review"
      portal={portal}
      form={form}
      hint={t('setup.review.hint')}
      nextLabel={t('setup.review.finish')}
      cannotGoOn={!mayPublish}
    >
      <Choices>
        {entries.map(({ label, step, value, error }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {value}
              {error && (
                <Typography tag="p" variant="pi" textColor="danger600">
                  {error}
                </Typography>
              )}
            </dd>
            <dd>
              <RecordLink to={paths.portalSetup(portal.id, step)}>
                {t('setup.review.change')}
                <VisuallyHidden>{`: ${label}`}</VisuallyHidden>
              </RecordLink>
            </dd>
          </div>
        ))}
      </Choices>
      {!mayPublish && !isLoading && <Typography>{t('setup.review.mayNot')}</Typography>}
    </SetUpFrame>
  );
}
