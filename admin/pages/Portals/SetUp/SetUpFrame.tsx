import { useEffect, useRef, type FormEvent, type ReactNode } from 'react';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Box, Button, Flex, LinkButton, Typography } from '@strapi/design-system';
import { ArrowLeft, ArrowRight, Check } from '@strapi/icons';
import { Link } from 'react-router-dom';
import {
  SETUP_STEPS,
  type PortalDetail,
  type SetupStep,
} from '../../../../server/contracts/portals';
import { BackLink } from '../../../components/BackLink';
import { LeaveGuard } from '../../../components/LeaveGuard';
import type { RecordFormPage } from '../../../components/RecordFormPage';
import { paths } from '../../../plugin';
import { useWords } from '../../../useWords';
import { Progress } from './Progress';

interface Props {
  step: SetupStep;
  /** null for a portal that has no name yet. */
  portal: PortalDetail | null;
  form: Parameters<typeof RecordFormPage>[0]['form'];
  hint?: string;
  /** Of the button; else Next. */
  nextLabel?: string;
  /** Without a button to go on. */
  cannotGoOn?: boolean;
  /** Above the step, not part of it. */
  above?: ReactNode;
  children: ReactNode;
}

/** One step of the set-up: where it stands, its fields, and the way back and on. */
export function SetUpFrame(props: Props) {
  const { step, portal, form } = props;
  const t = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  // Each step begins at its heading, for those who hear the page and those who tab through it.
  useEffect(() => heading.current?.focus(), []);
  const before = SETUP_STEPS[SETUP_STEPS.indexOf(step) - 1];
  const isLast = step === 'review';
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void form.submit();
  };
  const title = t(`setup.step.${step}`);
  return (
    <Page.Main>
      <Page.Title>{`${title} · ${t('setup.title')}`}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={t('setup.title')}
        subtitle={portal?.settings.general.name}
        navigationAction={<BackLink to={paths.portals} label={t('nav.portals')} />}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={5}>
          <Progress current={step} portal={portal} />
          {props.above}
          <form ref={form.form} onSubmit={onSubmit} noValidate>
            <Flex direction="column" alignItems="stretch" gap={5}>
              <Box background="neutral0" hasRadius shadow="tableShadow" padding={6}>
                <Flex direction="column" alignItems="stretch" gap={5}>
                  <Box>
                    <Typography
                      ref={heading}
                      tag="h2"
                      variant="beta"
                      tabIndex={-1}
                      style={{ outline: 'none' }}
                    >
                      {title}
                    </Typography>
                    {props.hint && (
                      <Typography tag="p" textColor="neutral600" paddingTop={1}>
                        {props.hint}
                      </Typography>
                    )}
                    <Box role="alert" paddingTop={form.formError ? 3 : 0}>
                      {form.formError && (
                        <Typography textColor="danger600" fontWeight="semiBold">
                          {form.formError}
                        </Typography>
                      )}
                    </Box>
                  </Box>
                  {props.children}
                </Flex>
              </Box>
              <Flex gap={3} justifyContent="space-between" alignItems="center" wrap="wrap">
                <Flex gap={3} alignItems="center" wrap="wrap">
                  {before && portal && (
                    <LinkButton
                      tag={Link}
                      to={paths.portalSetup(portal.id, before)}
                      variant="tertiary"
                      startIcon={<ArrowLeft />}
                    >
                      {t('setup.back')}
                    </LinkButton>
                  )}
                  <Typography variant="pi" textColor="neutral600">
                    {t('setup.kept')}
                  </Typography>
                </Flex>
                {!props.cannotGoOn && (
                  <Button
                    type="submit"
                    size="L"
                    loading={form.isSaving}
                    startIcon={isLast ? <Check /> : undefined}
                    endIcon={isLast ? undefined : <ArrowRight />}
                  >
                    {props.nextLabel ?? t('setup.next')}
                  </Button>
                )}
              </Flex>
            </Flex>
          </form>
        </Flex>
      </Layouts.Content>
      <LeaveGuard isDirty={form.isDirty && !form.isSaving} />
    </Page.Main>
  );
}
