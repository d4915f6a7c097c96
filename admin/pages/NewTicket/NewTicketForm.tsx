import type { FormEvent } from 'react';
import { useNotification, useRBAC } from '@strapi/strapi/admin';
import {
  Box,
  Button,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  Textarea,
  TextInput,
} from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import {
  BODY_LENGTH,
  type HelpDeskChoices,
  PRIORITIES,
  type Priority,
  SUBJECT_LENGTH,
} from '../../../server/contracts/tickets';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useValueWords, useWords } from '../../useWords';
import { CustomerField } from './CustomerField';
import { useNewTicket } from './useNewTicket';

interface Props {
  inboxes: HelpDeskChoices['inboxes'];
  /** After a ticket was opened by somebody who may not read it. */
  onAgain: () => void;
}

export function NewTicketForm({ inboxes, onAgain }: Props) {
  const t = useWords();
  const wordOf = useValueWords();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const { allowedActions } = useRBAC(permissions.ticketRead);
  const { values, errors, formError, isSending, set, submit, fieldRef } = useNewTicket(inboxes);

  // A customer of one portal cannot get a ticket of another.
  const chooseInbox = (inbox: string) => {
    if (inbox !== values.inbox) set('requester', '');
    set('inbox', inbox);
  };

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const id = await submit();
    if (!id) return;
    toggleNotification({ type: 'success', message: t('new.done') });
    if (allowedActions.canTicketRead) navigate(paths.ticket(id));
    else onAgain();
  };

  return (
    <Box background="neutral0" hasRadius shadow="tableShadow" padding={6} maxWidth="80rem">
      <form onSubmit={onSubmit} noValidate>
        <Flex direction="column" alignItems="stretch" gap={5}>
          <Field.Root name="inbox" error={errors.inbox} required>
            <Field.Label>{t('field.inbox')}</Field.Label>
            <SingleSelect
              ref={fieldRef('inbox')}
              value={values.inbox}
              placeholder={t('new.chooseInbox')}
              onChange={(value) => chooseInbox(String(value))}
            >
              {inboxes.map(({ id, name, portal }) => (
                <SingleSelectOption key={id} value={id}>
                  {t('new.inboxOfPortal', { inbox: name, portal })}
                </SingleSelectOption>
              ))}
            </SingleSelect>
            <Field.Error />
          </Field.Root>
          <CustomerField
            key={values.inbox}
            ref={fieldRef('requester')}
            inbox={values.inbox}
            value={values.requester}
            error={errors.requester}
            onChange={(id) => set('requester', id)}
          />
          <Field.Root name="subject" error={errors.subject} required>
            <Field.Label>{t('field.subject')}</Field.Label>
            <TextInput
              ref={fieldRef('subject')}
              value={values.subject}
              maxLength={SUBJECT_LENGTH}
              dir="auto"
              onChange={(event) => set('subject', event.target.value)}
            />
            <Field.Error />
          </Field.Root>
          <Field.Root name="body" error={errors.body} hint={t('new.bodyHint')} required>
            <Field.Label>{t('new.body')}</Field.Label>
            <Textarea
              ref={fieldRef('body')}
              value={values.body}
              maxLength={BODY_LENGTH}
              dir="auto"
              onChange={(event) => set('body', event.target.value)}
            />
            <Field.Hint />
            <Field.Error />
          </Field.Root>
          <Field.Root name="priority" error={errors.priority}>
            <Field.Label>{t('field.priority')}</Field.Label>
            <SingleSelect
              value={values.priority}
              onChange={(value) => set('priority', value as Priority)}
            >
              {PRIORITIES.map((priority) => (
                <SingleSelectOption key={priority} value={priority}>
                  {wordOf('priority', priority)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
            <Field.Error />
          </Field.Root>
          <Box role="alert" color="danger600" fontSize={2}>
            {formError}
          </Box>
          <Flex justifyContent="flex-end">
            <Button type="submit" loading={isSending}>
              {t('new.submit')}
            </Button>
          </Flex>
        </Flex>
      </form>
    </Box>
  );
}
