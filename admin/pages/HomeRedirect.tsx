import { Page } from '@strapi/strapi/admin';
import { Navigate } from 'react-router-dom';
import { useNavEntries } from '../components/navEntries';
import { paths } from '../plugin';

/** To the first page that the person's role lets see. */
export function HomeRedirect() {
  const { sections, isLoading } = useNavEntries();
  if (isLoading) return <Page.Loading />;
  return <Navigate to={sections[0]?.entries[0]?.to ?? paths.helpDesk} replace />;
}
