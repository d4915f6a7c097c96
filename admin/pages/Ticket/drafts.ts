import type { MessageKind } from '../../../server/contracts/tickets';
import { PLUGIN_ID } from '../../plugin';

export interface Draft {
  kind: MessageKind;
  body: string;
  submissionKey: string;
}

const keyOf = (ticketId: string) => `${PLUGIN_ID}.draft.${ticketId}`;

export function readDraft(ticketId: string): Draft | null {
  try {
    const draft: Partial<Draft> | null = JSON.parse(sessionStorage.getItem(keyOf(ticketId)) ?? '');
    if (!draft?.body || !draft.submissionKey) return null;
    const kind = draft.kind === 'note' ? 'note' : 'public';
    return { kind, body: draft.body, submissionKey: draft.submissionKey };
  } catch {
    return null;
  }
}

/** Storage may be full or forbidden; then the text is only on the page. */
export function keepDraft(ticketId: string, draft: Draft): void {
  try {
    sessionStorage.setItem(keyOf(ticketId), JSON.stringify(draft));
  } catch {
    return;
  }
}

export function dropDraft(ticketId: string): void {
  try {
    sessionStorage.removeItem(keyOf(ticketId));
  } catch {
    return;
  }
}
