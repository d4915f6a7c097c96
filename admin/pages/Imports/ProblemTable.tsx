import { Typography } from '@strapi/design-system';
import type { ImportProblem } from '../../../server/contracts/transfers';
import { DataTable } from '../../components/DataTable';
import { useWords } from '../../useWords';

export function ProblemTable({ problems }: { problems: ImportProblem[] }) {
  const t = useWords();
  if (problems.length === 0) return null;
  return (
    <>
      <DataTable
        label={t('transfers.problems')}
        heads={[t('transfers.row'), t('transfers.outcome'), t('transfers.problem')]}
        isBusy={false}
        isTextOnly
      >
        {problems.map(({ row, problem, isRefused }) => (
          <tr key={row}>
            <td>{row}</td>
            <td>{t(isRefused ? 'transfers.refused' : 'transfers.taken')}</td>
            <td>
              <Typography dir="auto">{problem}</Typography>
            </td>
          </tr>
        ))}
      </DataTable>
      {problems.length === 100 && (
        <Typography tag="p" variant="pi" textColor="neutral600">
          {t('transfers.firstProblems')}
        </Typography>
      )}
    </>
  );
}
