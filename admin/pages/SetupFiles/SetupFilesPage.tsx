import { Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { Flex } from '@strapi/design-system';
import { permissions } from '../../permissions';
import { useWords } from '../../useWords';
import { ApplySection } from './ApplySection';
import { ExportSection } from './ExportSection';

const BOTH = [...permissions.setupExport, ...permissions.setupApply];

/** The set-up as one file: from development over staging to production. */
export function SetupFilesPage() {
  const t = useWords();
  const { allowedActions, isLoading } = useRBAC(BOTH);
  if (isLoading) return <Page.Loading />;
  return (
    <Page.Main>
      <Page.Title>{t('nav.setupFiles')}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={t('nav.setupFiles')}
        subtitle={t('setupFiles.subtitle')}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4}>
          {allowedActions.canSetupExport && <ExportSection />}
          {allowedActions.canSetupApply && <ApplySection />}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
