import { Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import type { PipelineDetail } from '../../../server/contracts/pipelines';
import { BackLink } from '../../components/BackLink';
import { Empty, Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { isNotFound } from '../../services/errors';
import { useRecord } from '../../services/records';
import { useStructure } from '../../services/structure';
import { useWords } from '../../useWords';
import { PipelineForm } from './PipelineForm';

export function PipelinePage() {
  const { id = '' } = useParams();
  return <PipelineById key={id} id={id === 'new' ? null : id} />;
}

function PipelineById({ id }: { id: string | null }) {
  const t = useWords();
  const { allowedActions, isLoading } = useRBAC(permissions.pipelineEdit);
  const pipeline = useRecord<PipelineDetail>('/pipelines', id);
  const structure = useStructure();
  if (!isLoading && structure.data && (id === null || pipeline.data))
    return (
      <PipelineForm
        pipeline={pipeline.data ?? null}
        structure={structure.data}
        canEdit={allowedActions.canPipelineEdit ?? false}
      />
    );
  return (
    <Page.Main>
      <Layouts.Header
        id="main-content-title"
        title={t('pipelines.title')}
        navigationAction={<BackLink to={paths.pipelines} label={t('pipelines.title')} />}
      />
      <Layouts.Content>{state()}</Layouts.Content>
    </Page.Main>
  );

  function state() {
    if (isNotFound(pipeline.error)) return <Empty content={t('pipelines.notFound')} />;
    const failed = [pipeline, structure].find(({ error }) => error);
    if (failed) return <Failure error={failed.error} onRetry={failed.refetch} />;
    return <Loading />;
  }
}
