import { useRef, useState } from 'react';
import type { AgentTicketInput, HelpDeskChoices } from '../../../server/contracts/tickets';
import { fieldErrors, useErrorText } from '../../services/errors';
import { makeKey } from '../../services/keys';
import { createTicket } from '../../services/tickets';
import { useWords, type Word } from '../../useWords';

type Values = Omit<AgentTicketInput, 'submissionKey'>;
type FieldName = keyof Values;

// In the order of the page: the first wrong one gets the focus.
const REQUIRED: [FieldName, Word][] = [
  ['inbox', 'new.inboxMissing'],
  ['requester', 'new.requesterMissing'],
  ['subject', 'new.subjectMissing'],
  ['body', 'new.bodyMissing'],
];

/** The form of a new ticket: its values, what is wrong with them, and sending it once. */
export function useNewTicket(inboxes: HelpDeskChoices['inboxes']) {
  const t = useWords();
  const textOf = useErrorText();
  const [values, setValues] = useState<Values>({
    inbox: inboxes.length === 1 ? (inboxes[0]?.id ?? '') : '',
    requester: '',
    subject: '',
    body: '',
    priority: 'medium',
  });
  const [errors, setErrors] = useState<Partial<Record<FieldName, string>>>({});
  const [formError, setFormError] = useState('');
  const [isSending, setIsSending] = useState(false);
  const submissionKey = useRef(makeKey());
  const isBusy = useRef(false);
  const fields = useRef<Partial<Record<FieldName, HTMLElement | null>>>({});

  const set = <Name extends FieldName>(name: Name, value: Values[Name]) => {
    submissionKey.current = makeKey();
    setValues((before) => ({ ...before, [name]: value }));
    setErrors((before) => ({ ...before, [name]: undefined }));
    setFormError('');
  };

  const show = (found: Partial<Record<FieldName, string>>) => {
    setErrors(found);
    const first = REQUIRED.find(([name]) => found[name]);
    if (first) fields.current[first[0]]?.focus();
  };

  async function submit(): Promise<string | null> {
    if (isBusy.current) return null;
    const missing = REQUIRED.filter(([name]) => values[name].trim() === '');
    if (missing.length > 0) {
      show(Object.fromEntries(missing.map(([name, word]) => [name, t(word)])));
      return null;
    }
    isBusy.current = true;
    setIsSending(true);
    setFormError('');
    try {
      const { id } = await createTicket({ ...values, submissionKey: submissionKey.current });
      return id;
    } catch (error) {
      const found = fieldErrors(error);
      show(found);
      if (!Object.keys(found).some((name) => name in values)) setFormError(textOf(error));
      return null;
    } finally {
      isBusy.current = false;
      setIsSending(false);
    }
  }

  const fieldRef = (name: FieldName) => (element: HTMLElement | null) => {
    fields.current[name] = element;
  };

  return { values, errors, formError, isSending, set, submit, fieldRef };
}
