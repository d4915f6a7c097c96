// As after an installation that was cut off.
throw new Error('broken plugin');
