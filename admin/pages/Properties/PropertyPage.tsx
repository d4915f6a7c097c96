import { useRBAC } from '@strapi/strapi/admin';
import { useParams, useSearchParams } from 'react-router-dom';
import { PROPERTY_SUBJECTS, type PropertyDetail } from '../../../server/contracts/properties';
import { Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { useRecord } from '../../services/records';
import { useStructure } from '../../services/structure';
import { PropertyForm } from './PropertyForm';

export function PropertyPage({ isNew = false }: { isNew?: boolean }) {
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const { allowedActions, isLoading } = useRBAC(permissions.propertyEdit);
  const structure = useStructure();
  const property = useRecord<PropertyDetail>('/properties', isNew ? null : id);
  const error = structure.error ?? property.error;
  if (error) {
    const retry = () => {
      structure.refetch();
      property.refetch();
    };
    return <Failure error={error} onRetry={retry} />;
  }
  if (isLoading || !structure.data || (!isNew && !property.data)) return <Loading />;
  const asked = PROPERTY_SUBJECTS.find((one) => one === params.get('subject')) ?? 'ticket';
  return (
    <PropertyForm
      key={isNew ? 'new' : id}
      property={isNew ? null : (property.data ?? null)}
      subject={asked}
      languages={structure.data.languages}
      canEdit={allowedActions.canPropertyEdit === true}
      onChanged={property.replace}
    />
  );
}
