import { useState } from 'react';
import { Layouts, Page, useNotification } from '@strapi/strapi/admin';
import { Grid, Typography } from '@strapi/design-system';
import { Navigate, useNavigate } from 'react-router-dom';
import { styled } from 'styled-components';
import {
  PROVIDER_PRESETS,
  type ProviderPreset,
} from '../../../../server/contracts/identity-providers';
import { BackLink } from '../../../components/BackLink';
import { paths } from '../../../plugin';
import { useErrorText } from '../../../services/errors';
import { createRecord } from '../../../services/records';
import { useWords } from '../../../useWords';
import type { SectionProps } from '../sections';

const Card = styled.button`
  display: flex;
  flex-direction: column;
  align-items: flex-start;
  gap: ${({ theme }) => theme.spaces[1]};
  width: 100%;
  height: 100%;
  padding: ${({ theme }) => theme.spaces[5]};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
  text-align: start;
  cursor: pointer;

  &:hover,
  &:focus-visible {
    border-color: ${({ theme }) => theme.colors.primary600};
  }

  &:disabled {
    cursor: progress;
    opacity: 0.6;
  }
`;

/** Which service the people of the portal have their accounts at. */
export function NewProvider({ portal, canEdit }: SectionProps) {
  const t = useWords();
  const textOf = useErrorText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [isBusy, setIsBusy] = useState(false);
  const list = paths.portal(portal.id, 'single-sign-on');
  if (!canEdit) return <Navigate to={list} replace />;

  async function choose(preset: ProviderPreset): Promise<void> {
    setIsBusy(true);
    try {
      const route = `/portals/${portal.id}/identity-providers`;
      const { id } = await createRecord<{ id: string }>(route, { preset });
      navigate(paths.identityProvider(portal.id, id), { replace: true });
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
      setIsBusy(false);
    }
  }

  return (
    <Page.Main>
      <Page.Title>{t('sso.add')}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={t('sso.choose')}
        subtitle={t('sso.chooseHint')}
        navigationAction={<BackLink to={list} label={t('settings.singleSignOn')} />}
      />
      <Layouts.Content>
        <Grid.Root gap={4}>
          {PROVIDER_PRESETS.map((preset) => (
            <Grid.Item key={preset} col={4} s={6} xs={12} direction="column" alignItems="stretch">
              <Card
                type="button"
                disabled={isBusy}
                aria-describedby={`preset-${preset}`}
                onClick={() => void choose(preset)}
              >
                <Typography tag="span" variant="delta" textColor="neutral800">
                  {t(`sso.preset.${preset}`)}
                </Typography>
                <Typography id={`preset-${preset}`} tag="span" variant="pi" textColor="neutral600">
                  {t(`sso.presetHint.${preset}`)}
                </Typography>
              </Card>
            </Grid.Item>
          ))}
        </Grid.Root>
      </Layouts.Content>
    </Page.Main>
  );
}
