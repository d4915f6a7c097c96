import { useIntl } from 'react-intl';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import type { ActivityView } from '../../../server/contracts/tickets';
import { wordIn } from '../../../server/rules/property-values';
import { ActivityList } from '../../components/ActivityList';
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
  return (
    <ActivityList
      title={t('contacts.activity')}
      entries={entries}
      sentences={SENTENCES}
      changeText={({ field, before, after }) =>
        t('activity.change', {
          field: labelled(field),
          before: before || t('activity.nothing'),
          after: after || t('activity.nothing'),
        })
      }
    />
  );
}
