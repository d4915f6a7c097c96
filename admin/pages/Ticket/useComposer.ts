import { useEffect, useRef, useState } from 'react';
import type { AgentTicketDetail, MessageKind } from '../../../server/contracts/tickets';
import { fieldErrors, useErrorText } from '../../services/errors';
import { makeKey } from '../../services/keys';
import { sendMessage } from '../../services/tickets';
import { useWords } from '../../useWords';
import { type Draft, dropDraft, keepDraft, readDraft } from './drafts';

/** The text, its kind and its sending. The text stays until the server has it. */
export function useComposer(ticketId: string, kinds: MessageKind[]) {
  const t = useWords();
  const textOf = useErrorText();
  const [draft, setDraft] = useState<Draft>(() => readDraft(ticketId) ?? emptyDraft(kinds));
  const [error, setError] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  const isBusy = useRef(false);
  const kind = kinds.includes(draft.kind) ? draft.kind : (kinds[0] ?? 'public');
  const isUnsent = draft.body.trim() !== '';

  useEffect(() => {
    if (isUnsent) keepDraft(ticketId, draft);
    else dropDraft(ticketId);
  }, [ticketId, draft, isUnsent]);

  useLeaveGuard(isUnsent);

  // Another text is another message: with the old key the server would take it for one it has.
  const change = (changes: Partial<Draft>) => {
    setError(undefined);
    setDraft((before) => ({ ...before, ...changes, submissionKey: makeKey() }));
  };

  async function send(): Promise<AgentTicketDetail | null> {
    if (isBusy.current) return null;
    if (!isUnsent) {
      setError(t('composer.empty'));
      return null;
    }
    isBusy.current = true;
    setIsSending(true);
    setError(undefined);
    try {
      const { body, submissionKey } = draft;
      const answer = await sendMessage(ticketId, { kind, body, submissionKey });
      dropDraft(ticketId);
      setDraft((now) => ({ ...emptyDraft(kinds), kind: now.kind }));
      return answer;
    } catch (problem) {
      setError(fieldErrors(problem).body ?? textOf(problem));
      return null;
    } finally {
      isBusy.current = false;
      setIsSending(false);
    }
  }

  return {
    kind,
    body: draft.body,
    error,
    isSending,
    setKind: (next: MessageKind) => change({ kind: next }),
    setBody: (body: string) => change({ body }),
    send,
  };
}

const emptyDraft = (kinds: MessageKind[]): Draft => ({
  kind: kinds[0] ?? 'public',
  body: '',
  submissionKey: makeKey(),
});

function useLeaveGuard(isNeeded: boolean) {
  useEffect(() => {
    if (!isNeeded) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isNeeded]);
}
