import { Flex, Typography } from '@strapi/design-system';
import type { ActivityView } from '../../server/contracts/tickets';
import { useWords, type Word } from '../useWords';
import { FormSection } from './RecordFormPage';
import { RelativeTime } from './RelativeTime';

export interface Change {
  field: string;
  before: string;
  after: string;
}

interface Props {
  title: string;
  /** Newest first; nothing is shown without any. */
  entries: ActivityView[];
  /** What each action is called; they name the `actor`. */
  sentences: Readonly<Record<string, Word>>;
  changeText: (change: Change) => string;
}

/** What happened to a record, with what changed. */
export function ActivityList({ title, entries, sentences, changeText }: Props) {
  const t = useWords();
  const sentenceOf = ({ action, actorKind, actorName }: ActivityView) => {
    const actor = actorName || t(`role.${actorKind}`);
    const word = sentences[action];
    return word ? t(word, { actor }) : t('activity.other', { actor, action });
  };
  if (entries.length === 0) return null;
  return (
    <FormSection title={title}>
      <Flex tag="ol" direction="column" alignItems="stretch" gap={4}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <Flex gap={2} wrap="wrap" alignItems="baseline">
              <Typography>{sentenceOf(entry)}</Typography>
              <Typography variant="pi" textColor="neutral600">
                <RelativeTime at={entry.occurredAt} />
              </Typography>
            </Flex>
            {Object.entries(entry.changes).map(([field, change]) => (
              <Typography key={field} tag="p" variant="pi" textColor="neutral600" dir="auto">
                {changeText({ field, ...change })}
              </Typography>
            ))}
          </li>
        ))}
      </Flex>
    </FormSection>
  );
}
