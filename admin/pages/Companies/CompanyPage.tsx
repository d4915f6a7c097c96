import { Page, useRBAC } from '@strapi/strapi/admin';
import { Navigate, useParams } from 'react-router-dom';
import type { CompanyDetail, MergedCompany } from '../../../server/contracts/companies';
import { BackLink } from '../../components/BackLink';
import { Empty, Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { isNotFound } from '../../services/errors';
import { useRecord } from '../../services/records';
import { useStructure } from '../../services/structure';
import { useWords } from '../../useWords';
import { CompanyForm } from './CompanyForm';

const ASKED = [...permissions.companyEdit, ...permissions.companyMerge, ...permissions.contactRead];

/** One company, or a new one. The address of one that was merged leads to the other. */
export function CompanyPage() {
  const t = useWords();
  const { id } = useParams();
  const { allowedActions, isLoading } = useRBAC(ASKED);
  const structure = useStructure();
  const company = useRecord<CompanyDetail | MergedCompany>('/companies', id ?? null);
  const { data } = company;
  if (data && 'mergedInto' in data) return <Navigate to={paths.company(data.mergedInto)} replace />;
  const failed = [structure, company].find((reading) => reading.error && !reading.data);
  if (failed)
    return (
      <Page.Main>
        <Page.Title>{t('nav.companies')}</Page.Title>
        {isNotFound(company.error) ? (
          <Empty
            content={t('companies.notFound')}
            action={<BackLink to={paths.companies} label={t('nav.companies')} />}
          />
        ) : (
          <Failure error={failed.error} onRetry={failed.refetch} />
        )}
      </Page.Main>
    );
  if (!structure.data || isLoading || (id !== undefined && data?.id !== id))
    return (
      <Page.Main>
        <Loading />
      </Page.Main>
    );
  return (
    <CompanyForm
      key={id ?? 'new'}
      company={data ?? null}
      properties={structure.data.properties.filter(({ subject }) => subject === 'company')}
      can={{
        edit: Boolean(allowedActions.canCompanyEdit),
        merge: Boolean(allowedActions.canCompanyMerge),
        readContacts: Boolean(allowedActions.canContactRead),
      }}
      onChanged={company.replace}
      onRead={company.refetch}
    />
  );
}
