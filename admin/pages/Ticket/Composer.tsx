import { type FormEvent, type KeyboardEvent, useRef } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Field, Flex, Textarea } from '@strapi/design-system';
import {
  type AgentTicketDetail,
  BODY_LENGTH,
  type MessageKind,
} from '../../../server/contracts/tickets';
import { useWords } from '../../useWords';
import { KindSwitch } from './KindSwitch';
import { useComposer } from './useComposer';
import { useSendLabel } from './useSendLabel';

interface Props {
  ticket: AgentTicketDetail;
  /** What this agent may write; never empty. */
  kinds: MessageKind[];
  onSent: (ticket: AgentTicketDetail) => void;
}

export function Composer({ ticket, kinds, onSent }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const field = useRef<HTMLTextAreaElement>(null);
  const { kind, body, error, isSending, setKind, setBody, send } = useComposer(ticket.id, kinds);
  const sendLabel = useSendLabel(kind, ticket.people);
  const isNote = kind === 'note';

  const submit = async (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    const answer = await send();
    if (answer) {
      toggleNotification({
        type: 'success',
        message: t(isNote ? 'composer.noted' : 'composer.sent'),
      });
      onSent(answer);
    }
    field.current?.focus();
  };

  return (
    <Box
      tag="section"
      aria-label={t('composer.title')}
      background={isNote ? 'warning100' : 'neutral0'}
      borderColor={isNote ? 'warning500' : 'neutral200'}
      hasRadius
      padding={5}
    >
      <form onSubmit={submit} noValidate>
        <Flex direction="column" alignItems="stretch" gap={4}>
          {kinds.length > 1 && <KindSwitch kinds={kinds} value={kind} onChange={setKind} />}
          <Field.Root name="body" error={error} hint={t('composer.hint')} required>
            <Field.Label>{t(isNote ? 'composer.noteLabel' : 'composer.replyLabel')}</Field.Label>
            <Textarea
              ref={field}
              value={body}
              maxLength={BODY_LENGTH}
              dir="auto"
              onChange={(event) => setBody(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit(event);
              }}
            />
            <Field.Hint />
            <div role="alert">
              <Field.Error />
            </div>
          </Field.Root>
          <Flex justifyContent="flex-end">
            <Button
              type="submit"
              loading={isSending}
              style={{ height: 'auto', minHeight: '3.2rem' }}
            >
              {sendLabel}
            </Button>
          </Flex>
        </Flex>
      </form>
    </Box>
  );
}
