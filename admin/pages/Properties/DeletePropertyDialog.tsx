import { useNotification } from '@strapi/strapi/admin';
import { Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useNavigate } from 'react-router-dom';
import type { PropertyDetail } from '../../../server/contracts/properties';
import { wordIn } from '../../../server/rules/property-values';
import { AskDialog } from '../../components/AskDialog';
import { paths } from '../../plugin';
import { useErrorText } from '../../services/errors';
import { deleteRecord, useRecord } from '../../services/records';
import { useWords } from '../../useWords';
import { useCountWords, UseList } from './PropertyUses';

interface Props {
  property: PropertyDetail;
  onClose: () => void;
}

/** Asks before a property goes, with how many records have a value; where something names it, it says what. */
export function DeletePropertyDialog({ property, onClose }: Props) {
  const t = useWords();
  const { locale } = useIntl();
  const textOf = useErrorText();
  const countWords = useCountWords();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const { data, error } = useRecord<PropertyDetail>('/properties', property.id);
  const isInUse = (data?.uses.length ?? 0) > 0;

  const words = () => {
    if (error) return textOf(error);
    if (!data) return t('state.loading');
    return isInUse
      ? t('properties.deleteInUse')
      : t('properties.deleteText', { records: countWords(data) });
  };

  return (
    <AskDialog
      isOpen
      title={t('properties.deleteTitle', {
        name: wordIn(property.labels, locale, property.key),
      })}
      confirm={t('form.delete')}
      isConfirmable={data !== undefined && !isInUse}
      onConfirm={async () => {
        await deleteRecord(`/properties/${property.id}`);
        toggleNotification({ type: 'success', message: t('form.deleted') });
        navigate(`${paths.properties}?subject=${property.subject}`);
      }}
      onClose={onClose}
    >
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Typography>{words()}</Typography>
        {data && isInUse && <UseList uses={data.uses} />}
      </Flex>
    </AskDialog>
  );
}
