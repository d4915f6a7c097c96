import type { ReactNode } from 'react';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Box, Flex } from '@strapi/design-system';
import { useNavigate, useParams, useSearchParams } from 'react-router-dom';
import type { MergeField, MergePreview } from '../../../server/contracts/record-merge';
import { api } from '../../services/api';
import { useRecord, type RecordArea } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';
import { BackLink } from '../BackLink';
import { FormSection } from '../RecordFormPage';
import { Failure, Loading } from '../States';
import { Comparison } from './Comparison';

export interface MergedSide {
  id: string;
  name: string;
}

interface Props<Side extends MergedSide> {
  area: RecordArea;
  pathOf: (id: string) => string;
  backLabel: string;
  /** The field that finds the other record. */
  findField: (field: FindProps<Side>) => ReactNode;
  labelOf: (field: MergeField) => string;
  /** A value as people read it; as it is stored when left out. */
  textOf?: (field: MergeField, value: string) => string;
  /** What happens beside the fields, sentence by sentence. */
  notesOf: (preview: MergePreview<Side>) => (string | false)[];
}

interface FindProps<Side> {
  /** The record that stays; it is not offered. */
  id: string;
  loser: Side | null;
  onChoose: (id: string | null) => void;
}

/** Two records side by side, and which value of each field stays. The other one is in the address. */
export function MergePage<Side extends MergedSide>(props: Props<Side>) {
  const { area, pathOf } = props;
  const { id = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const loser = params.get('with') ?? '';
  const t = useWords();
  const navigate = useNavigate();
  const record = useRecord<MergedSide>(`/${area}`, id);
  const preview = useRead<MergePreview<Side>>(
    loser === '' ? null : api(`/${area}/${id}/merge/${loser}`),
  );
  const data = loser !== '' && preview.data?.loser.id === loser ? preview.data : undefined;
  const title = t(`${area}.mergeTitle`, { name: record.data?.name ?? '' });

  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={title}
        subtitle={t(`${area}.mergeSubtitle`)}
        navigationAction={<BackLink to={pathOf(id)} label={props.backLabel} />}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <FormSection title={t(`${area}.mergeOther`)} hint={t(`${area}.mergeOtherHint`)}>
            <Box maxWidth="60rem">
              {props.findField({
                id,
                loser: data?.loser ?? null,
                onChoose: (other) => setParams(other === null ? {} : { with: other }),
              })}
            </Box>
          </FormSection>
          {loser !== '' && preview.error !== undefined && !preview.isLoading && (
            <Failure error={preview.error} onRetry={preview.refetch} />
          )}
          {loser !== '' && !data && preview.error === undefined && <Loading />}
          {data && (
            <Comparison
              key={`${id} ${loser}`}
              area={area}
              preview={data}
              labelOf={props.labelOf}
              textOf={props.textOf ?? ((_field, value) => value)}
              notes={props.notesOf(data)}
              onMerged={() => navigate(pathOf(id))}
              onSwap={() => navigate(`${pathOf(loser)}/merge?with=${id}`)}
            />
          )}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
