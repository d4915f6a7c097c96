import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import type { AgentTicketDetail, AgentTicketUpdate } from '../../../server/contracts/tickets';
import { useErrorText } from '../../services/errors';
import { updateTicket } from '../../services/tickets';
import { useWords } from '../../useWords';

/** `shown` is what is being saved; when saving fails it is empty again and the ticket's own value returns. */
export function useSaveProperty(
  ticket: AgentTicketDetail,
  onChange: (ticket: AgentTicketDetail) => void,
) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [shown, setShown] = useState<AgentTicketUpdate>({});
  const [isSaving, setIsSaving] = useState(false);

  const save = async (update: AgentTicketUpdate) => {
    setShown(update);
    setIsSaving(true);
    try {
      onChange(await updateTicket(ticket.id, update));
      toggleNotification({ type: 'success', message: t('properties.saved') });
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    }
    setShown({});
    setIsSaving(false);
  };

  return { shown, isSaving, save: (update: AgentTicketUpdate) => void save(update) };
}
