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
  'contact.exported': 'contacts.activity.exported',
  'erasure.asked': 'contacts.activity.erasureAsked',
  'erasure.withdrawn': 'contacts.activity.erasureWithdrawn',
  'erasure.declined': 'contacts.activity.erasureDeclined',
  'contact.held': 'contacts.activity.held',
  'contact.released': 'contacts.activity.released',
  'membership.disabled': 'contacts.activity.disabled',
  'membership.enabled': 'contacts.activity.enabled',
  'consent.given': 'contacts.activity.consentGiven',
  'consent.refused': 'contacts.activity.consentRefused',
  'membership.approved': 'contacts.activity.approved',
  'membership.declined': 'contacts.activity.declined',
  'password-reset.mailed': 'contacts.activity.resetMailed',
  'session.ended': 'contacts.activity.sessionsEnded',
  'invitation.created': 'contacts.activity.invited',
  'invitation.sent': 'contacts.activity.invitationSent',
  'invitation.failed': 'contacts.activity.invitationFailed',
  'invitation.cancelled': 'contacts.activity.invitationCancelled',
  'invitation.expired': 'contacts.activity.invitationExpired',
  'invitation.resent': 'contacts.activity.invitationResent',
  'invitation.accepted': 'contacts.activity.invitationAccepted',
  'contact.registered': 'contacts.activity.registered',
  'contact.identity-linked': 'contacts.activity.identityLinked',
  'contact.identity-unlinked': 'contacts.activity.identityUnlinked',
  'registration-link.created': 'contacts.activity.linkMade',
  'session.started': 'contacts.activity.signedIn',
  'session.refused': 'contacts.activity.refused',
  'password.locked': 'contacts.activity.locked',
  'session.linked': 'contacts.activity.cameOver',
  'password.changed': 'contacts.activity.passwordChanged',
  'password.reset': 'contacts.activity.passwordChanged',
};

/** What an entry says of itself; nothing was there before. */
const FACTS = new Set(['method', 'ip', 'device', 'version']);

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
        FACTS.has(field)
          ? t('activity.fact', { field: labelled(field), value: after || t('activity.nothing') })
          : t('activity.change', {
              field: labelled(field),
              before: before || t('activity.nothing'),
              after: after || t('activity.nothing'),
            })
      }
    />
  );
}
