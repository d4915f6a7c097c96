import { Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import type { FormPortal, RequestFormDetail } from '../../../server/contracts/request-forms';
import { Failure, Loading } from '../../components/States';
import { api } from '../../services/api';
import { isNotFound } from '../../services/errors';
import { useRecord } from '../../services/records';
import { useStructure } from '../../services/structure';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { RequestFormEditor } from './RequestFormEditor';

export function RequestFormPage() {
  const t = useWords();
  const { id = '' } = useParams();
  const form = useRecord<RequestFormDetail>('/request-forms', id);
  const structure = useStructure();
  const portals = useRead<FormPortal[]>(api('/request-forms/portals'));
  const error = form.error ?? structure.error ?? portals.error;

  if (form.data?.id === id && structure.data && portals.data)
    return (
      <RequestFormEditor
        key={id}
        record={form.data}
        structure={structure.data}
        portals={portals.data}
        onChanged={form.replace}
      />
    );
  if (!error) return <Loading />;
  return (
    <Page.Main>
      <Page.Title>{t('requestForms.title')}</Page.Title>
      {isNotFound(error) ? (
        <Page.NoData />
      ) : (
        <Failure
          error={error}
          onRetry={() => {
            form.refetch();
            structure.refetch();
            portals.refetch();
          }}
        />
      )}
    </Page.Main>
  );
}
