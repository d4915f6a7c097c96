import type { ProviderDetail } from '../../../../server/contracts/identity-providers';
import { Failure, Loading } from '../../../components/States';
import { useRecord } from '../../../services/records';
import type { SectionProps } from '../sections';
import { ProviderForm } from './ProviderForm';

/** One provider, in the steps in which it is set up. */
export function ProviderPage({ id, ...props }: SectionProps & { id: string }) {
  const route = `/portals/${props.portal.id}/identity-providers`;
  const { data, error, isLoading, refetch, replace } = useRecord<ProviderDetail>(route, id);
  if (error && !isLoading) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <Loading />;
  return (
    <ProviderForm
      {...props}
      route={`${route}/${id}`}
      provider={data}
      onChanged={replace}
      reread={refetch}
    />
  );
}
