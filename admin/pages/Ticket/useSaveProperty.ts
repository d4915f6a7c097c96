import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import type { AgentTicketDetail, AgentTicketUpdate } from '../../../server/contracts/tickets';
import { brokenRuleOf, useErrorText } from '../../services/errors';
import { updateTicket } from '../../services/tickets';
import { useWords } from '../../useWords';

interface Question {
  update: AgentTicketUpdate;
  reason: string;
}

/**
 * `shown` is what is being saved; when saving fails it is empty again and the ticket's own value returns. What a rule of
 * the pipeline forbids stands in `question` for an agent who may override it.
 */
export function useSaveProperty(
  ticket: AgentTicketDetail,
  canOverride: boolean,
  onChange: (ticket: AgentTicketDetail) => void,
) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [shown, setShown] = useState<AgentTicketUpdate>({});
  const [isSaving, setIsSaving] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);

  const save = async (update: AgentTicketUpdate) => {
    setShown(update);
    setIsSaving(true);
    try {
      onChange(await updateTicket(ticket.id, update));
      toggleNotification({ type: 'success', message: t('properties.saved') });
    } catch (error) {
      if (canOverride && brokenRuleOf(error)) setQuestion({ update, reason: textOf(error) });
      else toggleNotification({ type: 'danger', message: textOf(error) });
    }
    setShown({});
    setIsSaving(false);
  };

  const override = async () => {
    if (!question) return;
    onChange(await updateTicket(ticket.id, { ...question.update, override: true }));
    toggleNotification({ type: 'success', message: t('properties.saved') });
  };

  return {
    shown,
    isSaving,
    save: (update: AgentTicketUpdate) => void save(update),
    question,
    override,
    dropQuestion: () => setQuestion(null),
  };
}
