/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { readFileSync, writeFileSync } from 'node:fs';

import { PERFORMANCE_PAGE, withGoals } from './docs/performance';

writeFileSync(PERFORMANCE_PAGE, withGoals(readFileSync(PERFORMANCE_PAGE, 'utf8')));
