import { select, type Connection, type Row } from './connection';

export function listAccessGroupNames(db: Connection): Promise<Row[]> {
  return select(
    db,
    'SELECT document_id, name FROM cp_access_groups WHERE trashed_at = 0 ORDER BY name, id',
  );
}
