import { useParams } from 'react-router-dom';
import type { SectionProps } from '../sections';
import { NewProvider } from './NewProvider';
import { ProviderList } from './ProviderList';
import { ProviderPage } from './ProviderPage';

/** Identity providers of the portal: the list, the choice of a new one, and each of them on a page of its own. */
export function SingleSignOnSettings(props: SectionProps) {
  const { provider } = useParams();
  if (provider === undefined) return <ProviderList {...props} />;
  if (provider === 'new') return <NewProvider {...props} />;
  return <ProviderPage key={provider} {...props} id={provider} />;
}
