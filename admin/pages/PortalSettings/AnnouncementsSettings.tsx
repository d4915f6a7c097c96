import { useIntl } from 'react-intl';
import { useParams } from 'react-router-dom';
import { styled } from 'styled-components';
import type { AnnouncementRow } from '../../../server/contracts/announcements';
import { wordIn } from '../../../server/rules/property-values';
import { Pill } from '../../components/Pill';
import { RecordListPage } from '../../components/RecordListPage';
import { paths } from '../../plugin';
import { useRecords } from '../../services/records';
import { useListAddress } from '../../services/useListAddress';
import { useWords } from '../../useWords';
import { AnnouncementPage } from './AnnouncementPage';
import type { SectionProps } from './sections';

const DEFAULTS = { q: '', sort: '' };
const STATE_COLORS = { planned: 'secondary', shown: 'success', over: 'neutral' } as const;
const SHOWN = 120;

/** On a phone the table is wider than the screen, not its rows higher. */
const Whole = styled.div`
  white-space: nowrap;
`;

/** What the portal tells its readers for a while: the list, and each of them on a page of its own. */
export function AnnouncementsSettings(props: SectionProps) {
  const { announcement } = useParams();
  if (announcement === undefined) return <AnnouncementList {...props} />;
  return <AnnouncementPage key={announcement} {...props} id={announcement} />;
}

function AnnouncementList({ portal, canEdit }: SectionProps) {
  const t = useWords();
  const { formatDate, locale } = useIntl();
  const address = useListAddress(DEFAULTS);
  const page = useRecords<AnnouncementRow>(
    `/portals/${portal.id}/announcements`,
    address.query,
    address.cursor,
  );
  const instant = (at: number) => formatDate(at, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <RecordListPage
      title={portal.settings.general.name}
      subtitle={t('settings.announcements')}
      back={{ to: paths.portals, label: t('settings.back') }}
      label={t('settings.announcements')}
      create={
        canEdit
          ? { to: paths.announcement(portal.id, 'new'), label: t('settings.announcements.new') }
          : undefined
      }
      address={address}
      page={page}
      rowTo={({ id }) => paths.announcement(portal.id, id)}
      none={t('settings.announcements.none')}
      columns={[
        {
          label: t('settings.announcements.text'),
          cell: ({ texts }) => beginning(wordIn(texts, locale)),
        },
        {
          label: t('settings.announcements.state'),
          cell: ({ state }) => (
            <Whole>
              <Pill variant={STATE_COLORS[state]}>
                {t(`settings.announcements.state.${state}`)}
              </Pill>
            </Whole>
          ),
        },
        {
          label: t('settings.announcements.level'),
          cell: ({ level }) => t(`settings.announcements.level.${level}`),
        },
        {
          label: t('settings.announcements.window'),
          cell: ({ from, until }) => (
            <Whole>
              <div>{t('settings.announcements.windowFrom', { from: instant(from) })}</div>
              <div>
                {until === 0
                  ? t('settings.announcements.windowOpen')
                  : t('settings.announcements.windowUntil', { until: instant(until) })}
              </div>
            </Whole>
          ),
        },
        {
          label: t('settings.announcements.affected'),
          cell: ({ affected, countsAffected }) => (countsAffected || affected > 0 ? affected : '–'),
        },
      ]}
    />
  );
}

/** The first words of a Markdown text. */
function beginning(markdown: string): string {
  const text = markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`#>]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > SHOWN ? `${text.slice(0, SHOWN).trimEnd()}…` : text;
}
