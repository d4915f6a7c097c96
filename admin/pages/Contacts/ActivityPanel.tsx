import { Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import type { ActivityView } from '../../../server/contracts/tickets';
import { wordIn } from '../../../server/rules/property-values';
import { FormSection } from '../../components/RecordFormPage';
import { RelativeTime } from '../../components/RelativeTime';
import { useWords, type Word } from '../../useWords';
import { useFieldLabel } from './fieldLabels';

const SENTENCES: Record<string, Word> = {
  'contact.created': 'contacts.activity.created',
  'contact.updated': 'contacts.activity.updated',
  'contact.merged': 'contacts.activity.merged',
  'contact.merged-away': 'contacts.activity.mergedAway',
  'contact.trashed': 'contacts.activity.trashed',
  'contact.restored': 'contacts.activity.restored',
  'membership.disabled': 'contacts.activity.disabled',
  'membership.enabled': 'contacts.activity.enabled',
  'session.started': 'contacts.activity.signedIn',
  'password.changed': 'contacts.activity.passwordChanged',
  'password.reset': 'contacts.activity.passwordChanged',
};

interface Props {
  entries: ActivityView[];
  properties: readonly PropertyDefinition[];
}

/** What happened to a contact, newest first, with what changed. */
export function ActivityPanel({ entries, properties }: Props) {
  const t = useWords();
  const { locale } = useIntl();
  const labelOf = useFieldLabel();
  const labelled = (field: string) => {
    const property = properties.find(({ key }) => `properties.${key}` === field);
    return labelOf(field, property ? wordIn(property.labels, locale, property.key) : '');
  };
  const sentence = ({ action, actorKind, actorName }: ActivityView) => {
    const actor = actorName || t(`role.${actorKind}`);
    const word = SENTENCES[action];
    return word ? t(word, { actor }) : t('activity.other', { actor, action });
  };
  if (entries.length === 0) return null;
  return (
    <FormSection title={t('contacts.activity')}>
      <Flex tag="ol" direction="column" alignItems="stretch" gap={4}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <Flex gap={2} wrap="wrap" alignItems="baseline">
              <Typography>{sentence(entry)}</Typography>
              <Typography variant="pi" textColor="neutral600">
                <RelativeTime at={entry.occurredAt} />
              </Typography>
            </Flex>
            {Object.entries(entry.changes).map(([field, { before, after }]) => (
              <Typography key={field} tag="p" variant="pi" textColor="neutral600" dir="auto">
                {t('activity.change', {
                  field: labelled(field),
                  before: before || t('activity.nothing'),
                  after: after || t('activity.nothing'),
                })}
              </Typography>
            ))}
          </li>
        ))}
      </Flex>
    </FormSection>
  );
}
