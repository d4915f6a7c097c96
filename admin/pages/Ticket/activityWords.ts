import type { ActivityView } from '../../../server/contracts/tickets';
import { useValueWords, useWords, type Word } from '../../useWords';

const SENTENCES: Record<string, Word> = {
  'ticket.created': 'activity.created',
  'ticket.imported': 'activity.imported',
  'ticket.followed-up': 'activity.followedUp',
  'ticket.replied': 'activity.replied',
  'ticket.noted': 'activity.noted',
  'ticket.updated': 'activity.updated',
  'ticket.status-changed': 'activity.statusChanged',
  'ticket.assigned': 'activity.assigned',
  'ticket.closed': 'activity.closed',
  'ticket.reopened': 'activity.reopened',
  'ticket.rule-overridden': 'activity.ruleOverridden',
  'ticket.participant-added': 'activity.participantAdded',
  'ticket.participant-removed': 'activity.participantRemoved',
  'ticket.attachment-hidden': 'activity.attachmentHidden',
  'ticket.attachment-shown': 'activity.attachmentShown',
  'ticket.made-private': 'activity.madePrivate',
  'ticket.made-visible': 'activity.madeVisible',
  'ticket.rated': 'activity.rated',
  'ticket.held': 'activity.held',
  'ticket.released': 'activity.released',
  'ticket.pseudonymised': 'activity.pseudonymised',
  'ticket.erased': 'activity.erased',
};

export function useActivitySentence() {
  const t = useWords();
  return ({ action, actorKind, actorName }: ActivityView) => {
    const actor = actorName || t(`role.${actorKind}`);
    const word = SENTENCES[action];
    return word ? t(word, { actor }) : t('activity.other', { actor, action });
  };
}

export function useChangeSentences() {
  const t = useWords();
  const wordOf = useValueWords();
  return ({ changes }: ActivityView) =>
    Object.entries(changes).map(([field, { before, after }]) => {
      const valueOf = (value: string) => {
        if (value === '') return t('activity.nothing');
        const isOfUs = field === 'priority' || field === 'category' || field === 'rule';
        return isOfUs ? wordOf(field, value) : value;
      };
      return t('activity.change', {
        field: wordOf('field', field),
        before: valueOf(before),
        after: valueOf(after),
      });
    });
}
