import { useState } from 'react';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Button, Flex } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useNavigate, useParams } from 'react-router-dom';
import type { ImportDetail } from '../../../server/contracts/transfers';
import { AskDialog } from '../../components/AskDialog';
import { BackLink } from '../../components/BackLink';
import { Failure, Loading } from '../../components/States';
import { paths } from '../../plugin';
import { isBusy, useImport } from '../../services/imports';
import { createRecord, deleteRecord } from '../../services/records';
import { useWords } from '../../useWords';
import { ImportPlanForm } from './ImportPlanForm';
import { ImportProgress } from './ImportProgress';
import { ImportResult } from './ImportResult';
import { useSubjectOptions } from './useSubjectOptions';

/** One import: what is to be decided, how far it is, what came of it. It goes on while nobody looks. */
export function ImportPage() {
  const { id = '' } = useParams();
  const [isPolled, setIsPolled] = useState(true);
  const { data, error, refetch, replace } = useImport(id, isPolled);
  if (error && !data) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <Loading />;
  if (isBusy(data) !== isPolled) setIsPolled(isBusy(data));
  return <Shown detail={data} onChange={replace} />;
}

function Shown({
  detail,
  onChange,
}: {
  detail: ImportDetail;
  onChange: (next: ImportDetail) => void;
}) {
  const t = useWords();
  const navigate = useNavigate();
  const subjects = useSubjectOptions();
  const [asked, setAsked] = useState<'cancel' | 'remove' | null>(null);
  const busy = isBusy(detail);
  const subject = subjects.find(({ value }) => value === detail.subject)?.label ?? '';
  const close = () => setAsked(null);
  return (
    <Page.Main>
      <Page.Title>{detail.fileName}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={detail.fileName}
        subtitle={t('transfers.detailSubtitle', { subject, by: detail.startedBy })}
        navigationAction={<BackLink to={paths.imports} label={t('transfers.title')} />}
        primaryAction={
          busy ? (
            <Button variant="danger-light" onClick={() => setAsked('cancel')}>
              {t('transfers.cancel')}
            </Button>
          ) : (
            <Button variant="tertiary" startIcon={<Trash />} onClick={() => setAsked('remove')}>
              {t('transfers.remove')}
            </Button>
          )
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4}>
          {(busy || detail.state === 'uploading') && <ImportProgress detail={detail} />}
          {detail.state === 'ready' && <ImportPlanForm detail={detail} onChange={onChange} />}
          {['done', 'cancelled', 'failed', 'running'].includes(detail.state) && (
            <ImportResult detail={detail} onChange={onChange} />
          )}
        </Flex>
      </Layouts.Content>
      <AskDialog
        isOpen={asked === 'cancel'}
        title={t('transfers.cancelTitle')}
        confirm={t('transfers.cancel')}
        onConfirm={async () => onChange(await createRecord(`/imports/${detail.id}/cancel`, {}))}
        onClose={close}
      >
        {t(detail.state === 'running' ? 'transfers.cancelText' : 'transfers.cancelCheck')}
      </AskDialog>
      <AskDialog
        isOpen={asked === 'remove'}
        title={t('transfers.removeTitle')}
        confirm={t('transfers.remove')}
        onConfirm={async () => {
          await deleteRecord(`/imports/${detail.id}`);
          navigate(paths.imports);
        }}
        onClose={close}
      >
        {t('transfers.removeText')}
      </AskDialog>
    </Page.Main>
  );
}
