import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router-dom';

/**
 * Opens a record that was just made, in place of the form for a new one: after the next paint, when nothing is unsaved any
 * more. `pathOf` is one of `paths`, which stay the same.
 */
export function useOpenMade(pathOf: (id: string) => string): (id: string) => void {
  const navigate = useNavigate();
  const [made, setMade] = useState('');
  useEffect(() => {
    if (made !== '') navigate(pathOf(made), { replace: true });
  }, [made, navigate, pathOf]);
  return setMade;
}
