import { useState } from 'react';
import { Layouts, Page, useNotification } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { useSearchParams } from 'react-router-dom';
import type { AccessImpact } from '../../../server/contracts/access-groups';
import type { SettingsChange, SettingsHistory } from '../../../server/contracts/portals';
import { AskDialog } from '../../components/AskDialog';
import { BackLink } from '../../components/BackLink';
import { ChangeList } from '../../components/ChangeList';
import { CursorLinks } from '../../components/CursorLinks';
import { RelativeTime } from '../../components/RelativeTime';
import { Empty, Failure, Loading } from '../../components/States';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { createRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { confirmedOf, impactIn } from '../AccessGroups/impact';
import type { SectionProps } from './sections';

/** What was changed of a portal's settings, from what, by whom and when, with a way back. */
export function HistoryPage({ portal, canEdit, refetch }: SectionProps) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const [params] = useSearchParams();
  const cursor = params.get('cursor') ?? undefined;
  const reading = useRead<SettingsHistory>(api(`/portals/${portal.id}/history`, { cursor }));
  const [asked, setAsked] = useState<SettingsChange | null>(null);
  const [impact, setImpact] = useState<AccessImpact | null>(null);

  /** What the server asks about is said in the dialog; the next press confirms its numbers. */
  async function restore(change: SettingsChange): Promise<void> {
    try {
      const confirmed = impact ? confirmedOf(impact) : undefined;
      await createRecord(`/portals/${portal.id}/history/${change.id}/restore`, { confirmed });
    } catch (error) {
      setImpact(impactIn(error));
      throw error;
    }
    toggleNotification({ type: 'success', message: t('settings.history.restored') });
    reading.refetch();
    refetch();
  }

  const { data, error, isLoading } = reading;
  const isFirst = (index: number) => cursor === undefined && index === 0;
  return (
    <Page.Main>
      <Page.Title>{t('settings.history')}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={portal.settings.general.name}
        subtitle={t('settings.history')}
        navigationAction={<BackLink to={paths.portals} label={t('settings.back')} />}
      />
      <Layouts.Content>
        {error && !isLoading ? (
          <Failure error={error} onRetry={reading.refetch} />
        ) : !data ? (
          <Loading />
        ) : data.rows.length === 0 ? (
          <Empty content={t('settings.history.none')} />
        ) : (
          <Flex tag="ol" direction="column" alignItems="stretch" gap={4}>
            {data.rows.map((change, index) => (
              <Box
                tag="li"
                key={change.id}
                background="neutral0"
                hasRadius
                shadow="tableShadow"
                padding={5}
              >
                <Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
                  <Flex direction="column" alignItems="flex-start" gap={2}>
                    <Typography tag="h2" variant="delta">
                      {t(
                        change.action === 'portal.restored'
                          ? 'settings.history.wasRestored'
                          : 'settings.history.wasChanged',
                        { section: sectionName(change), actor: change.by || t('role.system') },
                      )}
                    </Typography>
                    <Typography variant="pi" textColor="neutral600">
                      <RelativeTime at={change.at} />
                    </Typography>
                  </Flex>
                  {canEdit && change.canRestore && !isFirst(index) && (
                    <Button
                      variant="tertiary"
                      startIcon={<ArrowClockwise />}
                      onClick={() => setAsked(change)}
                    >
                      {t('settings.history.restore')}
                    </Button>
                  )}
                </Flex>
                <Box paddingTop={4}>
                  <ChangeList
                    changes={change.changes}
                    nameOf={(path) => path.slice(path.indexOf('.') + 1)}
                  />
                </Box>
              </Box>
            ))}
          </Flex>
        )}
        {data && <CursorLinks nextCursor={data.nextCursor} />}
      </Layouts.Content>
      <AskDialog
        isOpen={asked !== null}
        title={t('settings.history.restore')}
        confirm={t('settings.history.restore')}
        isDanger={false}
        onConfirm={() => (asked ? restore(asked) : Promise.resolve())}
        onClose={() => {
          setAsked(null);
          setImpact(null);
        }}
      >
        <Typography>{t('settings.history.restoreText')}</Typography>
      </AskDialog>
    </Page.Main>
  );

  function sectionName({ section }: SettingsChange): string {
    return section === '' ? '' : t(`settings.${section}`);
  }
}
