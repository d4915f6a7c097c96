import type { FormEvent, ReactNode, RefObject } from 'react';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { useWords } from '../useWords';
import { BackLink } from './BackLink';
import { LeaveGuard } from './LeaveGuard';

interface Props {
  title: string;
  subtitle?: string;
  back: { to: string; label: string };
  /** As useRecordForm returns it. */
  form: {
    form: RefObject<HTMLFormElement>;
    formError: string;
    isSaving: boolean;
    isDirty: boolean;
    submit: () => Promise<void>;
  };
  /** A role that may read only sees the fields disabled and no button. */
  canSave: boolean;
  saveLabel?: string;
  /** Beside the save button: delete, publish. */
  actions?: ReactNode;
  children: ReactNode;
  /** Below the form, not part of it. */
  below?: ReactNode;
}

/** The form of one record: save button in the header, a question before typed changes are lost. */
export function RecordFormPage(props: Props) {
  const t = useWords();
  const { form, canSave } = props;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void form.submit();
  };
  return (
    <Page.Main>
      <Page.Title>{props.title}</Page.Title>
      <form ref={form.form} onSubmit={onSubmit} noValidate>
        <Layouts.Header
          id="main-content-title"
          title={props.title}
          subtitle={props.subtitle}
          navigationAction={<BackLink {...props.back} />}
          primaryAction={
            <Flex gap={2} wrap="wrap">
              {props.actions}
              {canSave && (
                <Button type="submit" startIcon={<Check />} loading={form.isSaving}>
                  {props.saveLabel ?? t('form.save')}
                </Button>
              )}
            </Flex>
          }
        />
        <Layouts.Content>
          <Box role="alert" paddingBottom={form.formError ? 4 : 0}>
            {form.formError && (
              <Typography textColor="danger600" fontWeight="semiBold">
                {form.formError}
              </Typography>
            )}
          </Box>
          <Flex direction="column" alignItems="stretch" gap={4}>
            {props.children}
          </Flex>
        </Layouts.Content>
      </form>
      {props.below && (
        <Layouts.Content>
          <Flex direction="column" alignItems="stretch" gap={4} paddingTop={4}>
            {props.below}
          </Flex>
        </Layouts.Content>
      )}
      <LeaveGuard isDirty={form.isDirty && !form.isSaving} />
    </Page.Main>
  );
}

/** A white box of a form with a heading of its own. */
export function FormSection({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <Box tag="section" background="neutral0" hasRadius shadow="tableShadow" padding={6}>
      <Flex direction="column" alignItems="stretch" gap={5}>
        <Box>
          <Typography tag="h2" variant="delta">
            {title}
          </Typography>
          {hint && (
            <Typography tag="p" variant="pi" textColor="neutral600" paddingTop={1}>
              {hint}
            </Typography>
          )}
        </Box>
        {children}
      </Flex>
    </Box>
  );
}
