/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on Node and never ships */
import { readFileSync, writeFileSync } from 'node:fs';

import { CONTRACT_PAGE, withAssumptions } from './docs/contract';

writeFileSync(CONTRACT_PAGE, withAssumptions(readFileSync(CONTRACT_PAGE, 'utf8')));
