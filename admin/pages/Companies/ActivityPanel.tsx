import { useIntl } from 'react-intl';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import type { ActivityView } from '../../../server/contracts/tickets';
import { wordIn } from '../../../server/rules/property-values';
import { ActivityList } from '../../components/ActivityList';
import { useWords, type Word } from '../../useWords';

const SENTENCES: Record<string, Word> = {
  'company.created': 'companies.activity.created',
  'company.updated': 'companies.activity.updated',
  'company.trashed': 'companies.activity.trashed',
  'company.restored': 'companies.activity.restored',
  'company.merged': 'companies.activity.merged',
  'company.merged-away': 'companies.activity.mergedAway',
  'company.contact-added': 'companies.activity.contactAdded',
  'company.contact-changed': 'companies.activity.contactChanged',
  'company.contact-removed': 'companies.activity.contactRemoved',
  'company.joined-by-domain': 'companies.activity.joinedByDomain',
  'company.joined-by-provider': 'companies.activity.joinedByProvider',
  'company.colleague-invited': 'companies.activity.colleagueInvited',
  'company.colleague-not-invited': 'companies.activity.colleagueNotInvited',
  'company.colleague-joined': 'companies.activity.colleagueJoined',
  'company.colleague-removed': 'companies.activity.colleagueRemoved',
  'company.sight-changed': 'companies.activity.sightChanged',
  'company.invitation-taken-back': 'companies.activity.invitationTakenBack',
};

const LABELS: Record<string, Word> = {
  name: 'companies.name',
  externalId: 'companies.externalId',
  parent: 'companies.parent',
  domains: 'companies.domains',
  trustedDomains: 'companies.trustedDomains',
  contact: 'companies.contact',
  rights: 'companies.rights',
  company: 'companies.company',
  address: 'companies.address',
  reason: 'companies.reason',
  invitedBy: 'companies.invitedBy',
};

const RIGHTS: Record<string, Word> = {
  isPrimary: 'companies.primary',
  seesTickets: 'companies.seesTickets',
  isManager: 'companies.isManager',
};

interface Props {
  entries: ActivityView[];
  properties: readonly PropertyDefinition[];
}

/** What happened to a company, newest first, with what changed. */
export function ActivityPanel({ entries, properties }: Props) {
  const t = useWords();
  const { locale } = useIntl();
  const labelOf = (field: string) => {
    const word = LABELS[field];
    if (word) return t(word);
    const property = properties.find(({ key }) => `properties.${key}` === field);
    return property ? wordIn(property.labels, locale, property.key) : field;
  };
  const valueOf = (field: string, value: string) => {
    if (field !== 'rights') return value || t('activity.nothing');
    const words = value.split(', ').flatMap((one) => (RIGHTS[one] ? [t(RIGHTS[one])] : []));
    return words.join(', ') || t('activity.nothing');
  };
  return (
    <ActivityList
      title={t('companies.activity')}
      entries={entries}
      sentences={SENTENCES}
      changeText={({ field, before, after }) =>
        before === after
          ? t('companies.named', { field: labelOf(field), value: valueOf(field, after) })
          : t('activity.change', {
              field: labelOf(field),
              before: valueOf(field, before),
              after: valueOf(field, after),
            })
      }
    />
  );
}
