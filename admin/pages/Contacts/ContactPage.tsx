import { Page, useRBAC } from '@strapi/strapi/admin';
import { Navigate, useParams } from 'react-router-dom';
import type { ContactDetail, MergedContact } from '../../../server/contracts/contacts';
import { BackLink } from '../../components/BackLink';
import { Empty, Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { isNotFound } from '../../services/errors';
import { useRecord } from '../../services/records';
import { useStructure } from '../../services/structure';
import { useWords } from '../../useWords';
import { ContactForm } from './ContactForm';

const ASKED = [
  ...permissions.contactEdit,
  ...permissions.contactMerge,
  ...permissions.companyRead,
  ...permissions.accessGroupRead,
  ...permissions.accessGroupEdit,
];

/** One contact, or a new one. The address of one that was merged leads to the other. */
export function ContactPage() {
  const t = useWords();
  const { id } = useParams();
  const { allowedActions, isLoading } = useRBAC(ASKED);
  const structure = useStructure();
  const contact = useRecord<ContactDetail | MergedContact>('/contacts', id ?? null);
  if (contact.data && 'mergedInto' in contact.data)
    return <Navigate to={paths.contact(contact.data.mergedInto)} replace />;
  const data = contact.data;
  if (isNotFound(contact.error))
    return (
      <Page.Main>
        <Page.Title>{t('nav.contacts')}</Page.Title>
        <Empty
          content={t('contacts.notFound')}
          action={<BackLink to={paths.contacts} label={t('nav.contacts')} />}
        />
      </Page.Main>
    );
  const failed = [structure, contact].find((reading) => reading.error && !reading.data);
  if (failed)
    return (
      <Page.Main>
        <Page.Title>{t('nav.contacts')}</Page.Title>
        <Failure error={failed.error} onRetry={failed.refetch} />
      </Page.Main>
    );
  const isAwaited = id !== undefined && data?.id !== id;
  if (!structure.data || isLoading || isAwaited)
    return (
      <Page.Main>
        <Loading />
      </Page.Main>
    );
  return (
    <ContactForm
      key={id ?? 'new'}
      contact={id === undefined ? null : (data ?? null)}
      structure={structure.data}
      can={{
        edit: Boolean(allowedActions.canContactEdit),
        merge: Boolean(allowedActions.canContactMerge),
        readCompanies: Boolean(allowedActions.canCompanyRead),
        readGroups: Boolean(allowedActions.canAccessGroupRead),
        editGroups: Boolean(allowedActions.canAccessGroupEdit),
      }}
      onChanged={contact.replace}
      onRead={contact.refetch}
    />
  );
}
